//! Which passages support a reply.
//!
//! Owns the comparison: a sentence is supported by the passage that has most of its words and all of its numbers
//! and names. Small talk and refusals have no source.

use crate::mind::knowledge::{Passage, Role, Term, sentences, terms};

/// A sentence needs this share of its words in the passage.
const LEAST_SHARED: f64 = 0.6;

/// A passage that supports a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's name, relative to the knowledge folder.
    pub file: String,
    /// The passage's heading.
    pub heading: String,
}

/// The passages that support the reply, in the order of its sentences, each file and heading once; none for
/// refusals and for what the passages do not say.
pub fn sources(reply: &str, passages: &[&Passage]) -> Vec<Source> {
    if reply.trim() == super::REFUSAL {
        return Vec::new();
    }
    let contents: Vec<(&Passage, Vec<String>)> = passages
        .iter()
        .map(|&passage| (passage, stems(&passage.line())))
        .collect();
    let mut sources: Vec<Source> = Vec::new();
    for sentence in sentences(reply) {
        for passage in supporting(&sentence, &contents) {
            let file = passage.file.display().to_string();
            let source = Source {
                file,
                heading: passage.heading.clone(),
            };
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    sources
}

/// The passage that supports a sentence, or else those that support its parts.
fn supporting<'a>(sentence: &str, contents: &[(&'a Passage, Vec<String>)]) -> Vec<&'a Passage> {
    if let Some(passage) = best(sentence, contents) {
        return vec![passage];
    }
    let parts = sentence.split(" and ").flat_map(|part| part.split([',', ';']));
    parts
        .filter(|part| part.split_whitespace().count() > 1)
        .filter_map(|part| best(part, contents))
        .collect()
}

fn best<'a>(sentence: &str, contents: &[(&'a Passage, Vec<String>)]) -> Option<&'a Passage> {
    let words: Vec<Term> = terms(sentence)
        .into_iter()
        .filter(|term| term.role() != Role::Stop)
        .collect();
    let needed = needed(sentence);
    let mut best: Option<(f64, &Passage)> = None;
    for (passage, content) in contents {
        if words.is_empty() || !needed.iter().all(|stem| content.contains(stem)) {
            continue;
        }
        let shared =
            words.iter().filter(|word| content.contains(&word.stem)).count() as f64 / words.len() as f64;
        if shared >= LEAST_SHARED && best.is_none_or(|(other, _)| shared > other) {
            best = Some((shared, passage));
        }
    }
    best.map(|(_, passage)| passage)
}

/// The numbers of a sentence, and its names: words with a capital letter after the first.
fn needed(sentence: &str) -> Vec<String> {
    let mut needed = Vec::new();
    for (index, word) in sentence.split_whitespace().enumerate() {
        let is_name = index > 0 && word.chars().next().is_some_and(char::is_uppercase);
        let found = terms(word).into_iter().filter(|term| is_name || term.is_number());
        needed.extend(
            found
                .filter(|term| term.role() != Role::Stop)
                .map(|term| term.stem),
        );
    }
    needed
}

fn stems(text: &str) -> Vec<String> {
    terms(text).into_iter().map(|term| term.stem).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::mind::knowledge::PassageId;

    fn check(reply: &str, expected: &[&str]) {
        let passages: Vec<Passage> = [
            (
                "Cafe",
                "The cafe is on the second floor. The cafe opens at 9 am. A coffee costs 3 dollars.",
            ),
            (
                "Library",
                "The library is on the first floor. The library opens at 10 am. Emma Field is the librarian.",
            ),
            ("Library, Library card", "A library card costs 10 dollars a year."),
        ]
        .into_iter()
        .map(|(heading, text)| Passage {
            id: PassageId(0),
            file: PathBuf::from("house.md"),
            heading: heading.to_owned(),
            text: text.to_owned(),
        })
        .collect();
        let found = sources(reply, &passages.iter().collect::<Vec<_>>());
        assert_eq!(
            found
                .iter()
                .map(|source| source.heading.as_str())
                .collect::<Vec<_>>(),
            expected,
            "{reply}"
        );
        assert!(found.iter().all(|source| source.file == "house.md"));
    }

    #[test]
    fn a_reply_is_supported_by_the_passage_that_says_it() {
        check("The cafe opens at 9 am.", &["Cafe"]);
        check("Yes, the library is on the first floor.", &["Library"]);
        check(
            "A library card costs 10 dollars a year.",
            &["Library, Library card"],
        );
        check("Emma Field is the librarian.", &["Library"]);
        check("10 dollars a year.", &["Library, Library card"]);
    }

    #[test]
    fn a_reply_of_two_parts_has_two_sources() {
        check(
            "The cafe opens at 9 am and the library opens at 10 am.",
            &["Cafe", "Library"],
        );
        check(
            "The cafe is on the second floor. The library is on the first floor.",
            &["Cafe", "Library"],
        );
    }

    #[test]
    fn what_no_passage_says_has_no_source() {
        check("I don't have that information.", &[]);
        check("Hello! How can I help?", &[]);
        check("You're welcome.", &[]);
        check("The cafe opens at 8 am.", &[]);
        check("The librarian is Peter Stone.", &[]);
        check("I am Mynah. I run entirely on this machine.", &[]);
        check("", &[]);
    }
}
