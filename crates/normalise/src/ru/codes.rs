//! Numbers that name things: telephone numbers, versions, ISBNs, scores.

use super::acronyms::spelled;
use super::words::{Case, Gender, by_digit, cardinal, whole};
use crate::forms::number::small;
use crate::forms::phone::groups;
use crate::forms::version;
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// What people call by its figures.
pub(super) fn fixed(text: &Text<'_>, at: usize) -> Option<Reading> {
    let end = text.literal(at, "24/7").filter(|_| !text.joined_left(at))?;
    Some(Reading::new("двадцать четыре на семь", end))
}

/// A group of a telephone number: zeros at its beginning one by one, the rest as a number.
fn group(digits: &str) -> String {
    let parts: &[usize] = match digits.len() {
        7 => &[3, 5],
        10 => &[3, 6, 8],
        _ => &[],
    };
    if !parts.is_empty() {
        let ends = parts.iter().copied().chain([digits.len()]);
        let spoken = ends.scan(0, |start, end| {
            Some(digits.get(std::mem::replace(start, end)..end))
        });
        return spoken.flatten().map(group).collect::<Vec<_>>().join(" ");
    }
    if digits.len() > 3 {
        let middle = digits.len() / 2;
        let (first, second) = digits.split_at(middle);
        return format!("{} {}", group(first), group(second));
    }
    let rest = digits.trim_start_matches('0');
    let mut words = vec!["ноль"; digits.len() - rest.len()].join(" ");
    if let Some(value) = small(rest).filter(|_| !rest.is_empty()) {
        words = format!("{words} {}", cardinal(value, Case::Nominative, Gender::Masculine));
    }
    words.trim().to_owned()
}

/// Reads a telephone number group by group.
pub(super) fn telephone(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.joined_left(at) || text.kind(at) == Kind::Mark && !text.is_any(at, "+(") {
        return None;
    }
    let phone = groups(text, at)?;
    let count = phone.count();
    let lengths: Vec<usize> = phone.groups.iter().map(|group| group.len()).collect();
    let called = matches!(
        text.previous_word(at).as_str(),
        "тел"
            | "телефон"
            | "телефону"
            | "телефона"
            | "звоните"
            | "позвоните"
            | "факс"
            | "моб"
            | "мобильный"
            | "доб"
            | "номеру"
            | "номер"
            | "телефоны"
    );
    let russian = matches!(
        lengths.as_slice(),
        [1, 3, 7]
            | [1, 10]
            | [1, 3, 3, 2, 2]
            | [1, 3, 3, 4]
            | [1, 4, 2, 2, 2]
            | [1, 3, 2, 2, 3]
            | [3, 3, 2, 2]
            | [1, 4, 3, 3]
            | [1, 3, 3, 3, 1]
    );
    let hyphens = phone.groups.len() >= 3
        && text.is(at + 1, "-")
        && text.is(at + 3, "-")
        && matches!(lengths.as_slice(), [3 | 2, 2, 2]);
    let eleven = lengths == [11] && text.get(at + usize::from(phone.plus)).starts_with(['7', '8']);
    let fits =
        (phone.plus && count >= 7 || russian || hyphens || eleven || called && (5..=15).contains(&count))
            && count <= 15;
    if !fits {
        return None;
    }
    let prefix = if phone.plus { "плюс " } else { "" };
    let spoken: Vec<String> = if lengths == [11] {
        let digits = phone.groups.concat();
        [0..1, 1..4, 4..7, 7..9, 9..11]
            .into_iter()
            .filter_map(|range| digits.get(range))
            .map(group)
            .collect()
    } else {
        phone.groups.iter().map(|digits| group(digits)).collect()
    };
    Some(Reading::new(format!("{prefix}{}", spoken.join(" ")), phone.end))
}

/// Reads `v2.1`, `2.1.3`, `192.168.0.1`.
pub(super) fn version(text: &Text<'_>, at: usize) -> Option<Reading> {
    let lettered = matches!(text.get(at), "v" | "V") && !text.joined_left(at);
    let start = at + usize::from(lettered);
    let (parts, end) = version::parts(text, start)?;
    let named = lettered
        || matches!(
            text.previous_word(at).as_str(),
            "версия"
                | "версии"
                | "версию"
                | "п"
                | "пункт"
                | "пункта"
                | "пункте"
                | "раздел"
                | "раздела"
        );
    if !named && parts.len() < 3 || text.joined_left(at) || parts.len() < 2 && !lettered {
        return None;
    }
    let spoken: Vec<String> = parts
        .iter()
        .map(|part| whole(part, Case::Nominative, Gender::Masculine))
        .collect();
    let prefix = if lettered { "версия " } else { "" };
    Some(Reading::new(format!("{prefix}{}", spoken.join(" точка ")), end))
}

/// Reads `3:1` as "три один" after "счёт", else as "три к одному".
pub(super) fn score(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = small(text.digits(at).filter(|_| !text.joined_left(at))?)?;
    let second = small(text.digits(at + 2).filter(|_| text.is(at + 1, ":"))?)?;
    let scored = (at.saturating_sub(14)..at).any(|before| {
        let word = text.get(before).to_lowercase();
        [
            "счёт",
            "счет",
            "выигра",
            "проигра",
            "побед",
            "сыгра",
            "матч",
            "обыгра",
            "ничь",
            "разгром",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    });
    let ratio = (at.saturating_sub(10)..at).any(|before| {
        let word = text.get(before).to_lowercase();
        ["масштаб", "пропорц", "соотношен", "развед", "смеша"]
            .iter()
            .any(|stem| word.starts_with(stem))
    });
    let nominative = |value| cardinal(value, Case::Nominative, Gender::Masculine);
    let words = if scored || !ratio && first <= 15 && second <= 15 && first != 1 {
        format!("{} {}", nominative(first), nominative(second))
    } else {
        format!(
            "{} к {}",
            nominative(first),
            cardinal(second, Case::Dative, Gender::Masculine)
        )
    };
    Some(Reading::new(words, at + 3))
}

/// Reads the figures after ISBN one by one.
pub(super) fn isbn(text: &Text<'_>, at: usize) -> Option<Reading> {
    let name = text
        .word(at)
        .filter(|word| matches!(*word, "ISBN" | "ISSN" | "ИНН" | "СНИЛС" | "ОГРН" | "БИК" | "КПП"))?;
    let mut end = text.skip_space(at + 1 + usize::from(text.is(at + 1, ":")));
    let start = end;
    let mut digits = String::new();
    while end < start + 20
        && (text.kind(end) == Kind::Digits
            || (text.is_any(end, "-") || text.kind(end) == Kind::Space) && text.kind(end + 1) == Kind::Digits)
    {
        digits.push_str(text.digits(end).unwrap_or_default());
        end += 1;
    }
    let name = if name.is_ascii() {
        name.to_owned()
    } else {
        spelled(name)
    };
    (digits.len() > 5).then(|| Reading::new(format!("{name} {}", by_digit(&digits)), end))
}
