//! `mynah bench`: figures of each stage, reports, and what became slower.

use std::fs;

use serde_json::Value;

use crate::rig::{bare, fails, json, run};

fn names(report: &Value) -> Vec<&str> {
    let figures = report["figures"].as_array().unwrap();
    figures
        .iter()
        .map(|figure| figure["name"].as_str().unwrap())
        .collect()
}

#[test]
fn spoken_and_typed_turns_are_measured_by_their_stages() {
    let home = tempfile::tempdir().unwrap();
    let report = json(bare(home.path()).args(["bench", "--only", "turn", "--rounds", "1", "--json"]));
    let names = names(&report);
    for expected in [
        "start to first answer",
        "typed: first token",
        "spoken: end of turn",
        "spoken: transcript",
        "spoken: first sound",
        "peak memory",
    ] {
        assert!(names.contains(&expected), "{expected} is missing: {report}");
    }
    let first_sound = report["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|figure| figure["name"] == "spoken: first sound")
        .unwrap();
    // A turn cannot be over before the pause is noticed, and a question is not waited for longer than the patience allows.
    let milliseconds = first_sound["value"].as_f64().unwrap();
    assert!((100.0..10_000.0).contains(&milliseconds), "{first_sound}");
    assert_eq!(report["models"]["language"], "language.gguf");
}

#[test]
fn every_length_that_the_starters_can_hold_is_measured() {
    let home = tempfile::tempdir().unwrap();
    let only = [
        "--only",
        "language-model",
        "--only",
        "documents",
        "--only",
        "transcription",
    ];
    let report = json(
        bare(home.path())
            .arg("bench")
            .args(only)
            .args(["--rounds", "1", "--json"]),
    );
    let names = names(&report);
    for expected in [
        "prefill, 960 tokens",
        "decode after 960 tokens",
        "question: 10000 passages",
        "16 s of speech",
    ] {
        assert!(names.contains(&expected), "{expected} is missing: {report}");
    }
}

#[test]
fn a_stage_that_became_slower_is_told_and_a_page_is_written() {
    let home = tempfile::tempdir().unwrap();
    let here = home.path();
    let bench = |arguments: &[&str]| {
        let mut program = bare(here);
        program
            .args(["bench", "--only", "voices", "--rounds", "1"])
            .args(arguments);
        program.current_dir(here);
        program
    };
    let mut before = json(&mut bench(&["--json"]));
    for figure in before["figures"].as_array_mut().unwrap() {
        figure["value"] = 0.000_001.into();
    }
    fs::write(here.join("before.json"), before.to_string()).unwrap();
    let (code, out, err) = run(&mut bench(&["--compare", "before.json", "--report", "page"]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Voices") && out.contains("worse)"), "{out}");
    assert!(err.contains("times the earlier value"), "{err}");
    let page = fs::read_to_string(here.join("page/report.md")).unwrap();
    assert!(
        page.contains("## Voices") && page.contains("voices-ms.svg"),
        "{page}"
    );
    let picture = fs::read_to_string(here.join("page/voices-ms.svg")).unwrap();
    assert!(
        picture.starts_with("<svg") && picture.contains("<rect"),
        "{picture}"
    );
}

#[test]
fn what_is_no_report_is_named_before_anything_is_measured() {
    let home = tempfile::tempdir().unwrap();
    let other = home.path().join("other.json");
    fs::write(&other, "{}").unwrap();
    fails(
        bare(home.path()).args(["bench", "--compare"]).arg(&other),
        &["other.json", "not a report", "--compare"],
    );
    fails(
        bare(home.path()).args(["bench", "--compare", "/nowhere/before.json"]),
        &["/nowhere/before.json", "--compare"],
    );
}
