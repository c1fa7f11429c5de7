//! What happens when something fails, as a table: `docs/failures.md` is written from these rows, and each row is tried.
//!
//! Owns the faults that a single command shows, and the list of the tests that show the others. `UPDATE_FAILURES=1` writes the page.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::rig::root;
use crate::torture;

/// A fault, and what becomes of it.
struct Fault {
    group: &'static str,
    /// For the page.
    what: &'static str,
    /// A script for bash: `$M` is mynah, `$W` and `$S` are spoken questions; it runs in an empty home folder.
    script: &'static str,
    code: i32,
    /// A part of the one sentence on standard error; empty where nothing is to be said.
    says: &'static str,
    /// A part of the answer on standard output; empty where there is none.
    answers: &'static str,
}

/// A fault that mynah refuses with exit code 1.
const fn refused(group: &'static str, what: &'static str, script: &'static str, says: &'static str) -> Fault {
    Fault {
        group,
        what,
        script,
        code: 1,
        says,
        answers: "",
    }
}

/// A fault that mynah works around.
const fn outlived(
    group: &'static str,
    what: &'static str,
    script: &'static str,
    says: &'static str,
    answers: &'static str,
) -> Fault {
    Fault {
        group,
        what,
        script,
        code: 0,
        says,
        answers,
    }
}

const FOUR: &str = "2 plus 2 is 4.";
const SHOP: &str = "The shop opens at 7 am.";

const CONFIGURATION: &str = "Configuration";
const RECORDINGS: &str = "Recordings";
const MODELS: &str = "Models and voices";
const DOCUMENTS: &str = "Documents and policy";
const OUTPUTS: &str = "Outputs and disks";
const LIMITS: &str = "Limits of the system";
const SURROUNDINGS: &str = "Surroundings";
const QUESTIONS: &str = "Questions and commands";

#[rustfmt::skip]
#[expect(clippy::needless_raw_string_hashes, reason = "one form for all scripts")]
const FAULTS: &[Fault] = &[
    refused(CONFIGURATION, "the file is missing", r#"$M --config no.toml ask --quiet "What is 2 plus 2?""#, "no.toml cannot be read"),
    refused(CONFIGURATION, "a pipe in its place", r#"mkfifo c.toml; $M --config c.toml ask --quiet "What is 2 plus 2?""#, "it is a pipe"),
    refused(CONFIGURATION, "an endless device in its place", r#"$M --config /dev/zero ask --quiet "What is 2 plus 2?""#, "it is a device"),
    refused(CONFIGURATION, "a folder in its place", r#"mkdir c; $M --config c ask --quiet "What is 2 plus 2?""#, "it is a folder"),
    refused(CONFIGURATION, "it is not UTF-8", r#"printf '\xff\xfe=1' > c.toml; $M --config c.toml ask --quiet "What is 2 plus 2?""#, "not text in UTF-8"),
    refused(CONFIGURATION, "2 MB of comments", r##"yes "# x" | head -c 2000000 > c.toml; $M --config c.toml ask --quiet "What is 2 plus 2?""##, "larger than 1 MB"),
    refused(CONFIGURATION, "a misspelt setting", r#"printf '[mind]\nknowlege = []\n' > c.toml; $M --config c.toml ask --quiet "What is 2 plus 2?""#, "did you mean mind.knowledge?"),
    refused(CONFIGURATION, "a value out of range", r#"printf '[speaking]\nrate = 99999\n' > c.toml; $M --config c.toml ask --quiet "What is 2 plus 2?""#, "use 80 to 450"),
    refused(CONFIGURATION, "a wrong value in the environment", r#"MYNAH_SPEAKING__RATE=fast $M ask --quiet "What is 2 plus 2?""#, "MYNAH_SPEAKING__RATE"),
    outlived(CONFIGURATION, "a microphone that is not connected", r#"MYNAH_CAPTURE__DEVICE=Nowhere $M ask --quiet "What is 2 plus 2?""#, "which is not connected", FOUR),
    refused(CONFIGURATION, "a language that does not exist", r#"$M --lang xx ask --quiet "What is 2 plus 2?""#, "use \"auto\""),
    refused(RECORDINGS, "the file is missing", r#"$M ask --quiet --wav no.wav"#, "no.wav cannot be read"),
    refused(RECORDINGS, "a pipe in its place", r#"mkfifo a.wav; $M ask --quiet --wav a.wav"#, "is a pipe"),
    refused(RECORDINGS, "the header is truncated", r#"head -c 30 $W > a.wav; $M ask --quiet --wav a.wav"#, "its header is cut short"),
    refused(RECORDINGS, "the sound is truncated", r#"head -c 20000 $W > a.wav; $M transcribe a.wav"#, "is cut short"),
    refused(RECORDINGS, "text with the name of a recording", r#"echo hello hello hello > a.wav; $M transcribe a.wav"#, "it is text"),
    outlived(MODELS, "no speech model, in a conversation", r#"mkdir m; cp $MYNAH_MODELS/language.gguf m; cp $M mynah; echo "What is 2 plus 2?" | MYNAH_MODELS=$HOME/m ./mynah talk --plain"#, "Typing works meanwhile", FOUR),
    refused(MODELS, "no speech model", r#"mkdir m; cp $M mynah; MYNAH_MODELS=$HOME/m ./mynah ask --quiet --wav $W"#, "No speech model was found"),
    outlived(MODELS, "no language model", r#"mkdir m; cp $M mynah; MYNAH_MODELS=$HOME/m ./mynah ask --quiet "What is 2 plus 2?""#, "Until then, only skills and documents answer", FOUR),
    outlived(MODELS, "a truncated language model", r#"head -c 100000 $MYNAH_MODELS/language.gguf > l.gguf; MYNAH_MODELS__LANGUAGE=$HOME/l.gguf $M ask --quiet "What is 2 plus 2?""#, "Meanwhile language.gguf is used", FOUR),
    outlived(MODELS, "other bytes with the name of a language model", r#"head -c 1000000 /dev/zero | tr '\0' '\311' > l.gguf; MYNAH_MODELS__LANGUAGE=$HOME/l.gguf $M ask --quiet "What is 2 plus 2?""#, "Meanwhile language.gguf is used", FOUR),
    outlived(MODELS, "a truncated speech model", r#"head -c 100000 $MYNAH_MODELS/speech.bin > s.bin; MYNAH_MODELS__SPEECH=$HOME/s.bin $M ask --quiet --wav $S"#, "Meanwhile speech.bin is used", FAMILY),
    outlived(MODELS, "a pipe in place of a speech model", r#"mkfifo s.bin; MYNAH_MODELS__SPEECH=$HOME/s.bin $M ask --quiet --wav $S"#, "Meanwhile speech.bin is used", FAMILY),
    outlived(MODELS, "an encoder without its files", r#"mkdir e k; echo "The shop opens at 7 am." > k/a.md; MYNAH_MIND__KNOWLEDGE="[\"$HOME/k\"]" MYNAH_MODELS__ENCODER=$HOME/e $M ask --quiet "When does the shop open?""#, "There is no encoder", SHOP),
    outlived(MODELS, "an encoder of another shape", r#"mkdir e k; touch e/model.safetensors; echo '{}' | tee e/tokenizer.json > e/config.json; echo "The shop opens at 7 am." > k/a.md; MYNAH_MIND__KNOWLEDGE="[\"$HOME/k\"]" MYNAH_MODELS__ENCODER=$HOME/e $M ask --quiet "When does the shop open?""#, "The encoder cannot be used", SHOP),
    refused(MODELS, "a model file that is not there is added", r#"$M models add no.gguf"#, "no.gguf cannot be read"),
    refused(MODELS, "espeak-ng is not installed", r#"PATH=/nowhere $M say Hello --out a.wav"#, "sudo apt install espeak-ng"),
    refused(MODELS, "a voice program that answers with text", r#"MYNAH_SPEAKING__PROGRAM=/bin/echo $M say Hello --out a.wav"#, "it does not begin like one"),
    refused(MODELS, "a voice program that fails", r#"MYNAH_SPEAKING__PROGRAM=/bin/false $M say Hello --out a.wav"#, "it gave no answer"),
    refused(MODELS, "a voice that espeak-ng does not have", r#"MYNAH_SPEAKING__VOICE=nonsense $M say Hello --out a.wav"#, "has no voice 'nonsense'"),
    refused(MODELS, "a Piper voice that is missing", r#"MYNAH_SPEAKING__ENGINE=piper MYNAH_SPEAKING__PIPER=/nowhere/v.onnx $M say Hello --out a.wav"#, "/nowhere/v.onnx cannot be used"),
    refused(MODELS, "a Piper voice that is damaged", r#"echo x > v.onnx; echo '{}' > v.onnx.json; MYNAH_SPEAKING__ENGINE=piper MYNAH_SPEAKING__PIPER=$HOME/v.onnx $M say Hello --out a.wav"#, "v.onnx cannot be used"),
    refused(DOCUMENTS, "the folder is missing", r#"MYNAH_MIND__KNOWLEDGE='["nowhere"]' $M ask --quiet "When do you open?""#, "The knowledge folder nowhere cannot be read"),
    outlived(DOCUMENTS, "a folder that links to itself", r#"mkdir k; ln -s ../k k/k; echo "The shop opens at 7 am." > k/a.md; MYNAH_MIND__KNOWLEDGE="[\"$HOME/k\"]" $M ask --quiet "When does the shop open?""#, "", SHOP),
    outlived(DOCUMENTS, "a pipe among the documents", r#"mkdir k; mkfifo k/p.md; echo "The shop opens at 7 am." > k/a.md; MYNAH_MIND__KNOWLEDGE="[\"$HOME/k\"]" $M ask --quiet "When does the shop open?""#, "p.md was skipped", SHOP),
    outlived(DOCUMENTS, "a document in Latin-1", r#"mkdir k; printf 'Caf\xe9\n' > k/b.md; echo "The shop opens at 7 am." > k/a.md; MYNAH_MIND__KNOWLEDGE="[\"$HOME/k\"]" $M ask --quiet "When does the shop open?""#, "b.md was skipped", SHOP),
    outlived(DOCUMENTS, "a line of 10 MB", r#"mkdir k; head -c 10000000 /dev/zero | tr '\0' a > k/b.md; echo "The shop opens at 7 am." > k/a.md; MYNAH_MIND__KNOWLEDGE="[\"$HOME/k\"]" $M ask --quiet "When does the shop open?""#, "b.md was skipped", SHOP),
    outlived(DOCUMENTS, "a table with rows of different lengths", r#"mkdir k; printf 'item,price\ncoffee,£3\ntea\na,b,c,d\n' > k/p.csv; MYNAH_MIND__KNOWLEDGE="[\"$HOME/k\"]" $M ask --quiet "How much is a coffee?""#, "", "£3"),
    refused(DOCUMENTS, "the policy is missing", r#"MYNAH_MIND__POLICY=no.md $M ask --quiet "What is 2 plus 2?""#, "the policy no.md"),
    refused(OUTPUTS, "standard output on a full disk", r#"$M ask --quiet "What is 2 plus 2?" > /dev/full"#, "The output cannot be written"),
    outlived(OUTPUTS, "standard error is closed", r#"$M ask --quiet "What is 2 plus 2?" 2>&-"#, "", FOUR),
    outlived(OUTPUTS, "standard input is closed", r#"$M ask --quiet "What is 2 plus 2?" <&-"#, "", FOUR),
    outlived(OUTPUTS, "whoever reads the output goes away", r#"$M models | head -c 0; exit ${PIPESTATUS[0]}"#, "", ""),
    refused(OUTPUTS, "the spoken answer into a device", r#"$M ask --quiet "What is 2 plus 2?" --speak /dev/full"#, "choose another place"),
    refused(OUTPUTS, "the spoken answer into a folder that does not exist", r#"$M say Hello --out /nowhere/a.wav"#, "its folder does not exist"),
    refused(OUTPUTS, "the journal into a device", r#"$M ask --quiet "What is 2 plus 2?" --journal /dev/full"#, "The journal /dev/full cannot be created"),
    outlived(OUTPUTS, "the log into a folder that does not exist", r#"$M --log /nowhere/x ask --quiet "What is 2 plus 2?""#, "nothing is logged", FOUR),
    outlived(OUTPUTS, "the log on a full disk", r#"ln -s /dev/full log; $M --log log -vv ask --quiet --wav $S"#, "Some lines of the log cannot be written", FAMILY),
    Fault { group: OUTPUTS, what: "a limit of file sizes (`ulimit -f`)", script: r#"(ulimit -f 0; $M ask --quiet "What is 2 plus 2?" --journal j 2>&1) | cat; exit ${PIPESTATUS[0]}"#, code: 1, says: "", answers: "The journal" },
    refused(LIMITS, "250 MB of address space", r#"ulimit -v 250000; $M ask --quiet --wav $W"#, "needs about"),
    refused(LIMITS, "500 MB of address space", r#"ulimit -v 500000; $M ask --quiet --wav $W"#, "needs about"),
    refused(LIMITS, "8 open files", r#"ulimit -n 8; $M ask --quiet "What is 2 plus 2?""#, "Too many open files"),
    outlived(LIMITS, "20 open files", r#"ulimit -n 20; $M ask --quiet "What is 2 plus 2?""#, "", FOUR),
    outlived(LIMITS, "a stack of 256 kB", r#"ulimit -s 256; $M ask --quiet "What is 2 plus 2?""#, "", FOUR),
    outlived(SURROUNDINGS, "the home folder does not exist", r#"HOME=/proc/nowhere $M ask --quiet "What is 2 plus 2?""#, "", FOUR),
    outlived(SURROUNDINGS, "there is no home folder", r#"env -u HOME $M ask --quiet "What is 2 plus 2?""#, "", FOUR),
    outlived(SURROUNDINGS, "the home folder cannot be written", r#"HOME=/proc $M ask --quiet "What is 2 plus 2?""#, "", FOUR),
    outlived(SURROUNDINGS, "no folder for temporary files", r#"TMPDIR=/proc/nowhere $M ask --quiet "What is 2 plus 2?""#, "", FOUR),
    outlived(SURROUNDINGS, "`LANG=C`, and a question in Russian", r#"LANG=C LC_ALL=C $M ask --quiet "Сколько будет два плюс два?""#, "", "2 плюс 2 — 4."),
    outlived(SURROUNDINGS, "a variable that is not UTF-8", r#"MYNAH_CAPTURE__DEVICE=$(printf '\xff') $M ask --quiet "What is 2 plus 2?""#, "which is not connected", FOUR),
    refused(QUESTIONS, "1 MB of letters", r#"head -c 1000000 /dev/zero | tr '\0' a | $M ask --quiet -"#, "more than 8000 bytes"),
    refused(QUESTIONS, "100 kB on standard input that are not UTF-8", r#"head -c 100000 /dev/zero | tr '\0' '\351' | $M ask --quiet -"#, "more than 8000 bytes"),
    refused(QUESTIONS, "an empty question", r#"$M ask --quiet """#, "The question is empty"),
    Fault { group: QUESTIONS, what: "no question at all", script: "$M ask --quiet <&-", code: 2, says: "There is no question", answers: "" },
    outlived(QUESTIONS, "only punctuation", r#"$M ask --quiet "?!...,;""#, "", "I don't have that information."),
    outlived(QUESTIONS, "a number of 400 digits", r#"$M ask --quiet "what is $(head -c 400 /dev/zero | tr '\0' 9) plus 1""#, "", "I don't have"),
    refused(QUESTIONS, "a text without words is to be spoken", r#"$M say "" --out a.wav"#, "There is nothing to say"),
    refused(QUESTIONS, "an announcement while nothing runs", r#"$M announce hello"#, "No conversation is running"),
    refused(QUESTIONS, "a journal that is none is replayed", r#"echo '{' > j; $M replay j"#, "j, line 1"),
    refused(QUESTIONS, "a kiosk without a console", r#"$M kiosk < /dev/null"#, "A kiosk needs a terminal of its own"),
];

/// What the demo's recording of a family ticket's price is answered with where no documents are.
const FAMILY: &str = "I don't have";

/// Faults that take more than one command, each with the test that makes it.
#[rustfmt::skip]
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("the sound server dies during a conversation", "told; the devices are opened again when it is back; typing works meanwhile", "a_sound_server_that_dies_is_outlived"),
    ("the sound process is killed", "told; typing goes on", "a_sound_process_that_dies_is_told_and_typing_goes_on"),
    ("the microphone is unplugged in the middle of an answer", "the answer is finished; another microphone is used", "another_microphone_takes_the_place_of_one_that_is_unplugged_in_mid_answer"),
    ("the platform's voice dies", "told; the next answer connects again", "the_platforms_voice_answers_and_its_death_is_outlived"),
    ("mynah is killed (`kill -9`), ended by a signal, or panics", "the terminal's modes are restored", "signals_and_panics_give_the_terminal_back"),
    ("random keys, and the terminal changes its size many times", "the conversation goes on", "random_keys_and_sizes_are_outlived"),
    ("no model at all in the interface", "what needs none works; what was typed is kept", "without_a_model_everything_else_works_and_what_is_typed_is_kept"),
    ("the disk is full while a journal is written", "told; the answer comes; exit code 1", "a_journal_on_a_full_disk_is_told_and_the_answer_comes"),
    ("the disk is full while a model is added", "told before anything is written", "a_full_disk_is_told_before_anything_is_written"),
    ("mynah is killed while a model is added", "the model is whole or absent", "a_kill_at_any_time_leaves_a_model_whole_or_absent"),
    ("mynah is killed, or its files are cut short, while a bundle is installed", "the old bundle or the new one is used, never parts of both", "a_kill_at_any_time_leaves_the_old_bundle_or_the_new_one"),
    ("a new bundle does not work", "after twenty checks the previous one is current again", "the_kiosk_is_checked_while_a_bundle_is_on_trial_and_restarted_when_it_fails"),
    ("a bundle with hostile names", "refused; nothing is written", "a_hostile_bundle_writes_nothing"),
    ("a kiosk's visit is ended by any key", "the kiosk goes on", "no_key_leads_out_of_a_kiosk"),
    ("a mistake in a kiosk's policy", "the kiosk does not start, and says why", "a_kiosk_with_a_mistake_in_its_policy_does_not_start"),
];

/// What a command showed.
struct Shown {
    code: Option<i32>,
    output: String,
    errors: String,
}

/// Far longer than anything takes.
const TIMEOUT: Duration = Duration::from_secs(60);

fn show(fault: &Fault) -> Shown {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new("timeout");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MYNAH_")) {
        command.env_remove(name);
    }
    for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        command.env_remove(name);
    }
    let output = command
        .args(["-s", "KILL", &TIMEOUT.as_secs().to_string(), "bash", "-c"])
        .arg(fault.script)
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("M", env!("CARGO_BIN_EXE_mynah"))
        .env("W", root().join("assets/demo/05.wav"))
        .env("S", root().join("assets/demo/10.wav"))
        .env("MYNAH_MODELS", root().join("models/starter"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes)
            .replace(&home.path().display().to_string(), "~")
            .replace(
                &root().join("models/starter").display().to_string(),
                "models/starter",
            )
    };
    Shown {
        code: output.status.code(),
        output: text(&output.stdout),
        errors: text(&output.stderr),
    }
}

/// The sentence that the fault is about.
fn sentence<'a>(fault: &Fault, shown: &'a Shown) -> &'a str {
    let all = || shown.errors.lines().chain(shown.output.lines());
    let wanted = if fault.says.is_empty() {
        fault.answers
    } else {
        fault.says
    };
    let found = all().find(|line| !wanted.is_empty() && line.contains(wanted));
    found.unwrap_or_default().trim_start_matches("mynah: ")
}

/// Checks what a fault shows; returns its row.
fn row(fault: &Fault) -> String {
    let shown = show(fault);
    let Shown { code, output, errors } = &shown;
    let what = fault.what;
    assert_eq!(*code, Some(fault.code), "{what}: {output}{errors}");
    for bad in ["panicked", "bug in mynah", "RUST_BACKTRACE", "\u{1b}"] {
        assert!(
            !errors.contains(bad) && !output.contains(bad),
            "{what}: {output}{errors}"
        );
    }
    assert!(output.contains(fault.answers), "{what}: {output}{errors}");
    assert!(errors.contains(fault.says), "{what}: {output}{errors}");
    let failures = errors.lines().filter(|line| line.starts_with("mynah: ")).count();
    let expected = usize::from(fault.code != 0 && !fault.says.is_empty());
    assert_eq!(failures, expected, "{what}: {errors}");
    let told = sentence(fault, &shown);
    // Lists of folders are as long as they are.
    assert!(told.chars().count() <= 330, "{what}: {told}");
    let outcome = match (fault.code, fault.answers.is_empty()) {
        (0, _) => "goes on",
        (_, false) => "answers, then fails",
        (_, true) => "refuses",
    };
    let told = without_amounts(told).replace('|', "\\|");
    format!("| {what} | {outcome} ({}) | {told} |", fault.code)
}

/// How many megabytes are left differs from machine to machine.
fn without_amounts(told: &str) -> String {
    if !told.contains("address space") {
        return told.to_owned();
    }
    let is_number = |word: &str| word.parse::<f64>().is_ok();
    let words = told
        .split(' ')
        .map(|word| if is_number(word) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// The page, from what was shown.
fn page() -> String {
    let mut page = String::from(
        "# When something fails\n\nEach row is tried by `tests/failures.rs`, which writes this page: `UPDATE_FAILURES=1 cargo test \
         --test all failures`. In brackets: the\nexit code. No fault may end in a panic, a signal or a backtrace, and each has one \
         sentence.\n",
    );
    let mut group = "";
    for fault in FAULTS {
        if fault.group != group {
            group = fault.group;
            let _ = write!(
                page,
                "\n## {group}\n\n| what | mynah | message |\n| --- | --- | --- |\n"
            );
        }
        let _ = writeln!(page, "{}", row(fault));
    }
    page.push_str(
        "\n## At every place\n\n`make torture` (`tests/torture.rs`) lets each of these happen once at every place where it can: at every file \
         of a scene, at the\nn-th call of every thread for every n, or at limits of address space 10 MB apart. The scene ends within a minute, \
         with its answer or\na sentence, without a panic or a signal, and what it writes is whole or absent. (Where the allocator of the standard \
         library gets no\nmemory, it ends the program with one line of its own.) `make test` tries some of the places.\n\n",
    );
    for (what, _) in torture::FAULTS {
        let _ = writeln!(page, "- {what}");
    }
    page.push_str("\nThe scenes: ");
    let scenes: Vec<&str> = torture::SCENES.iter().map(|scene| scene.what).collect();
    let _ = writeln!(page, "{}.", scenes.join("; "));
    page.push_str("\n## During a conversation\n\n| what | what happens | test |\n| --- | --- | --- |\n");
    for (what, happens, test) in ELSEWHERE {
        let _ = writeln!(page, "| {what} | {happens} | `{test}` |");
    }
    page
}

#[test]
fn every_fault_of_the_list_has_its_sentence_and_the_page_tells_it() {
    let written = page();
    let path = root().join("docs/failures.md");
    if std::env::var_os("UPDATE_FAILURES").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    for (line, (now, before)) in written.lines().zip(committed.lines()).enumerate() {
        assert_eq!(
            now,
            before,
            "docs/failures.md, line {}: set UPDATE_FAILURES=1",
            line + 1
        );
    }
    assert_eq!(written.lines().count(), committed.lines().count());
}

#[test]
fn the_tests_that_the_page_names_exist() {
    let mut all = String::new();
    for entry in fs::read_dir(root().join("tests")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with(Path::new("failures.rs"))
        {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    for (_, _, test) in ELSEWHERE {
        assert!(all.contains(&format!("fn {test}()")), "{test}");
    }
    assert!(FAULTS.len() + ELSEWHERE.len() >= 40);
}
