//! One turn, typed and spoken, over the sample knowledge.

use serde_json::Value;

use crate::rig::{json, mynah, root, run, sox, spoken};

fn typed(question: &str) -> Value {
    let home = tempfile::tempdir().unwrap();
    json(mynah(home.path()).args(["ask", "--quiet", "--json", question]))
}

#[test]
fn a_typed_question_is_answered_from_the_knowledge_with_its_source() {
    let answer = typed("When does the library open?");
    assert!(answer["reply"].as_str().unwrap().contains("10 am"), "{answer}");
    assert_eq!(answer["sources"][0]["file"], "library.md", "{answer}");
    assert_eq!(answer["tool"], Value::Null);
    assert_eq!(answer["timings"]["transcript"], Value::Null);
    assert!(answer["timings"]["first_token"].as_f64().unwrap() > 0.0);
    assert_eq!(answer["models"]["language"], "language.gguf");
}

#[test]
fn sums_are_computed_by_the_tool_and_not_by_the_model() {
    let answer = typed("What is 25 plus 17?");
    assert_eq!(answer["tool"]["name"], "calculate", "{answer}");
    assert!(answer["reply"].as_str().unwrap().contains("42"), "{answer}");
}

#[test]
fn what_is_not_known_is_said_to_be_not_known() {
    let answer = typed("Where is the swimming pool?");
    let reply = answer["reply"].as_str().unwrap();
    assert!(reply.starts_with("I don't have"), "{answer}");
    assert_eq!(answer["sources"].as_array().unwrap().len(), 0, "{answer}");
}

#[test]
fn a_spoken_question_gets_a_spoken_answer_that_is_intelligible() {
    let home = tempfile::tempdir().unwrap();
    let question = root().join("assets/demo/02.wav");
    let reply = home.path().join("reply.wav");
    let answer = json(
        mynah(home.path())
            .args(["ask", "--quiet", "--json", "--wav"])
            .arg(&question)
            .arg("--speak")
            .arg(&reply),
    );
    assert!(
        answer["transcript"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .contains("library"),
        "{answer}"
    );
    for moment in [
        "end_of_turn",
        "transcript",
        "first_token",
        "first_clause",
        "first_audio",
        "total",
    ] {
        assert!(answer["timings"][moment].is_number(), "{moment}: {answer}");
    }
    let heard = json(mynah(home.path()).args(["transcribe", "--json"]).arg(&reply));
    let heard = heard["text"].as_str().unwrap().to_lowercase();
    assert!(heard.contains("library") && heard.contains("10"), "{heard}");
}

#[test]
fn any_rate_width_and_channel_count_is_understood_alike() {
    let home = tempfile::tempdir().unwrap();
    let original = spoken(home.path(), "What time is it?");
    for (index, options) in [
        &["-r", "8000", "-b", "8", "-e", "unsigned-integer"][..],
        &["-r", "44100", "-b", "16", "-c", "2"],
        &["-r", "96000", "-b", "24", "-c", "6"],
        &["-r", "48000", "-b", "32", "-e", "floating-point"],
        &["-r", "11025", "-b", "32", "-e", "signed-integer"],
    ]
    .into_iter()
    .enumerate()
    {
        let converted = home.path().join(format!("{index}.wav"));
        let mut arguments = vec![original.to_str().unwrap()];
        arguments.extend(options);
        arguments.push(converted.to_str().unwrap());
        sox(&arguments);
        let answer = json(
            mynah(home.path())
                .args(["ask", "--quiet", "--json", "--wav"])
                .arg(&converted),
        );
        assert_eq!(answer["tool"]["name"], "time", "{options:?}: {answer}");
    }
}

#[test]
fn answers_go_to_standard_output_and_everything_else_does_not() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path()).args(["ask", "--quiet", "How much is a coffee?"]));
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(err.contains("shop.md"), "{err}");
}

#[test]
fn the_voice_speaks_the_language_of_the_conversation() {
    let home = tempfile::tempdir().unwrap();
    let reply = home.path().join("reply.wav");
    for (language, voice) in [("ru", "espeak-ng:ru"), ("en", "espeak-ng:en-us")] {
        let answer = json(
            mynah(home.path())
                .args([
                    "--lang",
                    language,
                    "ask",
                    "--quiet",
                    "--json",
                    "Который час?",
                    "--speak",
                ])
                .arg(&reply),
        );
        assert_eq!(answer["models"]["voice"], voice, "{answer}");
    }
}
