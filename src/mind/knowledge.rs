//! What the assistant knows: passages of the operator's own files, found by their words.
//!
//! Owns the passages and the search; `folders` reads files, `markdown` and `passages` cut them, `terms` turns text
//! into comparable words, `index` scores. Does not decide what goes into a prompt (`prompt` does) and never writes.

mod clean;
mod folders;
#[cfg(test)]
mod folders_tests;
#[cfg(test)]
mod house_tests;
mod index;
mod markdown;
#[cfg(test)]
mod markdown_tests;
mod passages;
mod query;
mod synonyms;
mod terms;
mod vocabulary;
mod weights;

use std::collections::HashMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use folders::{KnowledgeError, Skipped};

pub(super) use clean::clean;
pub(super) use passages::sentences;
pub(super) use terms::{Role, Term, terms};

use index::Index;
use query::Query;

/// How much is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KnowledgeLimits {
    /// Largest file, in bytes; larger ones are skipped unread.
    pub file_bytes: u64,
    /// Files in all folders together.
    pub files: usize,
    /// Passages in all files together.
    pub passages: usize,
    /// Folders inside each other, the configured one included.
    pub depth: usize,
}

impl Default for KnowledgeLimits {
    fn default() -> Self {
        Self {
            file_bytes: 4_000_000,
            files: 2_000,
            passages: 20_000,
            depth: 8,
        }
    }
}

/// Names a passage among those loaded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PassageId(pub u32);

/// A few sentences under one heading of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its name.
    pub id: PassageId,
    /// Its file, relative to the configured folder.
    pub file: PathBuf,
    /// "Gift shop", or "Gift shop, Prices".
    pub heading: String,
    /// Whole sentences, at most 60 words, without markup and control characters.
    pub text: String,
}

impl Passage {
    /// The passage as it stands in a prompt: "Gift shop, Prices: A poster costs 9 dollars."
    pub fn line(&self) -> String {
        format!("{}: {}", self.heading, self.text)
    }
}

/// A passage that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit<'a> {
    /// The passage.
    pub passage: &'a Passage,
    /// How well it fits, above 0; comparable only with hits of the same search.
    pub score: f64,
}

/// What [`Knowledge::load`] found.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read.
    pub knowledge: Knowledge,
    /// What was left out and why.
    pub skipped: Vec<Skipped>,
}

/// The passages and their index.
#[derive(Debug, Default)]
pub struct Knowledge {
    passages: Vec<Passage>,
    lines: HashMap<String, PassageId>,
    index: Index,
}

impl Knowledge {
    /// Reads `*.md`, `*.markdown` and `*.txt` of the folders and of those inside, in the order of their names.
    /// Hidden files are passed over, links are not followed out of a folder. A folder that is missing is an error;
    /// files that cannot be used are reported, and the rest is loaded.
    pub fn load(folders: &[PathBuf], limits: &KnowledgeLimits) -> Result<Loaded, KnowledgeError> {
        let mut skipped = Vec::new();
        let mut passages: Vec<Passage> = Vec::new();
        for file in folders::files(folders, limits, &mut skipped)? {
            let Some(text) = folders::read(&file, limits, &mut skipped) else {
                continue;
            };
            let room = limits.passages.min(u32::MAX as usize) - passages.len();
            let sections = markdown::sections(&file.relative, &text);
            let mut found = sections.iter().flat_map(passages::cut);
            for (heading, text) in found.by_ref().take(room) {
                let id = PassageId(u32::try_from(passages.len()).unwrap_or(u32::MAX));
                passages.push(Passage {
                    id,
                    file: file.relative.clone(),
                    heading,
                    text,
                });
            }
            if found.next().is_some() {
                skipped.push(Skipped::too_many_passages(&file.path, limits.passages));
                break;
            }
        }
        Ok(Loaded {
            knowledge: Self::from(passages),
            skipped,
        })
    }

    /// The number of passages.
    pub fn len(&self) -> usize {
        self.passages.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// The passages whose [`Passage::line`]s these are, in this order; lines of other origin are passed over.
    pub fn passages_of(&self, lines: &[&str]) -> Vec<&Passage> {
        lines
            .iter()
            .filter_map(|line| self.lines.get(*line))
            .map(|&id| self.passage(id))
            .collect()
    }

    /// The passages that fit a question that stands alone, best first, at most `count`; none when nothing fits.
    pub fn search(&self, query: &str, count: usize) -> Vec<Hit<'_>> {
        self.search_in_conversation(query, &[], count)
    }

    /// The passages that fit a question after the questions in `previous` (oldest first), best first, at most
    /// `count`. "And when does it close?" is about what the question before was about: its words join the search
    /// when the new question points back or says too little by itself, and count less the more it says.
    pub fn search_in_conversation(&self, query: &str, previous: &[&str], count: usize) -> Vec<Hit<'_>> {
        let query = Query::new(query, previous, &self.index);
        let hits = self.index.search(&query, count);
        hits.into_iter()
            .map(|(id, score)| Hit {
                passage: self.passage(id),
                score,
            })
            .collect()
    }

    /// Proper names, headings and rare words, the most useful ones first, at most `limit`: what a speech
    /// recogniser should expect to hear.
    pub fn vocabulary(&self, limit: usize) -> Vec<String> {
        vocabulary::vocabulary(&self.passages, limit)
    }

    fn passage(&self, id: PassageId) -> &Passage {
        &self.passages[id.0 as usize]
    }
}

impl From<Vec<Passage>> for Knowledge {
    /// Builds the index; passages are renumbered in their order.
    fn from(mut passages: Vec<Passage>) -> Self {
        for (id, passage) in (0..).zip(&mut passages) {
            passage.id = PassageId(id);
        }
        let index = Index::new(&passages);
        let lines = passages
            .iter()
            .rev()
            .map(|passage| (passage.line(), passage.id))
            .collect();
        Self {
            passages,
            lines,
            index,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[(&str, &str)], question: &str, expected: &[&str]) {
        let passages = texts.iter().map(|&(heading, text)| Passage {
            id: PassageId(0),
            file: PathBuf::new(),
            heading: heading.to_owned(),
            text: text.to_owned(),
        });
        let knowledge = Knowledge::from(passages.collect::<Vec<_>>());
        let found: Vec<&str> = knowledge
            .search(question, 3)
            .iter()
            .map(|hit| hit.passage.heading.as_str())
            .collect();
        assert_eq!(found, expected, "{question}");
    }

    #[test]
    fn scripts_without_spaces_are_found() {
        let texts = [
            ("图书馆", "图书馆在一楼。图书馆九点开门。"),
            ("咖啡厅", "咖啡厅在二楼。"),
        ];
        check(&texts, "图书馆几点开门？", &["图书馆"]);
        check(&texts, "咖啡厅在哪里？", &["咖啡厅"]);
    }

    #[test]
    fn other_languages_are_found_without_stems() {
        let texts = [
            ("Öffnungszeiten", "Das Museum öffnet um 9 Uhr."),
            ("Κήπος", "Ο κήπος είναι ανοιχτός."),
        ];
        check(&texts, "Wann sind die öffnungszeiten", &["Öffnungszeiten"]);
        check(&texts, "Πού είναι ο κήπος;", &["Κήπος"]);
    }

    #[test]
    fn nothing_is_found_in_nothing_and_endless_questions_end() {
        check(&[], "Where is the cafe?", &[]);
        check(
            &[("Cafe", "The cafe is upstairs.")],
            &"where is the cafe ".repeat(100_000),
            &["Cafe"],
        );
        check(
            &[("Cafe", "The cafe is upstairs.")],
            &"a1 b2 ".repeat(100_000),
            &[],
        );
    }
}
