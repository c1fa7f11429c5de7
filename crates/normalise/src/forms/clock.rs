//! Times of day in figures.

use crate::text::{Kind, Text};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// 0 to 24.
    pub(crate) hour: u64,
    /// 0 to 59.
    pub(crate) minute: u64,
    /// 0 to 59, if written.
    pub(crate) second: Option<u64>,
    /// The position after it.
    pub(crate) end: usize,
}

/// Finds `9:05`, `21:30:15`; with another separator (`9.05`) if `separators` has it.
pub(crate) fn clock(text: &Text<'_>, at: usize, separators: &str) -> Option<Clock> {
    let hour = part(text.digits(at)?, 1, 24)?;
    if !text.is_any(at + 1, separators) {
        return None;
    }
    let minute = part(text.digits(at + 2)?, 2, 59)?;
    let mut end = at + 3;
    let mut second = None;
    if text.kind(end + 1) == Kind::Digits && text.get(end) == text.get(at + 1) {
        second = Some(part(text.get(end + 1), 2, 59)?);
        end += 2;
    }
    // "1:25,000" is a scale.
    let grouped = text.is(end, ",") && text.digits(end + 1).is_some_and(|group| group.len() == 3);
    (!grouped && (hour < 24 || minute == 0)).then_some(Clock {
        hour,
        minute,
        second,
        end,
    })
}

/// Digits within a range.
fn part(digits: &str, least: usize, most: u64) -> Option<u64> {
    let fits = (least..=2).contains(&digits.len());
    digits.parse().ok().filter(|value| fits && *value <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_two_digits_of_minutes_and_at_most_24_hours() {
        let read = |written: &str| clock(&Text::new(written), 0, ":.");
        assert_eq!(read("9:05").map(|clock| (clock.hour, clock.minute)), Some((9, 5)));
        assert_eq!(read("21:30:15").and_then(|clock| clock.second), Some(15));
        assert_eq!(read("3:1"), None);
        assert_eq!(read("25:00"), None);
        assert_eq!(read("24:30"), None);
    }
}
