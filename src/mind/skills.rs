//! What the assistant can do, and what it remembers of it: timers, alarms, reminders, lists.
//!
//! Owns the one `Assistant` that conversations hand on to each other, and the file in which what it remembers survives a
//! restart. What is understood and said is `mynah_intents`'. Has no clock.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Zoned;
use mynah_files::Lifetime;
use mynah_intents::{
    Announcement, Assistant, Context, Effect, Intent, Language, Memory, Outcome, Permissions, ToolRequest,
    ToolTrouble,
};
use mynah_unanswered::UnansweredCounter;

use super::counting::SharedCounter;
use super::tools;
use crate::language::{ToolCall, ToolDescription};
use crate::tools::{ToolCaller, ToolFault, Toolbox, ToolsConfig};

/// A file of memory may be at most this long.
const MAX_FILE_LEN: u64 = 1 << 20;

/// The assistant's skills, shared by the conversations that follow each other. A clone acts for the same conversation.
#[derive(Debug, Clone)]
pub struct Skills {
    shared: Arc<Mutex<Shared>>,
    /// Tools of others. Their own lock: one may run for seconds, while timers go on.
    toolbox: Arc<Mutex<Toolbox>>,
    holder: u32,
    /// Sentences about the operator's files that are left out.
    unused_grammars: Arc<[String]>,
    /// What counts questions without an answer.
    pub(super) unanswered: SharedCounter,
}

/// What came of running a tool of others.
pub(super) struct OwnRun {
    /// The tool's name.
    pub name: String,
    /// What it told.
    pub told: Result<String, ToolFault>,
}

#[derive(Debug)]
struct Shared {
    assistant: Assistant,
    /// Where its memory is kept; nowhere at a kiosk.
    file: Option<PathBuf>,
    /// Who may tell what rings.
    holder: u32,
    random: u64,
}

impl Skills {
    /// With what was kept in `file`, which gets what changes. Without a file nothing is kept.
    ///
    /// # Errors
    /// A sentence where the grammars cannot be read.
    pub fn new(file: Option<PathBuf>, permissions: Permissions) -> Result<Self, String> {
        Self::with_own(file, permissions, &ToolsConfig::default(), &[])
    }

    /// The same with what an operator adds: tools of others, which are all allowed, and files of sentences for the skills.
    ///
    /// # Errors
    /// A sentence where the built-in grammars, or the sentences of the tools, cannot be read.
    pub fn with_own(
        file: Option<PathBuf>,
        permissions: Permissions,
        tools: &ToolsConfig,
        grammars: &[PathBuf],
    ) -> Result<Self, String> {
        let toolbox = Toolbox::new(tools);
        let mut assistant =
            Assistant::with_tools(permissions, toolbox.sentences()).map_err(|error| error.to_string())?;
        let (own, unread) = super::grammars::read(grammars);
        let wrong = assistant.add_grammars(&own);
        let unused_grammars = unread
            .iter()
            .map(ToString::to_string)
            .chain(
                wrong
                    .iter()
                    .map(|mistake| format!("{mistake} None of the file's sentences is understood.")),
            )
            .collect();
        if let Some(memory) = file.as_deref().and_then(read) {
            assistant.restore(memory);
        }
        let shared = Shared {
            assistant,
            file,
            holder: 0,
            random: 0,
        };
        Ok(Self {
            shared: Arc::new(Mutex::new(shared)),
            toolbox: Arc::new(Mutex::new(toolbox)),
            holder: 0,
            unused_grammars,
            unanswered: SharedCounter::default(),
        })
    }

    /// The same for the next conversation. What is left of the one before it, until it has ended, tells of nothing.
    #[must_use]
    pub fn hand_over(&self) -> Self {
        let mut shared = self.lock();
        shared.holder += 1;
        Self {
            shared: Arc::clone(&self.shared),
            toolbox: Arc::clone(&self.toolbox),
            holder: shared.holder,
            unused_grammars: Arc::clone(&self.unused_grammars),
            unanswered: self.unanswered.clone(),
        }
    }

    /// For each of these files of sentences that would be left out, what is wrong with it and where.
    ///
    /// # Errors
    /// A sentence where the built-in grammars cannot be read.
    pub fn check_grammars(paths: &[PathBuf]) -> Result<Vec<String>, String> {
        let skills = Self::with_own(None, Permissions::all(), &ToolsConfig::default(), paths)?;
        Ok(skills.unused_grammars().to_vec())
    }

    /// For each file of the operator's sentences that is left out, what is wrong with it and where.
    pub fn unused_grammars(&self) -> &[String] {
        &self.unused_grammars
    }

    /// Counts the questions without an answer of these conversations; what counts already goes on.
    pub fn count_unanswered(&self, counter: UnansweredCounter) {
        self.unanswered.begin(counter);
    }

    /// Whether what it remembers is kept in a file.
    pub fn are_kept(&self) -> bool {
        self.lock().file.is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The intent of an utterance, when all of it is one.
    pub(super) fn parse(&self, utterance: &str, language: Language, context: &Context<'_>) -> Option<Intent> {
        self.lock().assistant.parse(utterance, language, context)
    }

    /// The intent of an utterance that is none as a whole, for what nobody else can answer.
    pub(super) fn parse_loosely(
        &self,
        utterance: &str,
        language: Language,
        context: &Context<'_>,
    ) -> Option<Intent> {
        self.lock().assistant.parse_loosely(utterance, language, context)
    }

    /// Does it.
    pub(super) fn execute(&self, intent: Intent, now: &Zoned) -> Outcome {
        let mut shared = self.lock();
        let seed = now.timestamp().as_nanosecond().unsigned_abs();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the low digits of the time are the random ones"
        )]
        let mut state = (seed as u64) ^ shared.random;
        let outcome = shared.assistant.execute(intent, now, &mut |below| {
            state = next_random(state);
            (state >> 11) % below.max(1)
        });
        shared.random = state;
        if outcome.effects.contains(&Effect::StateChanged) {
            shared.keep();
        }
        outcome
    }

    fn toolbox(&self) -> MutexGuard<'_, Toolbox> {
        self.toolbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tools of others as a language model is told of them.
    pub(super) fn descriptions(&self) -> Vec<ToolDescription> {
        tools::descriptions(self.toolbox().tools())
    }

    /// The tool of others that an utterance asks for, when all of it does.
    pub(super) fn parse_tool(&self, utterance: &str, language: Language) -> Option<ToolRequest> {
        self.lock().assistant.parse_tool(utterance, language)
    }

    /// The tool of others that a language model's call asks for, if the question holds its arguments.
    pub(super) fn called_tool(
        &self,
        call: &ToolCall,
        question: &str,
        language: Language,
    ) -> Option<ToolRequest> {
        let name = call.name.trim();
        let tool = self.toolbox().tools().iter().position(|tool| tool.name == name)?;
        let shared = self.lock();
        shared
            .assistant
            .called_tool(tool, &call.arguments, question, language)
    }

    /// Runs it for `caller`.
    pub(super) fn run_tool(&self, request: &ToolRequest, caller: &mut dyn ToolCaller) -> OwnRun {
        let mut toolbox = self.toolbox();
        let tool = toolbox.tools().get(request.tool);
        OwnRun {
            name: tool.map(|tool| tool.name.clone()).unwrap_or_default(),
            told: toolbox.run(request, caller),
        }
    }

    /// What is said where one has not answered.
    pub(super) fn tool_failed(&self, name: &str, trouble: ToolTrouble, language: Language) -> String {
        self.lock().assistant.tool_failed(name, trouble, language)
    }

    /// Undoes the last intent: the person had not finished speaking.
    pub fn take_back(&self) {
        let mut shared = self.lock();
        if shared.assistant.take_back() {
            shared.keep();
        }
    }

    /// The clock on the wall was set by this many milliseconds: timers measure time, so they go on as before.
    pub fn clock_was_set(&self, by: i64) {
        let mut shared = self.lock();
        if shared.holder == self.holder && shared.assistant.clock_was_set(by) {
            shared.keep();
        }
    }

    /// Somebody else answered.
    pub(super) fn leave_topic(&self) {
        self.lock().assistant.leave_topic();
    }

    /// What rings at `now`.
    pub(super) fn due(&self, now: &Zoned) -> Vec<Announcement> {
        let mut shared = self.lock();
        if shared.holder != self.holder {
            return Vec::new();
        }
        let due = shared.assistant.due(now);
        if !due.is_empty() {
            shared.keep();
        }
        due
    }
}

impl Shared {
    fn keep(&self) {
        let Some(file) = &self.file else { return };
        if let Err(error) = write(file, self.assistant.memory()) {
            tracing::error!(%error, file = %file.display(), "alarms and lists cannot be kept");
        }
    }
}

/// Splitmix64: dice need no more.
fn next_random(state: u64) -> u64 {
    let mixed = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn read(file: &Path) -> Option<Memory> {
    let text = match mynah_files::read_text(file, MAX_FILE_LEN) {
        Ok(text) => text,
        Err(error) if error.is_absent() => return None,
        Err(error) => {
            tracing::warn!(%error, file = %file.display(), "alarms and lists cannot be read");
            return None;
        }
    };
    match serde_json::from_str(&text) {
        Ok(memory) => Some(memory),
        Err(error) => {
            tracing::warn!(%error, file = %file.display(), "alarms and lists cannot be read");
            None
        }
    }
}

/// Written beside and put in place, so that a kill at any point leaves the old file or the new one.
fn write(file: &Path, memory: &Memory) -> std::io::Result<()> {
    mynah_files::replace(file, Lifetime::Durable, |file| {
        Ok(serde_json::to_writer(file, memory)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-25T10:30[Europe/London]".parse().unwrap()
    }

    fn ask(skills: &Skills, utterance: &str, now: &Zoned) -> String {
        let context = Context::at(now);
        let intent = skills.parse(utterance, Language::English, &context);
        skills.execute(intent.unwrap(), now).reply
    }

    #[test]
    fn alarms_and_lists_survive_a_restart_where_there_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/memory.json");
        let now = now();
        let skills = Skills::new(Some(file.clone()), Permissions::all()).unwrap();
        ask(&skills, "add milk to my shopping list", &now);
        let after = Skills::new(Some(file.clone()), Permissions::all()).unwrap();
        assert!(ask(&after, "what's on my shopping list", &now).contains("milk"));
        std::fs::write(&file, "{broken").unwrap();
        let broken = Skills::new(Some(file), Permissions::all()).unwrap();
        assert!(!ask(&broken, "what's on my shopping list", &now).contains("milk"));
    }

    #[test]
    fn what_was_done_last_is_taken_back_once_also_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("memory.json");
        let now = now();
        let skills = Skills::new(Some(file.clone()), Permissions::all()).unwrap();
        ask(&skills, "add milk to my shopping list", &now);
        ask(&skills, "add eggs to my shopping list", &now);
        skills.take_back();
        skills.take_back();
        let kept = Skills::new(Some(file), Permissions::all()).unwrap();
        let list = ask(&kept, "what's on my shopping list", &now);
        assert!(list.contains("milk") && !list.contains("eggs"), "{list}");
    }

    #[test]
    fn a_clock_that_is_set_neither_ends_a_timer_nor_delays_it() {
        const HOUR: i64 = 3_600_000;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("memory.json");
        let now = now();
        for by in [HOUR, -HOUR] {
            let skills = Skills::new(Some(file.clone()), Permissions::all()).unwrap();
            ask(&skills, "set a timer for five minutes", &now);
            skills.clock_was_set(by);
            let after = |minutes: i64| {
                let span = jiff::SignedDuration::from_millis(by + minutes * 60_000);
                now.checked_add(span).unwrap()
            };
            assert!(skills.due(&after(4)).is_empty(), "{by}");
            let kept = Skills::new(Some(file.clone()), Permissions::all()).unwrap();
            for skills in [skills, kept] {
                let due = skills.due(&after(5));
                assert_eq!(due.len(), 1, "{by}");
                assert!(due[0].sentence.contains("5 minute"), "{}", due[0].sentence);
            }
            std::fs::remove_file(&file).unwrap();
        }
    }

    #[test]
    fn a_timer_is_told_by_the_latest_conversation_only() {
        let now = now();
        let skills = Skills::new(None, Permissions::all()).unwrap();
        ask(&skills, "set a timer for one minute", &now);
        let next = skills.hand_over();
        let later = now.checked_add(jiff::Span::new().minutes(2)).unwrap();
        assert!(skills.due(&later).is_empty());
        assert_eq!(next.due(&later).len(), 1);
        assert!(next.due(&later).is_empty());
    }
}
