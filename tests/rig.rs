//! What the tests share: the program with the starter models, recordings, answers.
//!
//! Owns no assertion about mynah. Nothing of the person's own configuration is seen by the tests.

#[allow(dead_code, reason = "the rest is used by make rig")]
pub mod conversation;
#[allow(dead_code, reason = "the rest is used by the other tests")]
pub mod kiosk;
#[allow(dead_code, reason = "used by the live tests and make rig")]
pub mod one_process;
#[allow(dead_code, reason = "used by make recording")]
pub mod recording;
#[allow(dead_code, reason = "the rest is used by make rig")]
pub mod sound_card;
#[allow(dead_code, reason = "the rest is used by make rig")]
pub mod terminal;
#[allow(dead_code, reason = "the rest is used by the other tests")]
pub mod trace;

use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::Command as Program;
use serde_json::Value;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `mynah` with the starter models, the sample knowledge and a home folder of its own.
pub fn mynah(home: &Path) -> Program {
    let mut program = bare(home);
    program.env("MYNAH_CONFIG", root().join("assets/demo/demo.toml"));
    program
}

/// `mynah` with the starter models and no configuration at all.
pub fn bare(home: &Path) -> Program {
    let mut program = Program::cargo_bin("mynah").unwrap();
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MYNAH_")) {
        program.env_remove(name);
    }
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        program.env_remove(name);
    }
    program
        .env("HOME", home)
        .env("MYNAH_MODELS", root().join("models/starter"));
    program
}

/// Runs and returns exit code, standard output, standard error.
pub fn run(program: &mut Program) -> (i32, String, String) {
    let output = program.output().unwrap();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Runs a command that must succeed and prints one JSON object.
pub fn json(program: &mut Program) -> Value {
    let (code, out, err) = run(program);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

/// A failure is exit code 1, one sentence on standard error that holds these words, no panic.
pub fn fails(program: &mut Program, words: &[&str]) {
    let (code, out, err) = run(program);
    assert_eq!(code, 1, "{out}{err}");
    let sentences: Vec<&str> = err.lines().filter(|line| line.starts_with("mynah: ")).collect();
    assert_eq!(sentences.len(), 1, "{err}");
    for word in words {
        assert!(sentences[0].contains(word), "'{word}' is missing: {err}");
    }
    assert!(
        !err.contains("panicked") && !err.contains("bug in mynah"),
        "{err}"
    );
}

/// Speaks a sentence with espeak-ng into a file.
pub fn spoken(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("spoken.wav");
    let status = Command::new("espeak-ng")
        .args(["-v", "en-us", "-s", "150", "-w"])
        .arg(&path)
        .arg(text)
        .status()
        .unwrap();
    assert!(status.success());
    path
}

/// Makes a recording with sox.
pub fn sox(arguments: &[&str]) {
    let output = Command::new("sox").args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
