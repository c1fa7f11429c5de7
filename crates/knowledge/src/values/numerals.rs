//! Numbers: in digits with their groups and fractions, in words, in Chinese characters.
//!
//! Owns what a number is worth and where it ends. Spoken times are `spoken`.

use super::han;
use super::lexicon::{Line, Term};
use super::tokens::{Kind, Token};
use crate::language::Language;

/// A number in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// The part before the point.
    pub(super) whole: u64,
    /// The digits after the point, as a number, and how many they are.
    pub(super) fraction: Option<(u32, u32)>,
    /// The place after it.
    pub(super) next: usize,
    /// It is in words or characters.
    pub(super) spelled: bool,
}

impl Number {
    pub(super) fn of(whole: u64, next: usize, spelled: bool) -> Self {
        Self {
            whole,
            fraction: None,
            next,
            spelled,
        }
    }

    /// What it is worth.
    pub(super) fn value(&self) -> f64 {
        let fraction = self.fraction.map_or(0.0, |(digits, count)| {
            f64::from(digits) / 10_f64.powi(count.cast_signed())
        });
        self.whole as f64 + fraction
    }

    /// So many times its worth, if that is a whole number.
    pub(super) fn times(&self, unit: u64) -> Option<u64> {
        let whole = self.whole.checked_mul(unit)?;
        let Some((digits, count)) = self.fraction else {
            return Some(whole);
        };
        let part = u64::from(digits).checked_mul(unit)? / 10_u64.checked_pow(count)?;
        whole.checked_add(part)
    }

    /// Its worth where it has no fraction and is not over the limit.
    pub(super) fn small<T: TryFrom<u64>>(&self, limit: u64) -> Option<T> {
        if self.fraction.is_some() || self.whole > limit {
            return None;
        }
        T::try_from(self.whole).ok()
    }
}

/// The number at a place, however it is written.
pub(super) fn number(line: Line<'_>, at: usize, language: Language) -> Option<Number> {
    let number = match line.get(at)?.kind {
        Kind::Digits => digits(line, at, language)?,
        Kind::Han => return han::number(line, at),
        Kind::Word => return words(line, at),
        Kind::Mark => {
            return fraction_mark(line.get(at)?).map(|half| Number {
                whole: 0,
                fraction: Some(half),
                next: at + 1,
                spelled: false,
            });
        }
    };
    Some(scaled(line, number))
}

/// "42 тысяч", "3万": digits that a word multiplies.
fn scaled(line: Line<'_>, number: Number) -> Number {
    let scale = line.term(number.next, |term| {
        if let Term::Scale(scale) = term {
            Some(scale)
        } else {
            None
        }
    });
    let scale = scale.or_else(|| {
        let unit = han::unit_of(&line.get(number.next)?.text)?;
        (unit >= 1000).then_some((unit, number.next + 1))
    });
    let Some((scale, next)) = scale else { return number };
    number
        .times(u64::from(scale))
        .map_or(number, |whole| Number::of(whole, next, false))
}

/// A number in digits.
pub(super) fn digits(line: Line<'_>, at: usize, language: Language) -> Option<Number> {
    let first = line.get(at)?;
    if first.kind != Kind::Digits || first.text.len() > 15 {
        return None;
    }
    let mut number = Number::of(first.text.parse().ok()?, at + 1, false);
    if first.text.len() <= 3 && !first.text.starts_with('0') {
        grouped(line, at, language, &mut number);
    }
    let point = line.mark(number.next, ".") || (language == Language::Russian && line.mark(number.next, ","));
    if point && line.glued(number.next) {
        let after = number.next + 1;
        let fraction = line
            .get(after)
            .filter(|token| token.kind == Kind::Digits && token.glued);
        let another = line.mark(after + 1, ".") && line.glued(after + 1) && line.glued(after + 2);
        let version = another
            && line
                .get(after + 2)
                .is_some_and(|token| token.kind == Kind::Digits);
        if let Some(token) = fraction
            && token.text.len() <= 6
            && !version
        {
            number.fraction = Some((token.text.parse().ok()?, u32::try_from(token.text.len()).ok()?));
            number.next = after + 1;
        }
    } else if let Some(part) = line
        .get(number.next)
        .filter(|token| token.glued)
        .and_then(fraction_mark)
    {
        number.fraction = Some(part);
        number.next += 1;
    }
    Some(number)
}

/// Thousands parted by commas or spaces.
fn grouped(line: Line<'_>, at: usize, language: Language, number: &mut Number) {
    let group = |at: usize| {
        line.get(at)
            .filter(|token| token.kind == Kind::Digits && token.text.len() == 3)
    };
    let is_currency = |token: &Token| "£$€¥₽".contains(token.text.as_str());
    let priced = at > 0 && line.get(at - 1).is_some_and(is_currency);
    // "2 720 ₽" has no word that tells its language.
    let priced_behind = |at: usize| {
        let behind = (at..at + 4).find(|at| group(*at).is_none());
        behind.and_then(|at| line.get(at)).is_some_and(is_currency)
    };
    loop {
        let at = number.next;
        let comma =
            language != Language::Russian && line.mark(at, ",") && line.glued(at) && line.glued(at + 1);
        let (token, next) = if comma {
            (group(at + 1), at + 2)
        } else {
            let spaced = group(at).filter(|token| {
                let gap = line
                    .get(at - 1)
                    .map_or(usize::MAX, |before| token.range.start - before.range.end);
                // In English a space parts two numbers more often than the thousands of one.
                let meant =
                    language == Language::Russian || token.text == "000" || priced || priced_behind(at);
                // A no-break space has two bytes, a narrow one three.
                !token.glued && !token.new_line && gap <= 3 && meant
            });
            (spaced, at + 1)
        };
        let Some(token) = token else { return };
        let (Ok(part), Some(whole)) = (token.text.parse::<u64>(), number.whole.checked_mul(1000)) else {
            return;
        };
        let Some(whole) = whole.checked_add(part) else {
            return;
        };
        *number = Number::of(whole, next, false);
    }
}

fn fraction_mark(token: &Token) -> Option<(u32, u32)> {
    match token.text.as_str() {
        "½" => Some((5, 1)),
        "¼" => Some((25, 2)),
        "¾" => Some((75, 2)),
        _ => None,
    }
}

/// A number in English or Russian words.
pub(super) fn words(line: Line<'_>, at: usize) -> Option<Number> {
    let mut sum = Sum::default();
    let mut next = at;
    let mut place = at;
    // "A hundred".
    if line.get(at)?.text == "a" {
        place = at + 1;
        cardinal(line, place).filter(|((_, scale), _)| *scale)?;
    }
    while let Some(((number, scale), after)) = cardinal(line, place) {
        if !sum.take(number, scale, next == at)? {
            break;
        }
        next = after;
        if number == 0 {
            break;
        }
        let hyphen = line.mark(after, "-") && line.glued(after) && line.glued(after + 1);
        let tens = sum.current >= 20 && sum.current.is_multiple_of(10);
        let and = scale && line.get(after).is_some_and(|token| token.text == "and");
        place = if (hyphen && tens) || and { after + 1 } else { after };
    }
    (next > at).then(|| Number::of(sum.total + sum.current, next, true))
}

/// The number of a word, and whether it multiplies the one before it.
fn cardinal(line: Line<'_>, at: usize) -> Option<((u64, bool), usize)> {
    line.term(at, |term| match term {
        Term::Cardinal(number) => Some((u64::from(number), false)),
        Term::Scale(number) => Some((u64::from(number), true)),
        _ => None,
    })
}

/// The words of a number so far.
#[derive(Debug, Default)]
struct Sum {
    total: u64,
    current: u64,
    scale: Option<u64>,
}

impl Sum {
    /// Takes the next word; whether it goes on the number. Nothing where the number is too large.
    fn take(&mut self, number: u64, scale: bool, first: bool) -> Option<bool> {
        if scale && number == 100 {
            if self.current >= 100 || (self.current == 0 && !first) {
                return Some(false);
            }
            self.current = self.current.max(1) * 100;
        } else if scale {
            if self.scale.is_some_and(|smallest| number >= smallest) {
                return Some(false);
            }
            self.total = self.total.checked_add(self.current.max(1).checked_mul(number)?)?;
            (self.current, self.scale) = (0, Some(number));
        } else if first || follows(self.current, self.total, number) {
            self.current += number;
        } else {
            return Some(false);
        }
        Some(true)
    }
}

/// Whether a number can stand after the others: twenty five, сто двадцать.
fn follows(current: u64, total: u64, number: u64) -> bool {
    match number {
        0 => false,
        1..=9 => current.is_multiple_of(10) && current % 100 != 10 && (current > 0 || total > 0),
        10..=99 => current.is_multiple_of(100) && (current > 0 || total > 0),
        _ => current == 0 && total > 0,
    }
}

/// An ordinal number at a place: "3rd", "third", "twenty-first", "третий", "3-й", 第三.
pub(super) fn ordinal(line: Line<'_>, at: usize) -> Option<(u32, usize)> {
    let word = |at| {
        line.term(at, |term| {
            if let Term::Ordinal(number) = term {
                Some(number)
            } else {
                None
            }
        })
    };
    let token = line.get(at)?;
    match token.kind {
        Kind::Digits => {
            let number = token.text.parse().ok()?;
            let ending = line.get(at + 1).filter(|token| token.glued)?;
            if matches!(ending.text.as_str(), "st" | "nd" | "rd" | "th") {
                return Some((number, at + 2));
            }
            let russian = ending.is("-") && line.glued(at + 2);
            let case = line.get(at + 2).filter(|_| russian)?;
            matches!(
                case.text.as_str(),
                "й" | "я" | "е" | "го" | "м" | "ю" | "ый" | "ая" | "ое" | "ого" | "ья" | "ий"
            )
            .then_some((number, at + 3))
        }
        Kind::Han if token.text == "第" => {
            let number = match line.get(at + 1)?.kind {
                Kind::Digits => Number::of(line.get(at + 1)?.text.parse().ok()?, at + 2, false),
                _ => han::number(line, at + 1)?,
            };
            Some((number.small(u64::from(u32::MAX))?, number.next))
        }
        Kind::Word => word(at).or_else(|| {
            // Only the last word of an ordinal is one: "twenty first", "двадцать пятое".
            let tens = line.term(at, |term| match term {
                Term::Cardinal(number @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) => Some(number),
                _ => None,
            });
            let (tens, mut next) = tens?;
            if line.mark(next, "-") && line.glued(next) {
                next += 1;
            }
            let (one, next) = word(next).filter(|(one, _)| *one < 10)?;
            Some((tens + one, next))
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tokens::tokens;

    fn worth(text: &str, language: Language) -> Option<(f64, usize)> {
        let tokens = tokens(text);
        let number = number(Line { tokens: &tokens }, 0, language)?;
        Some((number.value(), tokens.len() - number.next))
    }

    #[test]
    fn spaces_part_thousands_before_a_currency_in_every_language() {
        for (text, value) in [("2 720 ₽", 2_720.0), ("1 250 500 €", 1_250_500.0)] {
            assert_eq!(worth(text, Language::English), Some((value, 1)), "{text}");
        }
        assert_eq!(worth("2 720 people", Language::English), Some((2.0, 2)));
    }

    #[test]
    fn a_number_is_worth_the_same_however_it_is_written() {
        use Language::{Chinese, English, Russian};
        for (text, language, value) in [
            ("1,250", English, 1250.0),
            ("200 000", English, 200_000.0),
            ("2.40", English, 2.4),
            ("2½", English, 2.5),
            ("twenty five", English, 25.0),
            ("twenty-five", English, 25.0),
            ("a hundred and thirty", English, 130.0),
            ("two thousand and twenty six", English, 2026.0),
            ("twelve hundred", English, 1200.0),
            ("one million two hundred thousand", English, 1_200_000.0),
            ("2 500", Russian, 2500.0),
            ("45,50", Russian, 45.5),
            ("1,5 тыс.", Russian, 1500.0),
            ("42 тысяч", Russian, 42_000.0),
            ("тысяча двести пятьдесят", Russian, 1250.0),
            ("две тысячи двадцать шесть", Russian, 2026.0),
            ("сто двадцать три", Russian, 123.0),
            ("二十五", Chinese, 25.0),
            ("十", Chinese, 10.0),
            ("一百零三", Chinese, 103.0),
            ("一百三", Chinese, 130.0),
            ("两千五", Chinese, 2500.0),
            ("两万三千", Chinese, 23_000.0),
            ("二〇二六", Chinese, 2026.0),
            ("3万", Chinese, 30_000.0),
        ] {
            assert_eq!(worth(text, language), Some((value, 0)), "{text}");
        }
    }

    #[test]
    fn a_number_ends_where_another_begins() {
        use Language::{Chinese, English, Russian};
        for (text, language, value, left) in [
            ("nine thirty", English, 9.0, 1),
            ("3 500", English, 3.0, 1),
            ("3,9", English, 3.0, 2),
            ("двадцать тридцать", Russian, 20.0, 1),
            ("9.30.", English, 9.3, 1),
            ("十五分钟", Chinese, 15.0, 2),
            ("five hundred thousand hundred", English, 500_000.0, 1),
        ] {
            assert_eq!(worth(text, language), Some((value, left)), "{text}");
        }
        assert_eq!(worth("三四", Chinese), None);
        assert_eq!(worth("9999999999999999999", English), None);
    }

    #[test]
    fn ordinals_are_read_in_all_languages() {
        for (text, number) in [
            ("3rd", 3),
            ("third", 3),
            ("twenty-first", 21),
            ("третья", 3),
            ("двадцать пятое", 25),
            ("3-й", 3),
            ("第三", 3),
            ("第12", 12),
        ] {
            let tokens = tokens(text);
            assert_eq!(
                ordinal(Line { tokens: &tokens }, 0),
                Some((number, tokens.len())),
                "{text}"
            );
        }
    }
}
