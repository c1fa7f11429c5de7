//! Numbers that name things: telephone numbers, rooms, trains, versions, ISBNs, Roman numerals; scores and discounts.

use super::tables::{CALLING, MEASURES, ROOMS, RULERS};
use super::words::{by_digit, cardinal, whole};
use crate::forms::number::{Style, number, small};
use crate::forms::phone::groups;
use crate::forms::roman::roman as roman_value;
use crate::forms::version;
use crate::grammar::Reading;
use crate::text::{Kind, Text, is_han};

/// What people call by its figures.
pub(super) fn fixed(text: &Text<'_>, at: usize) -> Option<Reading> {
    let end = text.literal(at, "24/7")?;
    Some(Reading::new("全天候", end))
}

/// Whether one of the words that announce a telephone number or a code stands before.
fn called(text: &Text<'_>, at: usize) -> bool {
    let before = text.slice(at.saturating_sub(8), at);
    let before = before.trim_end_matches([' ', ':', '：', '为', '是', '(', '（']);
    CALLING.iter().any(|word| before.ends_with(word))
}

/// Reads a telephone number figure by figure.
pub(super) fn telephone(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.kind(at) == Kind::Mark && !text.is_any(at, "+(") || text.kind(at.wrapping_sub(1)) == Kind::Digits
    {
        return None;
    }
    let phone = groups(text, at)?;
    let count = phone.count();
    let first = phone.groups.first()?;
    let several = phone.groups.len() > 1;
    let named = called(text, at);
    let digits = phone.groups.concat();
    let after = text.get(phone.end);
    let mobile = count == 11 && digits.starts_with('1') && (first.len() == 11 || first.len() == 3);
    let area = several && first.starts_with('0') && (10..=12).contains(&count) && first.len() <= 4;
    let service = several && matches!(*first, "400" | "800") && count == 10;
    let international = phone.plus && count >= 7;
    let single = named
        && !several
        && count >= 3
        && !text.is_any(phone.end, ".:：%")
        && !matches!(after, "元" | "个" | "块" | "人" | "次" | "分" | "折");
    let long = named && several && count >= 7;
    if !(mobile || area || service || international || single || long) || count > 15 {
        return None;
    }
    let prefix = if phone.plus { "加" } else { "" };
    Some(Reading::new(format!("{prefix}{}", by_digit(&digits)), phone.end))
}

/// Reads `v2.1`, `2.1.3`.
pub(super) fn version(text: &Text<'_>, at: usize) -> Option<Reading> {
    let lettered = matches!(text.get(at), "v" | "V");
    let start = at + usize::from(lettered);
    let (parts, end) = version::parts(text, start)?;
    if !lettered && parts.len() < 3 || lettered && at > 0 && text.kind(at - 1) == Kind::Digits {
        return None;
    }
    let spoken: Vec<String> = parts.iter().map(|part| whole(part)).collect();
    let prefix = if lettered { "版本" } else { "" };
    Some(Reading::new(format!("{prefix}{}", spoken.join("点")), end))
}

/// Whether two single figures with a zero are a score: `3-0`, but not `0-3岁`.
fn nil(text: &Text<'_>, at: usize, first: &str, second: &str) -> bool {
    let single = first.len() + second.len() == 2;
    let counted =
        super::quantities::measured(text, at + 3) || super::quantities::unit(text, at + 3).is_some();
    single && !counted && (first == "0" || second == "0")
}

/// Reads `3:1`, and `3-1` beside a word of victory, as "三比一".
pub(super) fn ratio(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = text.digits(at)?;
    let second = text.digits(at + 2)?;
    let near = text.slice(at.saturating_sub(8), (at + 8).min(text.len()));
    let scored = text.is_any(at + 1, "-–—")
        && ["比分", "胜", "击败", "负于", "战平", "不敌", "赢", "逆转", "大败"]
            .iter()
            .any(|word| near.contains(word))
        || text.is_any(at + 1, "-–") && nil(text, at, first, second);
    let colon = text.is_any(at + 1, ":：");
    if !(colon || scored) {
        return None;
    }
    let mut words = format!("{}比{}", whole(first), whole(second));
    let mut end = at + 3;
    if let Some(third) = text.digits(end + 1).filter(|_| text.is_any(end, ":：")) {
        words = format!("{words}比{}", whole(third));
        end += 2;
    }
    Some(Reading::new(words, end))
}

/// Reads `8.5折` as "八五折".
pub(super) fn discount(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = number(text, at, Style::Point).filter(|found| text.is(found.end, "折"))?;
    let figures = format!("{}{}", found.whole, found.fraction);
    let words = if found.whole.len() == 2 && found.fraction.is_empty() {
        by_digit(&found.whole)
    } else {
        by_digit(&figures)
    };
    Some(Reading::new(words, found.end))
}

/// Reads the numbers of rooms and lines figure by figure.
pub(super) fn room(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text.digits(at).filter(|digits| (3..=5).contains(&digits.len()))?;
    if text.is_any(at + 1, ",.") && text.kind(at + 2) == Kind::Digits {
        return None;
    }
    let after = text.skip_space(at + 1);
    let second = super::signs::between(text, at + 1).filter(|next| {
        text.digits(*next)
            .is_some_and(|second| second.len() == digits.len())
    });
    let tail = second.map_or(after, |next| next + 1);
    let followed = ROOMS.iter().any(|word| text.literal(tail, word).is_some())
        && !(text.is(tail, "次") && (!lettered(text, at) || text.is(tail + 1, "数")));
    let building = at > 0
        && text.is_any(at - 1, "栋座幢室楼")
        && !MEASURES.iter().any(|word| text.literal(after, word).is_some());
    let named = ["房间", "室", "航班", "车次", "教室", "柜"]
        .iter()
        .any(|word| text.slice(at.saturating_sub(2), at).ends_with(word));
    if !(followed || building || named) || digits.ends_with("00") && followed && text.is(tail, "次") {
        return None;
    }
    let mut words = by_digit(digits);
    let mut end = at + 1;
    if let Some(next) = second.filter(|_| followed) {
        words = format!("{words}到{}", by_digit(text.get(next)));
        end = next + 1;
    }
    Some(Reading::new(words, end))
}

/// Whether a letter is joined to the left.
fn lettered(text: &Text<'_>, at: usize) -> bool {
    at > 0
        && text
            .get(at - 1)
            .chars()
            .all(|letter| letter.is_ascii_alphabetic())
        && text.kind(at - 1) == Kind::Word
}

/// Reads the figures after ISBN one by one.
pub(super) fn isbn(text: &Text<'_>, at: usize) -> Option<Reading> {
    let name = text.word(at).filter(|word| matches!(*word, "ISBN" | "ISSN"))?;
    let mut end = text.skip_space(at + 1 + usize::from(text.is_any(at + 1, ":：")));
    let start = end;
    let mut digits = String::new();
    while end < start + 20 && (text.kind(end) == Kind::Digits || text.is(end, "-") && text.joined(end + 1)) {
        digits.push_str(text.digits(end).unwrap_or_default());
        end += 1;
    }
    if text.is(end, "X") && text.is(end.wrapping_sub(1), "-") {
        return Some(Reading::new(format!("{name}{}X", by_digit(&digits)), end + 1));
    }
    (digits.len() > 7).then(|| Reading::new(format!("{name}{}", by_digit(&digits)), end))
}

/// Reads the number after "第": always an ordinal.
pub(super) fn ordinal(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text.digits(at + 1).filter(|_| text.is(at, "第"))?;
    let mut words = format!("第{}", whole(digits));
    let mut end = at + 2;
    if let Some(next) = super::signs::between(text, end)
        && let Some(second) = text.digits(next)
    {
        words = format!("{words}到{}", whole(second));
        end = next + 1;
    }
    Some(Reading::new(words, end))
}

/// Reads `No.5` as "第五".
pub(super) fn numero(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !matches!(text.get(at), "No" | "NO") || !text.is(at + 1, ".") {
        return None;
    }
    let next = text.skip_space(at + 2);
    let digits = text.digits(next)?;
    Some(Reading::new(format!("第{}", whole(digits)), next + 1))
}

/// Reads a Roman numeral beside Chinese characters.
pub(super) fn roman(text: &Text<'_>, at: usize) -> Option<Reading> {
    let value = roman_value(text.word(at)?)?;
    let han = |position: usize| text.get(position).chars().next().is_some_and(is_han);
    let before = at > 0 && (han(at - 1) || text.kind(at - 1) == Kind::Space && at > 1 && han(at - 2));
    if !(before || han(at + 1) && !text.is(at, "I")) {
        return None;
    }
    let name = text.slice(at.saturating_sub(5), at);
    let ruler = RULERS.iter().any(|ruler| name.trim_end().ends_with(ruler)) && !text.is(at + 1, "世");
    Some(Reading::new(
        format!("{}{}", cardinal(value), if ruler { "世" } else { "" }),
        at + 1,
    ))
}

/// Reads `G1234`, `B12`, `CA981`: letters, then long numbers figure by figure.
pub(super) fn mixed(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text.digits(at + 1)?;
    let letters = text.word(at).filter(|word| {
        let capitals = word.len() <= 3 && word.chars().all(|letter| letter.is_ascii_uppercase());
        capitals || digits.len() >= 3 && word.is_ascii()
    })?;
    let pointed = text.is(at + 2, ".") && text.kind(at + 3) == Kind::Digits;
    let words = if digits.len() >= 3 || digits.starts_with('0') {
        by_digit(digits)
    } else {
        cardinal(small(digits)?)
    };
    (!pointed).then(|| Reading::new(format!("{letters}{words}"), at + 2))
}
