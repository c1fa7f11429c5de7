//! Numbers that are not amounts: ordinals, decades, scores, ratios, Roman numerals.

use super::tables::{RULERS, SCORING, WEEKDAYS, listed};
use super::words;
use crate::forms::dash;
use crate::forms::number::{Style, number, small};
use crate::forms::roman::roman as roman_value;
use crate::grammar::Reading;
use crate::text::Text;

/// What people call by its figures.
pub(super) fn fixed(text: &Text<'_>, at: usize) -> Option<Reading> {
    for (written, spoken) in [
        ("24/7", "twenty four seven"),
        ("50/50", "fifty fifty"),
        ("9/11", "nine eleven"),
        ("20/20", "twenty twenty"),
    ] {
        if let Some(end) = text.literal(at, written).filter(|_| !text.joined_left(at)) {
            return Some(Reading::new(spoken, end));
        }
    }
    None
}

/// Reads `8/10`, `4.5/5`: marks and parts out of a whole.
pub(super) fn out_of(text: &Text<'_>, at: usize) -> Option<Reading> {
    let mark = number(text, at, Style::Point)?;
    let whole = small(text.digits(mark.end + 1).filter(|_| text.is(mark.end, "/"))?)?;
    let open = text.is(mark.end + 2, "/");
    let rated = matches!(
        text.previous_word(at).as_str(),
        "rated" | "rating" | "score" | "scored" | "scores" | "mark" | "got"
    );
    let of = !mark.fraction.is_empty() || matches!(whole, 10 | 20 | 100) || rated;
    if of && !open {
        let words = words::decimal(&mark.whole, &mark.fraction);
        return Some(Reading::new(
            format!("{words} out of {}", words::cardinal(whole)),
            mark.end + 2,
        ));
    }
    let over = mark.value()?;
    let page = matches!(
        text.previous_word(at).as_str(),
        "page" | "part" | "step" | "slide"
    );
    if page && over <= whole {
        let words = format!("{} of {}", words::cardinal(over), words::cardinal(whole));
        return Some(Reading::new(words, mark.end + 2));
    }
    None
}

/// Reads `1990s`, `80s`, `1980's`.
pub(super) fn decade(text: &Text<'_>, at: usize) -> Option<Reading> {
    age_group(text, at).or_else(|| era(text, at))
}

/// Reads `under-16s`, `over 60s`.
fn age_group(text: &Text<'_>, at: usize) -> Option<Reading> {
    let value = small(
        text.digits(at)
            .filter(|_| text.is(at + 1, "s") && !text.joined(at + 2))?,
    )?;
    let hyphen = text.before(at).filter(|before| text.is_any(*before, "-–"));
    let word = text.adjacent_word(hyphen.unwrap_or(at)).to_lowercase();
    matches!(word.as_str(), "under" | "over" | "u")
        .then(|| Reading::new(words::plural(&words::cardinal(value)), at + 2))
}

/// Reads a decade.
fn era(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text.digits(at)?;
    let value = small(digits).filter(|value| value.is_multiple_of(10))?;
    let end = text
        .literal(at + 1, "s")
        .or_else(|| text.literal(at + 1, "'s"))
        .or_else(|| text.literal(at + 1, "’s"))?;
    if text.joined_left(at) || text.joined(end) {
        return None;
    }
    let spoken_of = matches!(
        text.previous_word(at).as_str(),
        "the" | "early" | "late" | "mid" | "his" | "her" | "their" | "my" | "your" | "to" | "in" | "and"
    );
    let era = digits.len() == 4
        || digits.len() == 2 && value >= 20 && (spoken_of || text.is_any(at.wrapping_sub(1), "-–"));
    era.then(|| Reading::new(words::decade(value), end))
}

/// Reads `'90s`.
pub(super) fn short_decade(text: &Text<'_>, at: usize) -> Option<Reading> {
    let digits = text
        .digits(at + 1)
        .filter(|digits| digits.len() == 2 && text.is_any(at, "'’‘"))?;
    let value = small(digits)?;
    if text.is(at + 2, "s") {
        return Some(Reading::new(words::decade(value), at + 3));
    }
    (!text.joined(at + 2) && !text.joined_left(at)).then(|| Reading::new(words::in_pairs(digits), at + 2))
}

/// Reads `1st`, `22nd`, `1st–3rd`.
pub(super) fn ordinal(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = suffixed(text, at)?;
    let second = dash(text, first.end).and_then(|next| suffixed(text, next));
    Some(match second {
        Some(second) => Reading::new(format!("{} to {}", first.words, second.words), second.end),
        None => first,
    })
}

/// A number with the suffix of an ordinal.
fn suffixed(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = number(text, at, Style::Point)?;
    let suffix = matches!(
        text.get(found.end),
        "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH"
    );
    let value = found.value().filter(|_| suffix)?;
    let fits = match (value % 10, value % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    let ends = text.get(found.end).eq_ignore_ascii_case(fits);
    ends.then(|| Reading::new(words::ordinal(value), found.end + 1))
}

/// Reads `4-3-3`, a formation or a series of sets.
pub(super) fn series(text: &Text<'_>, at: usize) -> Option<Reading> {
    let single = |at: usize| text.digits(at).filter(|digits| digits.len() == 1);
    let mut words = words::whole(single(at).filter(|_| !text.joined_left(at))?);
    let mut end = at + 1;
    while let Some(next) = single(end + 1).filter(|_| text.is_any(end, "-–") && end < at + 10) {
        words = format!("{words} {}", words::whole(next));
        end += 2;
    }
    (end >= at + 5 && !text.joined(end)).then(|| Reading::new(words, end))
}

/// Reads `3–1` after "won", "final" and the like.
pub(super) fn score(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = text
        .digits(at)
        .filter(|digits| digits.len() <= 3 && !text.joined_left(at))?;
    let next = if text.is_any(at + 1, "-–—:") {
        at + 2
    } else {
        return None;
    };
    let second = text.digits(next).filter(|digits| digits.len() <= 3)?;
    let before = (at.saturating_sub(16)..at).any(|before| {
        text.word(before)
            .is_some_and(|word| listed(SCORING, &word.to_lowercase()))
    });
    let after = listed(SCORING, &text.next_word(next + 1).to_lowercase());
    let falling = small(first).zip(small(second)).is_some_and(|(first, second)| {
        (first > second && first <= 7 || first == 0 && second == 0) && text.is_any(at + 1, "-–")
    });
    let weekday = WEEKDAYS.iter().any(|(name, short)| {
        let word = text.adjacent_word(at);
        word == *name || short.contains(&word)
    });
    let hours = weekday
        || matches!(
            text.previous_word(at).as_str(),
            "open" | "daily" | "from" | "hours" | "opens" | "until"
        )
        || text.next_word(next + 1).ends_with('m');
    let measured = super::quantities::unit(text, next + 1).is_some();
    let bare = falling && !(hours || measured || text.is(next + 1, "-"));
    if !(before || after || bare) || text.joined(next + 1) || text.is_any(next + 1, ":%") {
        return None;
    }
    let nil = |digits: &str| {
        if digits == "0" {
            "nil".to_owned()
        } else {
            words::whole(digits)
        }
    };
    Some(Reading::new(format!("{} {}", nil(first), nil(second)), next + 1))
}

/// Reads `3:1`, `1:50`, which are no times.
pub(super) fn ratio(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = text.digits(at).filter(|_| !text.joined_left(at))?;
    let second = number(text, at + 2, Style::Point).filter(|_| text.is(at + 1, ":"))?;
    let mut words = format!(
        "{} to {}",
        words::whole(first),
        words::decimal(&second.whole, &second.fraction)
    );
    let mut end = second.end;
    if let Some(third) = text.digits(end + 1).filter(|_| text.is(end, ":")) {
        words = format!("{words} to {}", words::whole(third));
        end += 2;
    }
    Some(Reading::new(words, end))
}

/// Nouns before a Roman numeral that counts.
const COUNTED: &str = "chapter part volume vol book act scene section type phase level stage class grade appendix war \
    article bowl figure table unit lesson module title category mark group zone round king queen pope canto";

/// Reads a Roman numeral after a name or a noun, or before "century".
pub(super) fn roman(text: &Text<'_>, at: usize) -> Option<Reading> {
    let word = text.word(at)?;
    let possessive = ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending));
    let numeral =
        Some(possessive.unwrap_or(word)).filter(|word| word.chars().all(|letter| "IVXL".contains(letter)))?;
    let value = roman_value(numeral)?;
    if text.joined(at + 1) || text.joined_left(at) {
        return None;
    }
    let next = text.next_word(at + 1);
    if matches!(next, "century" | "centuries" | "c") && numeral != "I" {
        return Some(Reading::new(words::ordinal(value), at + 1));
    }
    let previous = text.adjacent_word(at);
    if listed(RULERS, previous)
        && (numeral != "I" || !next.starts_with(char::is_lowercase) || matches!(next, "of" | "was" | "and"))
    {
        let ending = if possessive.is_some() { "'s" } else { "" };
        return Some(Reading::new(
            format!("the {}{ending}", words::ordinal(value)),
            at + 1,
        ));
    }
    if possessive.is_some() {
        return None;
    }
    let counted = listed(COUNTED, &text.previous_word(at));
    let titled = previous.starts_with(char::is_uppercase)
        && previous.chars().any(char::is_lowercase)
        && (numeral.len() > 1 && numeral != "XL" && numeral != "XXL"
            || matches!(numeral, "V" | "X")
                && text.at_end(at + 1)
                && !matches!(previous, "Malcolm" | "Generation" | "Vitamin"));
    (counted || titled).then(|| {
        let word = words::cardinal(value);
        Reading::new(word, at + 1)
    })
}
