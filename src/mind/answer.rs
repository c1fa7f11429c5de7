//! Answers one question: what the assistant can do, what the documents say, and last the language model.
//!
//! Owns the order of these. Does not stream to anybody by itself, keeps no history (the conversation does) and
//! has no clock: the time comes with the question.

use jiff::Zoned;
use mynah_intents::{Intent, Outcome, VolumeState};
use mynah_knowledge::language::Language;
use mynah_policy::{Kind, Policy};

use super::answered::{Answered, Source, Thought, ToolRun};
use super::asked::{Asked, Past};
use super::calls;
use super::chat::{in_language, turns};
use super::policy::{self, Release};
use super::{Documents, MindConfig, Skills, Wording};
use crate::language::{
    Chat, Flow, LanguageError, LanguageModel, Output, Piece, PromptPrefix, Sampling, ToolCall,
};

/// Skills, documents and a language model.
pub struct Mind {
    model: Box<dyn LanguageModel>,
    documents: Documents,
    skills: Skills,
    config: MindConfig,
    prefix: PromptPrefix,
    policy: Policy,
    /// The model may speak of what no document says: there are none, and it is no starter.
    talks_freely: bool,
}

impl Mind {
    /// Puts the parts together. `talks_freely` lets the model answer by itself where there are no documents.
    pub fn new(
        mut model: Box<dyn LanguageModel>,
        documents: Documents,
        skills: Skills,
        (config, policy): (MindConfig, Policy),
        talks_freely: bool,
    ) -> Self {
        let mut tools = calls::descriptions();
        tools.extend(skills.descriptions());
        let prefix = PromptPrefix {
            persona: persona(&config, &policy),
            tools,
        };
        if let Err(error) = model.prepare(&prefix) {
            // The first question will say so.
            tracing::warn!(%error, "the prompt prefix could not be read");
        }
        let talks_freely = talks_freely && documents.is_empty();
        Self {
            model,
            documents,
            skills,
            config,
            prefix,
            policy,
            talks_freely,
        }
    }

    /// The language model's name and nature.
    pub fn model(&self) -> &crate::language::Description {
        self.model.describe()
    }

    /// What the operator does not want to be asked or said.
    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What it can do.
    pub fn skills(&self) -> &Skills {
        &self.skills
    }

    /// What rings at `now`, as it is to be announced. Documents that have changed are read again, and questions without an answer are
    /// counted.
    pub fn tick(&mut self, now: &Zoned) -> Vec<String> {
        self.documents.tick();
        self.skills.unanswered.keep(now.date());
        self.skills.due(now).into_iter().map(|due| due.sentence).collect()
    }

    /// Finds the answer, and tells it.
    pub(super) fn found(
        &mut self,
        question: &str,
        language: Option<&str>,
        past: &[Past],
        (now, volume): (&Zoned, Option<VolumeState>),
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Result<Answered, LanguageError> {
        let asked = Asked {
            question,
            language: spoken(question, language),
            tag: language,
            past,
            now,
            volume,
        };
        if let Some(ruling) = self.policy.matches(question, asked.language) {
            say(&ruling.say, on);
            return Ok(Answered {
                is_forbidden: ruling.kind == Kind::Refused,
                text: ruling.say,
                ..Answered::default()
            });
        }
        if let Some(answered) = self.done(&asked, question, on) {
            return Ok(answered);
        }
        if let Some(answered) = self.asked_tool(&asked, on) {
            self.skills.leave_topic();
            return Ok(answered);
        }
        if self.talks_freely {
            if let Some(answered) = self.done_loosely(&asked, on) {
                return Ok(answered);
            }
            self.skills.leave_topic();
            return self.freely(&asked, Vec::new(), on);
        }
        let questions: Vec<&str> = past
            .iter()
            .filter(|turn| turn.tool.is_none())
            .map(|turn| turn.question.as_str())
            .collect();
        let found = self
            .documents
            .answer(question, &questions, asked.language, now.datetime());
        let sources: Vec<Source> = self
            .documents
            .sources(&found)
            .into_iter()
            .map(|(file, heading)| Source { file, heading })
            .collect();
        // What no grammar and no document knows may still be a deed in other words.
        if !found.is_certain()
            && let Some(answered) = self.done_loosely(&asked, on)
        {
            return Ok(answered);
        }
        self.skills.leave_topic();
        if !found.is_certain()
            && let Some(answered) = self.called(&asked, on)?
        {
            return Ok(answered);
        }
        let mut answered = Answered {
            text: policy::reply(&found.text),
            sources,
            ..Answered::default()
        };
        if found.is_certain() && self.config.wording == Wording::Model {
            self.word(&asked, &mut answered)?;
        }
        say(&answered.text, on);
        Ok(answered)
    }

    /// Answers `question` by the language model from exactly these lines of knowledge.
    ///
    /// # Errors
    /// When the language model fails.
    pub fn answer_from(
        &mut self,
        question: &str,
        facts: Vec<String>,
        past: &[Past],
        now: &Zoned,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Result<Answered, LanguageError> {
        let asked = Asked {
            question,
            language: spoken(question, None),
            tag: None,
            past,
            now,
            volume: None,
        };
        self.freely(&asked, facts, on)
    }

    /// Does what an utterance asks for, if it is one of the skills.
    fn done(
        &mut self,
        asked: &Asked<'_>,
        utterance: &str,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Option<Answered> {
        let context = asked.context();
        let intent: Intent = self
            .skills
            .parse(utterance, to_intents(asked.language), &context)?;
        Some(self.carry_out(intent, asked, on))
    }

    /// Does what a part of the question or its cues ask for, if they do.
    fn done_loosely(
        &mut self,
        asked: &Asked<'_>,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Option<Answered> {
        let context = asked.context();
        let intent = self
            .skills
            .parse_loosely(asked.question, to_intents(asked.language), &context)?;
        Some(self.carry_out(intent, asked, on))
    }

    fn carry_out(
        &mut self,
        intent: Intent,
        asked: &Asked<'_>,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Answered {
        // What is done cannot be undone, so it waits until the person has really finished.
        if intent.has_effects() && on(Thought::ToolCall) == Flow::Stop {
            return Answered::default();
        }
        let outcome = self.skills.execute(intent, asked.now);
        say(&outcome.reply, on);
        from_outcome(outcome)
    }

    /// The whole answer of the language model, with the tool that it calls.
    fn freely(
        &mut self,
        asked: &Asked<'_>,
        facts: Vec<String>,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Result<Answered, LanguageError> {
        let mut release = Release::default();
        let mut cancelled = false;
        let chat = self.chat(asked, &facts);
        let generation = self.model.generate(&chat, &self.config.sampling, &mut |piece| {
            let flow = match piece {
                Piece::Prefilling => on(Thought::Reading),
                Piece::Prefilled => on(Thought::FirstToken),
                Piece::Text(text) => on(Thought::Piece(&release.push(text))),
            };
            cancelled |= flow == Flow::Stop;
            flow
        })?;
        let mut answered = match generation.output {
            Output::Text(text) => {
                let text = policy::reply(&text);
                let ruling = self.policy.matches_reply(&text);
                Answered {
                    is_forbidden: ruling.as_ref().is_some_and(|ruling| ruling.kind == Kind::Refused),
                    text: ruling.map_or(text, |ruling| ruling.say),
                    ..Answered::default()
                }
            }
            Output::Tool(call) if !cancelled => self.perform(asked, &call, on).unwrap_or_else(not_understood),
            Output::Tool(_) => Answered::default(),
            Output::Malformed(_) => not_understood(),
        };
        answered.facts = facts;
        answered.tokens = generation.tokens;
        answered.dropped_turns = generation.dropped_turns;
        Ok(answered)
    }

    /// The tool that the language model calls for a question, if it calls one that the person asked for. Its words are
    /// not listened to.
    fn called(
        &mut self,
        asked: &Asked<'_>,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Result<Option<Answered>, LanguageError> {
        let chat = self.chat(asked, &[]);
        let mut stopped = false;
        let generation = self.model.generate(&chat, &self.config.sampling, &mut |piece| {
            let flow = match piece {
                Piece::Prefilling => on(Thought::Reading),
                Piece::Prefilled => Flow::Continue,
                // It has begun to talk: no call will come.
                Piece::Text(text) if text.trim().is_empty() => Flow::Continue,
                Piece::Text(_) => return Flow::Stop,
            };
            stopped |= flow == Flow::Stop;
            flow
        })?;
        if stopped {
            return Ok(Some(Answered::default()));
        }
        let Output::Tool(call) = generation.output else {
            return Ok(None);
        };
        let Some(mut answered) = self.perform(asked, &call, on) else {
            return Ok(None);
        };
        answered.tokens = generation.tokens;
        Ok(Some(answered))
    }

    /// What a call stands for, done.
    fn perform(
        &mut self,
        asked: &Asked<'_>,
        call: &ToolCall,
        on: &mut dyn FnMut(Thought<'_>) -> Flow,
    ) -> Option<Answered> {
        if let Some(answered) = self.called_tool(asked, call, on) {
            return Some(answered);
        }
        let sentence = calls::sentence(call, asked.question)?;
        let english = Asked {
            language: Language::English,
            ..*asked
        };
        let mut answered = self.done(&english, &sentence, on)?;
        if let Some(run) = &mut answered.tool {
            // The call is told as it was made.
            call.name.trim().clone_into(&mut run.name);
            run.arguments = call.arguments.clone().into_iter().collect();
        }
        Some(answered)
    }

    /// Lets the language model word what was found, wherever its words say the same.
    fn word(&mut self, asked: &Asked<'_>, answered: &mut Answered) -> Result<(), LanguageError> {
        let facts = vec![answered.text.clone()];
        let chat = self.chat(asked, &facts);
        let generation = self
            .model
            .generate(&chat, &self.config.sampling, &mut |_| Flow::Continue)?;
        answered.tokens = generation.tokens;
        answered.dropped_turns = generation.dropped_turns;
        if let Output::Text(text) = generation.output {
            let worded = policy::reply(&text);
            // Without a language model there are no words.
            if !worded.is_empty()
                && policy::is_supported(&worded, &answered.text, asked.question, asked.language)
            {
                answered.text = worded;
            }
        }
        answered.facts = facts;
        Ok(())
    }

    /// What a tool of others needs while it runs: the skills, and the model with the prefix that it has read.
    pub(super) fn for_tools(&mut self) -> (&Skills, &mut dyn LanguageModel, &PromptPrefix, Sampling) {
        (&self.skills, &mut *self.model, &self.prefix, self.config.sampling)
    }

    fn chat(&self, asked: &Asked<'_>, facts: &[String]) -> Chat {
        Chat {
            prefix: self.prefix.clone(),
            turns: turns(&in_language(asked.question, asked.tag), facts, asked.past),
        }
    }

    /// Forgets the KV cache: the next question begins a new conversation.
    pub fn reset(&mut self) {
        self.model.reset();
    }
}

/// Who the assistant is, by the operator's policy if it says so, with the operator's rules.
fn persona(config: &MindConfig, policy: &Policy) -> String {
    let own = policy.persona().trim();
    let mut persona = if own.is_empty() {
        config.persona.clone()
    } else {
        format!("{own} {}", config.persona)
    };
    for rule in policy.rules() {
        persona.push(' ');
        persona.push_str(rule);
    }
    persona
}

/// Everything at once.
pub(super) fn say(text: &str, on: &mut dyn FnMut(Thought<'_>) -> Flow) {
    if on(Thought::FirstToken) == Flow::Continue {
        on(Thought::Piece(text));
    }
}

fn from_outcome(outcome: Outcome) -> Answered {
    Answered {
        text: outcome.reply,
        tool: Some(ToolRun {
            name: outcome.tool.to_owned(),
            arguments: outcome.arguments.into_iter().collect(),
            result: outcome.result,
        }),
        effects: outcome.effects,
        ..Answered::default()
    }
}

fn not_understood() -> Answered {
    Answered {
        text: policy::NOT_UNDERSTOOD.to_owned(),
        ..Answered::default()
    }
}

/// The language of a question: by its letters where they leave no doubt, else the one that is set or was heard.
pub(super) fn spoken(question: &str, tag: Option<&str>) -> Language {
    match Language::of(question) {
        Language::English => tag.and_then(Language::from_tag).unwrap_or_default(),
        found => found,
    }
}

pub(super) fn to_intents(language: Language) -> mynah_intents::Language {
    match language {
        Language::English => mynah_intents::Language::English,
        Language::Russian => mynah_intents::Language::Russian,
        Language::Chinese => mynah_intents::Language::Chinese,
    }
}
