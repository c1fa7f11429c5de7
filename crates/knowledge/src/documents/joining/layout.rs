//! What the lines of a text look like together.
//!
//! Owns the signs by which lines are known as wrapped, as a list, as an address, or as a title and its text. What
//! becomes of them is for the parent to say.

use super::super::entries::{entry_of, is_label_like};
use super::super::questions::is_marked;
use super::super::sentences::{is_ended, is_han, words};
use super::{Line, is_continued};

/// A line of a text that was not wrapped by hand is longer.
const MAX_WIDTH: usize = 130;

/// How a text of plain lines is written.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::documents) struct Habits {
    /// Characters of the longest line; 0 if it is too long to be wrapped by hand.
    pub(in crate::documents) longest: usize,
    /// Sentences begin with small letters.
    pub(in crate::documents) is_casual: bool,
    /// Lines were wrapped by hand at so many characters; 0 if they were not, `None` if that is not known.
    pub(in crate::documents) width: Option<usize>,
}

/// How the lines of a text are written; each with whether the next line is in the same paragraph.
pub(in crate::documents) fn habits(lines: &[(&str, bool)]) -> Habits {
    let length = |line: &str| line.chars().count();
    let letters = lines
        .iter()
        .filter_map(|(line, _)| line.trim_start().chars().find(|letter| letter.is_alphabetic()));
    let (mut small, mut all) = (0, 0);
    for letter in letters {
        small += usize::from(letter.is_lowercase());
        all += 1;
    }
    let longest = lines
        .iter()
        .map(|(line, _)| length(line.trim()))
        .max()
        .unwrap_or(0);
    let mut followed = 0;
    let full = lines.windows(2).filter(|pair| {
        let [(line, has_next), (next, _)] = pair else {
            return false;
        };
        let long = length(line.trim());
        if !has_next || long * 2 < longest {
            return false;
        }
        followed += 1;
        let word = next.split_whitespace().next().map_or(0, length);
        long + 1 + word.min(12) > longest
    });
    let full = full.count();
    let is_han_text = lines.iter().any(|(line, _)| line.starts_with(is_han));
    let can_be_wrapped = (40..=MAX_WIDTH).contains(&longest) || longest >= 20 && is_han_text;
    let is_wrapped = can_be_wrapped && full >= 2 && full * 4 >= followed * 3;
    let is_unwrapped = longest > MAX_WIDTH || followed >= 3 && full * 2 < followed;
    Habits {
        longest: if longest > MAX_WIDTH { 0 } else { longest },
        is_casual: small * 5 > all * 2 && !is_wrapped,
        width: if is_wrapped {
            Some(longest)
        } else {
            is_unwrapped.then_some(0)
        },
    }
}

/// Lines like "towels €2" or "Ann Bell, director": short, alike, and broken where there was room for more.
pub(super) fn is_list(lines: &[Line]) -> bool {
    let texts = || lines.iter().map(|line| line.statement.text.as_str());
    let is_digit = |letter: char| letter.is_ascii_digit();
    let numbers = texts().filter(|text| text.contains(is_digit)).count();
    let ends_with_number =
        |text: &str| text.ends_with(|letter: char| is_digit(letter) || "€£$₽元%".contains(letter));
    let is_priced = lines.len() > 2 && numbers * 10 >= lines.len() * 6 || texts().all(ends_with_number);
    let is_named = texts().all(|text| text.contains(", ") && text.starts_with(char::is_uppercase));
    let raw: Vec<(&str, bool)> = lines.iter().map(|line| (line.raw.as_str(), true)).collect();
    (is_priced || is_named)
        && texts().all(|text| text.len() <= 50 && !is_continued(text) && !is_ended(text))
        && habits(&raw).width.unwrap_or(0) == 0
}

/// Whether the first line is a title right above its sentences: "Opening hours", and below it "We open at nine."
pub(super) fn has_title(lines: &[Line]) -> bool {
    let title = lines[0].statement.text.as_str();
    let length = title.chars().count();
    let han = title.chars().filter(|&letter| is_han(letter)).count();
    let begins = |text: &str| text.starts_with(|letter: char| letter.is_uppercase() || is_han(letter));
    let is_below = |line: &Line| {
        let text = line.statement.text.as_str();
        line.statement.strong == 0 && text.chars().count() >= 2 * length && !is_marked(text)
    };
    begins(title)
        && words(title) <= 5
        && han <= 10
        && !title.ends_with([':', '：', ',', '，', ';'])
        && !is_ended(title)
        && !is_continued(title)
        && is_label_like(title)
        && entry_of(&lines[0].statement).is_none()
        && lines[1..].iter().all(is_below)
        && begins(&lines[1].statement.text)
        && (words(title) <= 2 || lines.last().is_some_and(|last| is_ended(&last.statement.text)))
}

/// "jane@mill.example", "www.mill.example"
fn is_contact(text: &str) -> bool {
    !text.contains(' ')
        && text.contains('.')
        && (text.contains('@') || text.starts_with("www.") || text.contains("://"))
}

/// The lines of an address: short, each begun with a capital letter or a number, and none ended.
pub(super) fn is_address(lines: &[Line]) -> bool {
    lines.len() > 2
        && lines.iter().all(|line| {
            let text = line.statement.text.as_str();
            let begins = text.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
            (begins || is_contact(text))
                && text.len() <= 40
                && !is_ended(text)
                && line.statement.strong == 0
                && entry_of(&line.statement).is_none()
                && !is_continued(text)
        })
}
