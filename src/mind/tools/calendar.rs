//! The time of day and the date, as they are said.
//!
//! Owns the sentences. The moment itself is an argument.

use jiff::Zoned;
use jiff::civil::Date;

use super::ToolError;

/// "It is 3:25 pm."
pub(super) fn time(now: &Zoned) -> String {
    let half = if now.hour() < 12 { "am" } else { "pm" };
    let hour = match now.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    match now.minute() {
        0 => format!("It is {hour} {half}."),
        minute => format!("It is {hour}:{minute:02} {half}."),
    }
}

/// "Today is Friday, November 20, 2026.", with the date; `day` is `today`, `tomorrow` or `yesterday`.
pub(super) fn date(day: &str, now: &Zoned) -> Result<(String, Date), ToolError> {
    let today = now.date();
    let (start, date) = match day.trim().to_lowercase().as_str() {
        "" | "today" => ("Today is", today),
        "tomorrow" => ("Tomorrow is", today.tomorrow().map_err(|_| ToolError::NotADay)?),
        "yesterday" => (
            "Yesterday was",
            today.yesterday().map_err(|_| ToolError::NotADay)?,
        ),
        _ => return Err(ToolError::NotADay),
    };
    Ok((format!("{start} {}.", date.strftime("%A, %B %-d, %Y")), date))
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    fn at(hour: i8, minute: i8) -> Zoned {
        civil::date(2026, 12, 31)
            .at(hour, minute, 30, 0)
            .in_tz("UTC")
            .unwrap()
    }

    #[test]
    fn the_time_is_said_with_twelve_hours() {
        for (hour, minute, expected) in [
            (15, 25, "It is 3:25 pm."),
            (0, 5, "It is 12:05 am."),
            (12, 0, "It is 12 pm."),
            (9, 0, "It is 9 am."),
            (23, 59, "It is 11:59 pm."),
        ] {
            assert_eq!(time(&at(hour, minute)), expected);
        }
    }

    #[test]
    fn days_are_said_over_the_turn_of_the_year() {
        for (day, expected) in [
            ("today", "Today is Thursday, December 31, 2026."),
            ("Tomorrow", "Tomorrow is Friday, January 1, 2027."),
            ("yesterday", "Yesterday was Wednesday, December 30, 2026."),
            ("", "Today is Thursday, December 31, 2026."),
        ] {
            assert_eq!(date(day, &at(8, 0)).unwrap().0, expected);
        }
        assert_eq!(date("someday", &at(8, 0)), Err(ToolError::NotADay));
    }
}
