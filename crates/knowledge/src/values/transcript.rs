//! Transcripts: spoken numbers and times written in digits, as a document would have them.
//!
//! Owns which words are written so. What numbers and times they are is `numerals`, `han` and `spoken`.

use super::clock::Clock;
use super::han;
use super::lexicon::{Line, Term};
use super::numerals::{self, Number};
use super::spoken::{chinese_lacking, is_latin, phrase};
use super::tokens::{Kind, MAX_TEXT_LEN, tokens};
use crate::language::Language;

/// The text with its spoken numbers and times in digits, as a document would have them.
pub(super) fn in_digits(text: &str, language: Language) -> String {
    let tokens = tokens(text);
    let line = Line { tokens: &tokens };
    let mut written = String::with_capacity(text.len().min(2 * MAX_TEXT_LEN));
    let (mut at, mut copied) = (0, 0);
    while at < tokens.len() {
        let Some((digits, next)) = digits_at(line, at, language).filter(|(_, next)| *next > at) else {
            at += 1;
            continue;
        };
        let (Some(first), Some(last)) = (tokens.get(at), tokens.get(next - 1)) else {
            break;
        };
        written.push_str(&text[copied..first.range.start]);
        written.push_str(&digits);
        copied = last.range.end;
        at = next;
    }
    written.push_str(&text[copied..]);
    written
}

/// What stands at a place, in digits, if it is spoken.
fn digits_at(line: Line<'_>, at: usize, language: Language) -> Option<(String, usize)> {
    let token = line.get(at)?;
    match token.kind {
        Kind::Han => chinese(line, at),
        Kind::Word if is_latin(line, at) => english(line, at),
        Kind::Word => russian(line, at),
        Kind::Digits => {
            let (clock, next) = phrase(line, at)?;
            Some((show(clock), next))
        }
        Kind::Mark => None,
    }
    .filter(|_| language == Language::Chinese || token.kind != Kind::Han)
}

fn show(clock: Clock) -> String {
    format!("{}:{:02}", clock.hour, clock.minute)
}

fn english(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if let Some((clock, next)) = phrase(line, at) {
        return Some((show(clock), next));
    }
    if let Some(dated) = english_ordinal(line, at) {
        return Some(dated);
    }
    let number = numerals::words(line, at)?;
    let pair = second_number(line, &number);
    if let Some((hour, minute)) = number.small::<u8>(12).filter(|hour| *hour > 0).zip(pair.as_ref()) {
        // "Nine thirty", "nine oh five"; "two fifty pounds" is a price.
        let (minute, next) = *minute;
        if minute >= 10
            || line
                .get(number.next)
                .is_some_and(|token| token.text == "oh" || token.text == "o")
        {
            return Some((format!("{hour}:{minute:02}"), next));
        }
    }
    if let Some((pence, next)) = price_parts(line, &number) {
        return Some((format!("{}.{pence:02}", number.whole), next));
    }
    // "Twenty twenty six", "nineteen eighty".
    if let Some((rest, next)) = pair
        && (number.whole == 19 || number.whole == 20)
        && rest >= 10
    {
        return Some((format!("{}", number.whole * 100 + u64::from(rest)), next));
    }
    // "One" is more often a pronoun than a number.
    if number.whole == 1 && !counts(line, at, number.next) {
        return None;
    }
    Some((number.whole.to_string(), number.next))
}

/// The number of two digits that follows another one.
fn second_number(line: Line<'_>, first: &Number) -> Option<(u8, usize)> {
    let at = first.next;
    if line.get(at)?.new_line {
        return None;
    }
    let oh = usize::from(matches!(line.get(at)?.text.as_str(), "oh" | "o"));
    let at = at + usize::from(line.mark(at, "-")) + oh;
    let second = line
        .get(at)
        .filter(|token| token.kind == Kind::Word)
        .and_then(|_| numerals::words(line, at))?;
    let worth = second.small::<u8>(59)?;
    let priced = line.term(second.next, |term| {
        matches!(
            term,
            Term::Currency(_) | Term::Cents(_) | Term::Percent | Term::Years | Term::Seconds(_)
        )
        .then_some(())
    });
    priced.is_none().then_some((worth, second.next))
}

/// The fifty of "two fifty pounds".
fn price_parts(line: Line<'_>, first: &Number) -> Option<(u8, usize)> {
    let second = line
        .get(first.next)
        .filter(|token| !token.new_line && token.kind == Kind::Word)?;
    let second = second
        .text
        .starts_with(|letter: char| letter.is_ascii_lowercase())
        .then(|| numerals::words(line, first.next))??;
    let pence = second
        .small::<u8>(99)
        .filter(|pence| *pence >= 10 && first.whole < 100)?;
    line.term(second.next, |term| {
        matches!(term, Term::Currency(_)).then_some(())
    })?;
    Some((pence, second.next))
}

/// "Twenty eighth", and "fourth of July": an ordinal of two words, or beside a month.
fn english_ordinal(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let (number, next) = numerals::ordinal(line, at)?;
    let month = |at| {
        line.term(at, |term| {
            matches!(term, Term::Month(_) | Term::WeakMonth(_)).then_some(())
        })
    };
    let of = next + usize::from(line.get(next).is_some_and(|token| token.text == "of"));
    let before = at > 0 && month(at - 1).is_some();
    let dated = month(of).is_some()
        || before
        || (at > 1 && line.get(at - 1).is_some_and(|the| the.text == "the") && month(at - 2).is_some());
    if !dated && next == at + 1 {
        return None;
    }
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    Some((format!("{number}{ending}"), next))
}

/// Whether a number word counts something or names a time, a room, a bus.
fn counts(line: Line<'_>, at: usize, next: usize) -> bool {
    const NAMED: [&str; 22] = [
        "room",
        "hall",
        "bay",
        "route",
        "bus",
        "number",
        "site",
        "floor",
        "counter",
        "cabin",
        "platform",
        "gate",
        "stage",
        "table",
        "tram",
        "level",
        "зал",
        "зала",
        "зале",
        "автобус",
        "кабинет",
        "номер",
    ];
    let unit = line.term(next, |term| {
        matches!(
            term,
            Term::Seconds(_)
                | Term::Currency(_)
                | Term::Cents(_)
                | Term::Years
                | Term::YearsOld
                | Term::Percent
                | Term::Hour
                | Term::Am
                | Term::Pm
                | Term::Length(_)
                | Term::Mass(_)
                | Term::Month(_)
        )
        .then_some(())
    });
    let named = at > 0
        && line
            .get(at - 1)
            .is_some_and(|token| NAMED.contains(&token.text.as_str()));
    unit.is_some() || named
}

fn russian(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if let Some((clock, next)) = phrase(line, at) {
        return Some((show(clock), next));
    }
    let month = |at| line.term(at, |term| matches!(term, Term::Month(_)).then_some(()));
    if let Some((number, next)) = numerals::ordinal(line, at) {
        let dated = month(next).is_some() || line.get(next).is_some_and(|token| token.text == "числа");
        return dated.then(|| (number.to_string(), next));
    }
    if line.get(at)?.text == "полтора" || line.get(at)?.text == "полторы" {
        return Some(("1,5".to_owned(), at + 1));
    }
    let number = numerals::words(line, at)?;
    // "Две тысячи двадцать шестого года".
    if let Some((last, next)) =
        numerals::ordinal(line, number.next).filter(|_| number.whole >= 1000 && number.whole % 10 == 0)
        && line.get(next).is_some_and(|token| token.text.starts_with("год"))
    {
        return Some((number.whole.checked_add(u64::from(last))?.to_string(), next));
    }
    let second = line
        .get(number.next)
        .filter(|token| token.kind == Kind::Word && !token.new_line);
    let second = second.and_then(|_| numerals::words(line, number.next));
    if let Some((hour, minute)) = number.small::<u8>(23).zip(second.and_then(|second| second.small::<u8>(59)))
        && let Some(second) = second
        && minute >= 10
        // "Два двадцать" after "в" is a time; without it, a room or a number read in parts.
        && (at > 0 && line.before(at, Term::At) || line.before(at, Term::To) || hour >= 7)
        && !counts(line, at, second.next)
    {
        return Some((format!("{hour}:{minute:02}"), second.next));
    }
    if number.whole == 1 && !counts(line, at, number.next) {
        return None;
    }
    Some((number.whole.to_string(), number.next))
}

fn chinese(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if let Some((clock, next)) = chinese_lacking(line, at) {
        return Some((show(clock), next));
    }
    // 星期三, 第一 and 一楼 keep their characters: documents have them so.
    if at > 0
        && matches!(
            line.get(at - 1)?.text.as_str(),
            "周" | "期" | "拜" | "第" | "週" | "初" | "万"
        )
    {
        return None;
    }
    let number = han::number(line, at)?;
    if let Some((hour, next)) = number.small::<u8>(24).zip(line.is(number.next, Term::Hour)) {
        // 早一点 is "a bit earlier".
        let hour_said = hour > 1
            || at == 0
            || line
                .get(at - 1)
                .is_some_and(|token| !matches!(token.text.as_str(), "早" | "晚" | "有" | "快"));
        if !hour_said && line.is(next, Term::Half).is_none() {
            return None;
        }
        if let Some(after) = line.is(next, Term::Half) {
            return Some((format!("{hour}:30"), after));
        }
        if let Some((minute, after)) = super::points::han_minutes(line, next) {
            return Some((format!("{hour}:{minute:02}"), after));
        }
        return Some((format!("{hour}点"), next));
    }
    let counted = line.term(number.next, |term| {
        matches!(
            term,
            Term::Currency(_)
                | Term::Jiao
                | Term::Seconds(_)
                | Term::Years
                | Term::YearsOld
                | Term::Length(_)
                | Term::Mass(_)
        )
        .then_some(())
    });
    let dated = line.get(number.next).is_some_and(|token| {
        matches!(
            token.text.as_str(),
            "月" | "号" | "日" | "册" | "人" | "本" | "张"
        )
    });
    let long = number.next - at >= 2 && number.whole > 10;
    (counted.is_some() || dated || long).then(|| (number.whole.to_string(), number.next))
}
