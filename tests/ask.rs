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
fn a_question_comes_from_a_pipe_too() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [&["ask", "--quiet"][..], &["ask", "--quiet", "-"]] {
        let (code, out, err) = run(mynah(home.path())
            .args(arguments)
            .write_stdin("How much is a coffee?\n"));
        assert_eq!(
            (code, out.as_str()),
            (0, "A coffee costs 3 dollars.\n"),
            "{arguments:?}: {err}"
        );
    }
    let (code, _, err) = run(mynah(home.path()).args(["ask"]).write_stdin(""));
    assert_eq!(code, 2);
    assert!(err.contains("standard input") && err.contains("--wav"), "{err}");
}

#[test]
fn an_answer_that_cannot_be_written_to_a_full_disk_is_printed() {
    let home = tempfile::tempdir().unwrap();
    let reply = home.path().join("reply.wav");
    // No file may grow beyond some kilobytes, as on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$@\"";
    let mut program = assert_cmd::Command::new("sh");
    program
        .args(["-c", limited, "sh", env!("CARGO_BIN_EXE_mynah")])
        .args(["ask", "--quiet", "What is 25 plus 17?", "--speak"])
        .arg(&reply)
        .env("HOME", home.path())
        .env("MYNAH_CONFIG", root().join("assets/demo/demo.toml"))
        .env("MYNAH_MODELS", root().join("models/starter"));
    let (code, out, err) = run(&mut program);
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("42"), "{out}");
    assert!(
        err.contains("reply.wav") && err.contains("cannot be written"),
        "{err}"
    );
}

#[test]
fn a_question_in_a_language_that_no_model_knows_is_told_the_remedy() {
    let home = tempfile::tempdir().unwrap();
    for question in ["Сколько стоит кофе?", "图书馆几点开门？"] {
        let (code, _, err) = run(mynah(home.path()).args(["ask", "--quiet", question]));
        assert_eq!(code, 0, "{err}");
        assert!(
            err.contains("English only") && err.contains("mynah models"),
            "{err}"
        );
    }
    let (_, _, err) = run(mynah(home.path()).args(["ask", "--quiet", "Который час?"]));
    assert!(!err.contains("English only"), "{err}");
}

#[test]
fn settings_that_this_machine_cannot_meet_are_told() {
    let home = tempfile::tempdir().unwrap();
    let foo = ("MYNAH_CAPTURE__DEVICE", "USB foo");
    let (code, _, err) = run(mynah(home.path())
        .env(foo.0, foo.1)
        .args(["ask", "--quiet", "Hello"]));
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("\"USB foo\", which is not connected"), "{err}");
    let (code, out, _) = run(mynah(home.path())
        .env(foo.0, foo.1)
        .args(["--lang", "de", "doctor"]));
    assert_eq!(code, 1, "{out}");
    for expected in [
        "\"USB foo\", which is not connected",
        "\"de\", but the speech model",
        "ggml-base-q5_1.bin",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
}

#[test]
fn devices_and_doctor_hide_what_is_no_device() {
    let home = tempfile::tempdir().unwrap();
    for command in ["devices", "doctor"] {
        let (_, out, _) = run(mynah(home.path()).arg(command));
        for plugin in ["Discard all samples", "Plugin", "Rate Converter"] {
            assert!(!out.contains(plugin), "{command}: {out}");
        }
    }
}

#[test]
fn every_model_is_listed_once_and_every_recommendation_has_its_source() {
    let home = tempfile::tempdir().unwrap();
    // The folder of the starter models is also found beside the program.
    let (code, out, err) = run(mynah(home.path()).arg("models"));
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.matches("starter/language.gguf").count(), 1, "{out}");
    let (code, out, err) = run(mynah(home.path()).args(["models", "list", "--all"]));
    assert_eq!(code, 0, "{err}");
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for entry in mynah_catalog::entries() {
        let page = entry.page();
        assert!(out.contains(&page) && out.contains(&entry.id), "{page}: {out}");
        assert!(
            !entry.recommended || readme.contains(&page),
            "README.md does not link {page}"
        );
    }
}

#[test]
fn a_model_of_the_catalogue_is_described_with_the_command_that_fetches_it() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path()).args(["models", "info", "whisper-base.en-q5_1"]));
    assert_eq!(code, 0, "{err}");
    for expected in [
        "74 million",
        "Q5_1",
        "MIT",
        "SHA-256 4baf70dd",
        "mynah-pull whisper-base.en-q5_1",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    let (code, _, err) = run(mynah(home.path()).args(["models", "info", "whisper-base.de"]));
    assert_eq!(code, 2);
    assert!(err.contains("'mynah models list --all'"), "{err}");
}

#[test]
fn models_are_recommended_with_one_command() {
    let home = tempfile::tempdir().unwrap();
    let (code, out, err) = run(mynah(home.path()).args(["models", "recommend"]));
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("This machine: ") && out.contains("\n  mynah-pull "),
        "{out}"
    );
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
