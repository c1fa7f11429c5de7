//! Sentences that an operator adds to the skills: `mind.grammars`.

use std::fs;
use std::path::Path;

use assert_cmd::Command as Program;
use serde_json::Value;

use crate::rig::{bare, json, run};

/// A home folder whose configuration names these files of sentences, which it holds.
fn home(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(home.path().join(name), text).unwrap();
    }
    // Relative names are looked for beside the configuration.
    let names: Vec<String> = files.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let text = format!("[mind]\ngrammars = [{}]\n", names.join(", "));
    fs::write(home.path().join("mynah.toml"), text).unwrap();
    home
}

fn mynah(home: &Path) -> Program {
    let mut program = bare(home);
    program.env("MYNAH_CONFIG", home.join("mynah.toml"));
    program
}

#[test]
fn a_sentence_of_the_operators_own_sets_a_timer() {
    let home = home(&[(
        "desk.en.grammar",
        "@timer_set name=sauna seconds=900\n(start|run) [my] sauna\n",
    )]);
    let told = json(mynah(home.path()).args(["ask", "--quiet", "--json", "please start my sauna"]));
    assert_eq!(told["tool"]["name"], "timer_set", "{told}");
    assert!(
        told["reply"]
            .as_str()
            .is_some_and(|reply| reply.contains("15 minutes")),
        "{told}"
    );
}

#[test]
fn a_file_of_sentences_with_a_mistake_is_told_and_the_others_work() {
    let home = home(&[
        ("good.en.grammar", "@time_now\nwhat does the cuckoo say\n"),
        (
            "bad.en.grammar",
            "# of the desk\n@time_now\nthe sun dial [please\n",
        ),
        ("nameless.grammar", "@time_now\nclock\n"),
    ]);
    let (code, out, err) = run(mynah(home.path()).args(["ask", "--json", "what does the cuckoo say"]));
    assert_eq!(code, 0, "{err}");
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["tool"]["name"], "time", "{told}");
    for words in [
        "bad.en.grammar, line 3: a '[' has no partner.",
        "nameless.grammar: the name tells no language",
    ] {
        assert!(err.contains(words), "{err}");
    }

    let (code, out, _) = run(mynah(home.path()).args(["check-config", "--json"]));
    assert_eq!(code, 1, "{out}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let mistakes = report["mistakes"].as_array().unwrap();
    assert_eq!(mistakes.len(), 2, "{report}");
    assert!(
        mistakes.iter().all(|mistake| mistake["key"] == "mind.grammars"),
        "{report}"
    );

    let (_, out, err) = run(mynah(home.path()).arg("doctor"));
    assert!(
        format!("{out}{err}").contains("bad.en.grammar, line 3"),
        "{out}{err}"
    );
}
