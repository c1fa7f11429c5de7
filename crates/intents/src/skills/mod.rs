//! What the assistant can do.
//!
//! Owns the list of intents and hands each to its skill: first the meaning of a match (`interpret`, without any
//! effect), then the deed and the sentence (`perform`).

pub(crate) mod alarms;
mod calculator;
pub(crate) mod calendar;
mod calendar_answers;
pub(crate) mod clock;
pub(crate) mod convert;
pub(crate) mod lists;
pub(crate) mod random;
pub(crate) mod reminders;
pub(crate) mod speech;
mod sum_answers;
pub(crate) mod sums;
pub(crate) mod talk;
mod timer_answers;
pub(crate) mod timers;
mod when;

use jiff::Zoned;

use crate::dialogue::Dialogue;
use crate::grammar::Match;
use crate::memory::Memory;
use crate::outcome::Outcome;
use crate::permissions::Permissions;
use crate::say::Speaker;
use crate::slots::Tables;
use crate::{Language, VolumeState};

/// What a match is interpreted with.
pub(crate) struct Parsing<'a> {
    pub(crate) language: Language,
    pub(crate) now: &'a Zoned,
    pub(crate) tables: &'a Tables,
    pub(crate) memory: &'a Memory,
    pub(crate) dialogue: &'a Dialogue,
    pub(crate) last_reply: Option<&'a str>,
    pub(crate) volume: Option<VolumeState>,
}

/// What an action is performed with.
pub(crate) struct Stage<'a> {
    pub(crate) now: &'a Zoned,
    pub(crate) random: &'a mut dyn FnMut(u64) -> u64,
    pub(crate) tables: &'a Tables,
    pub(crate) speaker: Speaker<'a>,
    pub(crate) memory: &'a mut Memory,
    pub(crate) dialogue: &'a mut Dialogue,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    Clock(clock::Ask),
    Calendar(calendar::Ask),
    Timer(timers::Command),
    Alarm(alarms::Command),
    Reminder(reminders::Command),
    List(lists::Command),
    Sum(sums::Ask),
    Convert(convert::Ask),
    Random(random::Command),
    Speech(speech::Command),
    Talk(talk::Subject),
    /// One after the other.
    Several(Vec<Action>),
}

/// Prefixes of the headings in grammar files, and whole ones.
pub(crate) fn is_intent(name: &str) -> bool {
    [
        clock::INTENTS,
        calendar::INTENTS,
        timers::INTENTS,
        alarms::INTENTS,
        reminders::INTENTS,
        lists::INTENTS,
        sums::INTENTS,
        convert::INTENTS,
        random::INTENTS,
        speech::INTENTS,
        talk::INTENTS,
    ]
    .iter()
    .any(|intents| intents.contains(&name))
}

/// The meaning of a match; `None` when it has none here and now.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Action> {
    let name = found.intent;
    let skill = name.split('_').next().unwrap_or(name);
    match skill {
        "time" => clock::interpret(found, parsing).map(Action::Clock),
        "date" => calendar::interpret(found, parsing).map(Action::Calendar),
        "timer" => timers::interpret(found, parsing).map(Action::Timer),
        "alarm" => alarms::interpret(found, parsing).map(Action::Alarm),
        "reminder" => reminders::interpret(found, parsing).map(Action::Reminder),
        "list" => lists::interpret(found, parsing).map(Action::List),
        "calculate" => sums::interpret(found, parsing).map(Action::Sum),
        "convert" => convert::interpret(found, parsing).map(Action::Convert),
        "random" => random::interpret(found, parsing).map(Action::Random),
        "repeat" | "speed" | "patience" | "volume" | "stop" | "language" => {
            speech::interpret(found, parsing).map(Action::Speech)
        }
        _ => talk::interpret(found).map(Action::Talk),
    }
}

impl Action {
    /// The name of the tool.
    pub(crate) fn tool(&self) -> &'static str {
        match self {
            Self::Clock(_) => clock::Ask::tool(),
            Self::Calendar(_) => calendar::Ask::tool(),
            Self::Timer(command) => command.tool(),
            Self::Alarm(command) => command.tool(),
            Self::Reminder(command) => command.tool(),
            Self::List(command) => command.tool(),
            Self::Sum(_) => "calculate",
            Self::Convert(_) => "convert",
            Self::Random(command) => command.tool(),
            Self::Speech(command) => command.tool(),
            Self::Talk(subject) => subject.tool(),
            Self::Several(actions) => actions.last().map_or("", Self::tool),
        }
    }

    /// Whether performing it changes anything but the topic.
    pub(crate) fn has_effects(&self) -> bool {
        match self {
            Self::Clock(_)
            | Self::Calendar(_)
            | Self::Sum(_)
            | Self::Convert(_)
            | Self::Random(_)
            | Self::Talk(_) => false,
            Self::Timer(command) => command.has_effects(),
            Self::Alarm(command) => command.has_effects(),
            Self::Reminder(command) => command.has_effects(),
            Self::List(command) => command.has_effects(),
            Self::Speech(command) => command.has_effects(),
            Self::Several(actions) => actions.iter().any(Self::has_effects),
        }
    }

    /// Whether performing it asks for what is missing.
    pub(crate) fn asks_back(&self) -> bool {
        match self {
            Self::Timer(command) => matches!(command, timers::Command::Ask(_)),
            Self::Alarm(command) => matches!(command, alarms::Command::Ask),
            Self::Reminder(command) => command.asks_back(),
            Self::List(command) => matches!(command, lists::Command::Ask(_)),
            Self::Several(actions) => actions.iter().any(Self::asks_back),
            Self::Clock(_)
            | Self::Calendar(_)
            | Self::Sum(_)
            | Self::Convert(_)
            | Self::Random(_)
            | Self::Speech(_)
            | Self::Talk(_) => false,
        }
    }

    /// Whether it cancels what was last talked about.
    pub(crate) fn cancels_it(&self) -> bool {
        matches!(
            self,
            Self::Timer(timers::Command::Cancel(timers::Which::Only))
                | Self::Alarm(alarms::Command::Cancel(alarms::Which::Only))
                | Self::Reminder(reminders::Command::Cancel(reminders::Which::Only))
        )
    }

    /// Whether all of it is allowed.
    pub(crate) fn is_allowed(&self, permissions: &Permissions) -> bool {
        match self {
            Self::Several(actions) => actions.iter().all(|action| action.is_allowed(permissions)),
            action => permissions.allow(action.tool()),
        }
    }

    /// Does it, and says so.
    pub(crate) fn perform(self, stage: &mut Stage<'_>) -> Outcome {
        match self {
            Self::Clock(ask) => clock::perform(&ask, stage),
            Self::Calendar(ask) => calendar::perform(&ask, stage),
            Self::Timer(command) => timers::perform(command, stage),
            Self::Alarm(command) => alarms::perform(command, stage),
            Self::Reminder(command) => reminders::perform(command, stage),
            Self::List(command) => lists::perform(command, stage),
            Self::Sum(ask) => sums::perform(ask, stage),
            Self::Convert(ask) => convert::perform(ask, stage),
            Self::Random(command) => random::perform(command, stage),
            Self::Speech(command) => speech::perform(command, stage),
            Self::Talk(subject) => talk::perform(subject, stage),
            Self::Several(actions) => several(actions, stage),
        }
    }
}

fn several(actions: Vec<Action>, stage: &mut Stage<'_>) -> Outcome {
    let gap = if stage.speaker.language == Language::Chinese {
        ""
    } else {
        " "
    };
    let mut whole: Option<Outcome> = None;
    for action in actions {
        let next = action.perform(stage);
        whole = Some(match whole {
            None => next,
            Some(mut so_far) => {
                so_far.reply = format!("{}{gap}{}", so_far.reply, next.reply);
                so_far.tool = next.tool;
                so_far.arguments = next.arguments;
                so_far.result = next.result;
                so_far.effects.extend(next.effects);
                so_far
            }
        });
    }
    whole.unwrap_or_else(|| Outcome::new("", String::new()))
}
