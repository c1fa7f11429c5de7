//! A short form of `make answers-eval`: are the questions of the banks still answered?
//!
//! The bounds lie a little below what was measured: they catch a broken search, grammar or encoder, not one sentence.

use std::process::Command;

use crate::rig::root;

#[test]
fn most_questions_of_the_short_bank_are_answered_right() {
    let output = Command::new("python3")
        .arg(root().join("tests/answers/evaluate.py"))
        .args(["--mynah", env!("CARGO_BIN_EXE_mynah"), "--models"])
        .arg(root().join("models/starter"))
        .args(["--short", "--jobs", "2", "--min-right", "70", "--max-wrong", "22"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_banks_themselves_are_sound() {
    let output = Command::new("python3")
        .arg(root().join("tests/answers/evaluate.py"))
        .arg("--check")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
