//! The assistant: parse, then execute.
//!
//! Owns the public face: the grammars, what is remembered, and the state of the conversation. How an utterance
//! becomes an action is in `parsing`; what an action does, in `skills`.

use std::sync::Arc;

use jiff::{Timestamp, Zoned};
use serde_json::{Map, Value};

use crate::Language;
use crate::dialogue::Dialogue;
use crate::grammar::{Grammar, GrammarError};
use crate::grammars;
use crate::memory::Memory;
use crate::outcome::{Announcement, Outcome};
use crate::own_tools::{Phrasebook, ToolRequest, ToolSentences, ToolTrouble};
use crate::parsing;
use crate::permissions::Permissions;
use crate::ringing;
use crate::say::Sentences;
use crate::skills::{Action, Stage};
use crate::slots::Tables;

/// How loud the voice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolumeState {
    /// 0 to 100.
    pub percent: u8,
    /// What one step up or down is.
    pub step: u8,
}

/// What an utterance is understood with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The time, in the zone of the place.
    pub now: &'a Zoned,
    /// What the assistant said last, whoever answered.
    pub last_reply: Option<&'a str>,
    /// For "louder" at the end of the scale.
    pub volume: Option<VolumeState>,
}

impl<'a> Context<'a> {
    /// Without a last reply and a known volume.
    pub fn at(now: &'a Zoned) -> Self {
        Self {
            now,
            last_reply: None,
            volume: None,
        }
    }
}

/// Something understood that the assistant can do.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    pub(crate) language: Language,
    pub(crate) action: Action,
}

impl Intent {
    /// The name of its tool, such as `timer_set`.
    pub fn tool(&self) -> &'static str {
        self.action.tool()
    }

    /// The language of the request, and of the reply.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether executing it changes anything that is heard or kept. One without effects may be executed early
    /// and its outcome thrown away.
    pub fn has_effects(&self) -> bool {
        self.action.has_effects()
    }
}

/// Sentences for the skills of this crate that an operator adds, in the template language of the grammars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnGrammar {
    /// The language of the sentences.
    pub language: Language,
    /// The file's name, for complaints.
    pub file: String,
    /// What it holds.
    pub text: String,
}

/// What never changes while the assistant runs.
#[derive(Debug)]
struct Knowledge {
    grammars: [Grammar; 3],
    tables: Tables,
    sentences: Sentences,
    /// Of the tools that the operator adds.
    phrasebook: Option<Phrasebook>,
}

/// The assistant's tools with what they remember.
#[derive(Debug, Clone)]
pub struct Assistant {
    knowledge: Arc<Knowledge>,
    permissions: Permissions,
    memory: Memory,
    dialogue: Dialogue,
    /// Before the last intent was executed.
    before: Option<(Memory, Dialogue)>,
}

impl Assistant {
    /// With the grammars of this crate.
    pub fn new(permissions: Permissions) -> Result<Self, GrammarError> {
        let [english, russian, chinese] = Language::ALL.map(|language| grammars::read(language, &[]));
        Ok(Self {
            knowledge: Arc::new(Knowledge {
                grammars: [english?, russian?, chinese?],
                tables: Tables::read(),
                sentences: Sentences::read(),
                phrasebook: None,
            }),
            permissions,
            memory: Memory::default(),
            dialogue: Dialogue::default(),
            before: None,
        })
    }

    /// Adds an operator's sentences for the skills of this crate, which win over those of equal fit. A file with a mistake is left
    /// out, and its mistake is given back. Call it before this is cloned; a clone's grammars cannot be changed.
    pub fn add_grammars(&mut self, own: &[OwnGrammar]) -> Vec<GrammarError> {
        let mut mistakes = Vec::new();
        let Some(knowledge) = Arc::get_mut(&mut self.knowledge) else {
            return mistakes;
        };
        for language in Language::ALL {
            let mut files: Vec<&OwnGrammar> = own.iter().filter(|file| file.language == language).collect();
            while !files.is_empty() {
                let sources: Vec<(&str, &str)> = files
                    .iter()
                    .map(|own| (own.file.as_str(), own.text.as_str()))
                    .collect();
                match grammars::read(language, &sources) {
                    Ok(grammar) => {
                        knowledge.grammars[language.index()] = grammar;
                        break;
                    }
                    Err(mistake) => {
                        let count = files.len();
                        files.retain(|own| own.file != mistake.file());
                        mistakes.push(mistake);
                        if files.len() == count {
                            break;
                        }
                    }
                }
            }
        }
        mistakes
    }

    /// With tools of an operator besides. They understand what no tool of this crate does.
    ///
    /// # Errors
    /// A sentence of a tool that cannot be compiled.
    pub fn with_tools(permissions: Permissions, tools: Vec<ToolSentences>) -> Result<Self, GrammarError> {
        let mut assistant = Self::new(permissions)?;
        if !tools.is_empty()
            && let Some(knowledge) = Arc::get_mut(&mut assistant.knowledge)
        {
            knowledge.phrasebook = Some(Phrasebook::new(tools)?);
        }
        Ok(assistant)
    }

    /// The operator's tool that an utterance asks for, when all of it does.
    pub fn parse_tool(&self, utterance: &str, language: Language) -> Option<ToolRequest> {
        let phrasebook = self.knowledge.phrasebook.as_ref()?;
        phrasebook.parse(utterance, language, &self.knowledge.tables)
    }

    /// What a language model's call of an operator's tool asks for, if the question holds all its arguments.
    pub fn called_tool(
        &self,
        tool: usize,
        arguments: &Map<String, Value>,
        question: &str,
        language: Language,
    ) -> Option<ToolRequest> {
        let phrasebook = self.knowledge.phrasebook.as_ref()?;
        phrasebook.called(tool, arguments, (question, language), &self.knowledge.tables)
    }

    /// What is said where a tool of this name has not answered.
    pub fn tool_failed(&self, name: &str, trouble: ToolTrouble, language: Language) -> String {
        let speaker = self.knowledge.sentences.speaker(language);
        speaker.say(trouble.message(), &[("tool", name.into())])
    }

    /// What has to be kept over a restart.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// What was kept.
    pub fn restore(&mut self, memory: Memory) {
        self.memory = memory.bounded();
    }

    /// What a visitor set and asked is forgotten.
    pub fn forget(&mut self) {
        self.memory = Memory::default();
        self.dialogue = Dialogue::default();
        self.before = None;
    }

    /// Someone else has answered: "it" is no longer what this crate last talked about.
    pub fn leave_topic(&mut self) {
        self.dialogue.leave();
    }

    /// The intent of an utterance, when all of it is one; without any effect.
    pub fn parse(&self, utterance: &str, language: Language, context: &Context<'_>) -> Option<Intent> {
        let action = self.understanding(language, context).action(utterance)?;
        Some(Intent { language, action })
    }

    /// The intent of an utterance that is none as a whole, from one of its clauses or from its cues: "the eggs need another four
    /// minutes". For what neither `parse` nor anyone else could answer; without any effect.
    pub fn parse_loosely(
        &self,
        utterance: &str,
        language: Language,
        context: &Context<'_>,
    ) -> Option<Intent> {
        let action = self.understanding(language, context).loose_action(utterance)?;
        // Nobody is told that what was only guessed is not allowed.
        action
            .is_allowed(&self.permissions)
            .then_some(Intent { language, action })
    }

    fn understanding<'a>(
        &'a self,
        language: Language,
        context: &'a Context<'a>,
    ) -> parsing::Understanding<'a> {
        parsing::Understanding {
            grammar: &self.knowledge.grammars[language.index()],
            tables: &self.knowledge.tables,
            memory: &self.memory,
            dialogue: &self.dialogue,
            language,
            context,
        }
    }

    /// Does it, and says so. `random` gives a number below its argument.
    pub fn execute(&mut self, intent: Intent, now: &Zoned, random: &mut dyn FnMut(u64) -> u64) -> Outcome {
        let speaker = self.knowledge.sentences.speaker(intent.language);
        let tool = intent.action.tool();
        if !intent.action.is_allowed(&self.permissions) {
            return Outcome::new(tool, speaker.plain("not-allowed"));
        }
        self.before = Some((self.memory.clone(), self.dialogue.clone()));
        let mut stage = Stage {
            now,
            random,
            tables: &self.knowledge.tables,
            speaker,
            memory: &mut self.memory,
            dialogue: &mut self.dialogue,
        };
        let mut outcome = intent.action.perform(&mut stage);
        if let Some(phrasebook) = self.knowledge.phrasebook.as_ref().filter(|_| tool == "help") {
            for description in phrasebook.descriptions() {
                outcome.reply = format!("{} {description}", outcome.reply);
            }
        }
        outcome
    }

    /// Undoes the last intent: its timer, alarm, reminder or entry is as it was before. What was said or heard, and
    /// the volume, stay. Whether there was one.
    pub fn take_back(&mut self) -> bool {
        let Some((memory, dialogue)) = self.before.take() else {
            return false;
        };
        self.memory = memory;
        self.dialogue = dialogue;
        true
    }

    /// The clock on the wall was set by this many milliseconds (back: negative): running timers go on for as long as before, also
    /// those to which an undo would return. Alarms and reminders follow the clock. Whether a timer is running.
    pub fn clock_was_set(&mut self, by: i64) -> bool {
        if let Some((memory, _)) = &mut self.before {
            memory.shift_timers(by);
        }
        self.memory.shift_timers(by)
    }

    /// What rings now. Call it at least at `next_due`.
    pub fn due(&mut self, now: &Zoned) -> Vec<Announcement> {
        // What has rung must not come back.
        let announcements = ringing::due(&mut self.memory, &self.knowledge.sentences, now);
        if !announcements.is_empty() {
            self.before = None;
            self.dialogue.ring(now.timestamp());
        }
        announcements
    }

    /// When something rings next.
    pub fn next_due(&self) -> Option<Timestamp> {
        ringing::next_due(&self.memory)
    }
}
