//! Numbers with units: `60 km/h`, `5–10 kg`, `2 1/2 hours`, `10 x 15 cm`, `5' 10"`.

use super::tables::{PER, UNITS, listed};
use super::words;
use crate::forms::dash;
use crate::forms::number::{Style, fraction, number};
use crate::grammar::Reading;
use crate::text::{Kind, Text};

/// Words after a number that are no measured thing.
const FUNCTION: &str = "of a an the and or to in on at for from by is are was off until with per as if than but x full empty complete done way";
/// What ten k is a distance of.
const RUNS: &str = "run race walk swim ride course runs races route time pb";

/// Nouns that a quantity describes even without an article: "20 min walk".
const MEASURED: &str = "sessions classes walks lessons slots journeys rides drives lengths tracks films talks tours breaks walk drive ride run swim break wait session class race slot pool delay film tour journey flight \
    course angle bend turn pack packs tin tins pan bag bags box boxes bottle bottles can cans jar tub tube tablet tablets \
    capsule capsules final hurdles freestyle butterfly backstroke breaststroke relay dish loaf steak portion spoonful radius \
    dose lane drop climb hike zone fence path trail sprint lesson massage lecture rest";

/// What is counted in millions.
const COUNTABLE: &str = "people users visitors customers homes jobs views followers members passengers tonnes pounds euros \
    dollars copies tickets households children viewers downloads subscribers residents visits inhabitants";

/// A number in words.
pub(super) struct Amount {
    pub(super) words: String,
    /// Whether its noun is singular.
    pub(super) one: bool,
    pub(super) end: usize,
}

/// Reads a number or a mixed fraction, without a sign.
pub(super) fn amount(text: &Text<'_>, at: usize) -> Option<Amount> {
    if let Some(found) = fraction(text, at)
        && let Some(whole) = found.whole
    {
        let part = match (found.over, found.under) {
            (1, under) => words::fraction(1, under).replacen("one", "a", 1),
            (over, under) => words::fraction(over, under),
        };
        return Some(Amount {
            words: format!("{} and {part}", words::cardinal(whole)),
            one: false,
            end: found.end,
        });
    }
    let number = number(text, at, Style::Point)?;
    Some(Amount {
        words: words::decimal(&number.whole, &number.fraction),
        one: number.value() == Some(1),
        end: number.end,
    })
}

/// A unit with its names for one and for several.
pub(super) struct Measure {
    pub(super) one: String,
    pub(super) many: String,
    pub(super) end: usize,
}

/// The row of the table that stands here, and the position after it.
fn row(text: &Text<'_>, start: usize, spaced: bool) -> Option<(&'static str, &'static str, usize)> {
    let fits = |written: &str, end: usize| {
        let stop = written.ends_with('.');
        let sentence = stop && (text.at_end(end) || text.next_word(end).starts_with(char::is_uppercase));
        let preposition = written == "in" && spaced;
        let possessive = text.is(end, "'") && text.joined(end + 1);
        !sentence && !preposition && !possessive && (stop || text.kind(end) != Kind::Word)
    };
    UNITS
        .iter()
        .filter_map(|unit| Some((unit, text.literal(start, unit.0)?)))
        .filter(|(unit, end)| fits(unit.0, *end))
        .max_by_key(|(_, end)| *end)
        .map(|(unit, end)| (unit.1, unit.2, end))
}

/// Reads a unit after a number: a power and a "per" may follow.
pub(super) fn unit(text: &Text<'_>, at: usize) -> Option<Measure> {
    let start = text.skip_space(at);
    let (one, many, mut end) = row(text, start, start > at)?;
    let (mut one, mut many) = (one.to_owned(), many.to_owned());
    // "2h 30m"
    let hours = at > 3 && matches!(text.get(at - 3), "h" | "hr" | "hrs") && text.kind(at - 4) == Kind::Digits;
    if text.is(start, "m") && (hours || at > 1 && matches!(text.get(at - 2), "h")) {
        return Some(Measure {
            one: "minute".to_owned(),
            many: "minutes".to_owned(),
            end,
        });
    }
    let length = one.ends_with("metre") || matches!(one.as_str(), "foot" | "inch" | "mile" | "yard");
    let power = match text.get(end) {
        "²" => "square ",
        "³" => "cubic ",
        "2" if length && !text.joined(end + 1) => "square ",
        "3" if length && !text.joined(end + 1) => "cubic ",
        _ => "",
    };
    if power.is_empty() {
        if text.kind(end) == Kind::Digits {
            return None;
        }
    } else {
        (one, many) = (format!("{power}{one}"), format!("{power}{many}"));
        end += 1;
    }
    if let Some((per, next)) = per(text, end) {
        (one, many) = (format!("{one} {per}"), format!("{many} {per}"));
        end = next;
    }
    Some(Measure { one, many, end })
}

/// Reads `/h` as "per hour".
pub(super) fn per(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    if !text.is(at, "/") {
        return None;
    }
    let start = text.skip_space(at + 1);
    if let Some((_, name)) = PER.iter().find(|(written, _)| text.is(start, written)) {
        return Some((format!("per {name}"), start + 1));
    }
    let hundred = text.is(start, "100");
    let from = if hundred {
        text.skip_space(start + 1)
    } else {
        start
    };
    let (one, many, mut end) = row(text, from, false)?;
    let length = one.ends_with("metre") || one.ends_with("foot");
    let (before, after) = match text.get(end) {
        "²" | "2" if length => ("square ", ""),
        "³" | "3" if length => ("cubic ", ""),
        "²" => ("", " squared"),
        "³" => ("", " cubed"),
        _ => ("", ""),
    };
    end += usize::from(before.len() + after.len() > 0);
    let words = if hundred {
        format!("per hundred {many}")
    } else {
        format!("per {before}{one}{after}")
    };
    Some((words, end))
}

/// Reads a number, a range or a product of lengths, with its unit; `20 °C–25 °C` is a range of two.
pub(super) fn quantity(text: &Text<'_>, at: usize) -> Option<Reading> {
    let first = measured(text, at)?;
    // Only a unit makes a second quantity part of a range here: bare numbers have been joined.
    let unit = text.kind(first.end - 1) != Kind::Digits && !first.words.contains(" to ");
    let next = dash(text, first.end).filter(|next| unit && text.kind(*next) == Kind::Digits);
    match next.and_then(|next| measured(text, next)) {
        Some(second) => Some(Reading::new(
            format!("{} to {}", first.words, second.words),
            second.end,
        )),
        None => Some(first),
    }
}

/// Reads a number, a range of numbers or a product of lengths, with its unit.
fn measured(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some(reading) = part_of(text, at) {
        return Some(reading);
    }
    let first = amount(text, at)?;
    if let Some(reading) = product(text, at, &first) {
        return Some(reading);
    }
    let mut words = first.words.clone();
    let (mut one, mut end) = (first.one, first.end);
    let difference = (end..end + 8).any(|position| text.is(position, "="));
    let second = dash(text, end)
        .filter(|_| !difference)
        .and_then(|next| amount(text, next));
    if let Some(second) =
        second.filter(|second| !text.is_any(second.end, "-/") || unit(text, second.end).is_some())
    {
        words = format!("{words} to {}", second.words);
        (one, end) = (false, second.end);
    }
    if let Some((scale, next)) = scale(text, end, &words) {
        return Some(Reading::new(format!("{words} {scale}"), next));
    }
    if text.is(end, "-")
        && let Some(measure) = unit(text, end + 1)
        && text.kind(end + 1) == Kind::Word
    {
        return Some(Reading::new(format!("{words} {}", measure.one), measure.end));
    }
    let Some(measure) = unit(text, end) else {
        return Some(Reading::new(words, end));
    };
    let name = if one || adjective(text, at, measure.end) {
        &measure.one
    } else {
        &measure.many
    };
    Some(Reading::new(format!("{words} {name}"), measure.end))
}

/// Whether a quantity describes the noun after it: "a five metre pool".
pub(super) fn adjective(text: &Text<'_>, at: usize, end: usize) -> bool {
    let article = matches!(text.adjacent_word(at), "a" | "an" | "A" | "An");
    let next = text.next_word(end);
    listed(MEASURED, next) || article && next.starts_with(char::is_alphabetic) && !listed(FUNCTION, next)
}

/// Letters that multiply: "fifteen thousand followers", "ten k run".
fn scale(text: &Text<'_>, at: usize, words: &str) -> Option<(&'static str, usize)> {
    let name = match text.get(at) {
        "k" if words == "five" || words == "ten" || listed(RUNS, text.next_word(at + 1)) => "k",
        "m" if listed(COUNTABLE, text.next_word(at + 1)) => "million",
        "k" => "thousand",
        "K" => "K",
        "bn" => "billion",
        "mn" => "million",
        "x" if !text.joined(text.skip_space(at + 1)) || text.kind(at + 1) == Kind::Space => "times",
        _ => return None,
    };
    (text.kind(at) == Kind::Word).then_some((name, at + 1))
}

/// `1/2 cup`: "half a cup"; `2/3` alone: "two thirds".
fn part_of(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = fraction(text, at).filter(|found| found.whole.is_none())?;
    let measure = unit(text, found.end);
    let noun = match &measure {
        Some(measure) => measure.one.clone(),
        None => text.next_word(found.end).to_owned(),
    };
    let end = match &measure {
        Some(measure) => measure.end,
        None if noun.is_empty() => found.end,
        None => text.skip_space(found.end) + 1,
    };
    let counted = !noun.is_empty() && noun.starts_with(char::is_lowercase) && !listed(FUNCTION, &noun);
    let part = words::fraction(found.over, found.under);
    if !counted {
        let half = noun == "full" || noun == "empty" || noun == "way";
        let part = if half {
            part.replace("one half", "half")
        } else {
            part
        };
        return Some(Reading::new(part, found.end));
    }
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) || noun.starts_with("hour") {
        "an"
    } else {
        "a"
    };
    let words = match (found.over, found.under) {
        (1, 2) if noun == "price" => "half price".to_owned(),
        (1, 2) if noun.ends_with('s') => format!("half {noun}"),
        (1, 2) => format!("half {article} {noun}"),
        _ if noun.ends_with('s') => format!("{part} {noun}"),
        (1, _) => {
            let share = part.replacen("one", if found.under == 8 { "an" } else { "a" }, 1);
            format!("{share} of {article} {noun}")
        }
        _ => format!("{part} of {article} {noun}"),
    };
    Some(Reading::new(words, end))
}

/// `10 x 15 cm`, `4x4`, `3 × 4 = 12`.
fn product(text: &Text<'_>, at: usize, first: &Amount) -> Option<Reading> {
    let mut words = first.words.clone();
    let mut end = first.end;
    let sum = (end..end + 12).any(|position| text.is(position, "="));
    let mut factors = 1;
    while factors < 4 {
        let before = unit(text, end);
        let sign = text.skip_space(before.as_ref().map_or(end, |measure| measure.end));
        let letter = text.is_any(sign, "xX");
        if !letter && !text.is(sign, "×") {
            break;
        }
        let Some(next) = amount(text, text.skip_space(sign + 1)) else {
            break;
        };
        if let Some(measure) = &before {
            words = format!("{words} {}", if first.one { &measure.one } else { &measure.many });
        }
        let length = ["metre", "foot", "inch", "yard", "mile", "pixel"];
        let counted =
            unit(text, next.end).is_some_and(|measure| !length.iter().any(|name| measure.one.contains(name)));
        let times = sum
            || counted
            || (!letter && text.kind(sign - 1) == Kind::Space && unit(text, next.end).is_none());
        words = format!("{words} {} {}", if times { "times" } else { "by" }, next.words);
        end = next.end;
        factors += 1;
    }
    if factors == 1 {
        return None;
    }
    if let Some(measure) = unit(text, end) {
        let name = if adjective(text, at, measure.end) {
            measure.one
        } else {
            measure.many
        };
        return Some(Reading::new(format!("{words} {name}"), measure.end));
    }
    Some(Reading::new(words, end))
}

/// `5' 10"`, `6'`: "five foot ten", "six feet"; `12"`: "twelve inches".
pub(super) fn height(text: &Text<'_>, at: usize) -> Option<Reading> {
    let feet = number(text, at, Style::Point)?;
    let words = words::decimal(&feet.whole, &feet.fraction);
    let mark = feet.end;
    if text.is_any(mark, "\"″") || text.is(mark, "”") && text.adjacent_word(at) != "“" {
        let quoted = (at.saturating_sub(40)..at).any(|before| text.is_any(before, "\"“"));
        let next = text.next_word(mark + 1);
        let describes = next.starts_with(char::is_lowercase) && !listed(FUNCTION, next);
        let name = if feet.value() == Some(1) || describes {
            "inch"
        } else {
            "inches"
        };
        return (!quoted).then(|| Reading::new(format!("{words} {name}"), mark + 1));
    }
    let (foot, mut next) = match text.get(mark) {
        "'" | "’" | "′" => (true, mark + 1),
        _ => {
            let start = text.skip_space(mark);
            (text.is(start, "ft"), start + 1)
        }
    };
    if !foot {
        return None;
    }
    let spelled = text.is(next - 1, "ft");
    next = text.skip_space(next);
    if let Some(inches) = text.digits(next).filter(|digits| digits.len() <= 2) {
        let end = match text.get(next + 1) {
            "\"" | "”" | "″" => Some(next + 2),
            _ => text.literal(text.skip_space(next + 1), "in"),
        };
        if let Some(end) = end {
            return Some(Reading::new(
                format!("{words} foot {}", words::whole(inches)),
                end,
            ));
        }
        if !spelled && !text.joined(next + 1) {
            return Some(Reading::new(
                format!("{words} foot {}", words::whole(inches)),
                next + 1,
            ));
        }
    }
    let letters = text.kind(mark + 1) == Kind::Word;
    let name = if feet.value() == Some(1) { "foot" } else { "feet" };
    (!spelled && !letters).then(|| Reading::new(format!("{words} {name}"), mark + 1))
}
