//! Timers.
//!
//! Owns what can be done with them and which one is meant; what is said is in `timer_answers`, what rings in
//! `ringing`.

use crate::dialogue::{Question, Topic};
use crate::grammar::Match;
use crate::memory::Timer;
use crate::outcome::Outcome;

use super::timer_answers;
use super::{Parsing, Stage};

pub(crate) const INTENTS: &[&str] = &[
    "timer_set",
    "timer_ask",
    "timer_cancel",
    "timer_pause",
    "timer_resume",
    "timer_extend",
    "timer_shorten",
    "timer_restart",
    "timer_left",
    "timer_list",
    "timer_count",
    "timer_change",
    "timer_which",
    "timer_length",
    "timer_snooze",
    "timer_done",
];

/// Which of the timers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Which {
    /// "it", "the timer"
    Only,
    All,
    /// From 1; -1 is the last.
    Place(i64),
    Length(i64),
    Name(String),
    /// The one that rings first.
    Next,
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Set {
        length: i64,
        name: Option<String>,
    },
    /// Without a length.
    Ask(Option<String>),
    Cancel(Which),
    Pause(Which),
    Resume(Which),
    /// Seconds more, or less.
    Prolong {
        which: Which,
        seconds: i64,
    },
    Restart(Which),
    /// To another length.
    Change {
        which: Which,
        length: i64,
    },
    Left(Which),
    List,
    Count,
    /// A few more minutes after it rang.
    Snooze(i64),
    /// Has it rung?
    Done,
}

impl Command {
    pub(crate) fn tool(&self) -> &'static str {
        match self {
            Self::Set { .. } | Self::Ask(_) => "timer_set",
            Self::Cancel(_) => "timer_cancel",
            Self::Pause(_) => "timer_pause",
            Self::Resume(_) => "timer_resume",
            Self::Prolong { .. } | Self::Change { .. } => "timer_change",
            Self::Restart(_) => "timer_restart",
            Self::Left(_) | Self::Done => "timer_left",
            Self::List => "timer_list",
            Self::Count => "timer_count",
            Self::Snooze(_) => "timer_snooze",
        }
    }

    pub(crate) fn has_effects(&self) -> bool {
        !matches!(
            self,
            Self::Left(_) | Self::List | Self::Count | Self::Done | Self::Ask(_)
        )
    }

    pub(crate) fn which(&self) -> Option<&Which> {
        match self {
            Self::Cancel(which)
            | Self::Pause(which)
            | Self::Resume(which)
            | Self::Restart(which)
            | Self::Left(which)
            | Self::Prolong { which, .. }
            | Self::Change { which, .. } => Some(which),
            _ => None,
        }
    }

    /// The same for another timer.
    fn with(self, which: Which) -> Self {
        match self {
            Self::Cancel(_) => Self::Cancel(which),
            Self::Pause(_) => Self::Pause(which),
            Self::Resume(_) => Self::Resume(which),
            Self::Restart(_) => Self::Restart(which),
            Self::Left(_) => Self::Left(which),
            Self::Prolong { seconds, .. } => Self::Prolong { which, seconds },
            Self::Change { length, .. } => Self::Change { which, length },
            other => other,
        }
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Command> {
    let constant = || {
        let seconds: i64 = found.constant("seconds")?.parse().ok()?;
        (1..=timer_answers::MAX_DURATION)
            .contains(&seconds)
            .then_some(seconds)
    };
    let length = found.duration("length").or_else(constant);
    let which = which(found);
    // A bare name ("cancel the pasta") means a timer only where one is called so.
    if found.constant("known") == Some("only")
        && let Which::Name(name) = &which
        && !parsing.memory.timers.iter().any(|timer| is_called(timer, name))
    {
        return None;
    }
    Some(match found.intent {
        "timer_set" => Command::Set {
            length: length?,
            name: name(found),
        },
        "timer_ask" => Command::Ask(name(found)),
        "timer_cancel" => Command::Cancel(which),
        "timer_pause" => Command::Pause(which),
        "timer_resume" => Command::Resume(which),
        "timer_extend" => Command::Prolong {
            which,
            seconds: change(found)?,
        },
        "timer_shorten" => Command::Prolong {
            which,
            seconds: change(found)?.checked_neg()?,
        },
        "timer_restart" => Command::Restart(which),
        "timer_left" => Command::Left(which),
        "timer_list" => Command::List,
        "timer_count" => Command::Count,
        "timer_change" => Command::Change {
            which,
            length: found.duration("to")?,
        },
        "timer_snooze" => Command::Snooze(length.unwrap_or(5 * crate::slots::duration::MINUTE)),
        "timer_done" => Command::Done,
        // The answers to questions.
        "timer_which" => match parsing.dialogue.question(parsing.now.timestamp())? {
            Question::WhichTimer(command) => command.clone().with(which),
            _ => return None,
        },
        "timer_length" => match parsing.dialogue.question(parsing.now.timestamp())? {
            Question::TimerLength(name) => Command::Set {
                length: length?,
                name: name.clone(),
            },
            _ => return None,
        },
        _ => return None,
    })
}

/// By how much; a bare number is of minutes.
fn change(found: &Match<'_>) -> Option<i64> {
    let minutes = || {
        found
            .integer("minutes")?
            .checked_mul(crate::slots::duration::MINUTE)
    };
    found.duration("by").or_else(minutes)
}

/// As it was said, or the heading's constant, in which `_` is a blank.
fn name(found: &Match<'_>) -> Option<String> {
    let constant = || Some(found.constant("name")?.replace('_', " "));
    let name = found.text("name").map(str::to_owned).or_else(constant)?;
    let name = name.trim();
    let name = [" as well", " too", " also"]
        .iter()
        .find_map(|also| name.strip_suffix(also))
        .unwrap_or(name);
    (!name.is_empty()).then(|| crate::memory::shortened(name))
}

fn which(found: &Match<'_>) -> Which {
    if found.constant("which") == Some("all") {
        return Which::All;
    }
    if found.constant("which") == Some("next") {
        return Which::Next;
    }
    if let Some(place) = found.integer("ordinal") {
        return Which::Place(place);
    }
    if let Some(length) = found.duration("of") {
        return Which::Length(length);
    }
    name(found).map_or(Which::Only, Which::Name)
}

/// One name within the other; Russian ones may differ in their endings: "пицца", "для пиццы".
fn is_called(timer: &Timer, name: &str) -> bool {
    let Some(known) = timer.name.as_ref().map(|known| known.to_lowercase()) else {
        return false;
    };
    let name = name.to_lowercase();
    if known.contains(&name) || name.contains(&known) {
        return true;
    }
    // The same word in another case: the ends differ by up to three letters.
    let is_same = |word: &str, other: &str| {
        let longest = word.chars().count().max(other.chars().count());
        crate::text::common_stem(word, other)
            .is_some_and(|common| common >= 3 || (common == 2 && longest == 3))
    };
    let is_russian = |word: &str| word.chars().any(|letter| matches!(letter, 'а'..='я' | 'ё'));
    let mut words = known
        .split(' ')
        .filter(|word| is_russian(word) && word.chars().count() > 2);
    words.any(|word| name.split(' ').any(|other| is_same(word, other)))
}

/// The timers that may be meant, by their ids.
pub(super) fn meant(which: &Which, stage: &Stage<'_>) -> Vec<u64> {
    let timers = &stage.memory.timers;
    let ids = |timers: Vec<&Timer>| -> Vec<u64> { timers.into_iter().map(|timer| timer.id).collect() };
    match which {
        Which::All => ids(timers.iter().collect()),
        Which::Only => {
            if let Some(Topic::Timer(id)) = stage.dialogue.topic(stage.now.timestamp())
                && timers.len() > 1
                && timers.iter().any(|timer| timer.id == *id)
            {
                return vec![*id];
            }
            ids(timers.iter().collect())
        }
        Which::Place(place) => {
            let index = if *place < 0 {
                timers.len().checked_sub(1)
            } else {
                usize::try_from(*place - 1).ok()
            };
            ids(index.and_then(|index| timers.get(index)).into_iter().collect())
        }
        Which::Next => {
            let now = stage.now.timestamp();
            let running = timers.iter().filter(|timer| !timer.is_paused());
            ids(running.min_by_key(|timer| timer.left(now)).into_iter().collect())
        }
        Which::Length(length) => ids(timers.iter().filter(|timer| timer.length == *length).collect()),
        Which::Name(name) => ids(timers.iter().filter(|timer| is_called(timer, name)).collect()),
    }
}

/// Does it, and says so.
pub(crate) fn perform(command: Command, stage: &mut Stage<'_>) -> Outcome {
    stage.dialogue.drop_question();
    timer_answers::answer(command, stage)
}
