//! Speech models that upstream's own tools wrote, against what their own programs compute from them.
//!
//! `tests/peers/upstream_whisper.py` and `tests/peers/upstream_silero.py` make the files, which are too large for the repository.
//! `MYNAH_UPSTREAM_SPEECH` names their folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use whisper_rs::{WhisperContext, WhisperContextParameters, WhisperVadContext, WhisperVadContextParams};

use super::silero::Silero;

/// Relative error of the logits: whisper.cpp computes with halves, openai-whisper with single precision.
const HALVES: f32 = 5e-3;
/// Mean difference of the probability, and windows that may be judged otherwise: whisper.cpp forgets the samples
/// before a window.
const VOICE: (f32, usize) = (0.02, 2);

#[derive(Deserialize)]
struct Expected {
    models: BTreeMap<String, Model>,
    /// Which model a file holds.
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Model {
    prompt: Vec<i32>,
    logits: Vec<f32>,
}

#[derive(Deserialize)]
struct Voices {
    voices: Vec<f32>,
}

fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("MYNAH_UPSTREAM_SPEECH").expect("MYNAH_UPSTREAM_SPEECH names the files"))
}

fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&std::fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

/// As in `upstream_whisper.py`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a sample has the precision of f32"
)]
fn rising_tone() -> Vec<f32> {
    (0..48_000)
        .map(|sample| f64::from(sample) / 16_000.0)
        .map(|time| (0.4 * (std::f64::consts::TAU * (200.0 + 300.0 * time) * time).sin()) as f32)
        .collect()
}

fn deviation(ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let length =
        |values: &mut dyn Iterator<Item = f32>| values.map(|value| value * value).sum::<f32>().sqrt();
    let difference = length(&mut ours.iter().zip(theirs).map(|(one, other)| one - other));
    difference / length(&mut theirs.iter().copied())
}

fn logits(name: &str, prompt: &[i32]) -> Vec<f32> {
    let mut parameters = WhisperContextParameters::default();
    parameters.use_gpu(false);
    let context = WhisperContext::new_with_params(folder().join(name), parameters).unwrap();
    let mut state = context.create_state().unwrap();
    state.pcm_to_mel(&rising_tone(), 1).unwrap();
    state.encode(0, 2).unwrap();
    // One by one: of several, whisper.cpp puts the last one's logits behind what the binding returns.
    for (past, token) in prompt.iter().enumerate() {
        state.decode(&[*token], past, 2).unwrap();
    }
    state.get_logits().unwrap().to_vec()
}

#[test]
#[ignore = "needs the files of tests/peers/upstream_whisper.py"]
fn converted_whisper_models_give_the_logits_of_openai_whisper() {
    let expected: Expected = read("expected.json");
    let mut wrong = Vec::new();
    for (file, model) in &expected.files {
        let Model {
            prompt,
            logits: theirs,
        } = &expected.models[model];
        let deviation = deviation(&logits(file, prompt), theirs);
        println!("{file}: {deviation:e}");
        let is_exact = file.ends_with("-f16.bin");
        if is_exact && deviation > HALVES || deviation > 0.7 {
            wrong.push(format!("{file}: logits deviate by {deviation}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "needs the files of tests/peers/upstream_silero.py"]
fn the_converted_silero_hears_the_voices_that_its_package_hears() {
    let theirs: Voices = read("silero.json");
    let path = folder().join("ggml-silero.bin");
    let bytes = std::fs::read(folder().join("sound.f32")).unwrap();
    let sound: Vec<f32> = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|sample| f32::from_le_bytes(*sample))
        .collect();
    let mut detector =
        WhisperVadContext::new(path.to_str().unwrap(), WhisperVadContextParams::new()).unwrap();
    detector.detect_speech(&sound).unwrap();
    let ours = detector.probabilities().to_vec();
    let pairs = || ours.iter().zip(&theirs.voices);
    let mean = pairs().map(|(one, other)| (one - other).abs()).sum::<f32>() / ours.len() as f32;
    let other_side = pairs()
        .filter(|(one, other)| (**one > 0.5) != (**other > 0.5))
        .count();
    println!(
        "{} windows, mean {mean}, judged otherwise {other_side}",
        ours.len()
    );
    assert_eq!(ours.len(), theirs.voices.len());
    assert!(mean < VOICE.0 && other_side <= VOICE.1, "{mean} {other_side}");
    assert!(Silero::load(&path).unwrap().hears_a_voice(&sound).unwrap());
}
