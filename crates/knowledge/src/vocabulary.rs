//! Names and unusual words of the documents, which a speech recogniser should expect.
//!
//! Owns which words these are. Knows nothing of speech.

use foldhash::{HashMap, HashMapExt as _};

use crate::language::Language;
use crate::say;
use crate::text::Tokenizer;
use crate::unit::Unit;

/// Other words are expected when they are at least this long: they are the ones that are misheard.
const LONG_WORD: usize = 9;
/// Words in a row with capitals that are one name; more are a title.
const MAX_NAME_LEN: usize = 3;

/// At most `limit` words: names first, the frequent ones before the others, then long words that are rare.
pub fn vocabulary(units: &[Unit], limit: usize) -> Vec<String> {
    let tokenizer = Tokenizer::default();
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut words: HashMap<String, usize> = HashMap::new();
    for unit in units {
        let text = say::own_text(unit);
        if Language::of(&text) == Language::Chinese {
            continue;
        }
        for name in names_in(&text) {
            *names.entry(name).or_default() += 1;
        }
        for token in tokenizer.tokens(&text) {
            if !token.capital
                && token.word.chars().count() >= LONG_WORD
                && token.word.chars().all(char::is_alphabetic)
            {
                *words.entry(token.word).or_default() += 1;
            }
        }
    }
    let mut names: Vec<(String, usize)> = names.into_iter().collect();
    names.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    let mut words: Vec<(String, usize)> = words.into_iter().collect();
    words.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(&other.0)));
    names
        .into_iter()
        .chain(words)
        .map(|(word, _)| word)
        .take(limit)
        .collect()
}

/// Runs of words with capitals that do not begin a sentence.
fn names_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut begins = true;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let letters: Vec<char> = bare.chars().take(2).collect();
        let is_name =
            matches!(letters.as_slice(), [first, second] if first.is_uppercase() && second.is_lowercase());
        if is_name && (!begins || !run.is_empty()) {
            run.push(bare);
        } else {
            names.extend(name(&mut run));
        }
        begins = word.ends_with(['.', '!', '?', ':', ';']);
        if begins {
            names.extend(name(&mut run));
        }
    }
    names.extend(name(&mut run));
    names
}

fn name(run: &mut Vec<&str>) -> Option<String> {
    let words = std::mem::take(run);
    (!words.is_empty() && words.len() <= MAX_NAME_LEN).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_within_sentences() {
        assert_eq!(
            names_in("Ask Imelda Frost at the desk. She knows."),
            ["Imelda Frost"]
        );
        assert_eq!(names_in("The station is open."), Vec::<String>::new());
    }
}
