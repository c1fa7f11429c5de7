//! Every bad input gets one clear sentence that names the thing and the remedy, exit code 1, and no panic.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::rig::{bare, fails, mynah, root, run, sox};

fn file(home: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = home.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn recordings_that_are_none() {
    let home = tempfile::tempdir().unwrap();
    let here = home.path();
    let good = fs::read(root().join("assets/demo/01.wav")).unwrap();
    for (name, bytes) in [
        ("empty.wav", &b""[..]),
        ("text.wav", b"this is no recording at all, but text"),
        ("header.wav", &good[..30]),
        ("truncated.wav", &good[..good.len() / 2]),
    ] {
        let path = file(here, name, bytes);
        fails(mynah(here).args(["ask", "--wav"]).arg(&path), &[name]);
        fails(mynah(here).arg("transcribe").arg(&path), &[name]);
    }
    fails(
        mynah(here).args(["ask", "--wav", "/nowhere/question.wav"]),
        &["/nowhere/question.wav"],
    );
    fails(mynah(here).args(["ask", "--wav"]).arg(here), &[]);
}

#[test]
fn a_silent_and_an_hour_long_recording() {
    let home = tempfile::tempdir().unwrap();
    let silent = home.path().join("silent.wav");
    sox(&[
        "-n",
        "-r",
        "16000",
        "-b",
        "16",
        silent.to_str().unwrap(),
        "trim",
        "0",
        "3",
    ]);
    fails(
        mynah(home.path()).args(["ask", "--quiet", "--wav"]).arg(&silent),
        &["No words"],
    );
    let hour = home.path().join("hour.wav");
    sox(&[
        "-n",
        "-r",
        "8000",
        "-b",
        "8",
        hour.to_str().unwrap(),
        "trim",
        "0",
        "3600",
    ]);
    fails(
        mynah(home.path()).args(["ask", "--quiet", "--wav"]).arg(&hour),
        &["hour.wav", "minutes"],
    );
    fails(
        mynah(home.path()).args(["transcribe"]).arg(&hour),
        &["hour.wav", "minutes"],
    );
}

#[test]
fn models_that_are_missing_cut_short_or_foreign() {
    let home = tempfile::tempdir().unwrap();
    let starter = root().join("models/starter");
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    for (kind, name) in [("speech", "speech.bin"), ("language", "language.gguf")] {
        let whole = fs::read(starter.join(name)).unwrap();
        for (case, bytes) in [
            ("cut", &whole[..whole.len() / 3]),
            ("foreign", &b"<!DOCTYPE html><html>404</html>"[..]),
        ] {
            let folder = home.path().join(format!("{kind}-{case}"));
            fs::create_dir(&folder).unwrap();
            let broken = file(&folder, name, bytes);
            let variable = format!("MYNAH_MODELS__{}", kind.to_uppercase());
            let question = root().join("assets/demo/01.wav");
            let (code, out, err) = run(mynah(home.path())
                .env(&variable, &broken)
                .args(["ask", "--quiet", "--wav"])
                .arg(&question));
            assert!(code == 0 && !out.is_empty(), "{err}");
            let told = err.lines().find(|line| line.contains(broken.to_str().unwrap()));
            let told = told.unwrap_or_default();
            assert!(told.contains(&format!("Meanwhile {name} is used.")), "{err}");
            fails(bare(home.path()).args(["models", "check"]).arg(&broken), &[name]);
        }
        let variable = format!("MYNAH_MODELS__{}", kind.to_uppercase());
        let question = root().join("assets/demo/01.wav");
        let (code, _, err) = run(mynah(home.path())
            .env(&variable, "/nowhere/model")
            .args(["ask", "--quiet", "--wav"])
            .arg(&question));
        assert!(code == 0 && err.contains("/nowhere/model"), "{err}");
    }
}

#[test]
fn a_knowledge_folder_with_a_binary_and_a_huge_file_still_answers() {
    let home = tempfile::tempdir().unwrap();
    let facts = home.path().join("facts");
    fs::create_dir(&facts).unwrap();
    file(&facts, "shop.md", b"# Shop\n\nThe shop opens at 7 am.\n");
    file(&facts, "program.md", &[0, 1, 2, 3, 0, 255, 254]);
    // A sparse file: a gigabyte that takes no room.
    fs::File::create(facts.join("huge.txt"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let config = file(home.path(), "config.toml", b"[mind]\nknowledge = [\"facts\"]\n");
    let (code, out, err) = run(bare(home.path()).arg("--config").arg(&config).args([
        "ask",
        "--quiet",
        "When does the shop open?",
    ]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("7 am"), "{out}");
    assert!(err.contains("program.md") && err.contains("huge.txt"), "{err}");
    let missing = file(
        home.path(),
        "missing.toml",
        b"[mind]\nknowledge = [\"nowhere\"]\n",
    );
    fails(
        bare(home.path())
            .arg("--config")
            .arg(&missing)
            .args(["ask", "--quiet", "Hello"]),
        &["nowhere"],
    );
}

#[test]
fn a_configuration_that_is_broken() {
    let home = tempfile::tempdir().unwrap();
    for text in [
        "[speaking\nrate = 3",
        "[speaking]\nrate = \"quick\"",
        "[speakign]\nrate = 3",
        "\u{0}\u{1}",
    ] {
        let config = file(home.path(), "broken.toml", text.as_bytes());
        fails(
            bare(home.path())
                .arg("--config")
                .arg(&config)
                .args(["ask", "Hello"]),
            &["broken.toml"],
        );
    }
    fails(
        bare(home.path()).args(["--config", "/nowhere.toml", "ask", "Hello"]),
        &["/nowhere.toml", "check the path given with --config"],
    );
    fails(
        bare(home.path())
            .env("MYNAH_CONFIG", "/nowhere.toml")
            .args(["ask", "Hello"]),
        &["/nowhere.toml", "check MYNAH_CONFIG"],
    );
    let config = file(home.path(), "misspelt.toml", b"[mind]\nknowlege = []\n");
    fails(
        bare(home.path())
            .env("MYNAH_CONFIG", config)
            .args(["ask", "Hello"]),
        &[
            "misspelt.toml, line 2",
            "there is no setting mind.knowlege; did you mean mind.knowledge?",
        ],
    );
    fails(
        bare(home.path())
            .env("MYNAH_SPEAKING__RATE", "99999")
            .args(["ask", "Hello"]),
        &["MYNAH_SPEAKING__RATE", "speaking.rate is 99999; use 80 to 450"],
    );
    fails(
        bare(home.path())
            .env("MYNAH_SPEAKING__RATE", "quick")
            .args(["ask", "Hello"]),
        &["speaking.rate"],
    );
}

#[test]
fn values_that_mean_nothing() {
    let home = tempfile::tempdir().unwrap();
    for (text, words) in [
        (
            "interface.language = \"fr\"",
            ["line 1: interface.language is \"fr\"", "\"zh-CN\""],
        ),
        (
            "hearing.language = \"xx\"",
            ["line 1: hearing.language is \"xx\"", "\"auto\""],
        ),
        (
            "kiosk.languages = [\"en\", \"qq\"]",
            ["line 1: kiosk.languages names \"qq\"", "known are"],
        ),
        ("kiosk.pin = \"1234\"", ["line 1: kiosk.pin", "--new-pin"]),
        (
            "interface.keys.mute = \"ctrl-zz\"",
            ["interface.keys: mute = \"ctrl-zz\"", "F1"],
        ),
    ] {
        let config = file(home.path(), "wrong.toml", text.as_bytes());
        for command in [&["ask", "Hello"][..], &["doctor"], &["talk", "--plain"]] {
            fails(
                bare(home.path()).arg("--config").arg(&config).args(command),
                &words,
            );
        }
    }
    fails(
        bare(home.path()).args(["--lang", "zz", "ask", "Hello"]),
        &["--lang", "hearing.language is \"zz\""],
    );
}

#[test]
fn no_voice_installed() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out.wav");
    fs::File::create(&out).unwrap().write_all(b"precious").unwrap();
    let program = || {
        let mut program = mynah(home.path());
        program.env("MYNAH_SPEAKING__PROGRAM", "/nowhere/espeak-ng");
        program
    };
    fails(
        program().args(["say", "Hello", "--out"]).arg(&out),
        &["espeak-ng", "install"],
    );
    fails(
        program()
            .args(["ask", "--quiet", "What time is it?", "--speak"])
            .arg(&out),
        &["espeak-ng", "install"],
    );
    assert_eq!(fs::read(&out).unwrap(), b"precious", "a file was lost");
}

#[test]
fn places_that_cannot_be_written() {
    let home = tempfile::tempdir().unwrap();
    fails(
        mynah(home.path()).args(["say", "Hello", "--out", "/nowhere/out.wav"]),
        &["/nowhere"],
    );
    fails(
        mynah(home.path())
            .args(["say", "Hello", "--out"])
            .arg(home.path()),
        &[home.path().to_str().unwrap()],
    );
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [
        &["ask"][..],
        &["no-such-command"],
        &["transcribe"],
        &["ask", "a", "--wav", "b.wav"],
    ] {
        let (code, _, err) = run(mynah(home.path()).args(arguments));
        assert_eq!(code, 2, "{arguments:?}: {err}");
    }
}

#[test]
fn a_journal_that_cannot_be_written() {
    let home = tempfile::tempdir().unwrap();
    fails(
        mynah(home.path()).args([
            "ask",
            "--quiet",
            "--journal",
            "/nowhere/x.json",
            "What time is it?",
        ]),
        &["/nowhere/x.json", "choose another file with --journal"],
    );
}

#[test]
fn a_kiosk_with_a_mistake_in_its_policy_does_not_start() {
    let home = tempfile::tempdir().unwrap();
    let policy = "# Emergency\n\n## fire, smoke\nSay: Please leave.\n\n## flood\n";
    file(home.path(), "policy.md", policy.as_bytes());
    let config = file(home.path(), "kiosk.toml", b"[mind]\npolicy = \"policy.md\"\n");
    let told = ["policy.md, line 6: ", "\"flood\"", "add what the visitor is told"];
    fails(
        bare(home.path())
            .env("MYNAH_CONFIG", &config)
            .args(["kiosk", "--text"]),
        &told,
    );
    // A doctor's findings are answers.
    let (code, out, _) = run(bare(home.path()).env("MYNAH_CONFIG", &config).arg("doctor"));
    assert_eq!(code, 1, "{out}");
    let finding = out.lines().find(|line| line.contains("policy  ")).unwrap();
    assert!(
        finding.starts_with("BAD") && told.iter().all(|part| finding.contains(part)),
        "{finding}"
    );
    fs::remove_file(home.path().join("policy.md")).unwrap();
    fails(
        bare(home.path())
            .env("MYNAH_CONFIG", &config)
            .args(["kiosk", "--text"]),
        &["policy.md: the file cannot be read", "correct mind.policy"],
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "nobody waits")]
fn a_pipe_or_a_device_in_place_of_a_file_is_named_at_once() {
    let home = tempfile::tempdir().unwrap();
    let here = home.path();
    let pipe = here.join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for (path, kind) in [(pipe.as_path(), "a pipe"), (Path::new("/dev/zero"), "a device")] {
        let began = std::time::SystemTime::now();
        fails(
            mynah(here).arg("--config").arg(path).args(["ask", "hello"]),
            &[kind, "--config"],
        );
        fails(mynah(here).arg("transcribe").arg(path), &[kind]);
        fails(mynah(here).arg("replay").arg(path), &[kind]);
        fails(
            mynah(here)
                .args(["ask", "hello", "--quiet", "--journal"])
                .arg(path),
            &[kind, "--journal"],
        );
        fails(mynah(here).args(["models", "check"]).arg(path), &[kind]);
        assert!(began.elapsed().unwrap().as_secs() < 20, "it was waited for");
    }
    let state = here.join(".local/share/mynah/history");
    fs::create_dir_all(&state).unwrap();
    std::os::unix::fs::symlink("/dev/zero", state.join("key.txt")).unwrap();
    fs::write(state.join("2026-11-21_10-00-00.age"), "x\n--- ").unwrap();
    fails(
        mynah(here).args(["history", "2026-11-21_10-00-00"]),
        &["key.txt", "a device"],
    );
}

#[test]
fn an_answer_that_cannot_be_written_is_told() {
    let home = tempfile::tempdir().unwrap();
    let recording = root().join("assets/demo/01.wav");
    let recording = recording.to_str().unwrap();
    for arguments in [
        &["transcribe", recording][..],
        &["say", "--print", "5 km"],
        &["ask", "--quiet", "What is 2 plus 2?"],
        &["models"],
        &["--help"],
        &["completions", "bash"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_mynah"))
            .env("HOME", home.path())
            .env("MYNAH_MODELS", root().join("models/starter"))
            .args(arguments)
            .stdout(full)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(1), "{arguments:?}: {told}");
        assert!(
            told.contains("The output cannot be written"),
            "{arguments:?}: {told}"
        );
    }
}

#[test]
fn a_journal_on_a_full_disk_is_told_and_the_answer_comes() {
    let home = tempfile::tempdir().unwrap();
    let disk = home.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |arguments: &[&str]| {
        std::process::Command::new("mount")
            .args(arguments)
            .arg(&disk)
            .status()
    };
    let mounted = mount(&["-t", "tmpfs", "-o", "size=4k", "none"]);
    if !mounted.is_ok_and(|status| status.success()) {
        // Only root may mount; without a small disk there is nothing to fill.
        return;
    }
    fs::write(disk.join("other"), [0; 4 << 10]).unwrap();
    let (code, out, err) = run(mynah(home.path())
        .args(["ask", "--quiet", "What is 2 plus 2?", "--journal"])
        .arg(disk.join("journal")));
    let unmounted = std::process::Command::new("umount").arg(&disk).status().unwrap();
    assert!(unmounted.success());
    assert!(out.contains('4'), "{out}");
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("The journal") && err.contains("ends here"), "{err}");
}

#[test]
fn an_argument_that_reverses_text_is_shown_harmless() {
    let home = tempfile::tempdir().unwrap();
    let (code, _, err) = run(mynah(home.path()).arg("\u{202e}foo"));
    assert_eq!(code, 2);
    assert!(
        err.contains("unrecognized subcommand") && !err.contains('\u{202e}'),
        "{err}"
    );
}

#[test]
fn too_little_memory_is_told_before_a_model_is_loaded() {
    let home = tempfile::tempdir().unwrap();
    let limited = |kilobytes: u32, arguments: &str| {
        std::process::Command::new("bash")
            .env("HOME", home.path())
            .env("MYNAH_MODELS", root().join("models/starter"))
            .arg("-c")
            .arg(format!(
                "ulimit -v {kilobytes}; exec {} {arguments}",
                env!("CARGO_BIN_EXE_mynah")
            ))
            .output()
            .unwrap()
    };
    let recording = root().join("assets/demo/01.wav");
    for kilobytes in [200_000, 300_000] {
        let out = limited(kilobytes, &format!("transcribe {}", recording.display()));
        let told = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(1), "{kilobytes}: {told}");
        assert!(
            told.contains("needs about") && told.contains("raise the limit"),
            "{kilobytes}: {told}"
        );
    }
    let out = limited(2_000_000, &format!("transcribe {}", recording.display()));
    assert_eq!(
        out.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
}
