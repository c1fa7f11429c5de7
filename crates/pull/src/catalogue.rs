//! Which models are meant: names, lists, another catalogue.
//!
//! Owns the meaning of the names on the command line and how the catalogue is printed.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use mynah_catalog::{Entry, Task};
use serde_json::{Value, json};

use crate::error::{PullError, megabytes};
use crate::report::answer;

/// Bytes of another catalogue that are read at most.
const MAX_BYTES: u64 = 1 << 20;
/// The name that stands for everything that is recommended.
const RECOMMENDED: &str = "recommended";

/// The catalogue: the built-in one, or the one in a file.
pub fn read(file: Option<&Path>) -> Result<Vec<Entry>, PullError> {
    let Some(path) = file else {
        return Ok(mynah_catalog::entries().to_vec());
    };
    let wrong = |reason: String| PullError::Catalogue {
        path: path.to_owned(),
        reason,
    };
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text))
        .map_err(|error| wrong(error.to_string()))?;
    mynah_catalog::parse(&text).map_err(|error| wrong(error.to_string()))
}

/// The models of these names, each once, in this order.
pub fn chosen(entries: &[Entry], names: &[String]) -> Result<Vec<Entry>, PullError> {
    let mut chosen: Vec<Entry> = Vec::new();
    for name in names {
        let found: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.id == *name || (name == RECOMMENDED && entry.recommended))
            .collect();
        if found.is_empty() {
            return Err(PullError::Unknown {
                name: name.clone(),
                nearest: nearest(entries, name),
            });
        }
        for entry in found {
            if !chosen.contains(entry) {
                chosen.push(entry.clone());
            }
        }
    }
    Ok(chosen)
}

/// The id with the fewest changed letters, if at most a third of them is changed.
fn nearest(entries: &[Entry], name: &str) -> Option<String> {
    let name: String = name.chars().take(64).collect::<String>().to_lowercase();
    entries
        .iter()
        .map(|entry| (distance(&name, &entry.id), &entry.id))
        .min()
        .filter(|(distance, id)| *distance <= id.len() / 3)
        .map(|(_, id)| id.clone())
}

/// Letters to insert, remove or replace (V. Levenshtein 1966).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut before = index;
        let mut last = index + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(&right) {
            let replaced = before + usize::from(letter != *other);
            before = *cell;
            last = replaced.min(*cell + 1).min(last + 1);
            *cell = last;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Prints the catalogue for people, task by task, the smallest first.
pub fn print(entries: &[Entry]) {
    for task in Task::ALL {
        let mut of_task: Vec<&Entry> = entries.iter().filter(|entry| entry.task == task).collect();
        of_task.sort_by_key(|entry| entry.size());
        for entry in of_task {
            let mark = if entry.recommended { '*' } else { ' ' };
            let token = if entry.gated { "; needs a token" } else { "" };
            answer(&format!(
                "{mark} {:30} {:14} {:>9}  {} ({}; {}; {}{token})",
                entry.id,
                entry.task.to_string(),
                megabytes(entry.size()),
                entry.name,
                entry.languages,
                entry.purpose,
                entry.licence,
            ));
        }
    }
    answer("'*': what 'mynah-pull recommended' fetches. 'mynah models recommend' chooses for this machine.");
}

/// Prints the catalogue as one JSON object.
pub fn print_as_json(entries: &[Entry]) {
    let models: Vec<Value> = entries
        .iter()
        .map(|entry| {
            json!({
                "id": entry.id,
                "name": entry.name,
                "task": entry.task.to_string(),
                "languages": entry.languages,
                "parameters": entry.parameters,
                "quantisation": entry.quantisation,
                "bytes": entry.size(),
                "memory": entry.memory,
                "licence": entry.licence,
                "purpose": entry.purpose,
                "page": entry.page(),
                "gated": entry.gated,
                "recommended": entry.recommended,
                "files": entry.files.iter().map(|file| json!({
                    "name": file.name(),
                    "bytes": file.size,
                    "sha256": file.sha256,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    answer(&json!({ "models": models }).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &[&str]) -> Result<Vec<String>, PullError> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        chosen(mynah_catalog::entries(), &names)
            .map(|entries| entries.into_iter().map(|entry| entry.id).collect())
    }

    #[test]
    fn names_choose_each_model_once() {
        assert_eq!(
            ids(&["qwen3-0.6b", "silero-vad", "qwen3-0.6b"]).unwrap(),
            ["qwen3-0.6b", "silero-vad"]
        );
        let recommended = ids(&["recommended"]).unwrap();
        assert_eq!(recommended.len(), 4);
        assert!(recommended.contains(&"whisper-base.en-q5_1".to_owned()));
    }

    #[test]
    fn a_mistyped_name_is_told_with_the_similar_one() {
        let sentence = |name| ids(&[name]).unwrap_err().to_string();
        assert!(sentence("qwen3-06b").contains("'qwen3-0.6b' is similar"));
        assert!(sentence("Whisper-Base.en-q5_1").contains("'whisper-base.en-q5_1' is similar"));
        assert!(!sentence("llama-405b-of-the-future").contains("similar"));
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn another_catalogue_is_read_and_checked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.toml");
        std::fs::write(&path, "model = 1").unwrap();
        let error = read(Some(&path)).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("c.toml"), "{error}");
        assert!(read(Some(&folder.path().join("none"))).is_err());
    }
}
