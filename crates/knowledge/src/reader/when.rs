//! Days, dates and ages: whether a unit is about those that a question names.
//!
//! Owns the comparison only; what is open when is `hours`'.

use jiff::civil::{Date, Weekday};

use super::facts::Facts;
use super::sizes::{self, Size, SizeRange};
use crate::question::Question;
use crate::values::{Age, AgeUnit, Holiday, Value, WeekdaySet};

/// The days, dates, ages and sizes that a question is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// Days of the week.
    pub days: WeekdaySet,
    /// Months, 1 to 12.
    pub months: Vec<i8>,
    /// Dates.
    pub dates: Vec<Date>,
    /// Years of age.
    pub ages: Vec<u16>,
    /// Days with a name.
    pub holidays: Vec<Holiday>,
    /// Lengths and weights.
    pub(super) sizes: Vec<Size>,
}

/// Whether a unit agrees with what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// It names what is asked.
    Names,
    /// It names nothing of the kind, or nothing is asked.
    Silent,
    /// It names something else.
    Differs,
}

impl Asked {
    /// What a question is about, asked on this day.
    pub fn of(question: &Question, today: Date) -> Self {
        let mut asked = Self {
            days: days_asked(question, today.weekday()),
            ages: ages_asked(question),
            sizes: sizes::asked(question),
            ..Self::default()
        };
        for found in &question.values {
            match &found.value {
                Value::Month(month) => asked.months.push(*month),
                Value::Holiday(holiday) => asked.holidays.push(*holiday),
                Value::Date(day) => {
                    let year = day.year.unwrap_or_else(|| {
                        let passed = (day.month, day.day) < (today.month(), today.day());
                        today.year() + i16::from(passed)
                    });
                    if let Ok(date) = Date::new(year, day.month, day.day) {
                        asked.days = asked.days.union(WeekdaySet::of(date.weekday()));
                        asked.months.push(date.month());
                        asked.dates.push(date);
                    }
                }
                _ => {}
            }
        }
        asked
    }

    /// Whether an age or a size is asked about.
    pub fn names_age_or_size(&self) -> bool {
        !self.ages.is_empty() || !self.sizes.is_empty()
    }

    /// Whether a unit is about these days.
    pub fn days_in(&self, facts: &Facts) -> Agreement {
        if self.days.is_empty() {
            return Agreement::Silent;
        }
        let named = facts.days;
        if named.is_empty() {
            Agreement::Silent
        } else if self.days.intersection(named) == self.days {
            Agreement::Names
        } else {
            Agreement::Differs
        }
    }

    /// Whether a unit is about these dates or months.
    pub fn dates_in(&self, facts: &Facts) -> Agreement {
        if self.dates.is_empty() && self.months.is_empty() && self.holidays.is_empty() {
            return Agreement::Silent;
        }
        let mut agreement = Agreement::Silent;
        for value in &facts.values {
            let Some(names) = self.is_in(value) else { continue };
            if names {
                return Agreement::Names;
            }
            agreement = Agreement::Differs;
        }
        agreement
    }

    /// Whether a value of time has one of the dates or months; `None` for a value of another kind.
    pub fn is_in(&self, value: &Value) -> Option<bool> {
        let month_between = |from: i8, to: i8, month: i8| {
            if from <= to {
                (from..=to).contains(&month)
            } else {
                month >= from || month <= to
            }
        };
        match value {
            Value::Holiday(holiday) if self.holidays.contains(holiday) => Some(true),
            _ if self.dates.is_empty() && self.months.is_empty() => None,
            Value::Date(day) => Some(if self.dates.is_empty() {
                self.months.contains(&day.month)
            } else {
                self.dates.iter().any(|date| day.contains(*date))
            }),
            Value::DateRange(range) => Some(if self.dates.is_empty() {
                self.months
                    .iter()
                    .any(|month| month_between(range.from.month, range.to.month, *month))
            } else {
                self.dates.iter().any(|date| range.contains(*date))
            }),
            Value::Month(month) => Some(self.months.contains(month)),
            Value::MonthRange { from, to } => {
                Some(self.months.iter().any(|month| month_between(*from, *to, *month)))
            }
            _ => None,
        }
    }

    /// Whether a unit is about things of these sizes.
    pub fn sizes_in(&self, facts: &Facts) -> Agreement {
        match self.is_within(&facts.sizes) {
            Some(true) => Agreement::Names,
            Some(false) => Agreement::Differs,
            None => Agreement::Silent,
        }
    }

    /// Whether one of the sizes is within one of these ranges; `None` where nothing of the kind is asked or bounded.
    pub fn is_within(&self, ranges: &[SizeRange]) -> Option<bool> {
        let covers = |range: &SizeRange| self.sizes.iter().filter_map(|size| range.covers(*size)).max();
        ranges.iter().filter_map(covers).max()
    }

    /// Whether a unit is about people of this age.
    pub fn ages_in(&self, facts: &Facts) -> Agreement {
        if self.ages.is_empty() {
            return Agreement::Silent;
        }
        let mut agreement = Agreement::Silent;
        for value in &facts.values {
            if let Value::Age(age) = value {
                if self.ages.iter().any(|years| age.covers(*years)) {
                    return Agreement::Names;
                }
                agreement = Agreement::Differs;
            }
        }
        agreement
    }
}

fn days_asked(question: &Question, today: Weekday) -> WeekdaySet {
    let mut set = WeekdaySet::NONE;
    for found in &question.values {
        match &found.value {
            Value::Weekdays(days) => set = set.union(*days),
            Value::NthWeekday(nth) => set = set.union(WeekdaySet::of(nth.day)),
            _ => {}
        }
    }
    for token in &question.tokens {
        let day = match token.word.as_str() {
            "today" | "tonight" | "сегодня" => today,
            "tomorrow" | "завтра" => today.wrapping_add(1),
            _ => continue,
        };
        set = set.union(WeekdaySet::of(day));
    }
    if question.text.contains("今天") || question.text.contains("今晚") {
        set = set.union(WeekdaySet::of(today));
    }
    if question.text.contains("明天") {
        set = set.union(WeekdaySet::of(today.wrapping_add(1)));
    }
    set
}

/// "My son is 7", "a 10-year-old", "мне 70 лет", "7岁".
fn ages_asked(question: &Question) -> Vec<u16> {
    let mut ages: Vec<u16> = question
        .values
        .iter()
        .filter_map(|found| match found.value {
            Value::Age(Age {
                from: Some(from),
                to: Some(to),
                unit: AgeUnit::Years,
            }) if from == to => Some(from),
            // "The over 55s thing": somebody just older.
            Value::Age(Age {
                from: Some(from),
                to: None,
                unit: AgeUnit::Years,
            }) => Some(from),
            Value::Age(Age {
                from: None,
                to: Some(to),
                unit: AgeUnit::Years,
            }) => Some(to),
            _ => None,
        })
        .collect();
    let words: Vec<&str> = question.words();
    for (at, word) in words.iter().enumerate() {
        let Ok(number) = word.parse::<u16>() else { continue };
        let before = at.checked_sub(1).map_or("", |at| words[at]);
        let next = words.get(at + 1).copied().unwrap_or_default();
        let is_age = next.starts_with("year") || matches!(next, "yo" | "лет" | "год" | "года" | "岁");
        let says = matches!(
            before,
            "is" | "am" | "i'm" | "im" | "he's" | "she's" | "aged" | "turned" | "age" | "мне" | "ему" | "ей"
        );
        let ends = next.is_empty()
            || question.text[question.tokens[at].range.end..].starts_with(['.', ',', '?', '!'])
            || matches!(next, "can" | "does" | "is" | "and");
        let possessive = before.ends_with("'s");
        if number < 110 && (is_age || (says || possessive) && ends) && !ages.contains(&number) {
            ages.push(number);
        }
    }
    ages
}
