//! Answers one question: facts, the language model, a tool when it calls one.
//!
//! Owns the order of these. Does not stream to anybody by itself, keeps no history (the conversation does) and
//! has no clock: the time comes with the question.

use std::collections::BTreeMap;

use jiff::Zoned;
use serde_json::{Map, Value};

use super::MindConfig;
use super::knowledge::Knowledge;
use super::policy::{self, Release, Source};
use super::prompt;
use super::tools::{Timers, ToolEffect, Toolbox};
use crate::language::{
    Chat, ChatTurn, Flow, Head, LanguageError, LanguageModel, Output, Piece, Reply, TokenCounts, ToolCall,
};

/// What is said when a model calls a tool in a way that cannot be read.
const NOT_UNDERSTOOD: &str = "I did not understand that. Please say it another way.";

/// An earlier question of the conversation and how it was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The question's words.
    pub question: String,
    /// The lines of knowledge that it added to the prompt.
    pub facts: Vec<String>,
    /// The words of the answer.
    pub reply: String,
    /// The tool that was called for it: name and arguments.
    pub tool: Option<(String, Map<String, Value>)>,
}

/// What comes out while an answer is being found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thought<'a> {
    /// A part of the prompt is about to be read.
    Reading,
    /// The prompt has been read and the first token is there.
    FirstToken,
    /// The next piece of the reply; empty while it is not certain what the words become.
    Piece(&'a str),
    /// A tool that changes something is about to be run; stop here, and it is not.
    ToolCall,
}

/// A tool that was run.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolRun {
    /// Its name.
    pub name: String,
    /// The arguments that the model gave.
    pub arguments: BTreeMap<String, Value>,
    /// What it returned.
    pub result: Value,
    /// What the program has to do about it.
    pub effect: Option<ToolEffect>,
}

/// A whole answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The words.
    pub text: String,
    /// The lines of knowledge added to the prompt.
    pub facts: Vec<String>,
    /// The passages that support the answer.
    pub sources: Vec<Source>,
    /// The tool that was run.
    pub tool: Option<ToolRun>,
    /// What the language model counted.
    pub tokens: TokenCounts,
    /// How many of the oldest turns the model could not look at any more.
    pub dropped_turns: usize,
    /// The search was given up: the text is only a beginning.
    pub cancelled: bool,
}

/// Knowledge, tools and a language model.
pub struct Mind {
    model: Box<dyn LanguageModel>,
    knowledge: Knowledge,
    toolbox: Toolbox,
    config: MindConfig,
    head: Head,
}

impl Mind {
    /// Puts the parts together.
    pub fn new(mut model: Box<dyn LanguageModel>, knowledge: Knowledge, config: MindConfig) -> Self {
        let toolbox = Toolbox::standard();
        let head = Head {
            persona: config.persona.clone(),
            tools: toolbox.descriptions(),
        };
        if let Err(error) = model.prepare(&head) {
            // The first question will say so.
            tracing::warn!(%error, "the head of the prompt could not be read");
        }
        Self {
            model,
            knowledge,
            toolbox,
            config,
            head,
        }
    }

    /// Goes on with the timers of a conversation before.
    pub fn set_timers(&mut self, timers: Timers) {
        self.toolbox.set_timers(timers);
    }

    /// The language model's name and nature.
    pub fn model(&self) -> &crate::language::Description {
        self.model.describe()
    }

    /// The timers that have run out at `now`, as they are to be announced.
    pub fn due(&mut self, now: &Zoned) -> Vec<String> {
        self.toolbox
            .due(now)
            .into_iter()
            .map(|timer| timer.announcement())
            .collect()
    }

    /// Answers `question`, in this language (`de`), after the exchanges in `past`. `on` hears of the answer as it comes, and can stop it.
    pub fn answer(
        &mut self,
        question: &str,
        language: Option<&str>,
        past: &[Past],
        now: &Zoned,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Result<Answered, LanguageError> {
        let shown: Vec<&str> = past
            .iter()
            .flat_map(|turn| turn.facts.iter().map(String::as_str))
            .collect();
        let questions: Vec<&str> = past.iter().map(|turn| turn.question.as_str()).collect();
        let context = prompt::context(&self.knowledge, question, &questions, &shown, &self.config);
        let facts: Vec<String> = context
            .passages
            .iter()
            .map(super::knowledge::Passage::line)
            .collect();
        self.answer_from(&in_language(question, language), facts, past, now, on)
    }

    /// Answers `question` from exactly these lines of knowledge.
    pub fn answer_from(
        &mut self,
        question: &str,
        facts: Vec<String>,
        past: &[Past],
        now: &Zoned,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Result<Answered, LanguageError> {
        let chat = Chat {
            head: self.head.clone(),
            turns: turns(question, &facts, past),
        };
        let mut cancelled = false;
        let mut release = Release::default();
        let generation = self.model.generate(&chat, &self.config.sampling, &mut |piece| {
            let flow = match piece {
                Piece::Prefilling => on(Thought::Reading),
                Piece::Prefilled => on(Thought::FirstToken),
                Piece::Text(text) => on(Thought::Piece(&release.push(text))),
            };
            cancelled |= flow == Flow::Stop;
            flow
        })?;
        let (tokens, dropped_turns) = (generation.tokens, generation.dropped_turns);
        let (text, tool) = match generation.output {
            Output::Text(text) => (policy::reply(&text), None),
            Output::Tool(call)
                if !cancelled
                    && (!Toolbox::has_effects(&call.name) || on(Thought::ToolCall) == Flow::Continue) =>
            {
                self.run(&call, now)
            }
            Output::Tool(_) => {
                cancelled = true;
                (String::new(), None)
            }
            Output::Malformed(_) => (NOT_UNDERSTOOD.to_owned(), None),
        };
        let sources = match &tool {
            Some(_) => Vec::new(),
            None => {
                let shown: Vec<&str> = past
                    .iter()
                    .flat_map(|turn| &turn.facts)
                    .chain(&facts)
                    .map(String::as_str)
                    .collect();
                policy::sources(&text, &self.knowledge.passages_of(&shown))
            }
        };
        Ok(Answered {
            text,
            facts,
            sources,
            tool,
            tokens,
            dropped_turns,
            cancelled,
        })
    }

    /// Forgets the KV cache: the next question begins a new conversation.
    pub fn reset(&mut self) {
        self.model.reset();
    }

    fn run(&mut self, call: &ToolCall, now: &Zoned) -> (String, Option<ToolRun>) {
        match self.toolbox.run(&call.name, &call.arguments, now) {
            Ok(outcome) => {
                let arguments = call.arguments.clone().into_iter().collect();
                let run = ToolRun {
                    name: call.name.clone(),
                    arguments,
                    result: outcome.result,
                    effect: outcome.effect,
                };
                (outcome.spoken, Some(run))
            }
            Err(error) => (error.to_string(), None),
        }
    }
}

/// Languages by their codes, as a model is told of them.
const LANGUAGES: [(&str, &str); 20] = [
    ("ar", "Arabic"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("es", "Spanish"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("nl", "Dutch"),
    ("no", "Norwegian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ru", "Russian"),
    ("sv", "Swedish"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("zh", "Chinese"),
];

/// The question with the wish for its language. English needs none: the persona is in English. The wish stands behind the
/// question, so that the head of the prompt stays the same.
fn in_language(question: &str, language: Option<&str>) -> String {
    let wished = LANGUAGES.iter().find(|(code, _)| Some(*code) == language);
    match wished {
        Some((_, name)) => format!("{question} (Answer in {name}.)"),
        None => question.to_owned(),
    }
}

fn turns(question: &str, facts: &[String], past: &[Past]) -> Vec<ChatTurn> {
    let answered = past.iter().map(|turn| ChatTurn {
        facts: turn.facts.clone(),
        user: turn.question.clone(),
        reply: Some(match &turn.tool {
            Some((name, arguments)) => Reply::Tool {
                call: ToolCall {
                    name: name.clone(),
                    arguments: arguments.clone(),
                },
                result: turn.reply.clone(),
            },
            None => Reply::Text(turn.reply.clone()),
        }),
    });
    let asked = ChatTurn {
        facts: facts.to_vec(),
        user: question.to_owned(),
        reply: None,
    };
    answered.chain([asked]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_another_language_is_answered_in_it() {
        assert_eq!(
            in_language("Wo ist das?", Some("de")),
            "Wo ist das? (Answer in German.)"
        );
        for language in [None, Some("en"), Some("xx")] {
            assert_eq!(in_language("Where?", language), "Where?");
        }
    }
}
