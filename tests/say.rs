//! Text to speech, measured with numbers and heard by our own speech model.

use crate::rig::{bare, fails, json, run};

#[test]
fn what_is_said_can_be_heard() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("said.wav");
    let (code, _, err) = run(bare(home.path())
        .args(["say", "The cafe opens at 9 am.", "--out"])
        .arg(&path));
    assert_eq!(code, 0, "{err}");
    let heard = json(bare(home.path()).args(["transcribe", "--json"]).arg(&path));
    let heard = heard["text"].as_str().unwrap().to_lowercase();
    assert!(heard.contains("opens at 9"), "{heard}");
}

#[test]
fn markup_emoji_and_control_characters_are_not_read_aloud() {
    let home = tempfile::tempdir().unwrap();
    let length = |text: &str| {
        let path = home.path().join("said.wav");
        let (code, _, err) = run(bare(home.path()).arg("say").arg(text).arg("--out").arg(&path));
        assert_eq!(code, 0, "{err}");
        hound::WavReader::open(&path).unwrap().duration()
    };
    let plain = length("The library is open.");
    let marked = length("**The** \u{1b}library `is` open. 🙂");
    let ratio = f64::from(marked) / f64::from(plain);
    assert!((0.9..1.1).contains(&ratio), "{ratio}");
}

#[test]
fn nothing_to_say_is_said() {
    let home = tempfile::tempdir().unwrap();
    fails(
        bare(home.path()).args(["say", " ** ", "--out", "x.wav"]),
        &["nothing to say"],
    );
}
