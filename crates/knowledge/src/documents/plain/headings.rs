//! Headings of plain text.
//!
//! Owns which lines are headings: underlined or adorned ones, lines in capital letters, numbered ones, and short
//! lines above something longer.

use super::super::block::Statement;
use super::super::clean::clean;
use super::super::entries::{Mark, entry_of, is_label_like};
use super::super::joining::is_continued;
use super::super::questions::is_marked;
use super::super::sentences::{is_ended, is_han, is_question, words};
use super::Raw;
use super::items::bullet;
use crate::text::without_brackets;

/// Words of a heading.
const MAX_LEN: usize = 10;
const HAN_NUMERALS: &str = "一二三四五六七八九十";

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) level: u8,
    pub(super) text: String,
    /// How many lines it takes.
    pub(super) lines: usize,
    /// Whether it says something that is worth to be said: "RECYCLING CENTRE, Quarry Lane".
    pub(super) says_more: bool,
}

/// The heading that a paragraph begins with.
pub(super) fn title(lines: &[Raw<'_>], next: Option<&[Raw<'_>]>, is_first: bool) -> Option<Title> {
    plain_title(lines, next).or_else(|| weak_title(lines, next, is_first))
}

/// A heading by its form alone, wherever it stands.
pub(super) fn plain_title(lines: &[Raw<'_>], next: Option<&[Raw<'_>]>) -> Option<Title> {
    let line = lines.first()?;
    let text = line.text;
    let signs = text.bytes().take_while(|&byte| byte == b'#').count();
    if (1..=6).contains(&signs) && text[signs..].starts_with(' ') {
        return made(u8::try_from(signs).unwrap_or(6), &text[signs..], 1);
    }
    if let Some(rule) = lines.get(1).filter(|rule| is_rule(rule.text)) {
        return made(if rule.text.starts_with('=') { 1 } else { 2 }, text, 2);
    }
    let has_content = lines.len() > 1 || next.is_some_and(|next| !is_loud_group(next));
    let inner = adorned(text).filter(|inner| has_content && words(inner) <= MAX_LEN);
    if let Some(inner) = inner {
        return made(2, inner, 1);
    }
    if has_content && is_loud(text) {
        return made(2, text, 1);
    }
    // "RECYCLING CENTRE, Quarry Lane" right above what is said of it.
    let (loud, rest) = text.split_once(", ")?;
    let is_title = lines.len() > 1 && is_loud(loud) && words(loud) > 1 && is_short(text) && words(rest) <= 4;
    let title = is_title.then(|| made(2, text, 1)).flatten()?;
    Some(Title {
        says_more: true,
        ..title
    })
}

/// Whether a line only draws a line.
pub(super) fn is_rule(text: &str) -> bool {
    let mut signs = text.chars().filter(|letter| !letter.is_whitespace());
    let Some(first) = signs.next() else { return false };
    text.len() >= 3
        && matches!(
            first,
            '=' | '-' | '_' | '*' | '~' | '—' | '–' | '─' | '═' | '#' | '.' | '•'
        )
        && signs.all(|sign| sign == first)
        && text.chars().count() >= 3
}

/// Whether a text is short, no sentence and no entry.
pub(super) fn is_short(text: &str) -> bool {
    let plain = bare(text);
    let han = plain.chars().filter(|&letter| is_han(letter)).count();
    let is_short = if han > 0 {
        han <= 16 && words(&plain) <= 10
    } else {
        words(&plain) <= 8
    };
    is_short
        && plain.chars().count() <= 60
        && plain.chars().any(char::is_alphabetic)
        && !is_ended(&plain)
        && !plain.ends_with([',', ';', '，', '；'])
        && !is_continued(&plain)
        && !is_marked(text)
        && entry_of(&Statement::new(text, 0)).is_none()
}

/// A short line above something longer, or a numbered one above text.
fn weak_title(lines: &[Raw<'_>], next: Option<&[Raw<'_>]>, is_first: bool) -> Option<Title> {
    let line = lines.first()?;
    let below = lines
        .get(1)
        .copied()
        .or_else(|| next.and_then(|next| next.first().copied()))?;
    let numbered = numbered_title(line.text);
    let text = clean(numbered.unwrap_or(line.text));
    // "bins & recycling - winter calendar": the first line may be a title with a dash.
    let is_head = is_first && numbered.is_none() && lines.len() == 1 && is_head(&text);
    if !(is_short(&text) || is_head) || is_question(&text) {
        return None;
    }
    if numbered.is_some() {
        // The items of a list follow each other; "一、" numbers no items that "1、" numbers.
        let is_chinese = |text: &str| text.starts_with(|letter: char| HAN_NUMERALS.contains(letter));
        let is_list = is_chinese(line.text) == is_chinese(below.text)
            && bullet(below.text).is_some_and(|bullet| bullet.is_numbered)
            || lines.len() > 2 && lines[1..].iter().any(|line| numbered_title(line.text).is_some());
        return if is_list { None } else { made(3, &text, 1) };
    }
    if bullet(line.text).is_some() || super::is_spread(line.text) && super::is_spread(below.text) {
        return None;
    }
    let begins_well = is_first
        || text
            .starts_with(|letter: char| letter.is_uppercase() || is_han(letter) || "«“\"".contains(letter));
    let says_number = bare(&text).contains(|letter: char| letter.is_ascii_digit());
    let has_colon = text.ends_with([':', '：']);
    let is_alone = lines.len() == 1;
    let rest = &lines[1..];
    // Single short lines between blank ones are statements, not headings of each other.
    let above_more = next.is_some_and(|next| {
        next.len() > 1 || !is_short(&clean(next[0].text)) || bullet(next[0].text).is_some() || is_first
    });
    let above_list = rest.len() > 1
        && rest.iter().all(|line| bullet(line.text).is_some() || is_entry(line))
        || !rest.is_empty() && rest.iter().all(|line| bullet(line.text).is_some() || line.indent > lines[0].indent + 1)
        // A title right above its sentences.
        || !rest.is_empty() && rest.iter().all(|line| is_prose(line.text, &text))
        // "Contact", and below it names and numbers.
        || rest.len() > 1 && words(&text) <= 2 && is_label_like(&text) && rest.iter().all(|line| line.indent == lines[0].indent && is_said_below(line.text, &text))
        // "Who does what" and a remark below it.
        || is_first && rest.len() == 1 && bare(rest[0].text).is_empty();
    let is_title = begins_well && !says_number && if is_alone { above_more } else { above_list };
    // A line with a colon introduces the list below it, and no more.
    let level = if is_first && is_alone { 2 } else { 3 };
    (is_title && (is_alone || !has_colon))
        .then(|| made(level, &text, 1))
        .flatten()
}

/// Whether a line may be said under a title of a word or two: it is longer, or has a number in it.
fn is_said_below(line: &str, title: &str) -> bool {
    let is_longer = line.chars().count() * 2 >= title.chars().count() * 3;
    is_longer || line.contains(|letter: char| letter.is_ascii_digit())
}

/// Whether the first line of a file is its title, though it has a dash in it.
fn is_head(text: &str) -> bool {
    let plain = bare(text);
    let has_dash = [" - ", " – ", " — "].iter().any(|dash| plain.contains(dash));
    has_dash
        && words(&plain) <= MAX_LEN
        && !plain.contains([':', '：'])
        && !is_ended(&plain)
        && !plain.contains(|letter: char| letter.is_ascii_digit())
}

/// Whether a line is a sentence, and much longer than the title above it.
fn is_prose(line: &str, title: &str) -> bool {
    is_ended(line)
        && line.chars().count() >= 2 * title.chars().count()
        && bullet(line).is_none()
        && !line.starts_with(char::is_lowercase)
}

fn is_entry(line: &Raw<'_>) -> bool {
    let text = clean(line.text);
    let has_column = line.text.contains("   ") || line.text.contains('\t');
    has_column || entry_of(&Statement::new(text, 0)).is_some()
}

/// "1. Opening hours", "2.1 Prices", "一、开放时间", "第一章 总则".
fn numbered_title(text: &str) -> Option<&str> {
    let numerals = |letter: char| HAN_NUMERALS.contains(letter);
    if text.starts_with(numerals) {
        let rest = text.trim_start_matches(numerals);
        return rest.strip_prefix(['、', '．', '.']).map(str::trim_start);
    }
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number = &text[..text.len() - rest.len()];
    let is_number = (1..=6).contains(&number.len())
        && number.starts_with(|letter: char| letter.is_ascii_digit())
        && number.contains('.');
    let rest = rest.strip_prefix(['、', ')']).unwrap_or(rest);
    (is_number && rest.starts_with(' ')).then(|| rest.trim_start())
}

/// "=== Hours ===", "*** Hours ***", "【开放时间】"
fn adorned(text: &str) -> Option<&str> {
    if let Some(inner) = text.strip_prefix('【').and_then(|text| text.strip_suffix('】')) {
        return (!inner.contains('】')).then_some(inner);
    }
    let sign = text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '=' | '*' | '-' | '~' | '#' | '+' | '—' | '_'))?;
    let inner = text.trim_start_matches(sign);
    let before = text.len() - inner.len();
    let kept = inner.trim_end_matches(sign);
    let is_framed = before >= 2 && kept.len() < inner.len() && kept.chars().any(char::is_alphanumeric);
    is_framed.then(|| kept.trim())
}

/// Whether a line is written in capital letters, apart from what stands in brackets.
fn is_loud(text: &str) -> bool {
    let plain = bare(&clean(text));
    let plain = plain.trim();
    let mut letters = 0;
    let is_upper = plain
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .all(|letter| {
            letters += 1;
            letter.is_uppercase()
        });
    is_upper
        && letters >= 3
        && words(plain) <= MAX_LEN
        && !is_ended(plain)
        && !plain.ends_with([',', ';'])
        && !plain.contains("  ")
        && plain.chars().filter(char::is_ascii_digit).count() * 2 < letters
        && entry_of(&Statement::new(clean(text), 0)).is_none_or(|entry| entry.mark == Mark::Dash)
}

fn is_loud_group(lines: &[Raw<'_>]) -> bool {
    lines.first().is_some_and(|line| is_loud(line.text))
}

fn made(level: u8, text: &str, lines: usize) -> Option<Title> {
    let text = clean(text);
    let text = text.trim_matches(['=', '*', '#', ' ']).to_owned();
    (!text.is_empty()).then_some(Title {
        level,
        text,
        lines,
        says_more: false,
    })
}

/// The text without what stands in brackets, and without spaces around it.
fn bare(text: &str) -> String {
    without_brackets(text).trim().to_owned()
}
