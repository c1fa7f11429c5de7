//! Times of day: `09:05`, `5.30 pm`, `9am–5pm`, `10:00–16:00`.

use crate::forms::clock::{Clock, clock as figures};
use crate::forms::dash;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

use super::tables::listed;
use super::words;

/// Words before a time with a point: "at 9.30".
const AT: &str = "at by until till from before after opens closes starts begins about around between to";

/// Whether `am` or `pm` stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Half {
    afternoon: bool,
    end: usize,
}

/// Reads `am`, `p.m.`, `PM`; the last point stays if it ends a sentence.
fn half(text: &Text<'_>, at: usize) -> Option<Half> {
    let start = text.skip_space(at);
    for (written, afternoon) in [
        ("am", false),
        ("pm", true),
        ("AM", false),
        ("PM", true),
        ("Am", false),
        ("Pm", true),
    ] {
        if text.is(start, written) {
            return Some(Half {
                afternoon,
                end: start + 1,
            });
        }
    }
    for (written, afternoon) in [("a.m", false), ("p.m", true), ("A.M", false), ("P.M", true)] {
        if let Some(end) = text
            .literal(start, written)
            .filter(|end| text.kind(*end) != Kind::Word)
        {
            let next = text.next_word(end + 1);
            let sentence = text.at_end(end + 1) || next.starts_with(char::is_uppercase);
            let end = if text.is(end, ".") && !sentence {
                end + 1
            } else {
                end
            };
            return Some(Half { afternoon, end });
        }
    }
    None
}

/// A time as it is written.
struct Written {
    clock: Clock,
    half: Option<Half>,
    end: usize,
}

/// Finds a time: with a colon, with a point before `am` or `pm`, or an hour before `am` or `pm`.
fn written(text: &Text<'_>, at: usize, point: bool) -> Option<Written> {
    if let Some(clock) = figures(text, at, ":.") {
        let half = half(text, clock.end);
        let colon = text.is(at + 1, ":");
        let two_digits = text.digits(at + 2).is_some_and(|digits| digits.len() == 2);
        if two_digits
            && (colon || half.is_some() || point || text.is(clock.end, "hrs"))
            && !text.is_any(clock.end, "%°")
        {
            let end = half.map_or(clock.end, |half| half.end);
            return Some(Written { clock, half, end });
        }
    }
    let hour = text
        .digits(at)?
        .parse()
        .ok()
        .filter(|hour| (1..=12).contains(hour))?;
    let half = half(text, at + 1)?;
    let clock = Clock {
        hour,
        minute: 0,
        second: None,
        end: at + 1,
    };
    Some(Written {
        clock,
        half: Some(half),
        end: half.end,
    })
}

/// The minutes in words: "oh five", "thirty".
fn minutes(minute: u64) -> String {
    if minute < 10 {
        format!("oh {}", words::cardinal(minute))
    } else {
        words::cardinal(minute)
    }
}

/// How a time says whether it is before noon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noon {
    /// "p m" after noon, "o'clock" for whole hours before it.
    Alone,
    /// Nothing: the other end of the range tells.
    Silent,
    /// "a m" and "p m".
    Spoken,
}

/// A time in words.
fn spoken(time: &Written, noon: Noon) -> String {
    let Clock {
        hour, minute, second, ..
    } = time.clock;
    let afternoon = time.half.map_or((12..24).contains(&hour), |half| half.afternoon);
    if time.half.is_none() && minute == 0 && second.is_none() {
        match hour {
            0 | 24 => return "midnight".to_owned(),
            12 => return "twelve".to_owned(),
            _ => {}
        }
    }
    let twelve = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    let mut words = words::cardinal(twelve);
    if minute > 0 {
        words = format!("{words} {}", minutes(minute));
    }
    if let Some(second) = second {
        let name = if second == 1 { "second" } else { "seconds" };
        words = format!("{words} and {} {name}", words::cardinal(second));
    }
    let later = hour > 12 || hour == 0;
    let suffix = match noon {
        _ if time.half.is_some() => {
            if afternoon {
                " p m"
            } else {
                " a m"
            }
        }
        Noon::Spoken => {
            if afternoon {
                " p m"
            } else {
                " a m"
            }
        }
        Noon::Alone if later => {
            if afternoon {
                " p m"
            } else {
                " a m"
            }
        }
        Noon::Alone if minute == 0 && second.is_none() => " o'clock",
        Noon::Alone | Noon::Silent => "",
    };
    words + suffix
}

/// Reads a time or a range of times.
pub(super) fn clock(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) {
        return None;
    }
    let previous = text.adjacent_word(at).to_lowercase();
    if matches!(previous.as_str(), "ratio" | "scale" | "odds" | "mix") {
        return None;
    }
    let sign = text.before(at).is_some_and(|before| text.is(before, "@"));
    let point =
        (sign || listed(AT, &previous)) && text.kind(at + 3) != Kind::Mark || range_of_points(text, at);
    let first = written(text, at, point);
    let next = first.as_ref().map_or(at + 1, |first| first.end);
    let second = dash(text, next).and_then(|next| written(text, next, point));
    if let Some((first, (joint, second))) = first.as_ref().zip(joined(text, next, point)) {
        let reading = range(first, &second);
        return Some(Reading::new(
            reading.words.replacen(" to ", &format!(" {joint} "), 1),
            reading.end,
        ));
    }
    match (first, second) {
        (Some(first), Some(second)) => Some(range(&first, &second)),
        // "9–5pm": the first hour has no mark of its own.
        (None, Some(second)) => {
            let hour = text.digits(at)?.parse().ok().filter(|hour| *hour <= 24)?;
            let clock = Clock {
                hour,
                minute: 0,
                second: None,
                end: at + 1,
            };
            let first = Written {
                clock,
                half: None,
                end: at + 1,
            };
            let hour = words::cardinal(first.clock.hour);
            Some(Reading::new(
                format!("{hour} to {}", spoken(&second, Noon::Silent)),
                second.end,
            ))
        }
        (Some(first), None) => Some(alone(text, &first)),
        (None, None) => None,
    }
}

/// "eighteen hundred", "oh nine fifteen": a time before "hours".
fn military(hour: u64, minute: u64) -> String {
    let zero = if hour < 10 { "oh " } else { "" };
    let minutes = if minute == 0 {
        "hundred".to_owned()
    } else {
        minutes(minute)
    };
    format!("{zero}{} {minutes}", words::cardinal(hour))
}

/// Reads `1800 hrs`, `0900 hours`.
pub(super) fn four_figures(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text
        .digits(at)
        .filter(|digits| digits.len() == 4 && !text.joined_left(at))?;
    let next = text.get(text.skip_space(at + 1));
    let marked = next == "hrs" || next == "hours" && digits.starts_with('0');
    let (hour, minute) = (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?);
    (marked && hour < 24 && minute < 60).then(|| Reading::new(military(hour, minute), at + 1))
}

/// A single time; with "hours", "noon" or "o'clock" after it, its mark is not doubled.
fn alone(text: &Text<'_>, time: &Written) -> Reading {
    let next = text.next_word(time.end).to_lowercase();
    if matches!(next.as_str(), "hrs" | "hours" | "h") && time.half.is_none() {
        return Reading::new(military(time.clock.hour, time.clock.minute), time.end);
    }
    let marked = matches!(next.as_str(), "noon" | "midnight" | "midday" | "o'clock" | "in");
    let zone = matches!(next.as_str(), "gmt" | "bst" | "cet" | "utc" | "est");
    let noon = if marked { Noon::Silent } else { Noon::Alone };
    let words = spoken(time, noon);
    if zone {
        return Reading::new(words.trim_end_matches(" o'clock"), time.end);
    }
    Reading::new(words, time.end)
}

/// The word between two times, and the second of them: "from 9:00 to 17:00".
fn joined<'t>(text: &Text<'t>, at: usize, point: bool) -> Option<(&'t str, Written)> {
    let joint = text.skip_space(at);
    let word = text
        .word(joint)
        .filter(|word| matches!(*word, "to" | "until" | "till" | "and"))?;
    let second = written(text, text.skip_space(joint + 1), point)?;
    Some((word, second))
}

/// Whether `9.00–17.30` stands here: two times with points.
fn range_of_points(text: &Text<'_>, at: usize) -> bool {
    let Some(first) = figures(text, at, ".") else {
        return false;
    };
    let second = dash(text, first.end).and_then(|next| figures(text, next, "."));
    let unit = second.is_some_and(|second| super::quantities::unit(text, second.end).is_some());
    let rising = second.is_some_and(|second| second.hour != first.hour || second.minute > first.minute);
    let minutes = [first.minute, second.map_or(1, |second| second.minute)];
    rising && !unit && minutes.iter().all(|minute| minute.is_multiple_of(5))
}

/// Two times with "to" between them.
fn range(first: &Written, second: &Written) -> Reading {
    let (from, to) = (first.clock.hour, second.clock.hour);
    let day = from < 12 && (12..24).contains(&to) && from > 0;
    let noon = if day || from < 12 && to <= 12 && to > 0 {
        Noon::Silent
    } else {
        Noon::Spoken
    };
    Reading::new(
        format!("{} to {}", spoken(first, noon), spoken(second, noon)),
        second.end,
    )
}
