//! The program with the starter encoder: what it learns, what it writes, and what it refuses.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mynah_encoder::{Encoder, Files, Limits};

/// Questions with the names that the people of a house have for things, which the lines lack.
const CORRECTIONS: [(&str, &str); 10] = [
    ("where is the Bunker", "Cinema: lower floor, behind the shop"),
    (
        "how do I get to the Fishbowl",
        "Reading room: second floor, glass doors",
    ),
    (
        "is Big Bertha running today",
        "The steam engine runs on Sundays at noon",
    ),
    ("who looks after the Ark", "Children's corner: ask Maya Lind"),
    ("what does a Blue cost", "Annual pass: £34"),
    ("when is Elevenses", "Volunteers meet on Tuesdays at 16:00"),
    (
        "can I bring Rex to the Green",
        "Dogs are welcome in the courtyard on a lead",
    ),
    (
        "where do I find the Colonel",
        "The caretaker's office is beside the lift",
    ),
    ("how much is a Large One", "Group ticket for twelve: £90"),
    (
        "when does the Tunnel shut",
        "The underground car park closes at 22:00",
    ),
];

fn starter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/starter")
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let rows: Vec<String> = CORRECTIONS.iter().map(|(a, b)| format!("{a},\"{b}\"")).collect();
        fs::write(
            desk.at("corrections.csv"),
            format!("question,line\n{}\n", rows.join("\n")),
        )
        .unwrap();
        fs::create_dir(desk.at("documents")).unwrap();
        let lines: Vec<&str> = CORRECTIONS.iter().map(|(_, line)| *line).collect();
        fs::write(desk.at("documents/facts.txt"), lines.join("\n\n")).unwrap();
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a subcommand on the corrections.
    fn run(&self, command: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_mynah-adapter"))
            .current_dir(self.folder.path())
            .arg(command)
            .arg("--models")
            .arg(starter())
            .args(["--corrections", "corrections.csv"])
            .args(arguments)
            .output()
            .unwrap()
    }

    fn train(&self, arguments: &[&str]) -> String {
        told(&self.run("train", arguments))
    }
}

fn told(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The sentence of a run that fails.
fn refused(output: &Output, words: &[&str]) {
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!output.status.success(), "{told}");
    assert!(words.iter().all(|word| told.contains(word)), "{told}");
    let is_one_sentence = told.trim_end().lines().count() == 1 && !told.trim_end().contains(char::is_control);
    assert!(is_one_sentence && !told.contains("panicked"), "{told}");
}

#[test]
fn questions_find_their_lines_after_training_and_the_encoder_uses_what_was_learnt() {
    let desk = Desk::new();
    let trained = desk.train(&["--out", "a.safetensors", "--steps", "60"]);
    let (before, after) = trained.trim().split_once('\n').unwrap();
    assert!(
        !before.contains("(10 of 10)") && after.contains("(10 of 10)"),
        "{trained}"
    );
    let found = told(&desk.run("evaluate", &["--json", "--adapter", "a.safetensors"]));
    let rows: Vec<serde_json::Value> = found
        .lines()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0]["adapter"].is_null());
    assert_eq!(rows[1]["adapter"], "a.safetensors");
    assert!(
        rows[1]["first"]
            .as_array()
            .unwrap()
            .iter()
            .all(|first| first == true)
    );
    assert_eq!(rows[1]["losses"].as_array().unwrap().len(), CORRECTIONS.len());

    let files = Files {
        adapter: Some(desk.at("a.safetensors")),
        ..Files::starter(starter())
    };
    let encoder = Encoder::load(&files, &Limits::default()).unwrap();
    let (questions, lines): (Vec<&str>, Vec<&str>) = CORRECTIONS.into_iter().unzip();
    let passages = encoder.encode_passages(&lines).unwrap();
    for (at, question) in encoder.encode_questions(&questions).unwrap().iter().enumerate() {
        let near = |line: &Vec<f32>| line.iter().zip(question).map(|(a, b)| a * b).sum::<f32>();
        let nearest = (0..lines.len()).max_by(|a, b| near(&passages[*a]).total_cmp(&near(&passages[*b])));
        assert_eq!(nearest, Some(at), "{}", questions[at]);
    }
}

#[test]
fn the_same_material_gives_the_same_bytes_and_no_word_of_it() {
    let desk = Desk::new();
    for noise in [&[][..], &["--clip", "1", "--noise", "0.5", "--seed", "7"]] {
        let arguments = ["--knowledge", "documents", "--steps", "3"];
        for out in ["a.safetensors", "b.safetensors"] {
            desk.train(&[&arguments[..], noise, &["--out", out]].concat());
        }
        let bytes = fs::read(desk.at("a.safetensors")).unwrap();
        assert_eq!(bytes, fs::read(desk.at("b.safetensors")).unwrap());
        let text = String::from_utf8_lossy(&bytes);
        for (question, line) in CORRECTIONS {
            assert!(!text.contains(question) && !text.contains(line));
        }
    }
    let secret = [
        "--knowledge",
        "documents",
        "--steps",
        "1",
        "--clip",
        "1",
        "--noise",
        "1",
    ];
    for out in ["a.safetensors", "b.safetensors"] {
        desk.train(&[&secret[..], &["--out", out]].concat());
    }
    assert_ne!(
        fs::read(desk.at("a.safetensors")).unwrap(),
        fs::read(desk.at("b.safetensors")).unwrap()
    );
}

#[test]
fn training_goes_on_from_an_adapter_as_if_it_had_not_stopped() {
    let desk = Desk::new();
    desk.train(&["--out", "half.safetensors", "--steps", "4", "--rank", "8"]);
    desk.train(&[
        "--out",
        "two.safetensors",
        "--steps",
        "4",
        "--from",
        "half.safetensors",
    ]);
    desk.train(&["--out", "whole.safetensors", "--steps", "8", "--rank", "8"]);
    assert_eq!(
        fs::read(desk.at("two.safetensors")).unwrap(),
        fs::read(desk.at("whole.safetensors")).unwrap()
    );
    let wider = [
        "--out",
        "c.safetensors",
        "--from",
        "half.safetensors",
        "--rank",
        "9",
    ];
    refused(&desk.run("train", &wider), &["half.safetensors", "--rank"]);
    let info = Command::new(env!("CARGO_BIN_EXE_mynah-adapter"))
        .arg("info")
        .arg(desk.at("two.safetensors"))
        .output()
        .unwrap();
    let info = told(&info);
    for words in ["rank         8", "vectors      256", "about 10", "the encoder's"] {
        assert!(info.contains(words), "{info}");
    }
}

#[test]
fn lines_are_printed_as_corrections_name_them() {
    let desk = Desk::new();
    let output = Command::new(env!("CARGO_BIN_EXE_mynah-adapter"))
        .args(["lines", desk.at("documents").to_str().unwrap()])
        .output()
        .unwrap();
    let lines = told(&output);
    assert!(lines.starts_with("line\n"), "{lines}");
    for (_, line) in CORRECTIONS {
        assert!(lines.contains(line), "{line}: {lines}");
    }
}

#[test]
fn what_cannot_be_learnt_from_is_refused_in_a_sentence() {
    let desk = Desk::new();
    let out = ["--out", "a.safetensors"];
    let with = |more: &[&str]| desk.run("train", &[&out[..], more].concat());
    refused(
        &with(&["--clip", "1", "--noise", "1"]),
        &["--noise needs --knowledge"],
    );
    refused(&with(&["--knowledge", "none"]), &["none"]);
    refused(&with(&["--rate", "1000000", "--steps", "9"]), &["--rate"]);
    fs::write(desk.at("bad.safetensors"), "no adapter").unwrap();
    refused(&with(&["--from", "bad.safetensors"]), &["bad.safetensors"]);
    refused(
        &desk.run("train", &["--out", "documents"]),
        &["documents: cannot be written"],
    );
    refused(
        &desk.run("evaluate", &["--adapter", "bad.safetensors"]),
        &["bad.safetensors"],
    );
    for (table, words) in [
        ("question,answer\na,b\n", "no column line"),
        ("question,line\n\u{1b}[2J,\n", "row 2"),
        ("question,line\na,b\nc,b\n", "at least two different lines"),
    ] {
        fs::write(desk.at("corrections.csv"), table).unwrap();
        refused(&with(&[]), &[words]);
    }
    assert!(!desk.at("a.safetensors").exists());
}
