//! Named days: Christmas, Новый год, 春节.
//!
//! Owns the rows of `data/holidays.txt`, the reckoning of Easter, and the Chinese calendar's days from 2024 to
//! 2035. A holiday that is out of that table has no date.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use super::table::{self, Names};
use crate::Language;

const TABLE: &str = include_str!("../../data/holidays.txt");

/// The first year of the tables below.
const FIRST_LUNAR_YEAR: i16 = 2024;

/// Days of the Chinese calendar, as month and day, from 2024 on.
const LUNAR: [(&str, [(i8, i8); 12]); 7] = [
    (
        "spring",
        [
            (2, 10),
            (1, 29),
            (2, 17),
            (2, 6),
            (1, 26),
            (2, 13),
            (2, 3),
            (1, 23),
            (2, 11),
            (1, 31),
            (2, 19),
            (2, 8),
        ],
    ),
    (
        "dragon",
        [
            (6, 10),
            (5, 31),
            (6, 19),
            (6, 9),
            (5, 28),
            (6, 16),
            (6, 5),
            (6, 24),
            (6, 12),
            (6, 1),
            (6, 20),
            (6, 10),
        ],
    ),
    (
        "qixi",
        [
            (8, 10),
            (8, 29),
            (8, 19),
            (8, 8),
            (8, 26),
            (8, 16),
            (8, 5),
            (8, 24),
            (8, 12),
            (8, 1),
            (8, 20),
            (8, 10),
        ],
    ),
    (
        "moon",
        [
            (9, 17),
            (10, 6),
            (9, 25),
            (9, 15),
            (10, 3),
            (9, 22),
            (9, 12),
            (10, 1),
            (9, 19),
            (9, 8),
            (9, 27),
            (9, 16),
        ],
    ),
    (
        "nine",
        [
            (10, 11),
            (10, 29),
            (10, 18),
            (10, 8),
            (10, 26),
            (10, 16),
            (10, 5),
            (10, 24),
            (10, 12),
            (10, 1),
            (10, 20),
            (10, 9),
        ],
    ),
    (
        "qingming",
        [
            (4, 4),
            (4, 4),
            (4, 5),
            (4, 5),
            (4, 4),
            (4, 4),
            (4, 5),
            (4, 5),
            (4, 4),
            (4, 4),
            (4, 5),
            (4, 5),
        ],
    ),
    (
        "laba",
        [
            (1, 18),
            (1, 7),
            (1, 26),
            (1, 15),
            (1, 4),
            (1, 22),
            (1, 11),
            (1, 1),
            (1, 20),
            (1, 8),
            (1, 27),
            (1, 16),
        ],
    ),
];

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HolidayId(usize);

#[derive(Debug, Clone)]
enum Rule {
    Fixed(i8, i8),
    /// Days from the Sunday of the Western churches.
    Easter(i32),
    /// Days from the Sunday of the Eastern churches.
    Orthodox(i32),
    /// The nth weekday of a month, and days after it.
    Nth(i8, Weekday, i8, i32),
    /// A row of `LUNAR`, and days from it.
    Lunar(usize, i32),
}

#[derive(Debug, Clone)]
struct Holiday {
    rule: Rule,
    /// "Christmas", "Новый год"
    names: [&'static str; 3],
    /// "Christmas", "Нового года": after "until"
    genitives: [&'static str; 3],
}

/// All named days, and their names in the three languages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Holidays {
    rows: Vec<Holiday>,
    names: [Names; 3],
}

impl Holidays {
    pub(crate) fn read() -> Self {
        let mut holidays = Self::default();
        for fields in table::rows(TABLE) {
            let [rule, english, russian, chinese] = fields[..] else {
                continue;
            };
            let Some(rule) = rule_of(rule) else {
                continue;
            };
            let row = holidays.rows.len();
            let fields = [english, russian, chinese];
            for (language, field) in Language::ALL.into_iter().zip(fields) {
                for name in field.split(';') {
                    let index = &mut holidays.names[language.index()];
                    index.add(name, row, language);
                    if let Some(bare) = name.strip_prefix("the ") {
                        index.add(bare, row, language);
                    }
                }
            }
            let nth = |field: &'static str, n: usize| {
                let mut names = field.split(';');
                names.nth(n).unwrap_or("")
            };
            holidays.rows.push(Holiday {
                rule,
                names: fields.map(|field| nth(field, 0)),
                genitives: [nth(english, 0), nth(russian, 1), nth(chinese, 0)],
            });
        }
        holidays
    }

    pub(crate) fn names(&self, language: Language) -> &Names {
        &self.names[language.index()]
    }

    pub(crate) fn id(row: usize) -> HolidayId {
        HolidayId(row)
    }

    pub(crate) fn name(&self, holiday: HolidayId, language: Language) -> &'static str {
        self.rows
            .get(holiday.0)
            .map_or("", |row| row.names[language.index()])
    }

    pub(crate) fn genitive(&self, holiday: HolidayId, language: Language) -> &'static str {
        self.rows
            .get(holiday.0)
            .map_or("", |row| row.genitives[language.index()])
    }

    /// The day on which it falls in a year.
    pub(crate) fn in_year(&self, holiday: HolidayId, year: i16) -> Option<Date> {
        if !(1..=9000).contains(&year) {
            return None;
        }
        match self.rows.get(holiday.0)?.rule {
            Rule::Fixed(month, day) => Date::new(year, month, day).ok(),
            Rule::Easter(days) => shifted(easter(year)?, days),
            Rule::Orthodox(days) => shifted(orthodox_easter(year)?, days),
            Rule::Nth(month, weekday, nth, days) => {
                let day = date(year, month, 1).nth_weekday_of_month(nth, weekday).ok()?;
                shifted(day, days)
            }
            Rule::Lunar(row, days) => {
                let index = usize::try_from(year.checked_sub(FIRST_LUNAR_YEAR)?).ok()?;
                let &(month, day) = LUNAR.get(row)?.1.get(index)?;
                shifted(Date::new(year, month, day).ok()?, days)
            }
        }
    }
}

fn shifted(date: Date, days: i32) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

fn rule_of(text: &str) -> Option<Rule> {
    let parts: Vec<&str> = text.split(' ').collect();
    let offset = |text: &str, name: &str| -> Option<i32> { text.strip_prefix(name)?.parse().ok() };
    match parts[..] {
        ["nth", month, weekday, nth] => nth_rule(month, weekday, nth, "0"),
        ["nth", month, weekday, nth, days] => nth_rule(month, weekday, nth, days),
        ["lunar", day] => {
            let sign = day.find(['+', '-'])?;
            let row = LUNAR.iter().position(|(name, _)| *name == &day[..sign])?;
            Some(Rule::Lunar(row, day[sign..].parse().ok()?))
        }
        [day] => {
            let easter = offset(day, "easter").map(Rule::Easter);
            let orthodox = || offset(day, "orthodox").map(Rule::Orthodox);
            easter.or_else(orthodox).or_else(|| {
                let (month, day) = day.split_once('-')?;
                Some(Rule::Fixed(month.parse().ok()?, day.parse().ok()?))
            })
        }
        _ => None,
    }
}

fn nth_rule(month: &str, weekday: &str, nth: &str, days: &str) -> Option<Rule> {
    let weekday = Weekday::from_monday_one_offset(weekday.parse().ok()?).ok()?;
    Some(Rule::Nth(
        month.parse().ok()?,
        weekday,
        nth.parse().ok()?,
        days.parse().ok()?,
    ))
}

/// The computus of Gauss in the form of Meeus, for the Gregorian calendar, with his letters.
#[allow(clippy::many_single_char_names)]
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The Julian reckoning of Meeus, in the Gregorian calendar; the shift of 13 days holds from 1900 to 2099.
#[allow(clippy::many_single_char_names)]
fn orthodox_easter(year: i16) -> Option<Date> {
    if !(1900..=2099).contains(&year) {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    let julian = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    shifted(julian, 13)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn in_year(name: &str, language: Language, year: i16) -> String {
        let holidays = Holidays::read();
        let tokens = text::tokens(name, language).unwrap();
        let found = holidays.names(language).find(&tokens, 0);
        let day = holidays.in_year(HolidayId(found[0].1), year);
        day.map_or_else(|| "unknown".to_owned(), |day| day.to_string())
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(Holidays::read().rows.len(), table::rows(TABLE).count());
    }

    #[test]
    fn named_days_fall_where_the_calendars_say() {
        for (name, language, year, expected) in [
            ("Easter", Language::English, 2026, "2026-04-05"),
            ("Easter", Language::English, 2027, "2027-03-28"),
            ("Good Friday", Language::English, 2027, "2027-03-26"),
            ("Пасха", Language::Russian, 2027, "2027-05-02"),
            ("春节", Language::Chinese, 2027, "2027-02-06"),
            ("除夕", Language::Chinese, 2027, "2027-02-05"),
            ("春节", Language::Chinese, 2050, "unknown"),
            ("Thanksgiving", Language::English, 2026, "2026-11-26"),
            ("Black Friday", Language::English, 2026, "2026-11-27"),
            ("Рождество", Language::Russian, 2027, "2027-01-07"),
        ] {
            assert_eq!(in_year(name, language, year), expected, "{name} {year}");
        }
    }
}
