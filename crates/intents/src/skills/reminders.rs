//! Reminders.
//!
//! Owns setting, listing and cancelling them, and the questions for what is missing. Ringing is in `ringing`.

use jiff::Timestamp;
use jiff::civil::Time;
use serde_json::json;

use super::when::{self, Purpose};
use super::{Parsing, Stage};
use crate::Language;
use crate::dialogue::{Question, Topic};
use crate::grammar::Match;
use crate::memory::{MAX_REMINDERS, Reminder, next_on, shortened};
use crate::outcome::{Effect, Outcome};
use crate::slots::Value;
use crate::slots::clock::Clock;
use crate::slots::day::DayRef;

pub(crate) const INTENTS: &[&str] = &[
    "reminder_set",
    "reminder_when",
    "reminder_what",
    "reminder_list",
    "reminder_cancel",
    "reminder_change",
];

/// When to remind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum When {
    At {
        clock: Clock,
        day: Option<DayRef>,
        days: u8,
    },
    In(i64),
    /// A day without a time.
    On(DayRef),
}

/// Which of the reminders.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Which {
    Only,
    All,
    Place(i64),
    About(String),
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Set { text: String, when: When },
    AskWhen(String),
    AskWhat(When),
    Change(When),
    List,
    Cancel(Which),
}

impl Command {
    pub(crate) fn tool(&self) -> &'static str {
        match self {
            Self::Set { .. } | Self::AskWhen(_) | Self::AskWhat(_) => "reminder_set",
            Self::Change(_) => "reminder_change",
            Self::List => "reminder_list",
            Self::Cancel(_) => "reminder_cancel",
        }
    }

    /// Whether performing it asks for the time or for what it is about.
    pub(crate) fn asks_back(&self) -> bool {
        matches!(self, Self::AskWhen(_) | Self::AskWhat(_))
    }

    pub(crate) fn has_effects(&self) -> bool {
        matches!(self, Self::Set { .. } | Self::Cancel(_) | Self::Change(_))
    }
}

/// Whether it begins with a word that asks and is none of what one is reminded of.
fn asks(text: &str, language: Language) -> bool {
    let words: &[&str] = match language {
        Language::English => &[
            "which", "what", "where", "who", "is", "are", "does", "do", "whether", "if",
        ],
        Language::Russian => &[
            "какой",
            "какая",
            "какое",
            "какие",
            "сколько",
            "где",
            "когда",
            "кто",
        ],
        Language::Chinese => &[],
    };
    crate::text::begins_with(text, language, words)
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Command> {
    // "Remind me which platform at half past ten" asks.
    if found.intent == "reminder_set"
        && found
            .text("text")
            .is_some_and(|text| asks(text, parsing.language))
    {
        return None;
    }
    let text = found
        .text("text")
        .map(|text| turned(text, parsing.language))
        .filter(|text| !text.is_empty());
    let when = when(found);
    let question = parsing.dialogue.question(parsing.now.timestamp());
    Some(match found.intent {
        "reminder_set" => match (text, when) {
            (Some(text), Some(when)) => Command::Set { text, when },
            (Some(text), None) => Command::AskWhen(text),
            (None, Some(when)) => Command::AskWhat(when),
            (None, None) => return None,
        },
        "reminder_when" => match question? {
            Question::ReminderTime(text) => Command::Set {
                text: text.clone(),
                when: when?,
            },
            _ => return None,
        },
        "reminder_what" => match question? {
            Question::ReminderText(when) => Command::Set {
                text: text?,
                when: when.clone(),
            },
            _ => return None,
        },
        "reminder_change" => Command::Change(when?),
        "reminder_list" => Command::List,
        "reminder_cancel" => {
            Command::Cancel(match (found.constant("which"), found.integer("ordinal"), text) {
                (Some("all"), _, _) => Which::All,
                (_, Some(place), _) => Which::Place(place),
                (_, _, Some(text)) => Which::About(text),
                _ => Which::Only,
            })
        }
        _ => return None,
    })
}

fn when(found: &Match<'_>) -> Option<When> {
    if let Some(seconds) = found.duration("in") {
        return Some(When::In(seconds));
    }
    let day = found.day("day").cloned();
    let days = match found.slot("days") {
        Some(Value::Weekdays(days)) => *days,
        _ => 0,
    };
    match (found.clock("clock"), day) {
        (Some(clock), day) => Some(When::At { clock, day, days }),
        (None, Some(day)) => Some(When::On(day)),
        (None, None) => None,
    }
}

/// "my tablets" are "your tablets" when they are said back.
fn turned(text: &str, language: Language) -> String {
    let text = shortened(text);
    match language {
        Language::English => {
            let words: Vec<&str> = text
                .split(' ')
                .map(|word| match word.to_lowercase().as_str() {
                    "my" => "your",
                    "me" | "i" => "you",
                    "mine" => "yours",
                    "myself" => "yourself",
                    "i'm" | "im" => "you're",
                    "i've" => "you've",
                    _ => word,
                })
                .collect();
            words.join(" ")
        }
        Language::Russian => text,
        Language::Chinese => text.replace("我的", "你的").replace('我', "你"),
    }
}

/// Does it, and says so.
pub(crate) fn perform(command: Command, stage: &mut Stage<'_>) -> Outcome {
    stage.dialogue.drop_question();
    let tool = command.tool();
    let now = stage.now.timestamp();
    match command {
        Command::Set { text, when } => set(tool, &text, &when, stage),
        Command::AskWhen(text) => {
            stage.dialogue.ask(Question::ReminderTime(text), now);
            Outcome::new(tool, stage.speaker.plain("reminder-when"))
        }
        Command::AskWhat(when) => {
            stage.dialogue.ask(Question::ReminderText(when), now);
            Outcome::new(tool, stage.speaker.plain("reminder-what"))
        }
        Command::Change(when) => change(tool, &when, stage),
        Command::List => list(tool, stage),
        Command::Cancel(which) => cancel(tool, &which, stage),
    }
}

/// The time of day, the days on which it repeats, and the next moment.
fn moment(wanted: &When, stage: &Stage<'_>) -> Option<(Time, u8, Timestamp)> {
    let moment = match wanted {
        When::In(seconds) => {
            let span = jiff::Span::new().try_seconds(*seconds).ok()?;
            let at = stage.now.checked_add(span).ok()?;
            return Some((at.time(), 0, at.timestamp()));
        }
        When::At { clock, days, .. } if *days != 0 => {
            let time = when::time_on_day(*clock, Purpose::Reminder)?;
            return Some((time, *days, next_on(time, *days, stage.now)?));
        }
        When::At { clock, day, .. } => {
            when::moment(*clock, day.as_ref(), Purpose::Reminder, stage.now, stage.tables)?
        }
        When::On(day) => when::default_moment(day, stage.now, stage.tables)?,
    };
    let at = moment.to_zoned(stage.now.time_zone().clone()).ok()?;
    Some((moment.time(), 0, at.timestamp()))
}

fn set(tool: &'static str, text: &str, wanted: &When, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    if stage.memory.reminders.len() >= MAX_REMINDERS {
        return Outcome::new(tool, speaker.plain("reminder-too-many"));
    }
    let Some((time, days, next)) = moment(wanted, stage) else {
        return Outcome::new(tool, speaker.plain("moment-passed"));
    };
    let id = stage.memory.fresh_id();
    let reminder = Reminder {
        id,
        text: shortened(text),
        time,
        days,
        next,
        language: speaker.language,
    };
    let when = spoken(&reminder, stage);
    stage.memory.reminders.push(reminder);
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Reminder(id), now);
    let length = match wanted {
        When::In(seconds) => Some(speaker.duration(*seconds, crate::say::Case::Accusative)),
        _ => None,
    };
    let id = if length.is_some() {
        "reminder-set-in"
    } else {
        "reminder-set"
    };
    let args = [
        ("when", when.into()),
        ("text", text.into()),
        ("length", length.unwrap_or_default().into()),
    ];
    Outcome::new(tool, speaker.say(id, &args))
        .with("text", text)
        .with("time", time.strftime("%H:%M").to_string())
        .giving(json!({ "next": next.to_string() }))
        .doing(Effect::StateChanged)
}

fn spoken(reminder: &Reminder, stage: &Stage<'_>) -> String {
    let speaker = stage.speaker;
    if reminder.days != 0 {
        let args = [
            ("clock", speaker.clock(reminder.time).into()),
            ("days", speaker.repetition(reminder.days).into()),
        ];
        return speaker.say("moment-repeated", &args);
    }
    let moment = reminder.next.to_zoned(stage.now.time_zone().clone()).datetime();
    speaker.moment(moment, stage.now.date())
}

fn change(tool: &'static str, wanted: &When, stage: &mut Stage<'_>) -> Outcome {
    let topic = match stage.dialogue.topic(stage.now.timestamp()) {
        Some(Topic::Reminder(id)) => Some(*id),
        _ => stage.memory.reminders.last().map(|reminder| reminder.id),
    };
    let index = topic.and_then(|id| stage.memory.reminders.iter().position(|known| known.id == id));
    let Some(index) = index else {
        return Outcome::new(tool, stage.speaker.plain("reminder-none"));
    };
    let Some((time, days, next)) = moment(wanted, stage) else {
        return Outcome::new(tool, stage.speaker.plain("moment-passed"));
    };
    let reminder = &mut stage.memory.reminders[index];
    reminder.time = time;
    reminder.days = days;
    reminder.next = next;
    let reminder = reminder.clone();
    let when = spoken(&reminder, stage);
    let args = [("when", when.into()), ("text", reminder.text.into())];
    Outcome::new(tool, stage.speaker.say("reminder-set", &args)).doing(Effect::StateChanged)
}

fn list(tool: &'static str, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    let mut reminders: Vec<Reminder> = stage.memory.reminders.clone();
    let Some(last) = reminders.last().map(|reminder| reminder.id) else {
        return Outcome::new(tool, speaker.plain("reminder-none"));
    };
    reminders.sort_by_key(|reminder| reminder.next);
    let entries: Vec<String> = reminders
        .iter()
        .map(|reminder| {
            let args = [
                ("text", reminder.text.as_str().into()),
                ("when", spoken(reminder, stage).into()),
            ];
            speaker.say("reminder-entry", &args)
        })
        .collect();
    let separator = if speaker.language == Language::Chinese {
        "；"
    } else {
        "; "
    };
    let args = [
        ("count", entries.len().into()),
        ("reminders", entries.join(separator).into()),
    ];
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Reminder(last), now);
    Outcome::new(tool, speaker.say("reminder-list", &args)).giving(entries.len())
}

fn cancel(tool: &'static str, which: &Which, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    if stage.memory.reminders.is_empty() {
        return Outcome::new(tool, speaker.plain("reminder-none"));
    }
    let ids = meant(which, stage);
    if ids.is_empty() {
        return Outcome::new(tool, speaker.plain("reminder-not-found"));
    }
    if ids.len() > 1 && *which != Which::All {
        let mut outcome = list(tool, stage);
        outcome.tool = tool;
        outcome.reply = speaker.say("reminder-which", &[("list", outcome.reply.into())]);
        return outcome;
    }
    let first = stage
        .memory
        .reminders
        .iter()
        .find(|known| ids.contains(&known.id));
    let text = first.map_or_else(String::new, |reminder| reminder.text.clone());
    stage.memory.reminders.retain(|known| !ids.contains(&known.id));
    let reply = if ids.len() > 1 {
        speaker.say("reminder-all-cancelled", &[("count", ids.len().into())])
    } else {
        speaker.say("reminder-cancelled", &[("text", text.into())])
    };
    Outcome::new(tool, reply).doing(Effect::StateChanged)
}

fn meant(which: &Which, stage: &Stage<'_>) -> Vec<u64> {
    let reminders = &stage.memory.reminders;
    let all = || reminders.iter().map(|reminder| reminder.id).collect();
    match which {
        Which::All => all(),
        Which::Only => match stage.dialogue.topic(stage.now.timestamp()) {
            Some(Topic::Reminder(id)) if reminders.iter().any(|known| known.id == *id) => vec![*id],
            _ => all(),
        },
        Which::Place(place) => {
            let index = if *place < 0 {
                reminders.len().checked_sub(1)
            } else {
                usize::try_from(*place - 1).ok()
            };
            index
                .and_then(|index| reminders.get(index))
                .map(|known| known.id)
                .into_iter()
                .collect()
        }
        Which::About(text) => {
            let text = text.to_lowercase();
            let fits = |reminder: &&Reminder| reminder.text.to_lowercase().contains(&text);
            reminders.iter().filter(fits).map(|known| known.id).collect()
        }
    }
}
