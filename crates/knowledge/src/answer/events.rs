//! What is on in a month or on a date: "what's on in January?"
//!
//! Owns how such a question is known and which units are events. Opening hours and days on which a place is closed are none.

use jiff::civil::{Date, DateTime};

use super::{Answer, Answerer, Context};
use crate::language::Language;
use crate::question::{Importance, Question, Term};
use crate::reader::{Agreement, Asked};
use crate::say;
use crate::unit::{Body, UnitId};
use crate::values::{self, Value};

/// So many rows are looked at for other days of a timetable.
const TIMETABLE: usize = 100;
/// As many events are told.
const MOST: usize = 8;
/// A text with a date that is longer than this is no entry of a programme.
const LONGEST: usize = 220;

const ENGLISH: &[&str] = &[
    "what's on",
    "whats on",
    "what is on",
    "what will be on",
    "what's happening",
    "whats happening",
    "what is happening",
    "anything on",
    "anything happening",
    "any events",
    "what events",
    "which events",
    "what's going on",
    "what is going on",
    "have you got on",
    "do you have on",
    "what's coming up",
    "any special events",
    "is there anything on",
];
const RUSSIAN: &[&str] = &[
    "что будет",
    "что у вас в",
    "какие мероприятия",
    "какие события",
    "что происходит",
    "что запланировано",
    "мероприятия в",
    "что интересного",
    "афиша",
];
const CHINESE: &[&str] = &[
    "什么活动",
    "哪些活动",
    "有活动",
    "有啥活动",
    "活动安排",
    "什么演出",
];
/// Words of such a question that name no particular kind of event.
const GENERAL: &[&str] = &[
    "event",
    "events",
    "special",
    "мероприятия",
    "события",
    "афиша",
    "活动",
    "演出",
];

/// A date from or until which something holds is no event.
const NO_EVENTS: &[&str] = &[
    "from 1",
    "price",
    "apply",
    "application",
    "deadline",
    "until",
    "updated",
    "no later",
    "by the",
    "expire",
    "renew",
    "valid",
    "до ",
    "цены",
    "обновлен",
    "截止",
    "更新",
    "有效",
];
/// A day on which a place is closed is no event.
const CLOSED: &[&str] = &[
    "closed",
    "shut",
    "закрыт",
    "не работа",
    "выходной",
    "闭馆",
    "休息",
    "停业",
];

impl Answerer {
    /// The events of the month or date that is asked about, where the documents have any.
    pub(super) fn events(&self, question: &Question, context: &mut Context, now: DateTime) -> Option<Answer> {
        let phrases = match question.language {
            Language::English => ENGLISH,
            Language::Russian => RUSSIAN,
            Language::Chinese => CHINESE,
        };
        let text = question.text.to_lowercase().replace('’', "'");
        if !phrases.iter().any(|phrase| text.contains(phrase)) {
            return None;
        }
        let when = Asked::of(question, now.date());
        if when.months.is_empty() && when.dates.is_empty() && when.days.is_empty() {
            return None;
        }
        // "What's on for toddlers in January" asks for less than everything.
        let is_of_time = |term: &Term| {
            let token = question.tokens.get(term.at);
            token.is_some_and(|token| {
                let mut values = question.values.iter();
                values
                    .any(|found| found.range.start <= token.range.start && token.range.end <= found.range.end)
            })
        };
        let is_general = question.terms.iter().all(|term| {
            term.importance == Importance::Light || is_of_time(term) || GENERAL.contains(&term.word.as_str())
        });
        if !is_general {
            return None;
        }
        let found: Vec<usize> = (0..self.index.units.len())
            .filter(|unit| self.is_event(*unit, &when, now.date()))
            .take(MOST + 1)
            .collect();
        let mut texts: Vec<String> = found
            .iter()
            .take(MOST)
            .map(|unit| match &self.index.units[*unit].body {
                Body::Row(cells) => say::complete_row(cells),
                _ => say::own_text(&self.index.units[*unit]),
            })
            .map(|text| say::ended(&text))
            .collect();
        if texts.is_empty() {
            return None;
        }
        if found.len() > MOST {
            texts.push(
                match question.language {
                    Language::English => "There is more.",
                    Language::Russian => "Это ещё не всё.",
                    Language::Chinese => "此外还有其他活动。",
                }
                .to_owned(),
            );
        }
        let units: Vec<UnitId> = found.iter().map(|unit| self.index.units[*unit].id).collect();
        context.units = found;
        context.question = Some(question.clone());
        let joint = if question.language == Language::Chinese {
            ""
        } else {
            " "
        };
        Some(Answer {
            text: texts.join(joint),
            units,
            confidence: 1.0,
        })
    }

    fn is_event(&self, number: usize, when: &Asked, today: Date) -> bool {
        let unit = &self.index.units[number];
        let facts = self.facts.of(number, unit);
        if when.months.is_empty() && when.dates.is_empty() {
            return self.is_weekly(number, when);
        }
        let is_of_time = |value: &Value| match value {
            Value::Date(day) => day.year.is_none_or(|year| year >= today.year()),
            Value::DateRange(range) => range.from.month == range.to.month,
            _ => false,
        };
        let is_dated = facts
            .values
            .iter()
            .any(|value| is_of_time(value) && when.is_in(value) == Some(true));
        let text = say::own_text(unit);
        let of_hours = self
            .schedules
            .iter()
            .any(|scheduled| scheduled.units.contains(&unit.id));
        is_dated
            && !of_hours
            && when.dates_in(facts) == Agreement::Names
            && text.chars().count() <= LONGEST
            && !NO_EVENTS.iter().any(|word| text.to_lowercase().contains(word))
            && !CLOSED.iter().any(|word| text.to_lowercase().contains(word))
    }

    /// Whether a row is that of a class or the like on such a day of the week.
    fn is_weekly(&self, number: usize, when: &Asked) -> bool {
        let unit = &self.index.units[number];
        let facts = self.facts.of(number, unit);
        let Body::Row(cells) = &unit.body else {
            return false;
        };
        if when.days_in(facts) != Agreement::Names {
            return false;
        }
        let of_hours = self
            .schedules
            .iter()
            .any(|scheduled| scheduled.opening && scheduled.units.contains(&unit.id));
        let names_more = say::row_key(cells)
            .split(|letter: char| !letter.is_alphanumeric())
            .count()
            > 1;
        let mut others = self
            .index
            .block(number)
            .filter(|other| *other != number)
            .take(TIMETABLE);
        let is_timetable =
            others.any(|other| !self.facts.of(other, &self.index.units[other]).days.is_empty());
        // "Weekday: £28" in a header makes no class.
        let says_day = cells.iter().any(|cell| {
            let values = values::values(&cell.text, Language::of(&cell.text));
            values
                .iter()
                .any(|found| matches!(found.value, Value::Weekdays(_) | Value::NthWeekday(_)))
        });
        !of_hours && names_more && is_timetable && says_day
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::super::{Answerer, Context};
    use crate::documents;
    use crate::language::Language;

    const PROGRAMME: &str = "# Old Mill\n\nOpen daily 10 to 4. Closed on 1 January.\n\n## Programme\n\n\
        | Date | Event | Price |\n|---|---|---|\n| 9 January | Bread baking | £12 |\n\
        | 22 January | Talk on wheels | £4 |\n| 3 February | Candle walk | free |\n";

    #[test]
    fn the_events_of_a_month_are_told_and_nothing_else() {
        let answerer = Answerer::new(documents::read(Path::new("mill.md"), PROGRAMME));
        let now = date(2026, 11, 25).at(10, 30, 0, 0);
        let reply = |question: &str| {
            let mut context = Context::default();
            answerer
                .answer(question, Some(Language::English), &mut context, now)
                .text
        };
        let january = reply("what's on in January?");
        assert!(
            january.contains("Bread baking") && january.contains("Talk on wheels"),
            "{january}"
        );
        assert!(
            !january.contains("Candle") && !january.contains("Closed"),
            "{january}"
        );
        assert!(reply("any events in February").contains("Candle walk"));
        assert!(!reply("what's on in May?").contains("Candle"));
    }
}
