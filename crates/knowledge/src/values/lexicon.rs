//! The lexicon of values: which words name a day, a month, a unit, a currency, a number.
//!
//! Owns what a word may mean and finds it among tokens; the words themselves stand in a table for each language. All
//! three are looked up in any text: their scripts keep them apart, and a Russian notice may well say "Wi-Fi".

mod chinese;
mod english;
mod russian;

use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::amount::Currency;
use super::calendar::{Holiday, Season, WeekdaySet};
use super::phrases::Phrases;
use super::tokens::Token;

/// What a word may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Term {
    /// A day of the week.
    Weekday(Weekday),
    /// A day of the week, in a word that has other meanings as well: it takes a time or another day beside it.
    WeakWeekday(Weekday),
    /// Several days of the week.
    Weekdays(WeekdaySet),
    /// A month.
    Month(i8),
    /// A month, in a word that has other meanings as well.
    WeakMonth(i8),
    /// A season.
    Season(Season),
    /// A season, in a word that has other meanings as well.
    WeakSeason(Season),
    /// A holiday.
    Holiday(Holiday),
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Midnight to morning: 凌晨, ночи. "12 ночи" is midnight.
    Night,
    /// Evening to midnight: 晚上, вечера. "12 at night" is midnight.
    Evening,
    /// Noon and the hours around it: 中午, дня.
    Midday,
    /// A word near a time that tells its half of the day: "morning", "breakfast".
    MorningHint,
    /// A word near a time that tells its half of the day: "evening", "dinner".
    EveningHint,
    /// "O'clock", "часов", 点.
    Hour,
    /// "Minutes" after an hour: 分.
    Minute,
    /// Twelve in the day.
    Noon,
    /// Twelve in the night.
    Midnight,
    /// "Half" before an hour or a unit.
    Half,
    /// "Quarter" before an hour.
    Quarter,
    /// "Past" between minutes and an hour.
    Past,
    /// "Без" before minutes and an hour, 差.
    Lacking,
    /// "Half past six" in one word, полседьмого: the hour.
    HalfBefore(u8),
    /// A genitive hour, "седьмого": the hour that it ends.
    HourOrdinal(u8),
    /// A unit of time, in seconds.
    Seconds(u32),
    /// A unit of length, in thousandths of a millimetre.
    Length(u32),
    /// A unit of weight, in milligrams.
    Mass(u32),
    /// A unit in which an age is given, and a duration.
    Years,
    /// Said only of ages: 岁, "years old".
    YearsOld,
    /// "Percent".
    Percent,
    /// A currency, in a word after the number.
    Currency(Currency),
    /// Hundredths of a currency.
    Cents(Option<Currency>),
    /// Tenths of a yuan.
    Jiao,
    /// Costs nothing.
    Free,
    /// Before "free", where it is not of money: "gluten".
    NotFree,
    /// A cardinal number.
    Cardinal(u32),
    /// A number that multiplies the one before it.
    Scale(u32),
    /// An ordinal number.
    Ordinal(u32),
    /// "Last".
    Last,
    /// "Every".
    Every,
    /// "Of", "the", "in": may stand between an ordinal and its day.
    Particle,
    /// "Month" after a day counted within it.
    OfMonth,
    /// Between the ends of a span.
    To,
    /// Before the first end of a span.
    From,
    /// Between the parts of a list.
    And,
    /// Before a time of day or a day.
    At,
    /// Before the first end of a span with "and".
    Between,
    /// Before an age, below it.
    Under,
    /// Before an age, above it.
    Over,
    /// After an age, it or below.
    OrUnder,
    /// After an age, it or above.
    OrOver,
    /// Somebody who has an age: "child".
    Child,
    /// Before an age.
    Aged,
    /// Before a telephone number.
    Telephone,
    /// Says that a span of hours is opening hours: "open", "hours".
    Opening,
    /// "End of", "mid", "about" before a date: it is none then.
    Vague,
}

static TERMS: LazyLock<Phrases<Term>> =
    LazyLock::new(|| Phrases::new(&[english::TERMS, russian::TERMS, chinese::TERMS]));

/// Tokens that can be looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The tokens.
    pub(super) tokens: &'a [Token],
}

impl Line<'_> {
    /// The token at a place.
    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// Whether the mark stands there.
    pub(super) fn mark(&self, at: usize, mark: &str) -> bool {
        self.get(at).is_some_and(|token| token.is(mark))
    }

    /// Whether nothing stands between the token there and the one before.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.glued)
    }

    /// The longest term there that `want` accepts, and the place after it.
    pub(super) fn term<T>(&self, at: usize, want: impl Fn(Term) -> Option<T>) -> Option<(T, usize)> {
        TERMS.longest(self.tokens, at, want)
    }

    /// The place after the term, if it stands there.
    pub(super) fn is(&self, at: usize, term: Term) -> Option<usize> {
        self.term(at, |found| (found == term).then_some(()))
            .map(|((), next)| next)
    }

    /// Whether the term ends just before the place.
    pub(super) fn before(&self, at: usize, term: Term) -> bool {
        (1..=TERMS.longest_phrase()).any(|back| {
            at.checked_sub(back)
                .is_some_and(|start| self.is(start, term) == Some(at))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tokens::tokens;

    #[test]
    fn the_longest_term_is_found() {
        let tokens = tokens("New Year's Eve and 星期三");
        let line = Line { tokens: &tokens };
        let holiday = |term| {
            if let Term::Holiday(holiday) = term {
                Some(holiday)
            } else {
                None
            }
        };
        assert_eq!(line.term(0, holiday), Some((Holiday::NewYearsEve, 3)));
        assert_eq!(line.is(4, Term::Weekday(Weekday::Wednesday)), Some(7));
        assert!(line.before(4, Term::And));
    }
}
