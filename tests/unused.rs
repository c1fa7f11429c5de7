//! Nothing is public, and no library is linked, that nobody uses: the compiler tells of neither.
//!
//! Counts words in the sources of all crates. A name that is common elsewhere is not noticed.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::architecture::sources;
use crate::rig::root;

/// Folders with code, in a crate's own folder.
const FOLDERS: [&str; 5] = ["src", "tests", "benches", "examples", "crates"];

/// The code of some folders, without comments.
fn code(folders: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        sources(folder, &mut found);
    }
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text
            .lines()
            .map(|line| line.split("//").next().unwrap())
            .collect();
        (path, lines.join("\n"))
    };
    found.into_iter().map(read).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
}

/// The name of the item that a line declares, if it is one for other files.
fn declared(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub")?;
    let rest = match rest.strip_prefix('(') {
        Some(rest) => rest.split_once(')')?.1,
        None => rest,
    };
    let kinds = ["fn", "struct", "enum", "trait", "type", "static", "const"];
    let before = [&kinds[..], &["unsafe", "async"]].concat();
    let mut words = words(rest);
    // The name comes after `const fn` as after `const`.
    let mut kind = words.next().filter(|word| before.contains(word))?;
    for word in words {
        if before.contains(&word) {
            kind = word;
        } else {
            return kinds.contains(&kind).then_some(word);
        }
    }
    None
}

#[test]
fn everything_that_is_public_is_used() {
    let all = code(&FOLDERS.map(|folder| root().join(folder)));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, text) in &all {
        words(text).for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let mut unused = Vec::new();
    let mut seen = 0;
    for (path, text) in &all {
        for name in text.lines().filter_map(declared) {
            seen += 1;
            if counts[name] < 2 {
                unused.push(format!("{name} in {}", path.display()));
            }
        }
    }
    assert!(seen > 2_000, "only {seen} items were found");
    assert!(unused.is_empty(), "remove what nothing uses: {unused:#?}");
}

#[test]
fn every_library_that_is_linked_is_named_in_the_code() {
    let crates = fs::read_dir(root().join("crates")).unwrap();
    let folders = crates
        .map(|entry| entry.unwrap().path())
        .chain([root().to_owned()]);
    let mut unused = Vec::new();
    for folder in folders {
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))
            .unwrap()
            .parse()
            .unwrap();
        let own = ["src", "tests", "benches", "examples"].map(|name| folder.join(name));
        let mut text: String = code(&own).into_iter().map(|(_, text)| text).collect();
        text += &fs::read_to_string(folder.join("build.rs")).unwrap_or_default();
        let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
        for library in sections
            .into_iter()
            .filter_map(|section| manifest.get(section)?.as_table())
            .flat_map(toml::Table::keys)
        {
            let name = library.replace('-', "_");
            if !words(&text).any(|word| word == name) {
                unused.push(format!("{library} in {}", folder.display()));
            }
        }
    }
    assert!(unused.is_empty(), "nothing names these libraries: {unused:#?}");
}
