//! Splits streamed text into clauses, the units that are synthesised.
//!
//! Owns the positions of the splits: the first clause is short, so that speech starts early; later ones are whole sentences. Never
//! splits inside a number, a time or an abbreviation. Loses no letter: the clauses joined are the text.

use mynah_normalise::{Language, is_abbreviation};

/// A first clause may end at a comma after this many words.
const FIRST_WORDS: usize = 3;
/// A later clause may end at a comma after this many words.
const LATER_WORDS: usize = 12;
/// Without punctuation, a clause ends at a space after this many bytes.
const MAX_LEN: usize = 200;

/// Abbreviations of languages without a grammar: lower case, without the point.
const ABBREVIATIONS: &[&str] = &[
    "dr", "prof", "nr", "no", "etc", "tel", "min", "max", "bzw", "z.b", "ca", "usw",
];

/// Streamed text, and the clauses split from it.
#[derive(Debug, Clone, Default)]
pub struct Clauses {
    text: String,
    /// Whether a clause has been returned already.
    begun: bool,
    /// Whose abbreviations are known; `None` for a language without a grammar.
    language: Option<Language>,
}

impl Clauses {
    /// Sets whose abbreviations do not end a sentence; `None` for a language without a grammar.
    pub fn set_language(&mut self, language: Option<Language>) {
        self.language = language;
    }

    /// Adds text; returns the clauses that it completes.
    pub fn push(&mut self, piece: &str) -> Vec<String> {
        self.text.push_str(piece);
        let mut clauses = Vec::new();
        while let Some(end) = self.cut() {
            let rest = self.text.split_off(end);
            let clause = std::mem::replace(&mut self.text, rest);
            self.begun |= clause.chars().any(char::is_alphanumeric);
            clauses.push(clause);
        }
        clauses
    }

    /// The remaining text, if it is more than white space.
    pub fn finish(self) -> Option<String> {
        (!self.text.trim().is_empty()).then_some(self.text)
    }

    /// Where the first clause of the text ends, if that is known already.
    fn cut(&self) -> Option<usize> {
        let letters: Vec<(usize, char)> = self.text.char_indices().collect();
        let mut words = 0;
        let mut last_space = None;
        for (index, &(at, letter)) in letters.iter().enumerate() {
            let after = at + letter.len_utf8();
            let next = letters.get(index + 1).map(|&(_, next)| next);
            if letter.is_whitespace() {
                if !self.text[..at].trim().is_empty() {
                    words += usize::from(index > 0 && !letters[index - 1].1.is_whitespace());
                    last_space = Some(after);
                }
                // A line that is not empty is a clause: lists and headings have no full stop.
                if letter == '\n' && words > 0 {
                    return Some(after);
                }
            }
            if matches!(letter, '。' | '！' | '？' | '；') {
                return Some(after);
            }
            let Some(next) = next else { continue };
            let closed = closing(&letters, index + 1);
            let space_follows = closed.map_or(next.is_whitespace(), |(_, letter)| letter.is_whitespace());
            if space_follows
                && matches!(letter, '.' | '!' | '?' | '…' | ';')
                && self.ends_sentence(at, letter)
            {
                return Some(closed.map_or(after, |(at, _)| at));
            }
            let enough = if self.begun { LATER_WORDS } else { FIRST_WORDS };
            if matches!(letter, ',' | ':' | '–' | '—') && next.is_whitespace() && words + 1 >= enough {
                return Some(after);
            }
            if after >= MAX_LEN {
                return Some(last_space.unwrap_or(after));
            }
        }
        None
    }

    /// Whether the punctuation at `at` ends a sentence.
    fn ends_sentence(&self, at: usize, mark: char) -> bool {
        if mark != '.' {
            return true;
        }
        let word = self.text[..at]
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let abbreviation = match self.language {
            Some(language) => is_abbreviation(&self.text, at, language),
            None => {
                let lower = word.trim_start_matches(['(', '"', '“', '\'', '[']).to_lowercase();
                let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
                initial
                    || ABBREVIATIONS.contains(&lower.as_str())
                    || is_abbreviation(&self.text, at, Language::Chinese)
            }
        };
        !abbreviation && !word.is_empty()
    }
}

/// Skips closing quotes and brackets from `index` on; returns the position after them, and the letter there.
fn closing(letters: &[(usize, char)], index: usize) -> Option<(usize, char)> {
    let found = letters[index..]
        .iter()
        .find(|(_, letter)| !matches!(letter, '"' | '”' | '’' | '\'' | ')' | ']' | '*' | '»'))?;
    Some(*found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds the text in pieces of this many letters and returns the clauses without their outer spaces.
    fn cut(text: &str, step: usize) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let mut clauses = Clauses::default();
        clauses.set_language(crate::speaking::reading::language(text, None));
        let mut found = Vec::new();
        for piece in letters.chunks(step) {
            found.extend(clauses.push(&piece.iter().collect::<String>()));
        }
        found.extend(clauses.finish());
        assert_eq!(found.concat().trim_end(), text.trim_end(), "letters were lost");
        found.iter().map(|clause| clause.trim().to_owned()).collect()
    }

    #[test]
    fn sentences_are_cut_and_numbers_and_abbreviations_are_not() {
        for (text, expected) in [
            (
                "It opens at 9 am. It closes at 5 pm.",
                &["It opens at 9 am.", "It closes at 5 pm."][..],
            ),
            (
                "Dr. West is in room 3.5 at 9:30.",
                &["Dr. West is in room 3.5 at 9:30."],
            ),
            (
                "Ask Maria J. Lopez. She knows.",
                &["Ask Maria J. Lopez.", "She knows."],
            ),
            (
                "He said \"Go.\" Then he left.",
                &["He said \"Go.\"", "Then he left."],
            ),
            (
                "The cafe on the left, which is new, is open.",
                &["The cafe on the left,", "which is new, is open."],
            ),
            (
                "It is at 14 Mill St. near the bridge. Come in.",
                &["It is at 14 Mill St. near the bridge.", "Come in."],
            ),
            (
                "Music, films, etc. We open at 9.",
                &["Music, films, etc.", "We open at 9."],
            ),
            (
                "Музей на ул. Ленина открыт в 2024 г. для всех. Вход 1,5 тыс. руб. за семью.",
                &[
                    "Музей на ул. Ленина открыт в 2024 г. для всех.",
                    "Вход 1,5 тыс. руб. за семью.",
                ],
            ),
            ("Yes, it is.", &["Yes, it is."]),
            (
                "1. Open the door.\n2. Go in.",
                &["1. Open the door.", "2. Go in."],
            ),
            ("Wait... Really?! Yes.", &["Wait...", "Really?!", "Yes."]),
            ("你好。再见。", &["你好。", "再见。"]),
            (
                "See example.org for 1,000 more.",
                &["See example.org for 1,000 more."],
            ),
        ] {
            for step in [1, 3, 1000] {
                assert_eq!(cut(text, step), expected, "{text:?} in pieces of {step}");
            }
        }
    }

    #[test]
    fn text_without_marks_is_cut_at_spaces_and_nothing_is_lost() {
        let clauses = cut(&"word ".repeat(500), 7);
        assert!(
            clauses.len() > 5 && clauses.iter().all(|clause| clause.len() <= MAX_LEN),
            "{clauses:?}"
        );
        assert!(cut(&"x".repeat(1000), 9).len() >= 4);
    }
}
