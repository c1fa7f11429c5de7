//! Alarms.
//!
//! Owns setting, changing, listing and cancelling them. Which half of the day an open hour means is `when`'s;
//! ringing is in `ringing`.

use jiff::Timestamp;
use jiff::civil::Time;
use serde_json::json;

use super::when::{self, Purpose};
use super::{Parsing, Stage};
use crate::dialogue::{Question, Topic};
use crate::grammar::Match;
use crate::memory::{Alarm, MAX_ALARMS, next_on};
use crate::outcome::{Effect, Outcome};
use crate::slots::Value;
use crate::slots::clock::Clock;
use crate::slots::day::DayRef;

pub(crate) const INTENTS: &[&str] = &[
    "alarm_set",
    "alarm_ask",
    "alarm_time",
    "alarm_change",
    "alarm_list",
    "alarm_cancel",
    "alarm_which",
    "alarm_next",
];

/// Which of the alarms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Which {
    Only,
    All,
    Place(i64),
    At(Clock),
    On(DayRef),
    /// The ones that repeat on these days.
    Days(u8),
}

/// What an alarm is changed to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum To {
    At {
        clock: Clock,
        day: Option<DayRef>,
    },
    /// So many seconds later; earlier below 0.
    By(i64),
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Set {
        clock: Clock,
        day: Option<DayRef>,
        days: u8,
        asked: bool,
    },
    /// In so many seconds.
    SetIn(i64),
    /// Without a time.
    Ask,
    Change {
        which: Which,
        to: To,
    },
    Cancel(Which),
    List,
    Next,
}

impl Command {
    pub(crate) fn tool(&self) -> &'static str {
        match self {
            Self::Set { .. } | Self::SetIn(_) | Self::Ask => "alarm_set",
            Self::Change { .. } => "alarm_change",
            Self::Cancel(_) => "alarm_cancel",
            Self::List | Self::Next => "alarm_list",
        }
    }

    pub(crate) fn has_effects(&self) -> bool {
        !matches!(self, Self::List | Self::Next | Self::Ask)
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Command> {
    let clock = found.clock("clock");
    let day = found.day("day").cloned();
    Some(match found.intent {
        "alarm_set" => match found.duration("in") {
            Some(seconds) => Command::SetIn(seconds),
            None => Command::Set {
                clock: clock?,
                day,
                days: days(found),
                asked: false,
            },
        },
        "alarm_ask" => Command::Ask,
        "alarm_time" => Command::Set {
            clock: clock?,
            day,
            days: days(found),
            asked: true,
        },
        "alarm_change" => Command::Change {
            which: found.clock("from").map_or_else(|| which(found), Which::At),
            to: match found.duration("by") {
                Some(by) if found.constant("sign") == Some("earlier") => To::By(by.checked_neg()?),
                Some(by) => To::By(by),
                None => To::At {
                    clock: found.clock("to")?,
                    day,
                },
            },
        },
        "alarm_list" => Command::List,
        "alarm_next" => Command::Next,
        "alarm_cancel" => Command::Cancel(clock.map_or_else(|| which(found), Which::At)),
        "alarm_which" => match parsing.dialogue.question(parsing.now.timestamp())? {
            Question::WhichAlarm(Command::Cancel(_)) => {
                Command::Cancel(clock.map_or_else(|| which(found), Which::At))
            }
            _ => return None,
        },
        _ => return None,
    })
}

fn days(found: &Match<'_>) -> u8 {
    match found.slot("days") {
        Some(Value::Weekdays(days)) => *days,
        _ => 0,
    }
}

fn which(found: &Match<'_>) -> Which {
    if found.constant("which") == Some("all") {
        return Which::All;
    }
    if let Some(place) = found.integer("ordinal") {
        return Which::Place(place);
    }
    if days(found) != 0 {
        return Which::Days(days(found));
    }
    found.day("day").cloned().map_or(Which::Only, Which::On)
}

/// Does it, and says so.
pub(crate) fn perform(command: Command, stage: &mut Stage<'_>) -> Outcome {
    stage.dialogue.drop_question();
    let tool = command.tool();
    match command {
        Command::Set { clock, day, days, .. } => set(tool, clock, day.as_ref(), days, stage),
        Command::SetIn(seconds) => set_in(tool, seconds, stage),
        Command::Ask => {
            let now = stage.now.timestamp();
            stage.dialogue.ask(Question::AlarmTime, now);
            Outcome::new(tool, stage.speaker.plain("alarm-what-time"))
        }
        Command::Change { which, to } => change(tool, &which, &to, stage),
        Command::Cancel(which) => cancel(tool, which, stage),
        Command::List => list(tool, stage),
        Command::Next => next(tool, stage),
    }
}

/// The time of day and the next moment.
fn moment(clock: Clock, day: Option<&DayRef>, days: u8, stage: &Stage<'_>) -> Option<(Time, Timestamp)> {
    if days != 0 {
        let time = when::time_on_day(clock, Purpose::Alarm)?;
        return Some((time, next_on(time, days, stage.now)?));
    }
    let moment = when::moment(clock, day, Purpose::Alarm, stage.now, stage.tables)?;
    let at = moment.to_zoned(stage.now.time_zone().clone()).ok()?;
    Some((moment.time(), at.timestamp()))
}

fn set(tool: &'static str, clock: Clock, day: Option<&DayRef>, days: u8, stage: &mut Stage<'_>) -> Outcome {
    let Some((time, next)) = moment(clock, day, days, stage) else {
        return Outcome::new(tool, stage.speaker.plain("moment-passed"));
    };
    keep(tool, time, days, next, stage)
}

fn set_in(tool: &'static str, seconds: i64, stage: &mut Stage<'_>) -> Outcome {
    let span = jiff::Span::new().try_seconds(seconds);
    let next = span.ok().and_then(|span| stage.now.checked_add(span).ok());
    match next {
        Some(next) => keep(tool, next.time(), 0, next.timestamp(), stage),
        None => Outcome::new(tool, stage.speaker.plain("too-large")),
    }
}

fn keep(tool: &'static str, time: Time, days: u8, next: Timestamp, stage: &mut Stage<'_>) -> Outcome {
    if stage.memory.alarms.len() >= MAX_ALARMS {
        return Outcome::new(tool, stage.speaker.plain("alarm-too-many"));
    }
    let id = stage.memory.fresh_id();
    let alarm = Alarm {
        id,
        time,
        days,
        next,
        language: stage.speaker.language,
    };
    let when = spoken(&alarm, stage);
    stage.memory.alarms.push(alarm);
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Alarm(id), now);
    let reply = stage.speaker.say("alarm-set", &[("when", when.into())]);
    Outcome::new(tool, reply)
        .with("time", time.strftime("%H:%M").to_string())
        .with("days", days)
        .giving(json!({ "next": next.to_string() }))
        .doing(Effect::StateChanged)
}

/// "6:30 am tomorrow, Thursday", "6:45 am on weekdays"
fn spoken(alarm: &Alarm, stage: &Stage<'_>) -> String {
    let speaker = stage.speaker;
    if alarm.days != 0 {
        let args = [
            ("clock", speaker.clock(alarm.time).into()),
            ("days", speaker.repetition(alarm.days).into()),
        ];
        return speaker.say("moment-repeated", &args);
    }
    let moment = alarm.next.to_zoned(stage.now.time_zone().clone()).datetime();
    speaker.moment(moment, stage.now.date())
}

fn meant(which: &Which, stage: &Stage<'_>) -> Vec<u64> {
    let alarms = &stage.memory.alarms;
    let ids = |fits: &dyn Fn(&Alarm) -> bool| -> Vec<u64> {
        let fitting = alarms.iter().filter(|alarm| fits(alarm));
        fitting.map(|alarm| alarm.id).collect()
    };
    match which {
        Which::All => ids(&|_| true),
        Which::Only => match stage.dialogue.topic(stage.now.timestamp()) {
            Some(Topic::Alarm(id)) if alarms.iter().any(|alarm| alarm.id == *id) => vec![*id],
            _ => ids(&|_| true),
        },
        Which::Place(place) => {
            let index = if *place < 0 {
                alarms.len().checked_sub(1)
            } else {
                usize::try_from(*place - 1).ok()
            };
            index
                .and_then(|index| alarms.get(index))
                .map(|alarm| alarm.id)
                .into_iter()
                .collect()
        }
        Which::At(clock) => ids(&|alarm| {
            let hour = if clock.is_open {
                alarm.time.hour() % 12
            } else {
                alarm.time.hour()
            };
            let asked = if clock.is_open {
                clock.hour % 12
            } else {
                clock.hour
            };
            hour == asked && alarm.time.minute() == clock.minute
        }),
        Which::On(day) => {
            let date = day.date(
                stage.now.date(),
                crate::slots::day::Direction::Future,
                stage.tables,
            );
            let zone = stage.now.time_zone();
            ids(&|alarm| alarm.days == 0 && Some(alarm.next.to_zoned(zone.clone()).date()) == date)
        }
        Which::Days(days) => ids(&|alarm| alarm.days == *days),
    }
}

fn change(tool: &'static str, which: &Which, to: &To, stage: &mut Stage<'_>) -> Outcome {
    let id = match meant(which, stage)[..] {
        [id] => id,
        [] => return Outcome::new(tool, stage.speaker.plain("alarm-none")),
        // Without a time to tell them apart the last one is meant.
        [.., last] => last,
    };
    let Some(index) = stage.memory.alarms.iter().position(|alarm| alarm.id == id) else {
        return Outcome::new(tool, stage.speaker.plain("alarm-none"));
    };
    let found = match to {
        To::At { clock, day } => changed(&stage.memory.alarms[index], *clock, day.as_ref(), stage),
        To::By(seconds) => shifted(&stage.memory.alarms[index], *seconds, stage),
    };
    let Some((time, next)) = found else {
        return Outcome::new(tool, stage.speaker.plain("moment-passed"));
    };
    let alarm = &mut stage.memory.alarms[index];
    alarm.time = time;
    alarm.next = next;
    let alarm = alarm.clone();
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Alarm(id), now);
    let when = spoken(&alarm, stage);
    Outcome::new(tool, stage.speaker.say("alarm-changed", &[("when", when.into())]))
        .with("time", time.strftime("%H:%M").to_string())
        .doing(Effect::StateChanged)
}

/// The time and the next moment of an alarm at another time of day.
fn changed(old: &Alarm, clock: Clock, day: Option<&DayRef>, stage: &Stage<'_>) -> Option<(Time, Timestamp)> {
    // "make that seven" stays in the half of the day of the old time.
    let is_after_noon = old.time.hour() >= 12;
    let clock = if clock.is_open && (clock.hour < 12 || !is_after_noon) {
        Clock {
            hour: clock.hour + if is_after_noon { 12 } else { 0 },
            is_open: false,
            ..clock
        }
    } else {
        clock
    };
    let old_date = old.next.to_zoned(stage.now.time_zone().clone()).date();
    match day {
        Some(_) => moment(clock, day, 0, stage),
        None => when::time_on_day(clock, Purpose::Alarm).and_then(|time| {
            if old.days != 0 {
                return Some((time, next_on(time, old.days, stage.now)?));
            }
            let same_day = old_date
                .to_datetime(time)
                .to_zoned(stage.now.time_zone().clone())
                .ok()?;
            let is_ahead = same_day.timestamp() > stage.now.timestamp();
            let next = if is_ahead {
                same_day.timestamp()
            } else {
                next_on(time, 0, stage.now)?
            };
            Some((time, next))
        }),
    }
}

/// The time and the next moment of an alarm so many seconds later.
fn shifted(old: &Alarm, seconds: i64, stage: &Stage<'_>) -> Option<(Time, Timestamp)> {
    let next = old
        .next
        .checked_add(jiff::Span::new().try_seconds(seconds).ok()?)
        .ok()?;
    let at = next.to_zoned(stage.now.time_zone().clone());
    if old.days != 0 {
        return Some((at.time(), next_on(at.time(), old.days, stage.now)?));
    }
    (next > stage.now.timestamp()).then_some((at.time(), next))
}

fn cancel(tool: &'static str, which: Which, stage: &mut Stage<'_>) -> Outcome {
    let speaker = stage.speaker;
    let ids = meant(&which, stage);
    if stage.memory.alarms.is_empty() {
        return Outcome::new(tool, speaker.plain("alarm-none"));
    }
    if ids.is_empty() {
        let all = all_spoken(stage);
        return Outcome::new(tool, speaker.say("alarm-not-found", &[("alarms", all.into())]));
    }
    if ids.len() > 1 && which != Which::All {
        let names: Vec<String> = stage
            .memory
            .alarms
            .iter()
            .filter(|alarm| ids.contains(&alarm.id))
            .map(|alarm| spoken(alarm, stage))
            .collect();
        let names = speaker.choices(&names);
        let now = stage.now.timestamp();
        stage
            .dialogue
            .ask(Question::WhichAlarm(Command::Cancel(which)), now);
        return Outcome::new(tool, speaker.say("alarm-which", &[("alarms", names.into())]));
    }
    let first = stage.memory.alarms.iter().find(|alarm| ids.contains(&alarm.id));
    let label = first.map_or_else(String::new, |alarm| spoken(alarm, stage));
    stage.memory.alarms.retain(|alarm| !ids.contains(&alarm.id));
    let reply = if ids.len() > 1 {
        speaker.say("alarm-all-cancelled", &[("count", ids.len().into())])
    } else {
        speaker.say("alarm-cancelled", &[("alarm", label.into())])
    };
    Outcome::new(tool, reply).doing(Effect::StateChanged)
}

fn all_spoken(stage: &Stage<'_>) -> String {
    let mut alarms: Vec<&Alarm> = stage.memory.alarms.iter().collect();
    alarms.sort_by_key(|alarm| alarm.next);
    let all: Vec<String> = alarms.into_iter().map(|alarm| spoken(alarm, stage)).collect();
    stage.speaker.list(&all)
}

fn list(tool: &'static str, stage: &mut Stage<'_>) -> Outcome {
    let count = stage.memory.alarms.len();
    let Some(last) = stage.memory.alarms.last().map(|alarm| alarm.id) else {
        return Outcome::new(tool, stage.speaker.plain("alarm-none"));
    };
    let args = [("count", count.into()), ("alarms", all_spoken(stage).into())];
    let reply = stage.speaker.say("alarm-list", &args);
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Alarm(last), now);
    Outcome::new(tool, reply).giving(count)
}

fn next(tool: &'static str, stage: &mut Stage<'_>) -> Outcome {
    let Some(alarm) = stage.memory.alarms.iter().min_by_key(|alarm| alarm.next).cloned() else {
        return Outcome::new(tool, stage.speaker.plain("alarm-none"));
    };
    let when = spoken(&alarm, stage);
    let now = stage.now.timestamp();
    stage.dialogue.talk_about(Topic::Alarm(alarm.id), now);
    Outcome::new(tool, stage.speaker.say("alarm-next", &[("when", when.into())]))
}
