//! Slots whose values stand in a list: those of an operator's own tools.
//!
//! Owns the phrases and where one stands in an utterance. Which tool has which list is `own_tools`'.

use crate::Language;
use crate::text::{self, Token};

/// The values of one slot, each with what is said for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ListedValues {
    phrases: Vec<(Vec<String>, String)>,
}

impl ListedValues {
    /// Cuts the phrases into words as an utterance is cut.
    pub(crate) fn new<'a>(language: Language, said: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let phrases = said
            .map(|(phrase, value)| (text::words(phrase, language), value.to_owned()))
            .filter(|(words, _)| !words.is_empty())
            .collect();
        Self { phrases }
    }

    /// The values that are said from a position on, each with the position behind it.
    pub(crate) fn at<'a>(
        &'a self,
        tokens: &'a [Token],
        start: usize,
    ) -> impl Iterator<Item = (usize, &'a str)> {
        self.phrases.iter().filter_map(move |(words, value)| {
            let end = start.checked_add(words.len())?;
            let said = tokens.get(start..end)?;
            let is_said = said.iter().zip(words).all(|(token, word)| token.word == *word);
            is_said.then_some((end, value.as_str()))
        })
    }
}
