//! No two files of the program import from each other, directly or through others: each can be read after those that it uses.
//!
//! Reads the `use` statements. What a file takes from the module that holds it (`super::Failure`) is no import of this kind, nor is
//! what its tests take.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::architecture::sources;

/// The path of a module from the root of the crate.
type Module = Vec<String>;

/// The module that a file is, from the root of the crate.
fn module(file: &Path, root: &Path) -> Module {
    let inside = file.strip_prefix(root).unwrap().with_extension("");
    let names = inside.components();
    names
        .map(|name| name.as_os_str().to_string_lossy().into_owned())
        .collect()
}

/// The paths of a `use` statement: `a::{b, c::{d, e}}` are three.
fn paths(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, inner)) = tree
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.strip_suffix('}')?)))
    else {
        return vec![tree.split(" as ").next().unwrap().trim().to_owned()];
    };
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts
        .flat_map(|part| paths(part).into_iter().map(|path| format!("{before}{path}")))
        .collect()
}

/// The statements that import something of this crate, outside tests.
fn statements(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: Vec<&str> = code
        .lines()
        .map(|line| line.split("//").next().unwrap())
        .collect();
    let code = code.join("\n");
    let starts = code.match_indices("use ").map(|(at, _)| at + "use ".len());
    starts
        .filter_map(|start| code[start..].split(';').next())
        .map(|statement| statement.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|statement| {
            ["crate::", "super::", "self::"]
                .iter()
                .any(|own| statement.starts_with(own))
        })
        .collect()
}

/// The file that holds what a path names, if it is one of this crate.
fn target(path: &str, of: &Module, files: &BTreeMap<Module, String>) -> Option<Module> {
    let mut names = path.split("::").map(str::trim).peekable();
    let mut full = if names.peek() == Some(&"crate") {
        Vec::new()
    } else {
        of.clone()
    };
    for name in names {
        match name {
            "crate" | "self" => {}
            "super" => drop(full.pop()),
            name => full.push(name.to_owned()),
        }
    }
    while !full.is_empty() && !files.contains_key(&full) {
        full.pop();
    }
    (!full.is_empty()).then_some(full)
}

/// Whether one file is reached from another by imports.
fn leads(from: &Module, to: &Module, imports: &BTreeMap<Module, BTreeSet<Module>>) -> bool {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![from]);
    while let Some(module) = waiting.pop() {
        for next in &imports[module] {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    false
}

#[test]
fn no_file_imports_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let read = |file: PathBuf| (module(&file, &root), fs::read_to_string(&file).unwrap());
    let files: BTreeMap<Module, String> = found.into_iter().map(read).collect();
    let mut imports = BTreeMap::new();
    for (module, text) in &files {
        let statements = statements(text);
        let named = statements.iter().flat_map(|statement| paths(statement));
        let used: BTreeSet<Module> = named
            .filter_map(|path| target(&path, module, &files))
            .filter(|used| !module.starts_with(used))
            .collect();
        imports.insert(module.clone(), used);
    }
    let count: usize = imports.values().map(BTreeSet::len).sum();
    assert!(count > 500, "only {count} imports were found");
    let circles: Vec<String> = files
        .keys()
        .filter(|module| leads(module, module, &imports))
        .map(|module| module.join("::"))
        .collect();
    assert!(circles.is_empty(), "these files import in circles: {circles:#?}");
}
