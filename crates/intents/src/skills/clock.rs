//! The time of day, here and elsewhere.
//!
//! Owns the questions about the clock. Days belong to `calendar`, what rings to `timers` and `alarms`.

use std::cmp::Ordering;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use super::when::{self, Purpose};
use super::{Parsing, Stage};
use crate::dialogue::Topic;
use crate::grammar::Match;
use crate::outcome::Outcome;
use crate::say::{Case, Speaker};
use crate::slots::clock::Clock;
use crate::slots::place::PlaceId;

pub(crate) const INTENTS: &[&str] = &[
    "time_now",
    "time_shift",
    "time_check",
    "time_difference",
    "time_until",
    "time_elsewhere",
    "time_zone",
];

/// A question about the time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ask {
    Now(Option<PlaceId>),
    /// In so many seconds, or so many ago.
    Shifted {
        seconds: i64,
        place: Option<PlaceId>,
    },
    /// Is it past, or before, this time?
    Check {
        clock: Clock,
        is_before: bool,
        place: Option<PlaceId>,
    },
    /// How far apart: here, or two places.
    Difference {
        from: Option<PlaceId>,
        to: PlaceId,
    },
    Until(Clock),
    /// When it is this time in one place, what is it in the other?
    Elsewhere {
        clock: Clock,
        from: Option<PlaceId>,
        to: Option<PlaceId>,
    },
    Zone(Option<PlaceId>),
}

impl Ask {
    pub(crate) fn tool() -> &'static str {
        "time"
    }

    /// The place that "there" means afterwards.
    pub(crate) fn place(&self) -> Option<PlaceId> {
        match self {
            Self::Now(place)
            | Self::Shifted { place, .. }
            | Self::Check { place, .. }
            | Self::Zone(place)
            | Self::Elsewhere { to: place, .. } => *place,
            Self::Difference { to, .. } => Some(*to),
            Self::Until(_) => None,
        }
    }
}

/// The meaning of a match.
pub(crate) fn interpret(found: &Match<'_>, parsing: &Parsing<'_>) -> Option<Ask> {
    let mut place = found.place("place");
    // "what time is it there"
    if found.constant("place") == Some("there") {
        match parsing.dialogue.topic(parsing.now.timestamp()) {
            Some(Topic::Time(Some(known))) => place = Some(*known),
            _ => return None,
        }
    }
    Some(match found.intent {
        "time_now" => Ask::Now(place),
        "time_shift" => {
            let seconds = found.duration("length")?;
            let is_ago = found.constant("sign") == Some("ago");
            Ask::Shifted {
                seconds: if is_ago { seconds.checked_neg()? } else { seconds },
                place,
            }
        }
        "time_check" => Ask::Check {
            clock: found.clock("clock")?,
            is_before: found.constant("check") == Some("before"),
            place,
        },
        "time_difference" => Ask::Difference {
            from: found.place("from"),
            to: found.place("to")?,
        },
        "time_until" => Ask::Until(found.clock("clock")?),
        "time_elsewhere" => Ask::Elsewhere {
            clock: found.clock("clock")?,
            from: found.place("from"),
            to: found.place("to"),
        },
        "time_zone" => Ask::Zone(place),
        _ => return None,
    })
}

/// Answers.
pub(crate) fn perform(ask: &Ask, stage: &mut Stage<'_>) -> Outcome {
    let now = stage.now.timestamp();
    let place = ask.place();
    stage.dialogue.talk_about(Topic::Time(place), now);
    let speaker = stage.speaker;
    let there = |place: Option<PlaceId>| at_place(stage, stage.now.timestamp(), place);
    let reply = match ask {
        Ask::Now(place) => time_at(stage, &there(*place), *place, "time-now"),
        Ask::Zone(place) => {
            let zone = there(*place);
            let name = zone.time_zone().iana_name().unwrap_or("UTC").to_owned();
            speaker.say("time-zone", &[("zone", name.into())])
        }
        Ask::Shifted { seconds, place } => shifted(stage, *seconds, *place),
        Ask::Check {
            clock,
            is_before,
            place,
        } => check(stage, *clock, *is_before, *place),
        Ask::Difference { from, to } => difference(stage, *from, *to),
        Ask::Until(clock) => until(stage, *clock),
        Ask::Elsewhere { clock, from, to } => elsewhere(stage, *clock, *from, *to),
    };
    let time = there(place).strftime("%H:%M").to_string();
    let outcome = Outcome::new("time", reply).giving(time);
    match place {
        Some(place) => outcome.with("zone", stage.tables.places.zone(place)),
        None => outcome,
    }
}

fn at_place(stage: &Stage<'_>, moment: Timestamp, place: Option<PlaceId>) -> Zoned {
    let zone = place.and_then(|place| TimeZone::get(stage.tables.places.zone(place)).ok());
    moment.to_zoned(zone.unwrap_or_else(|| stage.now.time_zone().clone()))
}

/// "It's 7:30 pm in Tokyo", with the weekday when it is another one there.
fn time_at(stage: &Stage<'_>, time: &Zoned, place: Option<PlaceId>, id: &str) -> String {
    let speaker = stage.speaker;
    let clock = speaker.clock(time.time());
    let Some(place) = place else {
        return speaker.say(id, &[("clock", clock.into())]);
    };
    let is_other_day = time.date() != stage.now.date();
    let suffix = if is_other_day { "-place-day" } else { "-place" };
    let locative = stage.tables.places.locative(place, speaker.language);
    speaker.say(
        &format!("{id}{suffix}"),
        &[
            ("clock", clock.into()),
            ("place", locative.into()),
            ("start", Speaker::capitalised(locative).into()),
            ("onweekday", speaker.on_weekday(time.date()).into()),
        ],
    )
}

fn shifted(stage: &Stage<'_>, seconds: i64, place: Option<PlaceId>) -> String {
    let speaker = stage.speaker;
    let Ok(moment) = stage.now.timestamp().checked_add(seconds.seconds()) else {
        return speaker.plain("too-large");
    };
    let time = at_place(stage, moment, place);
    let is_other_day = time.date() != stage.now.date();
    let id = match (seconds < 0, is_other_day) {
        (true, _) => "time-ago",
        (false, false) => "time-ahead",
        (false, true) => "time-ahead-day",
    };
    let length = speaker.duration(seconds.abs(), Case::Accusative);
    let place = place.map_or_else(String::new, |place| {
        format!(" {}", stage.tables.places.locative(place, speaker.language))
    });
    speaker.say(
        id,
        &[
            ("length", length.into()),
            ("clock", speaker.clock(time.time()).into()),
            ("place", place.into()),
            ("onweekday", speaker.on_weekday(time.date()).into()),
        ],
    )
}

fn check(stage: &Stage<'_>, clock: Clock, is_before: bool, place: Option<PlaceId>) -> String {
    let speaker = stage.speaker;
    let time = at_place(stage, stage.now.timestamp(), place);
    // "past seven" in the evening is past seven in the evening.
    let hour = if clock.is_open && time.hour() >= 12 && clock.hour != 12 {
        clock.hour + 12
    } else {
        clock.hour
    };
    let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
    let asked = i32::from(hour) * 60 + i32::from(clock.minute);
    let is_so = if is_before {
        minutes < asked
    } else {
        minutes >= asked
    };
    let answer = speaker.plain(if is_so { "yes" } else { "no" });
    let sentence = time_at(stage, &time, place, "time-now");
    speaker.say(
        "answer-and-more",
        &[
            ("answer", answer.into()),
            ("more", uncapitalised(speaker, &sentence).into()),
        ],
    )
}

/// After "Yes," the sentence goes on, but a name keeps its capital.
fn uncapitalised(speaker: Speaker<'_>, sentence: &str) -> String {
    let mut characters = sentence.chars();
    match characters.next() {
        Some(first)
            if matches!(speaker.language, crate::Language::English)
                || sentence.starts_with("В ")
                || sentence.starts_with("Сейчас") =>
        {
            first.to_lowercase().chain(characters).collect()
        }
        _ => sentence.to_owned(),
    }
}

fn difference(stage: &Stage<'_>, from: Option<PlaceId>, to: PlaceId) -> String {
    let speaker = stage.speaker;
    let moment = stage.now.timestamp();
    let offset = |place: Option<PlaceId>| i64::from(at_place(stage, moment, place).offset().seconds());
    let seconds = offset(Some(to)) - offset(from);
    let name = |place: PlaceId| stage.tables.places.name(place, speaker.language);
    let locative = |place: PlaceId| stage.tables.places.locative(place, speaker.language);
    let here = speaker.plain("here");
    let id = match seconds {
        0 => "time-same",
        1.. => "time-later",
        _ => "time-earlier",
    };
    speaker.say(
        id,
        &[
            ("to", Speaker::capitalised(name(to)).into()),
            ("into", Speaker::capitalised(locative(to)).into()),
            ("from", from.map_or(here.as_str(), name).into()),
            ("infrom", from.map_or(here.as_str(), locative).into()),
            ("length", speaker.duration(seconds.abs(), Case::Accusative).into()),
        ],
    )
}

fn until(stage: &Stage<'_>, clock: Clock) -> String {
    let speaker = stage.speaker;
    let moment = when::moment(clock, None, Purpose::Any, stage.now, stage.tables);
    let Some((moment, left)) = moment.and_then(|moment| Some((moment, seconds_until(moment, stage.now)?)))
    else {
        return speaker.plain("too-large");
    };
    // Whole minutes are enough for a clock.
    let left = (left + 59) / 60 * 60;
    speaker.say(
        "time-until",
        &[
            ("length", speaker.duration(left, Case::Nominative).into()),
            ("clock", speaker.clock(moment.time()).into()),
        ],
    )
}

fn seconds_until(moment: DateTime, now: &Zoned) -> Option<i64> {
    let moment = moment.to_zoned(now.time_zone().clone()).ok()?;
    Some(moment.timestamp().as_second() - now.timestamp().as_second())
}

fn elsewhere(stage: &Stage<'_>, clock: Clock, from: Option<PlaceId>, to: Option<PlaceId>) -> String {
    let speaker = stage.speaker;
    let here = at_place(stage, stage.now.timestamp(), from);
    let time = when::time_on_day(clock, Purpose::Any);
    let source = time.and_then(|time| {
        here.date()
            .to_datetime(time)
            .to_zoned(here.time_zone().clone())
            .ok()
    });
    let Some(source) = source else {
        return speaker.plain("too-large");
    };
    let target = at_place(stage, source.timestamp(), to);
    let here_name = speaker.plain("here");
    let locative = |place: Option<PlaceId>| {
        place.map_or(here_name.as_str(), |place| {
            stage.tables.places.locative(place, speaker.language)
        })
    };
    let id = match target.date().cmp(&source.date()) {
        Ordering::Equal => "time-elsewhere",
        Ordering::Greater => "time-elsewhere-next",
        Ordering::Less => "time-elsewhere-before",
    };
    speaker.say(
        id,
        &[
            ("source", speaker.clock(source.time()).into()),
            ("from", locative(from).into()),
            ("target", speaker.clock(target.time()).into()),
            ("to", locative(to).into()),
        ],
    )
}
