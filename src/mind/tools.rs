//! Tools of others in an answer.
//!
//! Owns when one is run (the turn is certain, and it was asked for) and what is said of what it tells: text of others, cleaned, short,
//! and judged by the operator's policy. It goes into no prompt as anything else than a tool's result, and calls nothing.

use mynah_intents::{Language, ToolRequest};
use mynah_policy::Kind;
use serde_json::Value;

use super::answer::{Mind, say, to_intents};
use super::answered::{Answered, Thought, ToolRun};
use super::asked::Asked;
use super::policy;
use crate::language::{
    Chat, ChatTurn, Flow, LanguageModel, Output, PromptPrefix, Sampling, TokenCounts, ToolCall,
    ToolDescription,
};
use crate::tools::{ToolCaller, ToolFault};

impl Mind {
    /// What a tool of others tells, if the question asks for one.
    pub(super) fn asked_tool(
        &mut self,
        asked: &Asked<'_>,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Option<Answered> {
        let request = self
            .skills()
            .parse_tool(asked.question, to_intents(asked.language))?;
        Some(self.told(asked, &request, on))
    }

    /// What a tool of others tells, if a language model's call is one of its, and the question holds the arguments.
    pub(super) fn called_tool(
        &mut self,
        asked: &Asked<'_>,
        call: &ToolCall,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Option<Answered> {
        let language = to_intents(asked.language);
        let request = self.skills().called_tool(call, asked.question, language)?;
        Some(self.told(asked, &request, on))
    }

    fn told(
        &mut self,
        asked: &Asked<'_>,
        request: &ToolRequest,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Answered {
        // Nobody knows what it changes, so it waits until the person has really finished.
        if on(Thought::ToolCall) == Flow::Stop {
            return Answered::default();
        }
        let language: Language = to_intents(asked.language);
        let (skills, model, prefix, sampling) = self.for_tools();
        let mut waiting = Waiting {
            model,
            prefix,
            sampling,
            on: &mut *on,
            tokens: TokenCounts::default(),
        };
        let run = skills.run_tool(request, &mut waiting);
        let tokens = waiting.tokens;
        let mut is_forbidden = false;
        let (text, result) = match run.told {
            Err(ToolFault::Stopped) => return Answered::default(),
            Err(ToolFault::Trouble(trouble)) => (
                self.skills().tool_failed(&run.name, trouble, language),
                Value::Null,
            ),
            Ok(told) => match policy::told(&told) {
                None => {
                    let trouble = mynah_intents::ToolTrouble::Broken;
                    (
                        self.skills().tool_failed(&run.name, trouble, language),
                        Value::Null,
                    )
                }
                Some(told) => match self.policy().matches_reply(&told) {
                    Some(ruling) => {
                        is_forbidden = ruling.kind == Kind::Refused;
                        (ruling.say, Value::Null)
                    }
                    None => (told.clone(), Value::String(told)),
                },
            },
        };
        say(&text, on);
        let said = request.slots.iter();
        let arguments = said.map(|(slot, value)| (slot.clone(), Value::String(value.clone())));
        Answered {
            text,
            tool: Some(ToolRun {
                name: run.name,
                arguments: arguments.collect(),
                result,
            }),
            is_forbidden,
            tokens,
            ..Answered::default()
        }
    }
}

/// The mind while it waits for a tool.
struct Waiting<'a> {
    model: &'a mut dyn LanguageModel,
    /// What precedes each question, which the model has read already.
    prefix: &'a PromptPrefix,
    sampling: Sampling,
    on: &'a mut dyn FnMut(Thought<'_>) -> Flow,
    /// What the model has read and written.
    tokens: TokenCounts,
}

impl ToolCaller for Waiting<'_> {
    fn goes_on(&mut self) -> bool {
        (self.on)(Thought::Reading) == Flow::Continue
    }

    fn generate(
        &mut self,
        prompt: &str,
        max_tokens: usize,
        is_late: &mut dyn FnMut() -> bool,
    ) -> Option<String> {
        let chat = Chat {
            prefix: self.prefix.clone(),
            turns: vec![ChatTurn {
                facts: Vec::new(),
                user: prompt.to_owned(),
                reply: None,
            }],
        };
        let sampling = Sampling {
            max_tokens: max_tokens.min(self.sampling.max_tokens),
            ..self.sampling
        };
        let mut stopped = false;
        // What it writes is for the tool: nobody hears it.
        let generation = self.model.generate(&chat, &sampling, &mut |_| {
            stopped |= is_late() || (self.on)(Thought::Reading) == Flow::Stop;
            if stopped { Flow::Stop } else { Flow::Continue }
        });
        match generation {
            Ok(generation) => {
                self.tokens = generation.tokens;
                match generation.output {
                    Output::Text(text) if !stopped => Some(text).filter(|text| !text.trim().is_empty()),
                    Output::Text(_) | Output::Tool(_) | Output::Malformed(_) => None,
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the language model failed while a tool asked it");
                None
            }
        }
    }
}

/// The tools of others as a language model is told of them.
pub(super) fn descriptions(tools: &[crate::tools::OfferedTool]) -> Vec<ToolDescription> {
    let described = tools.iter().filter(|tool| !tool.description.trim().is_empty());
    let told = described.map(|tool| ToolDescription {
        name: tool.name.clone(),
        description: tool.description.clone(),
        parameters: tool.schema(),
    });
    told.collect()
}
