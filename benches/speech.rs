//! Times mynah's speech recognition beside whisper.cpp's, on the same model, window and recordings, alternating in one run.
//!
//! `cargo bench --bench speech -- MODEL FILE.wav…` (`make bench-speech`). Prints one JSON object: for each recording both medians in
//! milliseconds, their ratio, and whether both wrote the same words.
#![allow(clippy::print_stdout, reason = "its purpose")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use mynah::audio::sound_file;
use mynah::hearing::HearingConfig;
use mynah::hearing::whisper::Whisper;
use mynah::hearing::{SpeechEngine, Window};
use serde_json::json;

/// Runs of each engine for each recording.
const RUNS: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let model = PathBuf::from(arguments.next().ok_or("Name the model, then the recordings.")?);
    let files: Vec<String> = arguments.collect();
    let window = if model.starts_with("models/starter") {
        Window::Utterance
    } else {
        Window::Margin
    };
    let mut engines =
        [SpeechEngine::Mynah, SpeechEngine::WhisperCpp].map(|engine| load(&model, window, engine));
    let mut rows = Vec::new();
    for file in &files {
        let samples = sound_file::read(Path::new(file), Duration::from_secs(30))?.samples;
        let mut times = [Vec::new(), Vec::new()];
        let mut texts = [String::new(), String::new()];
        for _ in 0..RUNS {
            for ((engine, times), text) in engines.iter_mut().zip(&mut times).zip(&mut texts) {
                let engine = engine.as_mut().map_err(|error| error.to_string())?;
                let start = now();
                let written = engine.transcribe(samples.clone(), &|| false)?;
                times.push((now() - start).as_secs_f64() * 1000.0);
                *text = written.map(|written| written.text).unwrap_or_default();
            }
        }
        let [own, reference] = times.map(median);
        rows.push(json!({
            "file": file,
            "seconds": samples.len() as f64 / 16_000.0,
            "milliseconds": own,
            "whisper_cpp_milliseconds": reference,
            "ratio": own / reference,
            "same_words": texts[0] == texts[1],
            "text": texts[0],
            "whisper_cpp_text": texts[1],
        }));
    }
    println!(
        "{:#}",
        json!({ "model": model, "window": format!("{window:?}"), "recordings": rows })
    );
    Ok(())
}

fn load(model: &Path, window: Window, engine: SpeechEngine) -> Result<Whisper, mynah::hearing::HearingError> {
    let config = HearingConfig {
        engine,
        ..HearingConfig::default()
    };
    Whisper::load(model, window, &config, &AtomicU64::new(0))
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
