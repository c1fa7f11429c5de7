//! Passages: sections cut at sentence boundaries.
//!
//! Owns how long a passage is and where a sentence ends. The starter language model has seen passages of at most
//! about 60 words; longer ones would also crowd a small model's prompt.

use super::markdown::Section;

/// Words of a passage.
const LONGEST: usize = 60;
/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 18] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "no", "nr", "e.g", "i.e", "etc", "vs", "approx", "ca", "dept",
    "jr", "sr", "fig",
];

/// The passages of a section, each with its heading; none when it has no text.
pub(super) fn cut(section: &Section) -> impl Iterator<Item = (String, String)> + use<> {
    let mut passages: Vec<(usize, String)> = Vec::new();
    for sentence in sentences(&section.text).into_iter().flat_map(bounded) {
        let length = words(&sentence);
        match passages.last_mut() {
            Some((words, text)) if *words + length <= LONGEST => {
                *words += length;
                text.push(' ');
                text.push_str(&sentence);
            }
            _ => passages.push((length, sentence)),
        }
    }
    let heading = section.heading.clone();
    passages.into_iter().map(move |(_, text)| (heading.clone(), text))
}

/// The sentences of a text, with their final punctuation.
pub(in crate::mind) fn sentences(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut sentences = Vec::new();
    let mut start = 0;
    for (index, &letter) in letters.iter().enumerate() {
        let ends = match letter {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' | '…' => ends_sentence(&letters, start, index),
            _ => false,
        };
        if ends {
            let mut end = index + 1;
            while letters
                .get(end)
                .is_some_and(|next| matches!(next, '"' | '”' | '’' | ')' | '»' | '」' | '』'))
            {
                end += 1;
            }
            if start < end {
                sentences.push(letters[start..end].iter().collect::<String>());
                start = end;
            }
        }
    }
    sentences.push(letters[start.min(letters.len())..].iter().collect());
    sentences
        .iter()
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// Whether the full stop (or its like) at `index` ends the sentence that began at `start`.
fn ends_sentence(letters: &[char], start: usize, index: usize) -> bool {
    if index < start {
        return false;
    }
    let mut rest = letters[index + 1..]
        .iter()
        .skip_while(|letter| matches!(letter, '"' | '”' | '’' | ')' | '»'));
    match rest.next() {
        None => return true,
        Some(next) if !next.is_whitespace() => return false,
        Some(_) => {}
    }
    let next = rest
        .find(|letter| !letter.is_whitespace())
        .copied()
        .unwrap_or('A');
    if next.is_lowercase() {
        return false;
    }
    let before: String = letters[start..index]
        .iter()
        .rev()
        .take_while(|letter| !letter.is_whitespace())
        .collect();
    let word: String = before.chars().rev().flat_map(char::to_lowercase).collect();
    let word = word.trim_start_matches(['(', '"', '“']);
    // "J. Smith", "1. The first": an initial or an item's number. "a.m. The": ends, for a capital follows.
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "i";
    letters[index] != '.' || !(is_initial || ABBREVIATIONS.contains(&word))
}

/// A sentence in parts of at most [`LONGEST`] words.
fn bounded(sentence: String) -> Vec<String> {
    if words(&sentence) <= LONGEST {
        return vec![sentence];
    }
    let mut parts = vec![String::new()];
    let mut length = 0;
    for word in sentence.split(' ').flat_map(pieces) {
        let more = words(&word);
        if length + more > LONGEST {
            parts.push(String::new());
            length = 0;
        }
        length += more;
        if let Some(part) = parts.last_mut() {
            part.push_str(if part.is_empty() { "" } else { " " });
            part.push_str(&word);
        }
    }
    parts
}

/// A word in pieces that a passage can hold: text in Chinese or Japanese has no spaces.
fn pieces(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters
        .chunks(LONGEST)
        .map(|piece| piece.iter().collect())
        .collect()
}

/// How many words a text has; two letters of a script without spaces count as one, and 24 of an endless word.
pub(in crate::mind) fn words(text: &str) -> usize {
    let spaced: usize = text
        .split_whitespace()
        .map(|word| word.chars().count().div_ceil(24))
        .sum();
    let unspaced = text
        .chars()
        .filter(|&letter| super::terms::is_unspaced(letter))
        .count();
    spaced + unspaced / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(sentences(text), expected);
    }

    #[test]
    fn sentences_end_where_a_new_one_begins() {
        check(
            "It opens at 9 am. It closes at 5.30 pm!",
            &["It opens at 9 am.", "It closes at 5.30 pm!"],
        );
        check(
            "Dr. West is in. J. Young is out.",
            &["Dr. West is in.", "J. Young is out."],
        );
        check("Open till 5 p.m. every day.", &["Open till 5 p.m. every day."]);
        check(
            "Open till 5 p.m. Then closed.",
            &["Open till 5 p.m.", "Then closed."],
        );
        check("He said \"Go.\" She went.", &["He said \"Go.\"", "She went."]);
        check("图书馆在一楼。九点开门。", &["图书馆在一楼。", "九点开门。"]);
        check("See example.com for more", &["See example.com for more"]);
        check("", &[]);
        check("...", &["..."]);
    }

    #[test]
    fn passages_are_whole_sentences_of_sixty_words_at_most() {
        let sentence = "One two three four five six seven eight nine ten.";
        let section = Section {
            heading: "Long".to_owned(),
            text: vec![sentence; 15].join(" "),
        };
        let lengths: Vec<usize> = cut(&section).map(|(_, text)| words(&text)).collect();
        assert_eq!(lengths, [60, 60, 30]);
    }

    #[test]
    fn an_endless_sentence_or_word_is_cut_too() {
        for text in ["word ".repeat(500), "x".repeat(50_000), "图".repeat(1000)] {
            let section = Section {
                heading: "Long".to_owned(),
                text,
            };
            assert!(cut(&section).all(|(_, text)| words(&text) <= LONGEST));
        }
    }
}
