//! Questions without an answer are counted where the operator wants it, with noise and without their words.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command as Program;
use serde_json::Value;

use crate::rig::{fails, json, mynah};

const SALT: &str = "a secret of this test";
const UNKNOWN: &str = "Where is the swimming pool?";

fn file(home: &Path) -> PathBuf {
    home.join(".local/state/mynah/unanswered.json")
}

fn counting(home: &Path, salt: &str) -> Program {
    let mut program = mynah(home);
    program
        .env("MYNAH_UNANSWERED__COUNT", "true")
        .env("MYNAH_UNANSWERED__SALT", salt);
    program
}

fn ask(mut program: Program, question: &str) -> Value {
    json(program.args(["ask", "--quiet", "--json", question]))
}

fn counters(home: &Path) -> Vec<i64> {
    let text = fs::read_to_string(file(home)).unwrap();
    for secret in ["swimming", "pool", SALT] {
        assert!(!text.contains(secret), "{secret}");
    }
    let written: Value = serde_json::from_str(&text).unwrap();
    let rows = written["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    let counters = rows[0]["counters"].as_array().unwrap();
    counters.iter().map(|counter| counter.as_i64().unwrap()).collect()
}

/// How much each counter has changed that has.
fn changes(before: &[i64], after: &[i64]) -> Vec<i64> {
    let differences = before.iter().zip(after).map(|(before, after)| after - before);
    differences.filter(|difference| *difference != 0).collect()
}

#[test]
fn nothing_is_counted_unless_it_is_wanted() {
    let home = tempfile::tempdir().unwrap();
    ask(mynah(home.path()), UNKNOWN);
    assert!(!file(home.path()).exists());
}

#[test]
fn an_unanswered_question_changes_its_counters_by_one_in_noise_that_stays() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let answered = ask(counting(home, SALT), "When does the library open?");
    assert!(
        answered["reply"].as_str().unwrap().contains("10 am"),
        "{answered}"
    );
    let begun = counters(home);
    let noisy = begun.iter().filter(|counter| **counter != 0).count();
    assert!(
        noisy > begun.len() / 2,
        "{noisy} of {} counters have noise",
        begun.len()
    );
    let refused = ask(counting(home, SALT), UNKNOWN);
    assert!(
        refused["reply"].as_str().unwrap().starts_with("I don't have"),
        "{refused}"
    );
    let once = counters(home);
    let changed = changes(&begun, &once);
    // Two words and their pair.
    assert_eq!(changed.len(), 3, "{changed:?}");
    assert!(changed.iter().all(|change| change.abs() == 1), "{changed:?}");
    ask(counting(home, SALT), UNKNOWN);
    let again: Vec<i64> = once
        .iter()
        .zip(&begun)
        .map(|(once, begun)| 2 * once - begun)
        .collect();
    assert_eq!(
        counters(home),
        again,
        "the same question changes the same counters, and the noise stays"
    );
    ask(counting(home, SALT), "What is 25 plus 17?");
    assert_eq!(
        counters(home),
        again,
        "what a tool does is no question without an answer"
    );
}

#[test]
fn counting_without_a_good_salt_is_refused_in_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    let mut program = counting(home.path(), "harbour");
    fails(
        program.args(["ask", "--quiet", UNKNOWN]),
        &["unanswered.salt", "16 to 200 letters"],
    );
    assert!(!file(home.path()).exists());
}
