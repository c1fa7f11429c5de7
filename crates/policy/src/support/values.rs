//! Whether two values are the same, or one lies within the other.
//!
//! Owns comparison alone; how values are read is the knowledge crate's.

use mynah_knowledge::values::{Clock, Value};

/// What a value is counted with when the values of a sentence are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A time of day or two.
    Time,
    /// Days of the week.
    Day,
    /// A date, a month, a season, a holiday.
    Date,
    /// A price.
    Money,
    /// How long, how far, how heavy, how old, how much of a hundred, how many.
    Number,
    /// A way to reach somebody.
    Contact,
}

/// The sort of a value.
pub(crate) fn sort(value: &Value) -> Sort {
    match value {
        Value::Time { .. } | Value::TimeRange { .. } => Sort::Time,
        Value::Weekdays(_) | Value::NthWeekday(_) => Sort::Day,
        Value::Date(_)
        | Value::DateRange(_)
        | Value::Month(_)
        | Value::MonthRange { .. }
        | Value::Season(_)
        | Value::Holiday(_) => Sort::Date,
        Value::Money(_) | Value::MoneyRange { .. } => Sort::Money,
        Value::Phone(_) | Value::Email(_) | Value::Web(_) => Sort::Contact,
        _ => Sort::Number,
    }
}

/// Whether a value of a reply is the value of a passage. A reply may be vaguer ("half past seven" of 19:30), never
/// more exact.
pub(crate) fn same(said: &Value, written: &Value) -> bool {
    match (said, written) {
        (
            Value::Time {
                clock: one,
                ambiguous: vague,
            },
            Value::Time {
                clock: other,
                ambiguous,
            },
        ) => clocks(*one, *vague, *other, *ambiguous),
        (Value::Number(number), Value::Time { clock, ambiguous }) => {
            hour(*number).is_some_and(|said| clocks(said, true, *clock, *ambiguous))
        }
        (
            Value::TimeRange {
                range: one,
                ambiguous: vague,
            },
            Value::TimeRange {
                range: other,
                ambiguous,
            },
        ) => clocks(one.from, *vague, other.from, *ambiguous) && clocks(one.to, *vague, other.to, *ambiguous),
        (Value::Phone(one), Value::Phone(other)) => digits(one) == digits(other) && digits(one).len() >= 2,
        (Value::Email(one), Value::Email(other)) | (Value::Web(one), Value::Web(other)) => {
            one.eq_ignore_ascii_case(other)
        }
        (one, other) => one == other,
    }
}

fn hour(number: f64) -> Option<Clock> {
    (1_u8..=24)
        .find(|hour| (f64::from(*hour) - number).abs() < f64::EPSILON)
        .and_then(|hour| Clock::new(hour, 0))
}

fn clocks(said: Clock, vague: bool, written: Clock, ambiguous: bool) -> bool {
    if said == written {
        return vague || !ambiguous || said.hour > 12;
    }
    vague && said.hour <= 12 && (said.minutes() % 720 == written.minutes() % 720)
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a time of a reply is where a span of a passage begins.
pub(crate) fn begins(said: &Value, span: &Value) -> bool {
    matches!(span, Value::TimeRange { range, ambiguous }
        if same(said, &Value::Time { clock: range.from, ambiguous: *ambiguous }))
}

/// Whether a time of a reply is where a span of a passage ends.
pub(crate) fn ends(said: &Value, span: &Value) -> bool {
    matches!(span, Value::TimeRange { range, ambiguous }
        if same(said, &Value::Time { clock: range.to, ambiguous: *ambiguous }))
}

/// Whether what is asked about lies within a value: Sunday within "daily", 10:00 within "9–5".
pub(crate) fn lies_within(asked: &Value, written: &Value) -> bool {
    match (asked, written) {
        (Value::Weekdays(asked), Value::Weekdays(written)) => asked.intersection(*written) == *asked,
        (
            Value::Time {
                clock,
                ambiguous: false,
            },
            Value::TimeRange {
                range,
                ambiguous: false,
            },
        ) => !range.passes_midnight() && range.from <= *clock && *clock < range.to,
        (Value::Month(asked), Value::MonthRange { from, to }) if from <= to => from <= asked && asked <= to,
        (asked, written) => same(asked, written),
    }
}

#[cfg(test)]
mod tests {
    use mynah_knowledge::language::Language;
    use mynah_knowledge::values::{numbers_as_digits, values};

    use super::*;

    fn value(text: &str) -> Value {
        values(&numbers_as_digits(text, Language::English), Language::English)
            .remove(0)
            .value
    }

    #[test]
    fn a_value_may_be_spelled_otherwise_and_vaguer_but_not_more_exact() {
        for (said, written, expected) in [
            ("at half past seven", "at 7:30 pm", true),
            ("at 19:30", "at 7:30 pm", true),
            ("at 7:30 am", "at 7:30 pm", false),
            ("at 5 pm", "it closes at 5", false),
            ("it closes at 5", "at 5 pm", true),
            ("£5", "5 pounds", true),
            ("£5", "$5", false),
            ("open from nine to five", "9 am to 5 pm", true),
            ("020 7946 0018", "020-7946-0018", true),
            ("on Monday", "on Tuesday", false),
        ] {
            assert_eq!(
                same(&value(said), &value(written)),
                expected,
                "{said} / {written}"
            );
        }
    }

    #[test]
    fn a_day_lies_within_days_and_a_time_within_a_span() {
        assert!(lies_within(&value("on Sunday"), &value("daily")));
        assert!(!lies_within(&value("on Sunday"), &value("Monday to Friday")));
        assert!(lies_within(&value("at 10 am"), &value("open 9 am to 5 pm")));
        assert!(!lies_within(&value("at 5 pm"), &value("open 9 am to 5 pm")));
    }
}
