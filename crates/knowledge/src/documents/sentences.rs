//! Where sentences end, in English, Russian and Chinese.
//!
//! Owns the cutting of one clean line into sentences, the length of texts in words, and which signs end a sentence.
//! `abbreviations` knows the words whose full stop ends nothing.

mod abbreviations;
mod enclosed;

use abbreviations::{Stop, stop};
use enclosed::enclosed;

/// A semicolon parts Chinese statements when both are at least so long, in characters.
const LONG_STATEMENT: usize = 12;

/// The sentences of a text, with their final punctuation.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let enclosed = enclosed(&letters);
    let cutter = Cutter {
        text,
        letters: &letters,
        enclosed: &enclosed,
    };
    let mut sentences = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < letters.len() {
        if !is_end(letters[at].1) {
            at += 1;
            continue;
        }
        let end = cutter.end_of_marks(at);
        if cutter.ends(start, at, end) {
            sentences.push(cutter.slice(start, end));
            start = end;
        }
        at = end.max(at + 1);
    }
    sentences.push(cutter.slice(start, letters.len()));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Whether a sentence ends between two lines that follow each other.
pub(super) fn ends_between(before: &str, after: &str) -> bool {
    if !is_ended(before) && !before.ends_with('；') {
        return false;
    }
    // The last words decide; a whole line would make the reading of a long paragraph quadratic.
    let tail = tail(before, 60);
    let head: String = after.chars().take(40).collect();
    let both = format!("{tail} {head}");
    let mut end = 0;
    sentences(&both).iter().any(|sentence| {
        end += both[end..].find(sentence).unwrap_or(0) + sentence.len();
        end == tail.len()
    })
}

/// Whether a text ends as a sentence does, be it within a quotation or brackets.
pub(super) fn is_ended(text: &str) -> bool {
    let text = text.trim_end_matches(|letter: char| is_closing(letter) || letter.is_whitespace());
    text.ends_with(['.', '!', '?', '…', '。', '！', '？'])
}

/// Whether a text asks something.
pub(super) fn is_question(text: &str) -> bool {
    let text = text.trim_end_matches(|letter: char| {
        is_closing(letter) || letter.is_whitespace() || matches!(letter, '!' | '！' | '.' | '*')
    });
    text.ends_with(['?', '？'])
}

/// How many words a text has; two letters of a script without spaces count as one, and 24 of an endless word.
pub(super) fn words(text: &str) -> usize {
    let mut wide = 0;
    let spaced: usize = text
        .split(|letter: char| {
            wide += usize::from(is_wide(letter));
            letter.is_whitespace() || is_wide(letter)
        })
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| word.chars().take(10_000).count().div_ceil(24))
        .sum();
    spaced + wide.div_ceil(2)
}

/// Chinese characters and their punctuation: no space stands between them.
pub(super) fn is_wide(letter: char) -> bool {
    is_han(letter) || matches!(letter, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

pub(super) fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The last so many characters, from the beginning of a word.
fn tail(text: &str, length: usize) -> &str {
    let start = text.char_indices().rev().nth(length).map_or(0, |(at, _)| at);
    let tail = &text[start..];
    match tail.find(' ') {
        Some(space) if start > 0 => &tail[space + 1..],
        _ => tail,
    }
}

fn is_end(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '；')
}

fn is_closing(letter: char) -> bool {
    matches!(
        letter,
        '"' | '”' | '“' | '’' | '»' | ')' | '）' | ']' | '」' | '』' | '】' | '》'
    )
}

struct Cutter<'a, 'b> {
    text: &'a str,
    letters: &'b [(usize, char)],
    /// For each letter whether brackets or quotation marks stand around it.
    enclosed: &'b [bool],
}

impl<'a> Cutter<'a, '_> {
    fn slice(&self, start: usize, end: usize) -> &'a str {
        let byte = |at: usize| self.letters.get(at).map_or(self.text.len(), |&(byte, _)| byte);
        self.text[byte(start)..byte(end)].trim()
    }

    fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).map(|&(_, letter)| letter)
    }

    /// The end of the marks that begin at `at`, and of the quotation or brackets that they close.
    fn end_of_marks(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.letter(end).is_some_and(|next| is_end(next) && next != '；') {
            end += 1;
        }
        while self.letter(end).is_some_and(is_closing) {
            end += 1;
        }
        end
    }

    /// Whether the sentence that began at `start` ends with the marks from `at` to `end`.
    fn ends(&self, start: usize, at: usize, end: usize) -> bool {
        if self.enclosed.get(end).copied().unwrap_or(false) {
            return false;
        }
        let Some(after) = self.letter(end) else {
            return true;
        };
        let marks = &self.letters[at..end];
        let has = |wanted: &[char]| marks.iter().any(|(_, mark)| wanted.contains(mark));
        let closes_quotation = has(&['"', '”', '“', '’', '»', '」', '』']);
        if has(&['；']) {
            return !self.enclosed[at] && self.is_long_on_both_sides(start, at);
        }
        if has(&['。', '！', '？']) {
            // In “几点？”的问题 the sentence goes on.
            return !closes_quotation || after.is_whitespace();
        }
        if !after.is_whitespace() {
            return is_han(after) && !closes_quotation && self.follows_han(at, marks[0].1)
                || has(&['.']) && end == at + 1 && self.lacks_space(start, at);
        }
        let next = self.letters[end..].iter().map(|&(_, letter)| letter);
        let Some(next) = next.clone().find(|letter| !letter.is_whitespace()) else {
            return true;
        };
        let is_small = next.is_lowercase();
        if is_small && (closes_quotation || has(&[')', '）', ']'])) {
            return false;
        }
        if has(&['!', '?']) {
            return true;
        }
        if has(&['…']) || marks.iter().filter(|(_, mark)| *mark == '.').count() > 1 {
            return !is_small && next.is_alphabetic();
        }
        match stop(self.slice(start, at)) {
            Stop::Sentence => true,
            Stop::BeforeCapital => next.is_uppercase() || is_han(next),
            Stop::BeforeNoNumber => !next.is_numeric(),
            Stop::Never => false,
        }
    }

    /// "可以!欢迎": an exclamation mark of the other width; after a stop only between characters, not in "3.5".
    fn follows_han(&self, at: usize, mark: char) -> bool {
        mark != '.'
            || at
                .checked_sub(1)
                .and_then(|before| self.letter(before))
                .is_some_and(is_han)
    }

    /// "closed.Please call": a space was forgotten; "example.Com" and "a.M" are none.
    fn lacks_space(&self, start: usize, at: usize) -> bool {
        let is = |at: usize, test: fn(char) -> bool| self.letter(at).is_some_and(test);
        let mut word = at;
        while word > start.max(at.saturating_sub(30)) && is(word - 1, |letter| !letter.is_whitespace()) {
            word -= 1;
        }
        let is_word = at - word >= 3 && (word..at).all(|at| is(at, char::is_alphabetic));
        is_word
            && is(at - 1, char::is_lowercase)
            && is(at + 1, char::is_uppercase)
            && is(at + 2, char::is_lowercase)
            && self.letters[at + 1..]
                .iter()
                .map(|&(_, letter)| letter)
                .take(30)
                .take_while(|letter| !letter.is_whitespace())
                .all(|letter| letter.is_alphabetic() || matches!(letter, ',' | '\'' | '’'))
    }

    fn is_long_on_both_sides(&self, start: usize, at: usize) -> bool {
        let after = self.letters[at + 1..]
            .iter()
            .take_while(|&&(_, letter)| !matches!(letter, '。' | '！' | '？' | '；'));
        at - start >= LONG_STATEMENT && after.take(LONG_STATEMENT).count() >= LONG_STATEMENT
    }
}

#[cfg(test)]
mod tests;
