//! Numbers: in digits with their groups and fractions, in words, in Chinese characters.
//!
//! Owns what a number is worth and where it ends. Spoken times are `spoken`.

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
    fn of(whole: u64, next: usize, spelled: bool) -> Self {
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
        Kind::Han => return han(line, at),
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
        let unit = han_unit(&line.get(number.next)?.text)?;
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
    let priced = at > 0
        && line
            .get(at - 1)
            .is_some_and(|token| "£$€¥₽".contains(token.text.as_str()));
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
                let meant = language == Language::Russian || token.text == "000" || priced;
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
    let cardinal = |at| {
        line.term(at, |term| match term {
            Term::Cardinal(number) => Some((u64::from(number), false)),
            Term::Scale(number) => Some((u64::from(number), true)),
            _ => None,
        })
    };
    let (mut total, mut current, mut smallest) = (0_u64, 0_u64, u64::MAX);
    let mut next = at;
    // "A hundred", and "тысяча" without a number before it.
    let mut place = at;
    if line.get(at)?.text == "a" {
        place = at + 1;
        cardinal(place).filter(|((_, scale), _)| *scale)?;
    }
    while let Some(((number, scale), after)) = cardinal(place) {
        if scale && number == 100 {
            if current >= 100 || (current == 0 && next != at) {
                break;
            }
            current = current.max(1) * 100;
        } else if scale {
            if number >= smallest {
                break;
            }
            total = total.checked_add(current.max(1).checked_mul(number)?)?;
            (current, smallest) = (0, number);
        } else if next == at || follows(current, total, number) {
            current += number;
        } else {
            break;
        }
        next = after;
        if number == 0 {
            break;
        }
        place = after;
        if line.mark(place, "-")
            && line.glued(place)
            && line.glued(place + 1)
            && current >= 20
            && current % 10 == 0
        {
            place += 1;
        } else if line.get(place).is_some_and(|token| token.text == "and") && scale {
            place += 1;
        }
    }
    (next > at).then(|| Number::of(total + current, next, true))
}

/// Whether a number can stand after the others: twenty five, сто двадцать.
fn follows(current: u64, total: u64, number: u64) -> bool {
    match number {
        0 => false,
        1..=9 => current % 10 == 0 && current % 100 != 10 && (current > 0 || total > 0),
        10..=99 => current % 100 == 0 && (current > 0 || total > 0),
        _ => current == 0 && total > 0,
    }
}

/// A number in Chinese characters: 二十五, 一百三, 二〇二六.
pub(super) fn han(line: Line<'_>, at: usize) -> Option<Number> {
    let mut next = at;
    while let Some(token) = line.get(next) {
        let known = han_digit(&token.text).is_some() || han_unit(&token.text).is_some();
        // No number has more characters than this.
        if token.kind != Kind::Han || !known || token.new_line && next > at || next - at >= 16 {
            break;
        }
        next += 1;
    }
    let characters: Vec<&str> = (at..next)
        .filter_map(|at| line.get(at))
        .map(|token| token.text.as_str())
        .collect();
    let whole = if characters.iter().any(|character| han_unit(character).is_some()) {
        han_worth(&characters)?
    } else {
        let zero = characters.iter().any(|character| han_digit(character) == Some(0));
        // 三四 is "three or four".
        if characters.len() == 2 && !zero {
            return None;
        }
        characters.iter().try_fold(0_u64, |worth, digit| {
            worth.checked_mul(10)?.checked_add(han_digit(digit)?)
        })?
    };
    (next > at).then(|| Number::of(whole, next, true))
}

fn han_worth(characters: &[&str]) -> Option<u64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    let mut last_unit = 0_u64;
    for character in characters {
        if let Some(found) = han_digit(character) {
            if digit.is_some_and(|digit| digit != 0) {
                return None;
            }
            digit = Some(found);
            // 一百零三 is 103, 一百三 is 130.
            if found == 0 {
                last_unit = 0;
            }
            continue;
        }
        let unit = u64::from(han_unit(character)?);
        if unit >= 10_000 {
            section += digit.take().unwrap_or(0);
            total = total.checked_add(section.max(1).checked_mul(unit)?)?;
            section = 0;
        } else {
            section = section.checked_add(digit.take().filter(|digit| *digit > 0).unwrap_or(1) * unit)?;
        }
        last_unit = unit;
    }
    let rest = digit.unwrap_or(0);
    let rest = if last_unit >= 100 {
        rest * (last_unit / 10)
    } else {
        rest
    };
    total.checked_add(section)?.checked_add(rest)
}

/// The worth of a Chinese digit.
pub(super) fn han_digit(character: &str) -> Option<u64> {
    Some(match character {
        "〇" | "零" => 0,
        "一" | "幺" => 1,
        "二" | "两" | "兩" => 2,
        "三" => 3,
        "四" => 4,
        "五" => 5,
        "六" => 6,
        "七" => 7,
        "八" => 8,
        "九" => 9,
        _ => return None,
    })
}

fn han_unit(character: &str) -> Option<u32> {
    Some(match character {
        "十" => 10,
        "百" => 100,
        "千" => 1000,
        "万" | "萬" => 10_000,
        _ => return None,
    })
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
                _ => han(line, at + 1)?,
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
