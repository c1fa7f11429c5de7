//! A typed conversation over a pipe: follow-ups stay with the subject, each question waits its turn.

use crate::rig::{mynah, run};

#[test]
fn a_follow_up_stays_with_the_subject() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path())
        .args(["talk", "--text"])
        .write_stdin("When does the cafe open?\nAnd when does it close?\n"));
    assert_eq!(code, 0, "{err}");
    let answers: Vec<&str> = out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert!(
        answers.len() == 2 && answers[0].contains("9 am") && answers[1].contains("4 pm"),
        "{out}"
    );
}

#[test]
fn a_conversation_goes_on_without_a_folder_that_is_not_there() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path())
        .env("MYNAH_MIND__KNOWLEDGE", "[\"/nowhere/facts\"]")
        .args(["talk", "--text"])
        .write_stdin("What is 12 times 12?\n"));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("144"), "{out}");
    assert!(
        err.contains("/nowhere/facts") && err.contains("create it"),
        "{err}"
    );
}

#[test]
fn a_conversation_through_a_pipe_is_plain_lines() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path())
        .args(["talk", "--plain"])
        .env("COLORTERM", "truecolor")
        .write_stdin("How much is a coffee?\nWhat is 12 times 12?\n/help\n/quit\n"));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("3 dollars") && out.contains("144"), "{out}");
    let is_plain = |text: &str| !text.chars().any(|letter| letter.is_control() && letter != '\n');
    assert!(is_plain(&out) && is_plain(&err), "{out:?} {err:?}");
}

#[test]
fn the_states_of_a_plain_conversation_have_the_documented_words() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path())
        .env("MYNAH_SPEAK__PHRASES", "[\"Thank you.\"]")
        .args(["talk", "--plain", "--text"])
        .write_stdin("/phrases\nWhat is 12 times 12?\n/mute\n/say What time is it?\n/say 1\n/quit\n"));
    assert_eq!(code, 0, "{err}");
    let answers: Vec<&str> = out.lines().collect();
    assert_eq!(answers.len(), 3, "{out}");
    assert!(answers[0].contains("144"), "{out}");
    assert_eq!(
        answers[1..],
        ["What time is it?", "Thank you."],
        "said as it is, not answered"
    );
    assert_eq!(
        err.lines().collect::<Vec<_>>(),
        ["1. Thank you.", "Thinking.", "Muted."]
    );
    let documented = include_str!("../docs/src/user/plain.md");
    for words in [
        "`Listening to …`",
        "`> …`",
        "`Thinking.`",
        "`Muted.`",
        "`mynah: …`",
    ] {
        assert!(documented.contains(words), "{words}");
    }
}

#[test]
fn empty_lines_and_the_end_of_input_are_no_questions() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path()).args(["talk", "--text"]).write_stdin("\n  \n"));
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
}

#[test]
fn a_journal_shows_the_conversation_again_and_tells_when_it_was_changed() {
    let home = tempfile::tempdir().unwrap();
    let journal = home.path().join("journal.json");
    let (code, out, err) = run(mynah(home.path())
        .args(["talk", "--text", "--journal"])
        .arg(&journal)
        .write_stdin("When does the cafe open?\nAnd when does it close?\n"));
    assert_eq!(code, 0, "{err}");
    let (code, again, err) = run(mynah(home.path()).arg("replay").arg(&journal));
    assert_eq!(code, 0, "{err}");
    let answers: Vec<&str> = again.lines().filter(|line| !line.starts_with('>')).collect();
    assert_eq!(answers, out.lines().collect::<Vec<_>>());
    assert!(again.contains("> And when does it close?"), "{again}");

    let changed: Vec<String> = std::fs::read_to_string(&journal)
        .unwrap()
        .lines()
        .map(|line| {
            if line.starts_with("{\"state\"") {
                line.to_owned()
            } else {
                line.replace("9 am", "8 am")
            }
        })
        .collect();
    std::fs::write(&journal, changed.join("\n")).unwrap();
    let (code, _, err) = run(mynah(home.path()).arg("replay").arg(&journal));
    assert!(code == 1 && err.contains("another state"), "{err}");
    for (path, reason) in [
        ("/dev/zero", "not a regular file"),
        ("/nowhere", "cannot be read"),
    ] {
        let (code, _, err) = run(mynah(home.path()).args(["replay", path]));
        assert!(code == 1 && err.contains(reason), "{err}");
    }
}
