//! Text as comparable words.
//!
//! Owns the cutting and the folding: NFKC, lower case, Latin letters without accents, English stems (Porter 2001,
//! "Snowball"), pairs of letters for scripts without spaces. Knows which words carry no meaning by themselves; does
//! not know which words mean the same (`synonyms`).

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::weights;

/// Letters of a word that are looked at.
const LONGEST_WORD: usize = 40;

/// How much a word says about what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mind) enum Role {
    /// Nothing.
    Stop,
    /// An amount or a unit.
    Measure,
    /// An attribute of many subjects.
    Attribute,
    /// The subject, or what only few subjects have.
    Subject,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::mind) struct Term {
    /// As it was written, folded: "opens".
    pub(in crate::mind) word: String,
    /// What is compared: "open".
    pub(in crate::mind) stem: String,
}

impl Term {
    pub(in crate::mind) fn new(word: &str) -> Self {
        Self {
            word: word.to_owned(),
            stem: stem(word),
        }
    }

    pub(in crate::mind) fn role(&self) -> Role {
        match (self.word.as_str(), self.stem.as_str()) {
            (word, _) if weights::is_stop_word(word) => Role::Stop,
            (word, _) if self.is_number() || weights::is_measure(word) => Role::Measure,
            (_, stem) if weights::is_attribute(stem) => Role::Attribute,
            _ => Role::Subject,
        }
    }

    pub(in crate::mind) fn is_number(&self) -> bool {
        self.word.starts_with(|letter: char| letter.is_ascii_digit())
    }
}

/// The words of a text in order, stop words included.
pub(in crate::mind) fn terms(text: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    for word in words(text) {
        match terms.last_mut() {
            Some(last) if last.word == "wi" && word == "fi" => *last = Term::new("wifi"),
            Some(last) if last.word == "e" && word == "mail" => *last = Term::new("email"),
            _ => terms.push(Term::new(&word)),
        }
    }
    terms
}

/// Whether a letter is of a script that is written without spaces.
pub(in crate::mind) fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digits,
    Letters,
    Unspaced,
    Between,
}

fn class(letter: char) -> Class {
    match letter {
        '0'..='9' => Class::Digits,
        _ if is_unspaced(letter) => Class::Unspaced,
        // Marks and joiners belong to the word around them.
        _ if letter.is_alphanumeric() || is_mark(letter) => Class::Letters,
        _ => Class::Between,
    }
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter) || matches!(letter, '\u{200c}' | '\u{200d}')
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut run = String::new();
    let mut run_class = Class::Between;
    for letter in text.nfkc().flat_map(char::to_lowercase).map(unaccented) {
        // "children's" is "children", "don't" is "dont".
        if matches!(letter, '\'' | '’') {
            continue;
        }
        let class = class(letter);
        if class != run_class {
            end_run(&mut run, run_class, &mut words);
            run_class = class;
        }
        run.push(letter);
    }
    end_run(&mut run, run_class, &mut words);
    words
}

fn end_run(run: &mut String, class: Class, words: &mut Vec<String>) {
    let run = std::mem::take(run);
    match class {
        Class::Between => {}
        Class::Unspaced => {
            let letters: Vec<char> = run.chars().collect();
            words.extend(
                letters
                    .windows(2.min(letters.len()))
                    .map(|pair| pair.iter().collect::<String>()),
            );
        }
        Class::Digits | Class::Letters => words.push(run.chars().take(LONGEST_WORD).collect()),
    }
}

/// "é" is "e"; letters of other alphabets stay.
fn unaccented(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    std::iter::once(letter)
        .nfd()
        .next()
        .filter(char::is_ascii_alphabetic)
        .unwrap_or(letter)
}

/// The English stem; plurals that the stemmer does not know, and owners ("visitors'"), too.
fn stem(word: &str) -> String {
    match word {
        "children" | "childrens" => "child".to_owned(),
        "feet" => "foot".to_owned(),
        "people" => "person".to_owned(),
        _ if word.is_ascii() => Stemmer::create(Algorithm::English).stem(word).into_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let stems: Vec<String> = terms(text).into_iter().map(|term| term.stem).collect();
        assert_eq!(stems.join(" "), expected);
    }

    #[test]
    fn text_becomes_stems() {
        check("The library opens at 9am.", "the librari open at 9 am");
        check("Café CAFÉ cafe\u{301}", "cafe cafe cafe");
        check("the children's books", "the child book");
        check("Wi-Fi and e-mail", "wifi and email");
        check("图书馆在", "图书 书馆 馆在");
        check("ﬁsh Ｗｉｆｉ", "fish wifi");
        check("Straße नमस्ते", "straße नमस्ते");
        check("", "");
        check("?!", "");
    }

    #[test]
    fn attributes_are_known_in_all_their_forms() {
        for word in [
            "costs",
            "prices",
            "expensive",
            "charges",
            "closed",
            "hours",
            "telephone",
            "begins",
            "numbers",
        ] {
            assert_eq!(Term::new(word).role(), Role::Attribute, "{word}");
        }
    }

    #[test]
    fn words_have_roles() {
        for (word, expected) in [
            ("the", Role::Stop),
            ("opens", Role::Attribute),
            ("closed", Role::Attribute),
            ("42", Role::Measure),
            ("minutes", Role::Measure),
            ("library", Role::Subject),
            ("图书", Role::Subject),
        ] {
            assert_eq!(Term::new(word).role(), expected, "{word}");
        }
    }
}
