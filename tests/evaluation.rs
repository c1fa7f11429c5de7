//! A short form of `make starter-eval`: do the shipped starter models still do what their cards say?
//!
//! The bounds lie a little below the cards' figures: they catch a broken model, template or decoder, not a bad day of
//! one sentence.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::rig::{bare, mynah, root, run};

/// Voices of espeak-ng that the speech model was never trained on.
const HELD_OUT: [&str; 4] = ["en-us+m3", "en-us+f4", "en-gb-x-rp+Michael", "en-gb-scotland+m3"];

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn evaluate(home: &Path, suite: &Path) -> Vec<Value> {
    let (code, out, err) = run(mynah(home).args(["models", "evaluate", "--json"]).arg(suite));
    assert_eq!(code, 0, "{err}");
    lines(&out)
}

fn speak(path: &Path, voice: &str, text: &str) {
    let status = Command::new("espeak-ng")
        .args(["-v", voice, "-s", "150", "-w"])
        .arg(path)
        .arg(text)
        .status();
    assert!(status.unwrap().success());
}

/// The words that scoring compares: lower case, no punctuation.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace(['-', ':'], " ")
        .split_whitespace()
        .map(|word| {
            word.chars()
                .filter(|letter| letter.is_alphanumeric() || *letter == '\'')
                .collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// The least number of words to change, add or drop (Levenshtein).
fn errors(wanted: &[String], heard: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=heard.len()).collect();
    for (at, word) in wanted.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (column, other) in heard.iter().enumerate() {
            let changed = diagonal + usize::from(word != other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[heard.len()]
}

/// The questions over the sample knowledge and what a right answer holds, every `step`th.
fn questions(step: usize) -> Vec<(String, Vec<String>)> {
    let table = std::fs::read_to_string(root().join("models/starter/recipe/end-to-end.tsv")).unwrap();
    let row = |line: &str| {
        let (question, answer) = line.split_once('\t').unwrap();
        (
            question.to_owned(),
            answer.split('|').map(str::to_owned).collect(),
        )
    };
    table.lines().step_by(step).map(row).collect()
}

#[test]
fn the_language_model_answers_questions_about_unseen_names() {
    let home = tempfile::tempdir().unwrap();
    let report = evaluate(home.path(), &root().join("tests/fixtures/language-suite.jsonl"));
    let totals = &report.last().unwrap()["totals"];
    for (kind, least) in [
        ("fact", 0.85),
        ("refusal", 0.8),
        ("tool", 0.9),
        ("follow-up", 0.7),
    ] {
        let (right, cases) = (
            totals[kind]["right"].as_f64().unwrap(),
            totals[kind]["cases"].as_f64().unwrap(),
        );
        assert!(cases >= 10.0 && right >= least * cases, "{kind}: {totals}");
    }
}

#[test]
fn spoken_questions_by_held_out_voices_are_answered_and_the_answers_can_be_understood() {
    let home = tempfile::tempdir().unwrap();
    let questions = questions(6);
    let mut suite = String::new();
    for (number, (question, answer)) in questions.iter().enumerate() {
        let name = format!("{number}.wav");
        speak(
            &home.path().join(&name),
            HELD_OUT[number % HELD_OUT.len()],
            question,
        );
        let turn = json!({"wav": name, "expect": {"contains": answer}});
        let case =
            json!({"id": number.to_string(), "kind": "end-to-end", "knowledge": true, "turns": [turn]});
        writeln!(suite, "{case}").unwrap();
    }
    let path = home.path().join("suite.jsonl");
    std::fs::write(&path, suite).unwrap();
    let report = evaluate(home.path(), &path);
    let totals = &report.last().unwrap()["totals"]["end-to-end"];
    let share = totals["right"].as_f64().unwrap() / totals["cases"].as_f64().unwrap();
    assert!(questions.len() >= 20 && share >= 0.8, "{report:#?}");

    let (mut said, mut heard) = (Vec::new(), bare(home.path()));
    heard.args(["transcribe", "--json"]);
    for (number, case) in report[..questions.len()].iter().step_by(2).enumerate() {
        // Of several sentences the starter speech model loses what follows a pause.
        let reply = case["turns"][0]["reply"].as_str().unwrap();
        let reply = reply.split(". ").next().unwrap().to_owned();
        let file = home.path().join(format!("reply-{number}.wav"));
        assert_eq!(
            run(mynah(home.path()).args(["say", &reply, "--out"]).arg(&file)).0,
            0
        );
        heard.arg(&file);
        said.push(reply);
    }
    let (_, out, _) = run(&mut heard);
    let (mut wrong, mut total) = (0, 0);
    for (reply, line) in said.iter().zip(lines(&out)) {
        let wanted = words(reply);
        wrong += errors(&wanted, &words(line["text"].as_str().unwrap()));
        total += wanted.len();
    }
    assert!(
        total >= 30 && wrong * 10 <= total,
        "{wrong} of {total} words: {said:?} {out}"
    );
}

#[test]
fn questions_in_held_out_voices_are_transcribed() {
    let home = tempfile::tempdir().unwrap();
    let questions = questions(5);
    let mut transcribe = bare(home.path());
    transcribe.args(["transcribe", "--json"]);
    for (number, (question, _)) in questions.iter().enumerate() {
        let path = home.path().join(format!("{number}.wav"));
        speak(&path, HELD_OUT[number % HELD_OUT.len()], question);
        transcribe.arg(path);
    }
    let (_, out, _) = run(&mut transcribe);
    let (mut wrong, mut total) = (0, 0);
    for ((question, _), line) in questions.iter().zip(lines(&out)) {
        let wanted = words(question);
        wrong += errors(&wanted, &words(line["text"].as_str().unwrap()));
        total += wanted.len();
    }
    assert!(
        total >= 100 && wrong * 8 <= total,
        "{wrong} of {total} words\n{out}"
    );
}
