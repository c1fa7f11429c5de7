//! The sets of models with which turns are measured.
//!
//! Owns which files make a set and how mynah is configured for it, so that in both assistants the language model writes the answer.

use std::path::{Path, PathBuf};

use crate::stage::root;

/// What is asked: `assets/demo/02.wav`, a recording of these words.
pub const QUESTION: &str = "When does the library open?";

/// A set.
#[derive(Clone, Copy)]
pub struct ModelSet {
    pub name: &'static str,
    source: ModelSource,
}

/// Where the files come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ModelSource {
    /// The models that come with mynah.
    Starters,
    /// A folder of `examples/doubles`.
    Doubles(&'static str),
}

pub const SETS: [ModelSet; 3] = [
    ModelSet {
        name: "starters",
        source: ModelSource::Starters,
    },
    ModelSet {
        name: "tiny.en + SmolLM2-360M",
        source: ModelSource::Doubles("small"),
    },
    ModelSet {
        name: "base.en + Qwen3-0.6B",
        source: ModelSource::Doubles("middle"),
    },
];

/// The files of a set.
pub struct ModelFiles {
    pub folder: PathBuf,
    pub speech: PathBuf,
    pub language: PathBuf,
}

impl ModelFiles {
    pub fn names(&self) -> Vec<String> {
        [&self.speech, &self.language]
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .to_vec()
    }
}

impl ModelSet {
    /// Finds the files.
    pub fn files(self, doubles: &Path) -> ModelFiles {
        let folder = match self.source {
            ModelSource::Starters => root().join("models/starter"),
            ModelSource::Doubles(name) => doubles.join(name),
        };
        let with = |ending: &str| {
            let entries = std::fs::read_dir(&folder)
                .unwrap_or_else(|error| panic!("{}: {error}: run make doubles", folder.display()));
            let mut paths = entries.map(|entry| entry.unwrap().path());
            paths
                .find(|path| path.extension().is_some_and(|own| own == ending))
                .unwrap_or_else(|| panic!("{} has no .{ending}: run make doubles", folder.display()))
        };
        ModelFiles {
            speech: with("bin"),
            language: with("gguf"),
            folder,
        }
    }

    /// mynah's configuration. Without documents, public models answer freely and are heard as they write; the starter model words
    /// what the documents say, and is heard when it has been checked.
    pub fn configuration(self) -> String {
        let mind = match self.source {
            ModelSource::Starters => {
                let knowledge = root().join("assets/knowledge/harbor-house");
                format!("knowledge = [\"{}\"]\nwording = \"model\"", knowledge.display())
            }
            ModelSource::Doubles(_) => "knowledge = []".to_owned(),
        };
        format!("[mind]\n{mind}\n[speaking]\nengine = \"espeak-ng\"\n")
    }

    /// Whether a turn heard the question and answered it.
    pub fn is_right(question: &str, answer: &str) -> bool {
        question.eq_ignore_ascii_case(QUESTION) && answer.to_lowercase().contains("library")
    }
}
