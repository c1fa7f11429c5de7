//! Our own speech recognition against whisper.cpp's: the starter model and the demo's recordings.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use mynah_whisper::WhisperModel;
use whisper_rs::{WhisperContext, WhisperContextParameters};

use super::HearingConfig;
use super::config::SpeechEngine;
use super::whisper::Whisper;
use super::window::Window;
use crate::audio::sound_file;

/// Relative error of the scores: whisper.cpp computes activations, keys and values with halves.
const HALVES: f32 = 2e-2;

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/starter/speech.bin")
}

fn recording(number: usize) -> Vec<f32> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/demo/{number:02}.wav"));
    sound_file::read(&path, Duration::from_secs(30)).unwrap().samples
}

fn load(engine: SpeechEngine, beams: u8) -> Whisper {
    let config = HearingConfig {
        beams,
        engine,
        ..HearingConfig::default()
    };
    Whisper::load(&model(), Window::Utterance, &config, &AtomicU64::new(0)).unwrap()
}

#[test]
fn both_engines_write_the_same_words_as_surely() {
    let mut ours = load(SpeechEngine::Mynah, 1);
    let mut theirs = load(SpeechEngine::WhisperCpp, 1);
    for number in 1..=10 {
        let samples = recording(number);
        let our = ours.transcribe(samples.clone(), &|| false).unwrap().unwrap();
        let their = theirs.transcribe(samples, &|| false).unwrap().unwrap();
        assert_eq!(our.text, their.text, "recording {number}");
        assert!(!our.text.is_empty());
        let [one, other] = [&our, &their].map(|written| written.evidence.mean_log_probability);
        assert!((one - other).abs() < 0.02, "recording {number}: {one} {other}");
        // whisper.cpp 1.8.3 reads it where a prompt of several tokens leaves nothing.
        assert!(our.evidence.no_speech < 0.5, "recording {number}");
    }
}

#[test]
fn the_scores_after_a_prompt_are_those_of_whisper_cpp() {
    const POSITIONS: usize = 160;
    let mut parameters = WhisperContextParameters::default();
    parameters.use_gpu(false);
    let context = WhisperContext::new_with_params(model(), parameters).unwrap();
    let mut ours = WhisperModel::load(File::open(model()).unwrap(), 2, &AtomicU64::new(0)).unwrap();
    let prompt = [50_257, 50_362, 1_867, 318];
    for number in [1, 4, 7] {
        let samples = recording(number);
        let our = ours.scores(&samples, POSITIONS, &prompt);
        let mut state = context.create_state().unwrap();
        state.pcm_to_mel(&samples, 1).unwrap();
        let mut full = whisper_rs::FullParams::new(whisper_rs::SamplingStrategy::Greedy { best_of: 1 });
        full.set_audio_ctx(i32::try_from(POSITIONS).unwrap());
        full.set_print_progress(false);
        // Only a whole run sets the window of the encoder.
        state.full(full, &samples).unwrap();
        state.encode(0, 2).unwrap();
        for (past, &token) in prompt.iter().enumerate() {
            state.decode(&[i32::try_from(token).unwrap()], past, 2).unwrap();
        }
        let their = state.get_logits().unwrap();
        let length =
            |values: &mut dyn Iterator<Item = f32>| values.map(|value| value * value).sum::<f32>().sqrt();
        let difference = length(&mut our.iter().zip(their).map(|(one, other)| one - other));
        let deviation = difference / length(&mut their.iter().copied());
        assert!(deviation < HALVES, "recording {number}: {deviation}");
    }
}

#[test]
fn a_run_that_should_end_gives_no_words() {
    let mut ours = load(SpeechEngine::Mynah, 0);
    assert!(ours.transcribe(recording(1), &|| true).unwrap().is_none());
    let asked = std::cell::Cell::new(0);
    let later = || {
        asked.set(asked.get() + 1);
        asked.get() > 6
    };
    assert!(ours.transcribe(recording(1), &later).unwrap().is_none());
    assert!(ours.transcribe(recording(1), &|| false).unwrap().is_some());
}
