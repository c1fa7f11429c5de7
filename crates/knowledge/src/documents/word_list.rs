//! Lists of words.
//!
//! Owns the form in which the readers keep the words they know.

use std::collections::HashSet;
use std::sync::OnceLock;

/// Words, written as one text.
#[derive(Debug)]
pub(super) struct WordList {
    text: &'static str,
    separator: char,
    words: OnceLock<HashSet<&'static str>>,
}

impl WordList {
    /// Words separated by spaces.
    pub(super) const fn new(text: &'static str) -> Self {
        Self::separated(text, ' ')
    }

    /// Words, or several together, separated by a sign.
    pub(super) const fn separated(text: &'static str, separator: char) -> Self {
        Self {
            text,
            separator,
            words: OnceLock::new(),
        }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.iter().collect()).contains(word)
    }

    /// The words in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.text.split(self.separator).filter(|word| !word.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_its_words_and_no_others() {
        static LIST: WordList = WordList::separated("so|please note", '|');
        assert!(LIST.has("so") && LIST.has("please note"));
        assert!(!LIST.has("note") && !LIST.has(""));
        assert_eq!(LIST.iter().count(), 2);
    }
}
