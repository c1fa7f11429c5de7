//! Lengths of time, as timers need them.
//!
//! Owns "an hour and a half", "полторы минуты", 一个半小时, to whole seconds. Calendar spans such as "three
//! months" belong to `day`; how a length is written belongs to `say`.

use super::{any_phrase, number, phrase, word};
use crate::Language;
use crate::number::Number;
use crate::text::Token;

pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;
/// A longer one is no duration, in seconds.
const MAX_DURATION: i64 = 1000 * DAY;
/// "2 days 3 hours 4 minutes 5 seconds"
const MAX_PARTS: usize = 4;

/// Every duration that begins at a position, in seconds.
pub(crate) fn read(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    let mut found = Vec::new();
    let mut open = vec![(at, Number::ZERO, i64::MAX)];
    for _ in 0..MAX_PARTS {
        let mut next = Vec::new();
        for (end, total, last_unit) in open {
            let from = joined(language, tokens, end, end > at);
            for (end, seconds, unit) in parts(language, tokens, from) {
                let Some(total) = total.plus(seconds).filter(|_| unit < last_unit) else {
                    continue;
                };
                next.push((end, total, unit));
                // "one hour thirty", "an hour and twenty": the rest is of the next smaller unit.
                let smaller = if unit == HOUR { MINUTE } else { 1 };
                let from = joined(language, tokens, end, unit == HOUR);
                let rest =
                    number::integer_up_to(language, tokens, from, 59).filter(|_| unit <= HOUR && unit > 1);
                let rest = rest.filter(|&(end, _)| units(language, tokens, end).is_empty());
                if let Some((end, rest)) = rest
                    && let Some(total) = total.plus(Number::integer(rest.saturating_mul(smaller)))
                {
                    found.push((end, total));
                }
            }
        }
        found.extend(next.iter().map(|&(end, total, _)| (end, total)));
        open = next;
    }
    found
        .into_iter()
        .filter_map(|(end, total)| Some((end, total.rounded()?)))
        .filter(|&(_, seconds)| (1..=MAX_DURATION).contains(&seconds))
        .collect()
}

fn joined(language: Language, tokens: &[Token], at: usize, is_later: bool) -> usize {
    let joins: &[&str] = match language {
        Language::English => &["and"],
        Language::Russian => &["и"],
        Language::Chinese => &["零", "又", "加", "和"],
    };
    at + usize::from(is_later && joins.contains(&word(tokens, at)))
}

/// One amount with its unit: the end, the seconds, and the unit's seconds.
fn parts(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Number, i64)> {
    let mut found = Vec::new();
    for (end, amount) in amounts(language, tokens, at) {
        // "five more minutes"
        let is_more = language == Language::English
            && matches!(word(tokens, end), "more" | "extra" | "additional" | "further");
        for (end, unit) in units(language, tokens, end + usize::from(is_more)) {
            let Some(seconds) = amount.times(Number::integer(unit)) else {
                continue;
            };
            found.push((end, seconds, unit));
            if let Some((end, half)) = and_a_half(language, tokens, end) {
                let more = half.times(Number::integer(unit));
                found.extend(more.and_then(|more| Some((end, seconds.plus(more)?, unit))));
            }
        }
    }
    if language == Language::Russian {
        found.extend(russian_compounds(tokens, at));
    }
    found
}

fn amounts(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut found = number::numbers(language, tokens, at);
    let half = Number::fraction(1, 2);
    let quarter = Number::fraction(1, 4);
    let three_quarters = Number::fraction(3, 4);
    let special: &[(&str, Option<Number>)] = match language {
        Language::English => &[
            ("a", Some(Number::ONE)),
            ("an", Some(Number::ONE)),
            ("half a", half),
            ("half an", half),
            ("half of an", half),
            ("a half", half),
            ("a quarter of an", quarter),
            ("quarter of an", quarter),
            ("a quarter", quarter),
            ("three quarters of an", three_quarters),
            ("3 quarters of an", three_quarters),
            ("a couple of", Some(Number::integer(2))),
            ("a couple", Some(Number::integer(2))),
            ("couple of", Some(Number::integer(2))),
            // A transcript hears these for two and four before a unit.
            ("to", Some(Number::integer(2))),
            ("too", Some(Number::integer(2))),
            ("for", Some(Number::integer(4))),
        ],
        Language::Russian => &[("пару", Some(Number::integer(2))), ("пол", half)],
        Language::Chinese => &[],
    };
    for (words, value) in special {
        found.extend(phrase(tokens, at, words).zip(*value));
    }
    // "минуту" is one minute, but "минут" is none.
    let is_single = matches!(
        word(tokens, at),
        "минуту"
            | "минутку"
            | "минуточку"
            | "час"
            | "часик"
            | "секунду"
            | "секундочку"
            | "день"
            | "сутки"
            | "неделю"
    );
    // "Hour and a half"
    let is_cut =
        || english_unit(word(tokens, at)).is_some() && and_a_half(language, tokens, at + 1).is_some();
    if language == Language::Russian && is_single || language == Language::English && is_cut() {
        found.push((at, Number::ONE));
    }
    if language == Language::Chinese {
        found.extend(chinese_amounts(tokens, at));
    }
    found
}

/// 一个半, 半个, 两个, with the classifier.
fn chinese_amounts(tokens: &[Token], at: usize) -> Vec<(usize, Number)> {
    let mut found = Vec::new();
    for (end, value) in number::numbers(Language::Chinese, tokens, at) {
        if word(tokens, end) != "个" {
            continue;
        }
        found.push((end + 1, value));
        let half = Number::fraction(1, 2).filter(|_| word(tokens, end + 1) == "半");
        found.extend(half.and_then(|half| Some((end + 2, value.plus(half)?))));
    }
    found
}

fn and_a_half(language: Language, tokens: &[Token], at: usize) -> Option<(usize, Number)> {
    let tails: &[(&str, i128, i128)] = match language {
        Language::English => &[
            ("and a half", 1, 2),
            ("and half", 1, 2),
            ("and a quarter", 1, 4),
            ("and three quarters", 3, 4),
        ],
        Language::Russian => &[("с половиной", 1, 2), ("и половина", 1, 2)],
        Language::Chinese => &[("半 钟", 1, 2), ("半", 1, 2)],
    };
    tails
        .iter()
        .find_map(|&(tail, top, bottom)| Some((phrase(tokens, at, tail)?, Number::fraction(top, bottom)?)))
}

fn units(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, i64)> {
    match language {
        Language::English => english_unit(word(tokens, at)).map(|unit| (at + 1, unit)),
        Language::Russian => russian_unit(word(tokens, at)).map(|unit| (at + 1, unit)),
        Language::Chinese => {
            const UNITS: [(&str, i64); 13] = [
                ("秒", 1),
                ("秒 钟", 1),
                ("分", MINUTE),
                ("分 钟", MINUTE),
                ("小 时", HOUR),
                ("钟 头", HOUR),
                ("点 钟", HOUR),
                ("钟", HOUR),
                ("刻", 15 * MINUTE),
                ("刻 钟", 15 * MINUTE),
                ("天", DAY),
                ("周", 7 * DAY),
                ("星 期", 7 * DAY),
            ];
            let ends = UNITS.iter().filter_map(|&(name, unit)| {
                let is_hour = name == "点 钟" || name == "钟";
                let end = phrase(tokens, at, name)?;
                let is_meant = !is_hour || word(tokens, at.wrapping_sub(1)) == "个";
                is_meant.then_some((end, unit))
            });
            return ends.collect();
        }
    }
    .into_iter()
    .collect()
}

fn english_unit(word: &str) -> Option<i64> {
    Some(match word {
        "second" | "seconds" | "sec" | "secs" | "s" => 1,
        "minute" | "minutes" | "min" | "mins" | "m" | "minuet" | "minuets" | "minuts" | "minites" => MINUTE,
        "hour" | "hours" | "hr" | "hrs" | "h" | "houre" => HOUR,
        "day" | "days" => DAY,
        "week" | "weeks" => 7 * DAY,
        _ => return None,
    })
}

fn russian_unit(word: &str) -> Option<i64> {
    Some(match word {
        "секунда" | "секунды" | "секунд" | "секунду" | "секундочку" | "сек" | "с" => {
            1
        }
        "минута" | "минуты" | "минут" | "минуту" | "минутку" | "минуток" | "минуточку" | "минутки"
        | "мин" | "минутах" => MINUTE,
        "час" | "часа" | "часов" | "часик" | "часика" | "ч" | "часах" => HOUR,
        "день" | "дня" | "дней" | "сутки" | "суток" => DAY,
        "неделю" | "недели" | "недель" | "неделя" => 7 * DAY,
        _ => return None,
    })
}

/// "полчаса", "десятиминутный", "четверть часа", "минут десять".
fn russian_compounds(tokens: &[Token], at: usize) -> Vec<(usize, Number, i64)> {
    let mut found = Vec::new();
    let first = word(tokens, at);
    let halves = [
        ("полчаса", HOUR),
        ("полчасика", HOUR),
        ("получаса", HOUR),
        ("полчасочка", HOUR),
        ("полминуты", MINUTE),
        ("полминутки", MINUTE),
        ("полдня", DAY),
    ];
    for (name, unit) in halves {
        if first == name {
            found.push((at + 1, Number::integer(unit / 2), unit));
        }
    }
    if let Some((end, unit)) = unit_and_count(tokens, at) {
        found.push((end, unit.0, unit.1));
    }
    found.extend(russian_adjective(tokens, at));
    if any_phrase(tokens, at, &["четверть часа", "четверти часа"]).is_some() {
        found.push((at + 2, Number::integer(15 * MINUTE), HOUR));
    }
    found
}

/// "минут десять": the unit first.
fn unit_and_count(tokens: &[Token], at: usize) -> Option<(usize, (Number, i64))> {
    let unit = match word(tokens, at) {
        "минут" | "минуты" => MINUTE,
        "часа" | "часов" => HOUR,
        "секунд" => 1,
        _ => return None,
    };
    let (end, count) = number::integer_up_to(Language::Russian, tokens, at + 1, 600)?;
    units(Language::Russian, tokens, end)
        .is_empty()
        .then_some((end, (Number::integer(count.saturating_mul(unit)), unit)))
}

/// "десятиминутный", "30 секундный", "часовой".
fn russian_adjective(tokens: &[Token], at: usize) -> Option<(usize, Number, i64)> {
    const STEMS: [(&str, i64); 4] = [
        ("минутн", MINUTE),
        ("секундн", 1),
        ("часов", HOUR),
        ("часовн", HOUR),
    ];
    const COUNTS: [(&str, i64); 26] = [
        ("", 1),
        ("одно", 1),
        ("двух", 2),
        ("трех", 3),
        ("четырех", 4),
        ("пяти", 5),
        ("шести", 6),
        ("семи", 7),
        ("восьми", 8),
        ("девяти", 9),
        ("десяти", 10),
        ("одиннадцати", 11),
        ("двенадцати", 12),
        ("тринадцати", 13),
        ("четырнадцати", 14),
        ("пятнадцати", 15),
        ("шестнадцати", 16),
        ("семнадцати", 17),
        ("восемнадцати", 18),
        ("двадцати", 20),
        ("двадцатипяти", 25),
        ("тридцати", 30),
        ("сорока", 40),
        ("сорокапяти", 45),
        ("пятидесяти", 50),
        ("девяносто", 90),
    ];
    let is_ending = |ending: &str| matches!(ending, "ый" | "ой" | "ого" | "ому" | "ым" | "ая" | "ую");
    let adjective = |word: &str| -> Option<(String, i64)> {
        STEMS.iter().find_map(|&(stem, unit)| {
            let at = word.rfind(stem)?;
            is_ending(&word[at + stem.len()..]).then(|| (word[..at].to_owned(), unit))
        })
    };
    if let Some(count) = number::digits(tokens, at).and_then(Number::whole)
        && let Some((prefix, unit)) = adjective(word(tokens, at + 1))
        && (prefix.is_empty() || prefix == "ти")
    {
        return Some((at + 2, Number::integer(count.checked_mul(unit)?), unit));
    }
    let (prefix, unit) = adjective(word(tokens, at))?;
    if prefix == "полу" {
        return Some((at + 1, Number::integer(unit / 2), unit));
    }
    let (_, count) = COUNTS.iter().find(|(name, _)| *name == prefix)?;
    // "часовой" alone may be a guard or a belt of hours.
    Some((at + 1, Number::integer(count * unit), unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn whole(language: Language, said: &str) -> Option<i64> {
        let tokens = text::tokens(said, language).unwrap();
        let found = read(language, &tokens, 0);
        found
            .into_iter()
            .find(|&(end, _)| end == tokens.len())
            .map(|found| found.1)
    }

    #[test]
    fn durations_are_read_in_words_and_digits() {
        for (language, said, expected) in [
            (Language::English, "ten minutes", 600),
            (Language::English, "an hour and a half", 5400),
            (Language::English, "half an hour", 1800),
            (Language::English, "a half hour", 1800),
            (Language::English, "four and a half minutes", 270),
            (Language::English, "1h30m", 5400),
            (Language::English, "one hour thirty", 5400),
            (Language::English, "2 minutes 30", 150),
            (Language::English, "three quarters of an hour", 2700),
            (Language::English, "quarter of an hour", 900),
            (Language::English, "a minute and a half", 90),
            (Language::English, "for minutes", 240),
            (Language::English, "one hour and 5 minutes and 10 seconds", 3910),
            (Language::Russian, "полчаса", 1800),
            (Language::Russian, "полтора часа", 5400),
            (Language::Russian, "минуту", 60),
            (Language::Russian, "две с половиной минуты", 150),
            (Language::Russian, "час двадцать", 4800),
            (Language::Russian, "минут десять", 600),
            (Language::Russian, "десятиминутный", 600),
            (Language::Russian, "четверть часа", 900),
            (Language::Russian, "1 час 15 минут", 4500),
            (Language::Chinese, "半个小时", 1800),
            (Language::Chinese, "一个半小时", 5400),
            (Language::Chinese, "六分半", 390),
            (Language::Chinese, "两小时二十分钟", 8400),
            (Language::Chinese, "90秒", 90),
            (Language::Chinese, "一刻钟", 900),
        ] {
            assert_eq!(whole(language, said), Some(expected), "{said}");
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_not_read_as_one() {
        for (language, said) in [
            (Language::English, "ten"),
            (Language::English, "half"),
            (Language::English, "minutes"),
            (Language::English, "ten minutes two hours"),
            (Language::English, "99999999999999 hours"),
            (Language::Russian, "десять"),
            (Language::Chinese, "十"),
        ] {
            assert_eq!(whole(language, said), None, "{said}");
        }
    }
}
