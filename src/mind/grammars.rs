//! Sentences that an operator adds to the built-in skills.
//!
//! Owns how their files are named, read and bounded. What a sentence may look like, and what it means, is `mynah_intents`'; a file
//! that cannot be used is left out, and everything else works.

use std::path::{Path, PathBuf};

use mynah_intents::{Language, OwnGrammar};

/// A file may be at most this long, in bytes.
const MAX_FILE_LEN: u64 = 1 << 20;
/// As many files are read.
const MAX_FILES: usize = 32;

/// Why a file of sentences is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum OwnGrammarError {
    /// It cannot be read.
    #[error(
        "{file}: the sentences cannot be read ({reason}); correct mind.grammars or let mynah read the file."
    )]
    Unreadable {
        /// Path of the file.
        file: String,
        /// The reason, for parentheses.
        reason: String,
    },
    /// Its name tells no language.
    #[error("{file}: the name tells no language; end it with .en.grammar, .ru.grammar or .zh.grammar.")]
    NoLanguage {
        /// Path of the file.
        file: String,
    },
    /// There are more files than are read.
    #[error("{file}: no more than {MAX_FILES} files of sentences are read; put several into one.")]
    TooMany {
        /// Path of the file.
        file: String,
    },
}

/// Reads the files; each is either a grammar or the reason why it is none.
pub(super) fn read(paths: &[PathBuf]) -> (Vec<OwnGrammar>, Vec<OwnGrammarError>) {
    let mut grammars = Vec::new();
    let mut mistakes = Vec::new();
    for (number, path) in paths.iter().enumerate() {
        let file = path.display().to_string();
        let grammar = if number < MAX_FILES {
            one(path, file)
        } else {
            Err(OwnGrammarError::TooMany { file })
        };
        match grammar {
            Ok(grammar) => grammars.push(grammar),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    (grammars, mistakes)
}

fn one(path: &Path, file: String) -> Result<OwnGrammar, OwnGrammarError> {
    let Some(language) = language(path) else {
        return Err(OwnGrammarError::NoLanguage { file });
    };
    match mynah_files::read_text(path, MAX_FILE_LEN) {
        Ok(text) => Ok(OwnGrammar { language, file, text }),
        Err(error) => Err(OwnGrammarError::Unreadable {
            file,
            reason: error.to_string(),
        }),
    }
}

/// The language that a name such as `desk.ru.grammar` or `ru.grammar` ends with.
fn language(path: &Path) -> Option<Language> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".grammar")?;
    let tag = stem.rsplit('.').next()?;
    Language::ALL.into_iter().find(|language| language.tag() == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_in_the_language_of_its_name_and_others_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("desk.ru.grammar"), "@time_now\nчто на часах\n").unwrap();
        std::fs::write(path("desk.grammar"), "@time_now\nclock\n").unwrap();
        std::fs::write(path("bad.en.grammar"), b"@time_now\n\xff\n").unwrap();
        let paths = [
            "desk.ru.grammar",
            "desk.grammar",
            "bad.en.grammar",
            "none.zh.grammar",
        ]
        .map(path);

        let (grammars, mistakes) = read(&paths);

        assert_eq!(grammars.len(), 1);
        assert_eq!(grammars[0].language, Language::Russian);
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        for (told, part) in told
            .iter()
            .zip(["tells no language", "not text in UTF-8", "No such file"])
        {
            assert!(told.contains(part), "{told}");
        }
        assert_eq!(told.len(), 3);
    }
}
