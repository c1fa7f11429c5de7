//! Names of things that a table lists: places, units, named days.
//!
//! Owns the search for a name of one or several words. What the rows hold belongs to `place`, `unit` and
//! `holiday`.

use std::collections::HashMap;

use super::word;
use crate::Language;
use crate::text::{self, Token};

/// Letters that may follow a stem such as `килограмм*`.
const MAX_ENDING_LEN: usize = 3;

/// Names and the rows that they stand for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    by_first_word: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// Names whose first word is a stem.
    stems: Vec<(Vec<String>, usize)>,
}

impl Names {
    pub(crate) fn add(&mut self, name: &str, row: usize, language: Language) {
        let words: Vec<String> = name
            .split(' ')
            .flat_map(|piece| match piece.strip_suffix('*') {
                Some(stem) => vec![format!("{}*", text::words(stem, language).concat())],
                None => text::words(piece, language),
            })
            .collect();
        match words.first() {
            None => {}
            Some(first) if first.ends_with('*') => self.stems.push((words, row)),
            Some(first) => {
                let first = first.clone();
                self.by_first_word.entry(first).or_default().push((words, row));
            }
        }
    }

    /// Every row that is named at a position, with the position behind the name, longest first.
    pub(crate) fn find(&self, tokens: &[Token], at: usize) -> Vec<(usize, usize)> {
        let first = word(tokens, at);
        let known = self.by_first_word.get(first).into_iter().flatten();
        let mut found: Vec<(usize, usize)> = known
            .chain(&self.stems)
            .filter(|(words, _)| {
                words
                    .iter()
                    .enumerate()
                    .all(|(offset, expected)| fits(expected, word(tokens, at + offset)))
            })
            .map(|(words, row)| (at + words.len(), *row))
            .collect();
        found.sort_by_key(|&(end, _)| std::cmp::Reverse(end));
        found
    }

    /// All words of all names, but for the stems.
    pub(crate) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        let names = self.by_first_word.values().flatten();
        names.flat_map(|(words, _)| words.iter().map(String::as_str))
    }
}

fn fits(expected: &str, word: &str) -> bool {
    let Some(stem) = expected.strip_suffix('*') else {
        return expected == word;
    };
    word.strip_prefix(stem)
        .is_some_and(|ending| ending.chars().count() <= MAX_ENDING_LEN)
}

/// The fields of each line of a table, without comments.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('|').map(str::trim).collect())
}
