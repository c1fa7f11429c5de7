//! What the grammars have in common: the order of rules, and what happens to a token that none of them reads.

use crate::Language;
use crate::output::Output;
use crate::text::{Kind, Text};

/// What a rule has read: the words, and the position after the tokens that they stand for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) words: String,
    pub(crate) end: usize,
}

impl Reading {
    /// These words for the tokens up to `end`.
    pub(crate) fn new(words: impl Into<String>, end: usize) -> Self {
        Self {
            words: words.into(),
            end,
        }
    }
}

/// Reads what begins at a position, or declines. Looks at a bounded number of tokens.
pub(crate) type Rule = fn(&Text<'_>, usize) -> Option<Reading>;

/// A language: its rules in the order in which they are tried.
pub(crate) struct Grammar {
    /// Rules for tokens that are digits.
    pub(crate) digits: &'static [Rule],
    /// Rules for words.
    pub(crate) word: &'static [Rule],
    /// Rules for marks.
    pub(crate) mark: &'static [Rule],
    /// The words for digits that no rule reads.
    pub(crate) fallback: fn(&str) -> String,
    /// Whether words are joined without white space.
    pub(crate) joined: bool,
}

impl Grammar {
    /// The words for a cleaned text.
    pub(crate) fn read(&self, cleaned: &str) -> String {
        let text = Text::new(cleaned);
        let mut output = Output::new(self.joined);
        let mut at = 0;
        let mut any = false;
        while at < text.len() {
            let rules = match text.kind(at) {
                Kind::Digits => self.digits,
                Kind::Word => self.word,
                Kind::Mark => self.mark,
                Kind::Space | Kind::Break | Kind::End => &[],
            };
            let found = rules.iter().find_map(|rule| rule(&text, at));
            if let Some(reading) = found.filter(|reading| reading.end > at) {
                any |= !reading.words.is_empty();
                output.words(&reading.words);
                at = reading.end;
                continue;
            }
            match text.kind(at) {
                Kind::Digits => output.words(&(self.fallback)(text.get(at))),
                Kind::Word => output.words(text.get(at)),
                Kind::Break => output.pause('.'),
                Kind::Mark => pause(&text, at, &mut output),
                Kind::Space | Kind::End => {}
            }
            any |= matches!(text.kind(at), Kind::Digits | Kind::Word);
            at += 1;
        }
        if any { output.finish() } else { String::new() }
    }
}

/// Writes the pause that a mark stands for, if it does.
fn pause(text: &Text<'_>, at: usize, output: &mut Output) {
    let Some(mark) = text.get(at).chars().next() else {
        return;
    };
    let spaced = text.kind(at + 1) == Kind::Space;
    let inside = text.joined_left(at) && text.joined(at + 1);
    match mark {
        ',' | ';' | '!' | '?' | '，' | '、' | '；' | '。' | '！' | '？' | '：' => output.pause(mark),
        '.' | ':' if !inside => output.pause(mark),
        '…' => output.pause('.'),
        '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）' | '【' | '】' | '|' | '—' | '―' => {
            output.pause(',');
        }
        '-' | '–' if spaced => output.pause(','),
        _ => {}
    }
}

/// Whether a full stop is part of an abbreviation, an initial or the number of a list item.
pub(crate) fn ends_abbreviation(source: &str, at: usize, language: Language) -> bool {
    let (Some(before), Some(after)) = (source.get(..at), source.get(at + 1..)) else {
        return false;
    };
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '"', '“', '«', '\'', '[', '*', '_']);
    let line = before[..before.len() - word.len()].chars().next_back();
    let begins_line = line.is_none_or(|letter| letter == '\n');
    let list_number = begins_line && !word.is_empty() && word.chars().all(|letter| letter.is_ascii_digit());
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let next = after.trim_start().chars().next();
    list_number
        || initial
        || match language {
            Language::English => crate::en::is_abbreviation(word, next),
            Language::Russian => crate::ru::is_abbreviation(word, next),
            Language::Chinese => false,
        }
}
