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
fn the_words_that_would_be_spoken_are_printed() {
    let home = tempfile::tempdir().unwrap();
    for (options, text, words) in [
        (
            &[][..],
            "Open Mon–Fri 9–5 at 14 Mill St. for £4.50.",
            "Open Monday to Friday nine to five at fourteen Mill Street for four pounds fifty.",
        ),
        (&["--lang", "ru"], "с 10 до 17", "с десяти до семнадцати"),
        (&[], "Билет стоит 21 ₽.", "Билет стоит двадцать один рубль."),
        (&["--lang", "zh"], "2公斤", "两公斤"),
        (&["--lang", "de"], "Um **9:30** 🙂", "Um 9:30"),
    ] {
        let (code, printed, err) = run(bare(home.path()).args(options).args(["say", "--print", text]));
        assert_eq!((code, printed.trim()), (0, words), "{err}");
    }
}

#[test]
fn nothing_to_say_is_said() {
    let home = tempfile::tempdir().unwrap();
    fails(
        bare(home.path()).args(["say", " ** ", "--out", "x.wav"]),
        &["nothing to say"],
    );
}
