//! The conversation as shown: every turn since the program was started.
//!
//! Owns the ended turns, in memory only: more than the next prompt contains, and never written to disk unless the person exports it.

use serde::Serialize;

use crate::conversation::{Citation, Instant, Timeline, TokenUse, ToolUse, Turn};

use super::clean;

/// Turns that are kept: a day of talk.
const MAX_ENTRIES: usize = 500;

/// An entry on the screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ShownEntry {
    /// A question and its answer, or an announcement.
    Turn(Box<ShownTurn>),
    /// A message for the person.
    Notice {
        /// One sentence.
        sentence: String,
        /// Whether it reports a fault.
        is_fault: bool,
    },
}

/// A turn that has ended.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ShownTurn {
    /// The question; empty for an announcement.
    pub question: String,
    /// Whether it was spoken.
    pub spoken: bool,
    /// The answer, as far as it was given.
    pub reply: String,
    /// Whether the person interrupted it.
    pub interrupted: bool,
    /// The passages that support it.
    pub sources: Vec<Citation>,
    /// The tool that was run.
    pub tool: Option<ToolUse>,
    /// Its timeline.
    pub timings: Timeline,
    /// The language model's token counts.
    pub tokens: TokenUse,
    /// When it ended, on the engine's clock.
    #[serde(skip)]
    pub ended: Instant,
}

/// All entries.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    all: Vec<ShownEntry>,
}

impl Entries {
    /// All entries in order.
    pub fn all(&self) -> &[ShownEntry] {
        &self.all
    }

    /// The turns among them.
    pub fn exchanges(&self) -> impl DoubleEndedIterator<Item = &ShownTurn> {
        self.all.iter().filter_map(|entry| match entry {
            ShownEntry::Turn(exchange) => Some(exchange.as_ref()),
            ShownEntry::Notice { .. } => None,
        })
    }

    /// Removes everything.
    pub fn clear(&mut self) {
        self.all.clear();
    }

    /// Adds an ended turn.
    pub fn turn(&mut self, turn: &Turn) {
        let question = turn.question.as_deref().map(clean::clean).unwrap_or_default();
        if question.is_empty() && turn.reply.is_empty() {
            return;
        }
        let total = turn.timeline.total.unwrap_or_default();
        self.push(ShownEntry::Turn(Box::new(ShownTurn {
            question,
            spoken: turn.spoken,
            reply: clean::clean(&turn.reply),
            interrupted: turn.interrupted,
            sources: turn.sources.clone(),
            tool: turn.tool.clone(),
            timings: turn.timeline.clone(),
            tokens: turn.tokens,
            ended: turn.timeline.start + total,
        })));
    }

    /// Adds a message from outside the conversation.
    pub fn sentence(&mut self, sentence: &str, is_fault: bool) {
        let sentence = clean::line(sentence);
        let entry = ShownEntry::Notice { sentence, is_fault };
        // A repeated fault appears once.
        if self.all.last() != Some(&entry) {
            self.push(entry);
        }
    }

    fn push(&mut self, entry: ShownEntry) {
        self.all.push(entry);
        let surplus = self.all.len().saturating_sub(MAX_ENTRIES);
        self.all.drain(..surplus);
    }
}

/// Seconds left of a timer; `None` if the tool set none, or it has ended or been cancelled since.
pub fn timer_left(entries: &[ShownEntry], at: usize, now: Instant) -> Option<u64> {
    let Some(ShownEntry::Turn(exchange)) = entries.get(at) else {
        return None;
    };
    let set = seconds(exchange)?;
    let cancelled = entries[at + 1..].iter().any(|entry| match entry {
        ShownEntry::Turn(later) => later.tool.as_ref().is_some_and(ends_a_timer),
        ShownEntry::Notice { .. } => false,
    });
    let gone = now.since(exchange.ended).0 / 1000.0;
    let left = (set - gone).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most a week"
    )]
    (left > 0.0 && !cancelled).then_some(left as u64)
}

fn seconds(exchange: &ShownTurn) -> Option<f64> {
    let tool = exchange.tool.as_ref().filter(|tool| sets_a_timer(tool))?;
    tool.result.get("seconds")?.as_f64()
}

/// Whether a tool set a timer: through a grammar, or a model's call.
fn sets_a_timer(tool: &ToolUse) -> bool {
    let called = tool.name == "timer" && tool.arguments.get("action").is_none_or(|action| action == "set");
    called || tool.name == "timer_set"
}

/// Whether a tool ends or changes a timer, so that its countdown is no longer valid.
fn ends_a_timer(tool: &ToolUse) -> bool {
    let action = tool.arguments.get("action");
    let called = tool.name == "timer" && action.is_some_and(|action| action != "set" && action != "left");
    let changes = [
        "cancel", "extend", "snooze", "pause", "resume", "change", "prolong", "shorten", "restart",
    ];
    called || tool.name.starts_with("timer_") && changes.iter().any(|change| tool.name.contains(change))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timer(action: &str, ended: f64) -> ShownEntry {
        ShownEntry::Turn(Box::new(ShownTurn {
            tool: Some(ToolUse {
                name: "timer".into(),
                arguments: [("action".to_owned(), action.into())].into(),
                result: serde_json::json!({"seconds": 300}),
            }),
            ended: Instant(ended),
            ..ShownTurn::default()
        }))
    }

    #[test]
    fn a_timer_counts_down_until_it_ends_or_is_cancelled() {
        let one = [timer("set", 1_000.0)];
        assert_eq!(timer_left(&one, 0, Instant(1_000.0)), Some(300));
        assert_eq!(timer_left(&one, 0, Instant(61_500.0)), Some(240));
        assert_eq!(timer_left(&one, 0, Instant(301_000.0)), None);
        let cancelled = [timer("set", 0.0), timer("cancel", 10.0)];
        assert_eq!(timer_left(&cancelled, 0, Instant(20.0)), None);
        let asked = [timer("set", 0.0), timer("left", 10.0)];
        assert_eq!(timer_left(&asked, 0, Instant(20.0)), Some(300));
        assert_eq!(timer_left(&asked, 1, Instant(20.0)), None);
    }

    #[test]
    fn the_same_fault_twice_is_one_line_and_nothing_of_it_moves_the_cursor() {
        let mut entries = Entries::default();
        entries.sentence("gone\u{1b}[2J", true);
        entries.sentence("gone\u{1b}[2J", true);
        let sentence = "gone\u{fffd}[2J".to_owned();
        assert_eq!(
            entries.all(),
            [ShownEntry::Notice {
                sentence,
                is_fault: true
            }]
        );
    }
}
