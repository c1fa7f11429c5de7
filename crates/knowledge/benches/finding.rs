//! How long finding and reading take among many passages: `cargo bench -p mynah-knowledge --bench finding [-- PASSAGES..]`.
//!
//! Multiplies the documents of `tests/answers` with names and numbers of their own until there are as many passages,
//! then puts the questions of the same banks. Prints one JSON object for each size. The encoder of `models/starter` is
//! part of every question. Its vectors are made once and kept in the system's folder for temporary files, as the program
//! keeps them in its cache: a second run measures how an index opens that is there already.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::case_sensitive_file_extension_comparisons
)]

#[path = "../examples/support/encoded.rs"]
mod encoded;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use mynah_encoder::{Cache, Encoder, Files, Limits as EncoderLimits, Passages};
use mynah_knowledge::answer::{Answerer, Context};
use mynah_knowledge::documents::{self, Limits};

use encoded::Encoded;

const SIZES: [usize; 2] = [2_000, 100_000];
const QUESTIONS: usize = 200;
/// From this many passages on, several copies share a file: a folder has a limited number of them.
const MANY: usize = 20_000;

fn main() {
    let named: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if named.is_empty() { SIZES.to_vec() } else { named };
    for size in sizes {
        println!("{}", measure(size));
    }
}

fn measure(size: usize) -> serde_json::Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let banks = banks(&root.join("tests/answers/en"));
    let folder = tempfile::tempdir().unwrap();
    write_documents(&banks, size, folder.path());
    let before = resident_mb();

    let started = Instant::now();
    let loaded = documents::load(&[folder.path().to_path_buf()], &Limits::default()).unwrap();
    let read_ms = milliseconds(started);
    let started = Instant::now();
    let mut units = loaded.units;
    units.truncate(size);
    let mut answerer = Answerer::new(units);
    let index_ms = milliseconds(started);
    let with_index = resident_mb();

    let files = Files::starter(root.join("models/starter"));
    let encoder = Encoder::load(&files, &EncoderLimits::default()).unwrap();
    let passages = answerer.passages();
    let started = Instant::now();
    let encoder = Arc::new(encoder);
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let kept = std::env::temp_dir().join(format!("mynah-bench-vectors-{size}"));
    let rows = Cache::open(&kept, &encoder, size)
        .rows(&encoder, &texts, |_, _| true)
        .unwrap()
        .unwrap();
    let vectors_ms = milliseconds(started);
    answerer.set_similarity(Box::new(Encoded(Passages::new(encoder, passages, rows))));

    let now = "2026-11-25T10:30".parse().unwrap();
    let mut took: Vec<f64> = Vec::new();
    let mut context = Context::default();
    for question in questions(&banks) {
        let started = Instant::now();
        let answer = answerer.answer(&question, None, &mut context, now);
        took.push(milliseconds(started));
        assert!(
            !answer.text.is_empty(),
            "every question has an answer or a refusal"
        );
    }
    took.sort_by(f64::total_cmp);
    let at = |share: f64| rounded(took[((took.len() - 1) as f64 * share) as usize]);
    serde_json::json!({
        "passages": answerer.len(),
        "questions": took.len(),
        "question_ms": {"median": at(0.5), "p95": at(0.95), "most": at(1.0)},
        "read_documents_ms": rounded(read_ms),
        "index_ms": rounded(index_ms),
        "vectors_ms": rounded(vectors_ms),
        "resident_mb": {"documents_and_index": rounded(with_index - before), "with_encoder": rounded(resident_mb() - before)},
    })
}

fn banks(folder: &Path) -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    places.sort();
    places
}

/// The documents again and again, each time with other names and numbers, in folders of their own.
fn write_documents(banks: &[PathBuf], size: usize, out: &Path) {
    let mut texts: Vec<(String, String)> = Vec::new();
    for place in banks {
        for entry in std::fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.ends_with(".jsonl") {
                texts.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    texts.sort();
    let lines: usize = texts.iter().map(|(_, text)| text.lines().count()).sum();
    let copies = size / (lines / 2) + 2;
    let in_a_file = if size >= MANY { 8 } else { 1 };
    for copy in 0..copies {
        let folder = out.join(format!("place-{}", copy / in_a_file));
        std::fs::create_dir_all(&folder).unwrap();
        for (number, (name, text)) in texts.iter().enumerate() {
            let mut file = std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(folder.join(format!("{number}-{name}")))
                .unwrap();
            let is_table = name.ends_with(".csv") || name.ends_with(".tsv");
            let rows = text.split_once('\n').map_or("", |(_, rows)| rows);
            let own = if is_table && copy % in_a_file > 0 {
                rows
            } else {
                text
            };
            file.write_all(format!("{}\n", varied(own, copy).trim_end()).as_bytes())
                .unwrap();
        }
    }
}

/// Every number moved by a few, every seventh word with the copy's own ending.
fn varied(text: &str, copy: usize) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 256);
    for (at, word) in text.split_inclusive(' ').enumerate() {
        let letters = word.trim_end().chars().all(char::is_alphabetic) && word.len() > 5;
        if letters && at % 7 == copy % 7 {
            let _ = write!(out, "{}{} ", word.trim_end(), ending(copy));
        } else {
            out.push_str(word);
        }
    }
    out
}

fn ending(copy: usize) -> String {
    const SYLLABLES: [&str; 12] = [
        "ba", "do", "ki", "lem", "nor", "pan", "rus", "sil", "tor", "vex", "wim", "zan",
    ];
    let (one, other) = (copy % 12, copy / 12 % 12);
    format!("{}{}", SYLLABLES[one], SYLLABLES[other])
}

fn questions(banks: &[PathBuf]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for place in banks {
        let text = std::fs::read_to_string(place.join("questions.jsonl")).unwrap();
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            all.push(row["ask"].as_str().unwrap().to_owned());
        }
    }
    let step = (all.len() / QUESTIONS).max(1);
    all.into_iter().step_by(step).take(QUESTIONS).collect()
}

fn milliseconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64() * 1_000.0
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Resident memory of this process.
fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes: f64 = line
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|number| number.parse().ok())
        .unwrap_or(0.0);
    kilobytes / 1024.0
}
