//! Lengths of time as people say them.
//!
//! Owns the reading ("an hour and a half") and the writing ("1 hour and 30 minutes"), to whole seconds. Knows
//! no clock and no timer.

use std::time::Duration;

use super::ToolError;
use super::number::Number;
use super::pieces;

/// The shortest timer.
pub(super) const SHORTEST: Duration = Duration::from_secs(1);
/// The longest one: 7 days.
pub(super) const LONGEST: Duration = Duration::from_secs(7 * DAY);

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// What stands for one, or between the parts.
const FILLERS: [&str; 5] = ["and", ",", ".", "of", "for"];

/// Reads "5 minutes", "half an hour", "two and a half hours", "1h30m", "a quarter of an hour"; rounded to whole
/// seconds.
pub(super) fn read(text: &str) -> Result<Duration, ToolError> {
    let pieces = pieces::pieces(text);
    let mut seconds = Number::ZERO;
    let mut at = 0;
    let mut last_unit = None;
    while at < pieces.len() {
        let rest = &pieces[at..];
        if FILLERS.contains(&rest[0].as_str()) {
            at += 1;
            continue;
        }
        let (amount, used) = amount(rest).ok_or(ToolError::NotADuration)?;
        let (unit, of_unit) = match (unit(&rest[used..]), last_unit) {
            (Some((unit, of_unit)), _) => (unit, of_unit),
            // "an hour and a half"
            (None, Some(unit)) if used == rest.len() && amount.as_f64() < 1.0 => (unit, 0),
            _ => return Err(ToolError::NotADuration),
        };
        seconds = seconds.plus(amount.times(Number::integer(unit))?)?;
        last_unit = Some(unit);
        at += used + of_unit;
    }
    bounded(seconds.as_f64())
}

/// "1 hour, 15 minutes and 30 seconds"; parts of a second are dropped.
pub(super) fn spoken(duration: Duration) -> String {
    let total = duration.as_secs();
    let parts: Vec<String> = [
        (total / DAY, "day"),
        (total % DAY / HOUR, "hour"),
        (total % HOUR / MINUTE, "minute"),
        (total % MINUTE, "second"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
    .collect();
    match parts.split_last() {
        None => "0 seconds".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

fn bounded(seconds: f64) -> Result<Duration, ToolError> {
    let seconds = seconds.round();
    if seconds < SHORTEST.as_secs_f64() {
        return Err(ToolError::TooShort);
    }
    if seconds > LONGEST.as_secs_f64() {
        return Err(ToolError::TooLongATime);
    }
    Duration::try_from_secs_f64(seconds).map_err(|_| ToolError::NotADuration)
}

/// How many, and of how many pieces that consists: "an", "half a", "three quarters of an", "two and a half".
fn amount(pieces: &[String]) -> Option<(Number, usize)> {
    if let Some((share, used)) = share(pieces) {
        return Some((share, used));
    }
    let (value, used) = match pieces.first()?.as_str() {
        "a" | "an" if pieces::number(pieces).is_none() => {
            let is_couple = pieces.get(1).is_some_and(|piece| piece == "couple");
            if is_couple {
                (Number::integer(2), 2)
            } else {
                (Number::integer(1), 1)
            }
        }
        _ => pieces::number(pieces)?,
    };
    if pieces.get(used).is_some_and(|piece| piece == "quarters") {
        let article = following(&pieces[used + 1..], &["of", "a", "an"]);
        return Some((value.divided_by(Number::integer(4)).ok()?, used + 1 + article));
    }
    if pieces.get(used).is_some_and(|piece| piece == "and")
        && let Some((half, more)) = share(&pieces[used + 1..])
        && unit(&pieces[used + 1 + more..]).is_some()
        && unit(&pieces[used..]).is_none()
    {
        return Some((value.plus(half).ok()?, used + 1 + more));
    }
    Some((value, used + following(&pieces[used..], &["of"])))
}

/// "half an", "a half", "a quarter of an".
fn share(pieces: &[String]) -> Option<(Number, usize)> {
    let before = following(pieces, &["a"]).min(1);
    let bottom = match pieces.get(before)?.as_str() {
        "half" => 2,
        "quarter" => 4,
        _ => return None,
    };
    let after = following(&pieces[before + 1..], &["of", "a", "an"]);
    Some((Number::fraction(1, bottom)?, before + 1 + after))
}

/// How many of the first pieces are among `words`.
fn following(pieces: &[String], words: &[&str]) -> usize {
    pieces
        .iter()
        .take_while(|piece| words.contains(&piece.as_str()))
        .count()
}

/// A unit's seconds, and that it is one piece.
fn unit(pieces: &[String]) -> Option<(i128, usize)> {
    let seconds = match pieces.first()?.as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "week" | "weeks" => 7 * DAY,
        _ => return None,
    };
    Some((i128::from(seconds), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, seconds: u64) {
        assert_eq!(read(text), Ok(Duration::from_secs(seconds)), "{text}");
    }

    #[test]
    fn durations_are_read_as_people_say_them() {
        for (text, seconds) in [
            ("5 minutes", 300),
            ("30 seconds", 30),
            ("ninety seconds", 90),
            ("one minute", 60),
            ("a minute", 60),
            ("an hour", 3600),
            ("half an hour", 1800),
            ("half a minute", 30),
            ("an hour and a half", 5400),
            ("a minute and a half", 90),
            ("one and a half hours", 5400),
            ("two and a half minutes", 150),
            ("2 and a half hours", 9000),
            ("2.5 hours", 9000),
            ("2½ hours", 9000),
            ("a quarter of an hour", 900),
            ("quarter of an hour", 900),
            ("three quarters of an hour", 2700),
            ("two hours and a quarter", 8100),
            ("2 hours and 15 minutes", 8100),
            ("1 hour and 5 minutes and 6 seconds", 3906),
            ("1 hour, 5 minutes and 6 seconds", 3906),
            ("an hour and 10 minutes", 4200),
            ("twenty five minutes", 1500),
            ("twenty-five minutes.", 1500),
            ("1h30m", 5400),
            ("5min", 300),
            ("90 s", 90),
            ("a couple of minutes", 120),
            ("a hundred seconds", 100),
            ("1 day", 86_400),
            ("one week", 604_800),
        ] {
            check(text, seconds);
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for (text, error) in [
            ("", ToolError::TooShort),
            ("0 seconds", ToolError::TooShort),
            ("0.2 seconds", ToolError::TooShort),
            ("8 days", ToolError::TooLongATime),
            ("9999999999999999999999999999 weeks", ToolError::TooLongATime),
            ("5", ToolError::NotADuration),
            ("minutes", ToolError::NotADuration),
            ("tea", ToolError::NotADuration),
            ("5 minutes tea", ToolError::NotADuration),
            ("-5 minutes", ToolError::NotADuration),
            ("5 years", ToolError::NotADuration),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn durations_are_written_as_they_are_spoken() {
        for (seconds, expected) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (90, "1 minute and 30 seconds"),
            (300, "5 minutes"),
            (5400, "1 hour and 30 minutes"),
            (90_061, "1 day, 1 hour, 1 minute and 1 second"),
        ] {
            assert_eq!(spoken(Duration::from_secs(seconds)), expected);
        }
    }
}
