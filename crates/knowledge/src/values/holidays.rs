//! When holidays fall.
//!
//! Owns the rules and tables by which they are computed. Which days a country counts as public holidays changes with
//! place and decree: where that cannot be known the answer is "maybe", never a guess.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::Holiday;
use crate::language::Language;

/// Whether a holiday falls on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Falls {
    /// It does not.
    No,
    /// It may: it depends on the place, or the name is vague.
    Maybe,
    /// It does.
    Yes,
}

/// New year, dragon boat and mid-autumn of the Chinese calendar, month and day, from `FIRST_LUNAR_YEAR` on; the tables
/// of the Hong Kong Observatory.
const LUNAR: [[(i8, i8); 3]; 27] = [
    [(2, 10), (6, 10), (9, 17)],
    [(1, 29), (5, 31), (10, 6)],
    [(2, 17), (6, 19), (9, 25)],
    [(2, 6), (6, 9), (9, 15)],
    [(1, 26), (5, 28), (10, 3)],
    [(2, 13), (6, 16), (9, 22)],
    [(2, 3), (6, 5), (9, 12)],
    [(1, 23), (6, 24), (10, 1)],
    [(2, 11), (6, 12), (9, 19)],
    [(1, 31), (6, 1), (9, 8)],
    [(2, 19), (6, 20), (9, 27)],
    [(2, 8), (6, 10), (9, 16)],
    [(1, 28), (5, 30), (10, 4)],
    [(2, 15), (6, 18), (9, 24)],
    [(2, 4), (6, 7), (9, 13)],
    [(1, 24), (5, 27), (10, 2)],
    [(2, 12), (6, 14), (9, 20)],
    [(2, 1), (6, 3), (9, 10)],
    [(1, 22), (6, 22), (9, 28)],
    [(2, 10), (6, 11), (9, 17)],
    [(1, 30), (5, 31), (10, 5)],
    [(2, 17), (6, 19), (9, 25)],
    [(2, 6), (6, 8), (9, 15)],
    [(1, 26), (5, 29), (10, 4)],
    [(2, 14), (6, 15), (9, 22)],
    [(2, 2), (6, 4), (9, 11)],
    [(1, 23), (6, 23), (9, 30)],
];
const FIRST_LUNAR_YEAR: i16 = 2024;

const NEW_YEAR: usize = 0;
const DRAGON_BOAT: usize = 1;
const MID_AUTUMN: usize = 2;

impl Holiday {
    /// Whether it falls on the date, for people who write in the language.
    pub fn falls_on(self, date: Date, language: Language) -> Falls {
        let on = |month, day| yes(date.month() == month && date.day() == day);
        match self {
            Self::Public => public(date, language),
            Self::PublicEve => date
                .tomorrow()
                .map_or(Falls::Maybe, |next| public(next, language)),
            Self::Bank => bank(date).max(only_maybe(public(date, language), language != Language::English)),
            Self::Christmas => on(12, 25).max(maybe(
                between(date, (12, 24), (12, 31)) || (date.month(), date.day()) == (1, 1),
            )),
            Self::ChristmasEve => on(12, 24),
            Self::ChristmasDay => on(12, 25),
            Self::BoxingDay => on(12, 26),
            Self::NewYearsEve => on(12, 31),
            Self::NewYearsDay => on(1, 1),
            Self::ShroveTuesday => from_easter(date, -47),
            Self::AshWednesday => from_easter(date, -46),
            Self::MotheringSunday => from_easter(date, -21),
            Self::PalmSunday => from_easter(date, -7),
            Self::GoodFriday => from_easter(date, -2),
            Self::EasterSunday => from_easter(date, 0),
            Self::EasterMonday => from_easter(date, 1),
            Self::Easter => {
                from_easter(date, 0).max(maybe((-2..=1).any(|days| from_easter(date, days) == Falls::Yes)))
            }
            Self::MemorialDay => {
                yes(date.month() == 5 && date.weekday() == Weekday::Monday && date.day() > 24)
            }
            Self::IndependenceDay => on(7, 4),
            Self::LaborDay => yes(date.month() == 9 && date.weekday() == Weekday::Monday && date.day() <= 7),
            Self::Thanksgiving => yes(date.month() == 11 && is_nth(date, 4, Weekday::Thursday)),
            Self::RemembranceSunday => yes(date.month() == 11 && is_nth(date, 2, Weekday::Sunday)),
            Self::BlackFriday => date
                .yesterday()
                .map_or(Falls::Maybe, |day| Self::Thanksgiving.falls_on(day, language)),
            Self::OrthodoxEaster => yes(orthodox_easter(date.year()) == Some(date)),
            Self::OrthodoxChristmas => on(1, 7),
            Self::WomensDay => on(3, 8),
            Self::VictoryDay => on(5, 9),
            Self::RussiaDay => on(6, 12),
            Self::SpringFestival => spring_festival(date),
            Self::LunarNewYearsEve => lunar_day(date, NEW_YEAR, -1),
            Self::LunarNewYearsDay => lunar_day(date, NEW_YEAR, 0),
            Self::Qingming => yes(qingming(date.year()) == Some(date)),
            Self::MayDay => on(5, 1).max(maybe(between(date, (5, 2), (5, 5)))),
            Self::DragonBoat => lunar_day(date, DRAGON_BOAT, 0),
            Self::MidAutumn => lunar_day(date, MID_AUTUMN, 0),
            Self::NationalDay => on(10, 1).max(maybe(between(date, (10, 2), (10, 8)))),
            Self::School => Falls::Maybe,
        }
    }
}

fn yes(falls: bool) -> Falls {
    if falls { Falls::Yes } else { Falls::No }
}

fn maybe(falls: bool) -> Falls {
    if falls { Falls::Maybe } else { Falls::No }
}

fn only_maybe(falls: Falls, asked: bool) -> Falls {
    if asked { falls } else { Falls::No }
}

fn between(date: Date, from: (i8, i8), to: (i8, i8)) -> bool {
    (from..=to).contains(&(date.month(), date.day()))
}

fn is_nth(date: Date, nth: i8, day: Weekday) -> bool {
    date.weekday() == day && (date.day() - 1) / 7 + 1 == nth
}

/// Easter Sunday of the western churches (the anonymous Gregorian computation).
pub(super) fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let golden = year % 19;
    let century = year / 100;
    let leap = century / 4;
    let moon = (century - leap - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let full = moon - (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + full + 2 - century + leap) % 7;
    let days = full - weekday;
    let month = 3 + (days + 40) / 44;
    let day = days + 28 - 31 * (month / 4);
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// Easter Sunday of the Russian church: of the Julian calendar, 13 days behind until 2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    let number = i32::from(year);
    let moon = (19 * (number % 19) + 15) % 30;
    let weekday = (2 * (number % 4) + 4 * (number % 7) - moon + 34) % 7;
    let sum = moon + weekday + 114;
    let julian = Date::new(
        year,
        i8::try_from(sum / 31).ok()?,
        i8::try_from(sum % 31 + 1).ok()?,
    )
    .ok()?;
    julian.checked_add(13.days()).ok()
}

fn from_easter(date: Date, days: i64) -> Falls {
    yes(easter(date.year()).and_then(|easter| easter.checked_add(days.days()).ok()) == Some(date))
}

/// What people in Britain and Ireland call bank or public holidays.
fn bank(date: Date) -> Falls {
    let sure = matches!((date.month(), date.day()), (12, 25 | 26) | (1, 1));
    let monday = date.weekday() == Weekday::Monday;
    let last = monday && date.day() + 7 > date.days_in_month();
    let first = monday && date.day() <= 7;
    let some_monday = match date.month() {
        2 | 5 | 6 | 8 => first || (last && matches!(date.month(), 5 | 8)),
        10 => last,
        _ => false,
    };
    // A holiday on a weekend is made up for on a working day after it.
    let substitute = matches!(
        (date.month(), date.day()),
        (12, 27 | 28) | (1, 2..=4) | (3, 17..=19)
    ) && !is_weekend(date);
    let saint = matches!(
        (date.month(), date.day()),
        (3, 17) | (7, 12..=14) | (11, 30) | (12, 1 | 2)
    );
    let easter = [-2, 1].iter().any(|days| from_easter(date, *days) == Falls::Yes);
    yes(sure).max(maybe(some_monday || substitute || saint || easter))
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Public holidays of any country where the language is spoken.
fn public(date: Date, language: Language) -> Falls {
    match language {
        Language::English => {
            let american = [(1, 3), (2, 3), (10, 2)]
                .iter()
                .any(|(month, nth)| date.month() == *month && is_nth(date, *nth, Weekday::Monday));
            let days = [(6, 19), (7, 4), (11, 11)];
            let moved = days
                .iter()
                .any(|(month, day)| date.month() == *month && (date.day() - day).abs() <= 1);
            let named = [Holiday::MemorialDay, Holiday::LaborDay, Holiday::Thanksgiving];
            let named = named
                .iter()
                .any(|holiday| holiday.falls_on(date, language) == Falls::Yes);
            let british = bank(date);
            let british = if matches!((date.month(), date.day()), (12, 26)) {
                Falls::Maybe
            } else {
                british
            };
            british.max(maybe(american || moved || named))
        }
        Language::Russian => russian(date),
        Language::Chinese => chinese(date),
    }
}

fn russian(date: Date) -> Falls {
    let day = (date.month(), date.day());
    if day.0 == 1 && day.1 <= 8 || matches!(day, (2, 23) | (3, 8) | (5, 1 | 9) | (6, 12) | (11, 4)) {
        return Falls::Yes;
    }
    // A day off that falls on a weekend is moved by decree, mostly to a day beside a holiday.
    maybe(matches!(
        day,
        (12, 30 | 31) | (1, 9 | 10) | (2, 21 | 22 | 24 | 25) | (3, 6 | 7 | 9 | 10) | (4, 29 | 30) | (5, 2..=4 | 7 | 8 | 10..=12)
            | (6, 10 | 11 | 13..=15) | (11, 2 | 3 | 5..=7)
    ))
}

fn chinese(date: Date) -> Falls {
    let day = (date.month(), date.day());
    let sure = matches!(day, (1 | 5, 1) | (10, 1..=3));
    let near = |first: i64, last: i64, feast: usize| {
        (first..=last)
            .map(|days| lunar_day(date, feast, days))
            .max()
            .unwrap_or(Falls::No)
    };
    let spring = near(-1, 2, NEW_YEAR).max(only_maybe_of(near(-3, 8, NEW_YEAR)));
    let feasts = near(0, 0, DRAGON_BOAT).max(near(0, 0, MID_AUTUMN));
    let around = only_maybe_of(near(-2, 2, DRAGON_BOAT)).max(only_maybe_of(near(-2, 2, MID_AUTUMN)));
    let clear = qingming(date.year());
    let tomb =
        (-2..=2).any(|days: i64| clear.and_then(|clear| clear.checked_add(days.days()).ok()) == Some(date));
    let long = matches!(
        day,
        (12, 30 | 31) | (1, 2 | 3) | (5, 2..=5) | (10, 4..=8) | (4 | 9, 30)
    );
    yes(sure || clear == Some(date))
        .max(spring)
        .max(feasts)
        .max(around)
        .max(maybe(tomb || long))
}

fn only_maybe_of(falls: Falls) -> Falls {
    falls.min(Falls::Maybe)
}

/// Whether the date is so many days after a feast of the Chinese calendar; maybe where the table does not know it.
fn lunar_day(date: Date, feast: usize, days: i64) -> Falls {
    const SEASONS: [((i8, i8), (i8, i8)); 3] = [((1, 18), (3, 1)), ((5, 23), (6, 28)), ((9, 4), (10, 12))];
    let year = date
        .year()
        .checked_sub(FIRST_LUNAR_YEAR)
        .and_then(|year| usize::try_from(year).ok());
    let Some(feasts) = year.and_then(|year| LUNAR.get(year)) else {
        let (from, to) = SEASONS[feast];
        return maybe(between(date, from, to));
    };
    let (month, day) = feasts[feast];
    let moved = Date::new(date.year(), month, day)
        .ok()
        .and_then(|feast| feast.checked_add(days.days()).ok());
    yes(moved == Some(date))
}

fn spring_festival(date: Date) -> Falls {
    let sure = (-1..=2)
        .map(|days| lunar_day(date, NEW_YEAR, days))
        .max()
        .unwrap_or(Falls::No);
    let after = (3..=7)
        .map(|days| lunar_day(date, NEW_YEAR, days))
        .max()
        .unwrap_or(Falls::No);
    sure.max(only_maybe_of(after))
}

/// 清明 of this century.
fn qingming(year: i16) -> Option<Date> {
    let short = i32::from(year)
        .checked_sub(2000)
        .filter(|short| (0..100).contains(short))?;
    // The solar term drifts by 0.2422 days a year and is set back by every leap day.
    let day = (short * 2422 + 48_100) / 10_000 - short / 4;
    Date::new(year, 4, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_on_the_sunday_of_the_churches_tables() {
        for (day, orthodox) in [
            (date(2024, 3, 31), date(2024, 5, 5)),
            (date(2025, 4, 20), date(2025, 4, 20)),
            (date(2026, 4, 5), date(2026, 4, 12)),
            (date(2027, 3, 28), date(2027, 5, 2)),
            (date(2038, 4, 25), date(2038, 4, 25)),
        ] {
            assert_eq!(easter(day.year()), Some(day));
            assert_eq!(orthodox_easter(day.year()), Some(orthodox));
        }
    }

    #[test]
    fn holidays_fall_on_their_days() {
        use Falls::{Maybe, No, Yes};
        use Language::{Chinese, English, Russian};
        for (holiday, day, language, falls) in [
            (Holiday::GoodFriday, date(2026, 4, 3), English, Yes),
            (Holiday::EasterMonday, date(2026, 4, 6), English, Yes),
            (Holiday::Thanksgiving, date(2026, 11, 26), English, Yes),
            (Holiday::LaborDay, date(2026, 9, 7), English, Yes),
            (Holiday::MemorialDay, date(2026, 5, 25), English, Yes),
            (Holiday::Bank, date(2026, 12, 25), English, Yes),
            (Holiday::Bank, date(2026, 8, 31), English, Maybe),
            (Holiday::Bank, date(2026, 11, 26), English, No),
            (Holiday::Bank, date(2026, 12, 28), English, Maybe),
            (Holiday::Public, date(2026, 11, 26), English, Maybe),
            (Holiday::Public, date(2026, 11, 4), Russian, Yes),
            (Holiday::Public, date(2026, 12, 31), Russian, Maybe),
            (Holiday::Public, date(2026, 11, 25), Russian, No),
            (Holiday::Public, date(2026, 10, 1), Chinese, Yes),
            (Holiday::Public, date(2026, 10, 5), Chinese, Maybe),
            (Holiday::Public, date(2026, 2, 17), Chinese, Yes),
            (Holiday::LunarNewYearsEve, date(2026, 2, 16), Chinese, Yes),
            (Holiday::LunarNewYearsDay, date(2027, 2, 6), Chinese, Yes),
            (Holiday::LunarNewYearsDay, date(2099, 2, 6), Chinese, Maybe),
            (Holiday::Qingming, date(2026, 4, 5), Chinese, Yes),
            (Holiday::Qingming, date(2028, 4, 4), Chinese, Yes),
            (Holiday::Christmas, date(2026, 12, 27), English, Maybe),
        ] {
            assert_eq!(holiday.falls_on(day, language), falls, "{holiday:?} on {day}");
        }
    }
}
