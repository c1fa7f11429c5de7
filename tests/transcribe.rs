//! Speech to text: words from speech, nothing from everything else.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::rig::terminal::Session;
use crate::rig::{bare, fails, json, mynah, root, run, sox, spoken};

#[test]
fn a_recording_becomes_words_with_confidence_and_speed() {
    let home = tempfile::tempdir().unwrap();
    let recording = spoken(home.path(), "Where is the gift shop?");
    let heard = json(bare(home.path()).args(["transcribe", "--json"]).arg(&recording));
    assert_eq!(heard["text"], "Where is the gift shop?");
    assert_eq!(heard["language"], "en");
    assert!(heard["confidence"].as_f64().unwrap() > 0.5, "{heard}");
    assert!(heard["real_time_factor"].as_f64().unwrap() > 0.0);
    assert_eq!(heard["segments"].as_array().unwrap().len(), 1);
}

#[test]
fn silence_noise_and_tones_hold_no_words() {
    let home = tempfile::tempdir().unwrap();
    for sound in [
        &["trim", "0", "2"][..],
        &["synth", "2", "whitenoise", "vol", "0.05"],
        &["synth", "3", "pinknoise", "vol", "0.2"],
        &["synth", "2", "sine", "440", "vol", "0.3"],
    ] {
        let path = home.path().join("sound.wav");
        let mut arguments = vec!["-n", "-r", "16000", "-b", "16", "-c", "1", path.to_str().unwrap()];
        arguments.extend(sound);
        sox(&arguments);
        let heard = json(bare(home.path()).args(["transcribe", "--json"]).arg(&path));
        assert_eq!(heard["text"], "", "{sound:?}");
    }
}

#[test]
fn a_recording_longer_than_whispers_window_is_heard_to_its_end() {
    let home = tempfile::tempdir().unwrap();
    let question = spoken(home.path(), "What time is it?");
    let long = home.path().join("long.wav");
    sox(&[
        question.to_str().unwrap(),
        long.to_str().unwrap(),
        "pad",
        "0",
        "8",
        "repeat",
        "5",
    ]);
    let heard = json(bare(home.path()).args(["transcribe", "--json"]).arg(&long));
    let times = heard["text"].as_str().unwrap().matches("time").count();
    assert!(
        heard["segments"].as_array().unwrap().len() >= 2 && times >= 2,
        "{heard}"
    );
}

#[test]
fn a_pause_inside_a_sentence_loses_none_of_its_words() {
    let home = tempfile::tempdir().unwrap();
    let whole = spoken(home.path(), "Set a timer for five minutes and thirty seconds.");
    for pause in ["0.4", "0.7", "1.0", "1.3"] {
        // Between "minutes" and "and".
        let paused = home.path().join("paused.wav");
        let (from, to) = (whole.to_str().unwrap(), paused.to_str().unwrap());
        sox(&[from, to, "pad", &format!("{pause}@1.55")]);
        let heard = json(bare(home.path()).args(["transcribe", "--json"]).arg(&paused));
        assert_eq!(
            heard["text"], "Set a timer for 5 minutes and 30 seconds.",
            "{pause} s"
        );
        assert_eq!(heard["segments"].as_array().unwrap().len(), 1, "{pause} s");
    }
}

#[test]
fn one_bad_file_does_not_keep_the_others_from_being_transcribed() {
    let home = tempfile::tempdir().unwrap();
    let recording = spoken(home.path(), "Good morning.");
    let (code, out, err) = run(bare(home.path())
        .args(["transcribe", "/nowhere.wav"])
        .arg(&recording));
    assert_eq!(code, 1);
    assert!(
        out.contains("Good morning") && err.contains("/nowhere.wav"),
        "{out}{err}"
    );
}

#[test]
fn a_recording_without_words_is_said_to_have_none() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("silence.wav");
    sox(&[
        "-n",
        "-r",
        "16000",
        "-b",
        "16",
        path.to_str().unwrap(),
        "trim",
        "0",
        "1",
    ]);
    fails(
        bare(home.path()).arg("transcribe").arg(&path),
        &["silence.wav", "No words"],
    );
}

#[test]
fn recordings_of_every_format_become_the_words_of_the_wav_file() {
    let home = tempfile::tempdir().unwrap();
    let wav = spoken(home.path(), "Where is the gift shop?");
    let mut files = vec![wav.clone()];
    for (name, options) in [
        ("spoken.flac", &[][..]),
        ("spoken.ogg", &["-C", "6"]),
        ("mu-law.wav", &["-e", "mu-law"]),
        ("ima.wav", &["-e", "ima-adpcm"]),
    ] {
        let file = home.path().join(name);
        let arguments: Vec<&str> = [&[wav.to_str().unwrap()], options, &[file.to_str().unwrap()]].concat();
        sox(&arguments);
        files.push(file);
    }
    for name in ["speech.mp3", "speech.m4a", "speech.aac"] {
        files.push(root().join("tests/fixtures/sound").join(name));
    }
    let (code, out, err) = run(bare(home.path()).arg("transcribe").args(&files));
    assert_eq!(code, 0, "{err}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines, vec!["Where is the gift shop?"; files.len()]);
    let mp3 = root().join("tests/fixtures/sound/speech.mp3");
    let answer = json(
        mynah(home.path())
            .args(["ask", "--quiet", "--json", "--wav"])
            .arg(mp3),
    );
    assert_eq!(answer["transcript"], "Where is the gift shop?");
}

#[test]
fn what_is_no_sound_file_is_refused_in_one_sentence_also_in_the_sandbox() {
    let home = tempfile::tempdir().unwrap();
    let page = home.path().join("page.mp3");
    std::fs::write(&page, "<html><body>Not found</body></html>").unwrap();
    let pipe = home.path().join("pipe.wav");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let opus = root().join("tests/fixtures/sound/speech-opus.ogg");
    for (file, words) in [
        (page.as_path(), ["page.mp3", "web page"]),
        (&pipe, ["pipe.wav", "a pipe"]),
        (&opus, ["speech-opus.ogg", "ffmpeg -i"]),
        (Path::new("/dev/zero"), ["/dev/zero", "a device"]),
    ] {
        fails(bare(home.path()).arg("transcribe").arg(file), &words);
    }
}

/// Two questions, ten seconds apart.
fn two_questions(folder: &Path) -> PathBuf {
    let question = spoken(folder, "What time is it?");
    let both = folder.join("both.wav");
    sox(&[
        question.to_str().unwrap(),
        both.to_str().unwrap(),
        "pad",
        "0",
        "10",
        "repeat",
        "1",
    ]);
    both
}

#[test]
fn subtitles_have_the_numbers_and_times_of_what_is_said() {
    let home = tempfile::tempdir().unwrap();
    let recording = two_questions(home.path());
    let segments = json(
        bare(home.path())
            .args(["transcribe", "--format", "json"])
            .arg(&recording),
    );
    let starts = |index: usize| segments["segments"][index]["start"].as_f64().unwrap();
    let (code, srt, err) = run(bare(home.path())
        .args(["transcribe", "--format", "srt"])
        .arg(&recording));
    assert_eq!(code, 0, "{err}");
    let cues: Vec<Vec<&str>> = srt.split("\n\n").map(|cue| cue.lines().collect()).collect();
    assert_eq!(cues.len(), 2, "{srt}");
    for (index, cue) in cues.iter().enumerate() {
        assert_eq!(cue[0], (index + 1).to_string());
        let second: f64 = cue[1][6..12].replace(',', ".").parse().unwrap();
        assert!((second - starts(index)).abs() < 0.002, "{srt}");
        assert_eq!(&cue[1][12..17], " --> ");
        assert_eq!(cue[2], "What time is it?");
    }
    assert!(starts(1) - starts(0) > 10.0 && !err.contains('%'), "{err}");
    let (code, vtt, _) = run(bare(home.path())
        .args(["transcribe", "--format", "vtt"])
        .arg(&recording));
    assert_eq!(
        (code, vtt.trim_end()),
        (
            0,
            format!("WEBVTT\n\n{}", srt.trim_end().replace(',', ".")).as_str()
        )
    );
}

#[test]
fn subtitles_of_several_recordings_are_refused_as_wrong_usage() {
    let home = tempfile::tempdir().unwrap();
    let arguments = ["transcribe", "--format", "srt", "one.wav", "two.wav"];
    let (code, out, err) = run(bare(home.path()).args(arguments));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("one recording"), "{err}");
    let (code, _, _) = run(bare(home.path()).args(["transcribe", "--json", "--format", "srt", "one.wav"]));
    assert_eq!(code, 2);
}

#[test]
fn a_long_recording_shows_its_progress_on_a_terminal_and_removes_it() {
    let home = tempfile::tempdir().unwrap();
    let recording = two_questions(home.path());
    let long = home.path().join("long.wav");
    sox(&[recording.to_str().unwrap(), long.to_str().unwrap(), "repeat", "1"]);
    let program = assert_cmd::cargo::cargo_bin("mynah");
    let mut session = Session::start(
        &program,
        root(),
        &["transcribe", long.to_str().unwrap()],
        &[("HOME", home.path().to_owned())],
        (100, 30),
    );
    session.wait("What time is it? What time is it?");
    assert_eq!(session.end(), 0);
    let written = String::from_utf8_lossy(&session.bytes()).into_owned();
    assert!(
        written.contains(" %, 0:2") && written.contains(" of 0:4"),
        "{written:?}"
    );
    assert!(!session.text().contains('%'), "{}", session.text());
}
