//! What of the knowledge goes into the prompt of a question.
//!
//! Owns the choice: new passages only (the conversation's earlier ones are in the prompt already), few enough for
//! a small model. Does not write the prompt: `language` knows how each model wants it.

use super::MindConfig;
use super::knowledge::{Knowledge, Passage};

/// Words of all passages of a question together.
const MOST_WORDS: usize = 220;
/// The starter model has seen 4 passages at most.
const MOST_PASSAGES: usize = 4;

/// What a question adds to the prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Passages that the conversation has not shown yet, best first; possibly none.
    pub passages: Vec<Passage>,
}

/// Finds what a question adds to the prompt. `previous` are the questions before it, oldest first; `shown` are the
/// lines of the passages that are in the prompt already.
pub fn context(
    knowledge: &Knowledge,
    question: &str,
    previous: &[&str],
    shown: &[&str],
    config: &MindConfig,
) -> Context {
    let count = usize::from(config.passages).min(MOST_PASSAGES);
    let mut context = Context::default();
    let mut words = 0;
    let mut lines: Vec<String> = Vec::new();
    for hit in knowledge.search_in_conversation(question, previous, count) {
        let line = hit.passage.line();
        words += line.split_whitespace().count();
        if words > MOST_WORDS {
            break;
        }
        if !shown.contains(&line.as_str()) && !lines.contains(&line) {
            context.passages.push(hit.passage.clone());
            lines.push(line);
        }
    }
    context
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::mind::knowledge::PassageId;

    fn knowledge(texts: &[(&str, &str)]) -> Knowledge {
        let passages = texts.iter().map(|&(heading, text)| Passage {
            id: PassageId(0),
            file: PathBuf::from("a.md"),
            heading: heading.to_owned(),
            text: text.to_owned(),
        });
        Knowledge::from(passages.collect::<Vec<_>>())
    }

    fn check(knowledge: &Knowledge, question: &str, shown: &[&str], expected: &[&str]) {
        let found = context(knowledge, question, &[], shown, &MindConfig::default());
        let lines: Vec<String> = found.passages.iter().map(Passage::line).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_passage_is_shown_once_in_a_conversation() {
        let house = knowledge(&[("Cafe", "The cafe is upstairs."), ("Shop", "The shop is here.")]);
        check(
            &house,
            "Where is the cafe?",
            &[],
            &["Cafe: The cafe is upstairs."],
        );
        check(
            &house,
            "Where is the cafe?",
            &["Cafe: The cafe is upstairs."],
            &[],
        );
        check(&house, "Where is the zoo?", &[], &[]);
    }

    #[test]
    fn the_same_passage_in_two_files_is_shown_once() {
        let house = knowledge(&[
            ("Cafe", "The cafe is upstairs."),
            ("Cafe", "The cafe is upstairs."),
        ]);
        check(
            &house,
            "Where is the cafe?",
            &[],
            &["Cafe: The cafe is upstairs."],
        );
    }

    #[test]
    fn passages_are_few_and_short_together() {
        let long = format!("The cafe has {}.", "very ".repeat(54).trim());
        let texts: Vec<(&str, &str)> = vec![("Cafe", long.as_str()); 9];
        let numbered: Vec<(String, String)> = texts
            .iter()
            .enumerate()
            .map(|(n, (heading, text))| (format!("{heading} {n}"), (*text).to_owned()))
            .collect();
        let borrowed: Vec<(&str, &str)> = numbered.iter().map(|(h, t)| (h.as_str(), t.as_str())).collect();
        let config = MindConfig {
            passages: 200,
            ..MindConfig::default()
        };
        let found = context(&knowledge(&borrowed), "Where is the cafe?", &[], &[], &config);
        assert_eq!(found.passages.len(), 3);
    }
}
