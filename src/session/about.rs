//! What the first screen tells: examples from the operator's documents, and the models in use.
//!
//! Owns the choice of the examples. Reads a bounded part of few documents: this happens while the models load.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::assembly;
use crate::config::Settings;
use crate::models::store::{Found, Origin};
use crate::models::{Kind, catalogue};
use crate::terminal::About;

use super::unmet;

/// Examples on the first screen.
const EXAMPLES: usize = 3;
/// Documents that are looked at.
const FILES: usize = 12;
/// Bytes that are read of each.
const BYTES: u64 = 1 << 16;
/// Letters of an example, so that it fits in a line.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=60;

/// What the first screen tells. `listens`: whether there is a microphone.
pub(crate) fn of(settings: &Settings, listens: bool) -> About {
    let find = |kind| assembly::find(settings, kind).ok();
    let speech = find(Kind::Speech).filter(|_| listens);
    let language = find(Kind::Language);
    let is_starter = |found: &Option<Found>| {
        found
            .as_ref()
            .is_some_and(|found| found.origin == Origin::Starter)
    };
    About {
        examples: examples(&assembly::knowledge_folders(settings)),
        better: (is_starter(&speech) || is_starter(&language)).then(unmet::folder),
        hears: speech.map(|found| described(&found.path)),
        thinks: language.map(|found| described(&found.path)),
        only_english: unmet::only_english(settings),
        listens,
    }
}

/// A model's name for people: that of the catalogue, and its file.
fn described(path: &Path) -> String {
    let file = assembly::name(path);
    let known = catalogue::entries().iter().find(|entry| entry.file() == file);
    known.map_or(file, |entry| format!("{} ({})", entry.name, entry.file()))
}

/// Questions of the documents' FAQs, else their headings; one of each document before a second one of any.
fn examples(folders: &[PathBuf]) -> Vec<String> {
    let texts: Vec<String> = files(folders).iter().filter_map(|path| start_of(path)).collect();
    let mut found: Vec<String> = Vec::new();
    for example in [question, heading] {
        let mut rest: Vec<_> = texts
            .iter()
            .map(|text| text.lines().filter_map(example))
            .collect();
        let mut before = usize::MAX;
        while found.len() < EXAMPLES && before != found.len() {
            before = found.len();
            for lines in &mut rest {
                let new = lines.find(|line| !found.contains(line));
                found.extend(new.filter(|_| found.len() < EXAMPLES));
            }
        }
    }
    found
}

/// The documents of these folders that are text, by name.
fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == "md" || ending == "txt")
        })
        .collect();
    found.sort();
    found.truncate(FILES);
    found
}

fn start_of(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    let file = mynah_files::open(path).ok()?;
    file.take(BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// A line that is a question: of an FAQ, whatever stands around it.
fn question(line: &str) -> Option<String> {
    let line = line.trim_matches(|letter: char| letter.is_whitespace() || "#*-_>•".contains(letter));
    let line = ["Q:", "Q.", "В:", "问：", "问:"]
        .into_iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line)
        .trim();
    let is_one = line.ends_with(['?', '？']) && !line.contains(". ");
    (is_one && LETTERS.contains(&line.chars().count())).then(|| line.to_owned())
}

/// A heading below the title.
fn heading(line: &str) -> Option<String> {
    let text = line.strip_prefix("##")?.trim_start_matches('#').trim();
    LETTERS.contains(&text.chars().count()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_questions_of_an_faq_before_headings_and_of_several_documents() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(
            "a.md",
            "# Pool\n## Opening hours\nDaily.\n## Prices\n## Lockers\n",
        );
        write("b.txt", "Q: Is there a café?\nA: Yes.\nQ: May I bring a dog?\n");
        write("c.bin", "Is this read?\n");
        let folders = [folder.path().to_owned()];
        assert_eq!(
            examples(&folders),
            ["Is there a café?", "May I bring a dog?", "Opening hours"]
        );
        assert!(examples(&[]).is_empty());
    }

    #[test]
    fn a_question_is_found_whatever_stands_around_it() {
        for (line, expected) in [
            ("### Is there a lift?", Some("Is there a lift?")),
            ("**Q: Where do I park?**", Some("Where do I park?")),
            ("- 问：几点开门？", Some("几点开门？")),
            ("We open. Or do we?", None),
            ("Open daily", None),
        ] {
            assert_eq!(question(line).as_deref(), expected, "{line}");
        }
    }
}
