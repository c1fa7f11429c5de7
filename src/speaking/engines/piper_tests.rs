//! Tests of Piper voices, with the voice of `tests/fixtures/voice/make.py`.

use super::*;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/voice/tone.onnx")
}

fn load(path: &Path) -> Result<Piper, SpeakingError> {
    Piper::load(path, &SpeakingConfig::default())
}

#[test]
fn a_clause_becomes_as_much_sound_as_it_has_phonemes() {
    let mut voice = load(&fixture()).unwrap();
    let short = voice.synthesise("Hello.").unwrap();
    let long = voice.synthesise("The library opens at 10 am.").unwrap();
    assert_eq!((short.rate, voice.name()), (SampleRate(16_000), "tone"));
    assert!(long.samples.len() > 2 * short.samples.len());
    let loudest = level::peak(&long.samples);
    assert!((loudest - PEAK).abs() < 0.01, "{loudest}");
}

#[test]
fn a_voice_speaks_the_language_of_its_description_whatever_it_is_called() {
    let voice = load(&fixture()).unwrap();
    for (language, expected) in [("en", true), ("ru", false)] {
        assert_eq!(voice.speaks(language), expected);
        assert_eq!(speaks(&fixture(), &VoiceFiles::default(), language), expected);
    }
    let config = SpeakingConfig {
        piper: Some(fixture()),
        ..SpeakingConfig::default()
    };
    assert_eq!(config.label(Some("en")), "piper:tone");
    assert_eq!(config.label(Some("ru")), "espeak-ng:ru");
    assert_eq!(config.label(None), "piper:tone");
}

#[test]
fn phonemes_keep_their_punctuation_and_become_padded_numbers() {
    let voice = load(&fixture()).unwrap();
    let phonemes = voice.phonemes("Is it here?").unwrap();
    assert!(phonemes.ends_with('?') && phonemes.contains('ɪ'), "{phonemes}");
    let id = |letter: char| voice.ids[&letter.to_string()][0];
    // What the voice does not know is left out.
    assert_eq!(
        voice.numbers("ɪ☃t"),
        [id('^'), id('_'), id('ɪ'), id('_'), id('t'), id('_'), id('$')]
    );
}

/// The fixture with another description.
fn described(key: &str, value: serde_json::Value) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("voice.onnx");
    std::fs::copy(fixture(), &path).unwrap();
    let description = std::fs::read(fixture().with_extension("onnx.json")).unwrap();
    let mut description: serde_json::Value = serde_json::from_slice(&description).unwrap();
    description[key] = value;
    std::fs::write(path.with_extension("onnx.json"), description.to_string()).unwrap();
    (folder, path)
}

#[test]
fn words_of_another_language_are_spoken_without_the_marks_around_them() {
    let (_folder, path) = described("espeak", serde_json::json!({"voice": "ru"}));
    let phonemes = load(&path).unwrap().phonemes("Это hello.").unwrap();
    assert!(phonemes.contains('h') && !phonemes.contains('('), "{phonemes}");
    for (marked, plain) in [
        ("(en)hə(ru)da", "həda"),
        ("a(b", "a(b"),
        ("a()b", "a()b"),
        ("", ""),
    ] {
        assert_eq!(without_switches(marked), plain);
    }
}

#[test]
fn a_cluster_is_one_phoneme_where_the_voice_knows_it() {
    let (_folder, path) = described("vowel_clusters", serde_json::json!([["a", "ɪ"], ["a", "ɪ", "ə"]]));
    let mut voice = load(&path).unwrap();
    voice
        .ids
        .extend([("aɪ".to_owned(), vec![200]), ("aɪə".to_owned(), vec![201])]);
    let phonemes = |text: &str| -> Vec<i32> {
        let pad = voice.ids[PAD][0];
        let numbers = voice.numbers(text);
        numbers.into_iter().filter(|number| *number != pad).collect()
    };
    let id = |letter: &str| voice.ids[letter][0];
    assert_eq!(
        phonemes("taɪaaɪə"),
        [id("^"), id("t"), 200, id("a"), 201, id("$")]
    );
}

#[test]
fn a_voice_whose_phonemes_are_not_espeaks_is_refused() {
    let (_folder, path) = described("phoneme_type", serde_json::json!("pinyin"));
    let told = load(&path).err().unwrap().to_string();
    assert!(told.contains("\"pinyin\""), "{told}");
    let (_folder, path) = described("phoneme_type", serde_json::json!("espeak"));
    assert!(load(&path).is_ok());
}

#[test]
fn hostile_text_does_not_break_the_voice() {
    let mut voice = load(&fixture()).unwrap();
    let long = "word ".repeat(10_000);
    for text in ["a\0b", "\u{1b}[2J", "[[D,a]]", "-v klatt", "☃", &long] {
        let sound = voice.synthesise(text);
        assert!(
            sound.is_ok() || matches!(sound, Err(SpeakingError::Failed { .. })),
            "{sound:?}"
        );
    }
}

#[test]
fn a_broken_voice_is_named_with_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("voice.onnx");
    let description = fixture().with_extension("onnx.json");
    let refusal = || {
        let error = load(&path).err().unwrap().to_string();
        assert!(
            error.contains("voice.onnx") && error.contains("replace it"),
            "{error}"
        );
        error
    };
    std::fs::copy(fixture(), &path).unwrap();
    assert!(refusal().contains(".onnx.json"));
    std::fs::write(path.with_extension("onnx.json"), "{}").unwrap();
    assert!(refusal().contains("not a Piper voice description"));
    std::fs::copy(description, path.with_extension("onnx.json")).unwrap();
    let whole = std::fs::read(fixture()).unwrap();
    for length in [0, 1, 100, whole.len() / 2] {
        std::fs::write(&path, &whole[..length]).unwrap();
        refusal();
    }
    std::fs::write(&path, vec![0xff; 4_000]).unwrap();
    refusal();
}
