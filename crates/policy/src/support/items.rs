//! A sentence as a row of items: values, words that say something, words that only join or deny.
//!
//! Owns the cut into items. What two values have in common is `values`', whether items support others is `fit`'s.

use std::ops::Range;

use mynah_knowledge::language::Language;
use mynah_knowledge::values::{self, Value};

use crate::lexicon::{Lexicon, Role, longest_phrase};
use crate::text::{Word, is_han, words};

/// A value or a word.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// What is said exactly, if it is a value.
    pub(crate) value: Option<Value>,
    /// What it does; of a value, `Content`.
    pub(crate) role: Role,
    /// The name under which words are compared.
    pub(crate) class: String,
    /// As it was written, folded.
    pub(crate) folded: String,
    /// Its bytes in the sentence.
    pub(crate) range: Range<usize>,
    /// It begins with a capital letter.
    pub(crate) capital: bool,
    /// A comma, semicolon, dash, colon or bracket stands before it.
    pub(crate) after_mark: bool,
    /// A colon stands right after it.
    pub(crate) label: bool,
}

impl Item {
    /// Whether it must be in a passage.
    pub(crate) fn says_something(&self) -> bool {
        self.value.is_some() || self.role.is_content()
    }

    /// Whether it is a word that must be in a passage.
    pub(crate) fn is_word(&self) -> bool {
        self.value.is_none() && self.role.is_content()
    }

    /// Whether it holds a digit and is no value.
    pub(crate) fn is_code(&self) -> bool {
        self.value.is_none() && self.folded.chars().any(char::is_numeric)
    }
}

/// The items of a sentence.
pub(crate) fn items(sentence: &str, lexicon: &Lexicon, language: Language) -> Vec<Item> {
    let words = words(sentence);
    let found = exact_values(sentence, &words, language);
    let mut items: Vec<Item> = Vec::new();
    let mut end = 0;
    let (mut at, mut value) = (0, 0);
    while at < words.len() || value < found.len() {
        let word_start = words.get(at).map_or(usize::MAX, |word| word.range.start);
        let first = items.len();
        let until = match found.get(value) {
            Some(found) if found.range.start <= word_start => {
                value += 1;
                items.push(value_item(found, sentence));
                while words
                    .get(at)
                    .is_some_and(|word| word.range.start < found.range.end)
                {
                    at += 1;
                }
                found.range.end
            }
            _ => {
                let taken = word_items(&words[at..], sentence, lexicon, &mut items);
                at += taken;
                words[at - 1].range.end
            }
        };
        let Some(item) = items.get_mut(first) else {
            continue;
        };
        let gap = sentence.get(end..item.range.start).unwrap_or("");
        item.after_mark = end > 0 && has_mark(gap);
        if first > 0 && gap.trim_start().starts_with([':', '：']) {
            items[first - 1].label = true;
        }
        end = until;
    }
    items
}

fn has_mark(gap: &str) -> bool {
    gap.contains([
        ',', ';', ':', '(', ')', '–', '—', '，', '；', '：', '、', '（', '）', '|', '/', '…',
    ]) || gap.contains(" - ")
}

/// The values of a sentence; a number within a name ("B-204") is none.
fn exact_values(sentence: &str, words: &[Word], language: Language) -> Vec<values::Found> {
    let mut found = values::values(sentence, language);
    found.retain(|found| {
        let number = matches!(found.value, Value::Number(_) | Value::Ordinal(_));
        !number
            || !words.iter().any(|word| {
                let overlaps = word.range.start < found.range.end && found.range.start < word.range.end;
                let mixed = word.folded.chars().any(char::is_alphabetic)
                    && word.folded.chars().any(|l| l.is_ascii_digit());
                overlaps && mixed && word.range.len() > found.range.len()
            })
    });
    found
}

fn value_item(found: &values::Found, sentence: &str) -> Item {
    Item {
        value: Some(found.value.clone()),
        role: Role::Content,
        class: String::new(),
        folded: sentence.get(found.range.clone()).unwrap_or("").to_lowercase(),
        range: found.range.clone(),
        capital: false,
        after_mark: false,
        label: false,
    }
}

/// Adds the items of the first word, or of the longest listed phrase, and says how many words they took.
fn word_items(words: &[Word], sentence: &str, lexicon: &Lexicon, items: &mut Vec<Item>) -> usize {
    let first = &words[0];
    let most = longest_phrase(&first.folded).min(words.len());
    for length in (2..=most).rev() {
        let phrase = &words[..length];
        // A phrase is not looked for across a mark.
        let joined = phrase
            .windows(2)
            .all(|pair| !has_mark(&sentence[pair[0].range.end..pair[1].range.start]));
        let han = first.folded.chars().all(is_han);
        let name = phrase
            .iter()
            .map(|w| w.folded.as_str())
            .collect::<Vec<_>>()
            .join(if han { "" } else { "-" });
        let role = lexicon.listed(&name);
        if joined && (role.is_some() || lexicon.has_class(&name)) {
            let range = first.range.start..phrase[length - 1].range.end;
            items.push(word_item(
                &name,
                role.unwrap_or(Role::Content),
                range,
                first.capital,
                lexicon,
            ));
            return length;
        }
    }
    for (at, (part, role)) in parts(&first.folded, lexicon).into_iter().enumerate() {
        items.push(word_item(
            part,
            role,
            first.range.clone(),
            first.capital && at == 0,
            lexicon,
        ));
    }
    1
}

fn word_item(folded: &str, role: Role, range: Range<usize>, capital: bool, lexicon: &Lexicon) -> Item {
    Item {
        value: None,
        role,
        class: lexicon.class(folded),
        folded: folded.to_owned(),
        range,
        capital,
        after_mark: false,
        label: false,
    }
}

/// A word, or the two that are written together: "isn't" is "is" and "not".
fn parts<'a>(folded: &'a str, lexicon: &Lexicon) -> Vec<(&'a str, Role)> {
    let role = |word: &str| lexicon.listed(word).unwrap_or(Role::Content);
    if folded == "cannot" || folded == "can't" {
        return vec![("can", Role::May), ("not", Role::Not)];
    }
    if folded == "won't" {
        return vec![("will", Role::Future), ("not", Role::Not)];
    }
    if let Some(first) = folded.strip_suffix("n't") {
        return vec![(first, role(first)), ("not", Role::Not)];
    }
    if let Some((first, rest)) = folded.split_once('\'') {
        let pronoun = matches!(
            role(first),
            Role::Third | Role::First | Role::You | Role::Article | Role::Wh
        );
        let second = match rest {
            "ll" => Some(("will", Role::Future)),
            "s" | "re" | "ve" | "m" | "d" if pronoun => Some(("is", Role::Aux)),
            _ => None,
        };
        if let Some(second) = second {
            let first_role = if role(first) == Role::Article {
                Role::Third
            } else {
                role(first)
            };
            return vec![(first, first_role), second];
        }
        return vec![(folded.strip_suffix("'s").unwrap_or(folded), role(first))];
    }
    vec![(folded, role(folded))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, language: Language) -> Vec<String> {
        let lexicon = Lexicon::new(language);
        items(text, &lexicon, language)
            .into_iter()
            .map(|item| match item.value {
                Some(_) => format!("={}", item.folded),
                None if item.role.is_content() => item.class,
                None => format!("{:?}", item.role),
            })
            .collect()
    }

    #[test]
    fn a_sentence_is_cut_into_values_words_and_joints() {
        for (text, language, expected) in [
            (
                "The café closes at half past seven.",
                Language::English,
                "Article cafe close In =half past seven",
            ),
            (
                "Room B-204 isn't open.",
                Language::English,
                "room b-204 Aux Not open",
            ),
            (
                "It's next to the car park",
                Language::English,
                "Third Aux beside Article car-park",
            ),
            (
                "Кафе не работает в 17:00",
                Language::Russian,
                "каф Not open In =17:00",
            ),
            ("洗手间不在一楼。", Language::Chinese, "toilet Not In 一 楼"),
        ] {
            assert_eq!(shown(text, language).join(" "), expected, "{text}");
        }
    }
}
