//! What is read from lines as people write them.

mod amounts;
mod days;
mod texts;
mod times;

use jiff::civil::Weekday;

use super::*;

/// Values as short text, for tables.
fn shown(text: &str, language: Language) -> Vec<String> {
    values(text, language)
        .into_iter()
        .map(|found| show(&found.value))
        .collect()
}

fn show(value: &Value) -> String {
    let doubt = |ambiguous: &bool| if *ambiguous { "?" } else { "" };
    match value {
        Value::Time { clock, ambiguous } => format!("{clock}{}", doubt(ambiguous)),
        Value::TimeRange { range, ambiguous } => format!("{range}{}", doubt(ambiguous)),
        Value::Weekdays(set) => set.iter().map(short).collect::<Vec<_>>().join("+"),
        Value::NthWeekday(NthWeekday { nth: Nth::Last, day }) => format!("last {}", short(*day)),
        Value::NthWeekday(NthWeekday {
            nth: Nth::Number(nth),
            day,
        }) => format!("{nth}. {}", short(*day)),
        Value::Date(date) => show_date(*date),
        Value::DateRange(range) => format!("{}..{}", show_date(range.from), show_date(range.to)),
        Value::Month(month) => format!("month {month}"),
        Value::MonthRange { from, to } => format!("months {from}..{to}"),
        Value::Season(season) => format!("{season:?}"),
        Value::Holiday(holiday) => format!("{holiday:?}"),
        Value::Money(money) => show_money(*money),
        Value::MoneyRange { from, to } => format!("{}..{}", show_money(*from), show_money(*to)),
        Value::Percent(percent) => format!("{percent}%"),
        Value::Duration { seconds } => format!("{seconds}s"),
        Value::DurationRange { from, to } => format!("{from}..{to}s"),
        Value::Distance { metres } => format!("{metres:.0}m"),
        Value::Weight { grams } => format!("{grams:.0}g"),
        Value::Age(age) => {
            let end = |end: Option<u16>| end.map_or(String::new(), |years| years.to_string());
            format!("age {}..{}", end(age.from), end(age.to))
        }
        Value::Phone(text) | Value::Email(text) | Value::Web(text) => text.clone(),
        Value::Ordinal(number) => format!("{number}."),
        Value::Number(number) => format!("{number}"),
    }
}

fn short(day: Weekday) -> &'static str {
    ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"][usize::try_from(day.to_monday_zero_offset()).unwrap()]
}

fn show_date(date: DayDate) -> String {
    let year = date.year.map_or(String::new(), |year| format!("{year}-"));
    format!("{year}{:02}-{:02}", date.month, date.day)
}

fn show_money(money: Money) -> String {
    match money.currency {
        _ if money.free => "free".to_owned(),
        Some(currency) => format!("{}.{:02} {currency:?}", money.minor / 100, money.minor % 100),
        None => "?".to_owned(),
    }
}

#[track_caller]
fn reads(rows: &[(&str, Language, &[&str])]) {
    for (text, language, expected) in rows {
        assert_eq!(shown(text, *language), *expected, "{text}");
    }
}
