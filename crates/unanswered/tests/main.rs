//! The operator's program: files of two kiosks are merged, and what was asked in vain is found in the sum.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::civil::Date;
use mynah_unanswered::{Scale, UnansweredCounter};

const SALT: &str = "a salt of some letters";

/// The file of a kiosk at which so many conversations asked for the swimming pool.
fn kiosk(folder: &Path, name: &str, conversations: usize) -> PathBuf {
    let path = folder.join(name).join("unanswered.json");
    for _ in 0..conversations {
        let scale = Scale::new(10.0).unwrap();
        let mut counter = UnansweredCounter::new(path.clone(), scale, SALT, 30);
        counter.note("Where is the swimming pool?");
        counter.keep(Date::constant(2026, 11, 30));
    }
    path
}

fn run(arguments: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mynah-unanswered"))
        .args(arguments)
        .env_remove("MYNAH_UNANSWERED__SALT")
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The one sentence of a failure.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let sentence = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    sentence
}

#[test]
fn files_are_merged_and_words_are_found_by_those_who_know_the_salt() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (kiosk(folder.path(), "one", 30), kiosk(folder.path(), "two", 30));
    let (sum, list) = (folder.path().join("sum.json"), folder.path().join("list"));
    let described = told(&run(&[Path::new("merge"), &sum, &one, &two]));
    assert!(
        described.contains("machines and periods: 2\nfirst day: 2026-11-30\n"),
        "{described}"
    );
    assert_eq!(told(&run(&[Path::new("info"), &sum])), described);
    let mut words = "swimming\npool\n".to_owned();
    for number in 0..5_000 {
        writeln!(words, "other{number}").unwrap();
    }
    std::fs::write(&list, words).unwrap();
    let report = |salt: &str, more: &[&str]| {
        let arguments = ["report", "--salt", salt, "--words"].map(Path::new);
        let more: Vec<&Path> = more.iter().map(Path::new).collect();
        run(&[&arguments[..], &[&list, &sum], &more].concat())
    };
    let text = told(&report(SALT, &[]));
    let found: Vec<&str> = text
        .lines()
        .skip(1)
        .map(|line| line.rsplit("  ").next().unwrap())
        .collect();
    assert_eq!(found.len(), 3, "{text}");
    for words in ["swimming", "pool", "swimming pool"] {
        assert!(found.contains(&words), "{text}");
    }
    let json = told(&report(SALT, &["--json", "--top", "2"]));
    assert!(
        json.contains("\"machines_and_periods\":2") && json.contains("pool"),
        "{json}"
    );
    assert!(complaint(&report("another salt", &[])).contains("The salt is not that of the file"));
}

#[test]
fn what_cannot_be_used_is_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let one = kiosk(folder.path(), "one", 1);
    let out = folder.path().join("out");
    let twice = complaint(&run(&[Path::new("merge"), &out, &one, &one]));
    assert!(twice.contains("name each file once"), "{twice}");
    let broken = folder.path().join("broken\u{1b}[2J");
    std::fs::write(&broken, "{").unwrap();
    let sentence = complaint(&run(&[Path::new("info"), &broken]));
    assert!(
        sentence.contains("copy it from the kiosk again") && !sentence.contains('\u{1b}'),
        "{sentence}"
    );
    let absent = complaint(&run(&[Path::new("info"), &folder.path().join("none")]));
    assert!(absent.contains("cannot be read"), "{absent}");
    let arguments = ["report", "--salt", SALT, "--words"].map(Path::new);
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "the of\n").unwrap();
    let sentence = complaint(&run(&[&arguments[..], &[&empty, &one]].concat()));
    assert!(sentence.contains("has no words"), "{sentence}");
    assert!(!out.exists());
}
