//! Phrases: a table of words and what they mean, looked up among tokens.
//!
//! Owns the look-up. The tables are written where their meaning is known.

use foldhash::{HashMap, HashMapExt as _};

use super::tokens::{Token, tokens};

/// Rows of a table: phrases parted by strokes, and what each of them means.
pub(crate) type Rows<T> = &'static [(&'static str, T)];

/// Phrases by their first token.
#[derive(Debug)]
pub(crate) struct Phrases<T: 'static> {
    entries: HashMap<String, Vec<(Vec<String>, T)>>,
    longest: usize,
}

impl<T: Copy> Phrases<T> {
    /// The phrases of some tables, cut into tokens as the text will be.
    pub(crate) fn new(tables: &[Rows<T>]) -> Self {
        let mut phrases = Self {
            entries: HashMap::new(),
            longest: 0,
        };
        for (words, meaning) in tables.iter().copied().flatten() {
            for word in words.split('|') {
                let mut pieces = tokens(word).into_iter().map(|token| token.text);
                let Some(first) = pieces.next() else { continue };
                let rest: Vec<String> = pieces.collect();
                phrases.longest = phrases.longest.max(1 + rest.len());
                phrases.entries.entry(first).or_default().push((rest, *meaning));
            }
        }
        phrases
    }

    /// The tokens of the longest phrase.
    pub(crate) fn longest_phrase(&self) -> usize {
        self.longest
    }

    /// The longest phrase at a place whose meaning `want` accepts, and the place after it.
    pub(crate) fn longest<M>(
        &self,
        tokens: &[Token],
        at: usize,
        want: impl Fn(T) -> Option<M>,
    ) -> Option<(M, usize)> {
        let first = tokens.get(at)?;
        let mut best = None;
        for (rest, meaning) in self.entries.get(&first.text)? {
            let next = at + 1 + rest.len();
            if best.as_ref().is_some_and(|(_, longest)| *longest >= next) {
                continue;
            }
            let mut places = rest.iter().zip(at + 1..);
            let matches = places.all(|(piece, at)| {
                tokens
                    .get(at)
                    .is_some_and(|token| token.text == *piece && !token.new_line)
            });
            if matches && let Some(meaning) = want(*meaning) {
                best = Some((meaning, next));
            }
        }
        best
    }
}
