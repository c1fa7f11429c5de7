//! Prints, for each recording, what the starter speech model wrote and its evidence for it: the data of
//! `models/starter/recipe/speech/certainty.py`.
//!
//! `cargo run --release --example transcript_evidence -- models/starter/speech.bin FILE.wav…`
#![allow(clippy::print_stdout, reason = "its purpose")]

use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use mynah::audio::sound_file;
use mynah::hearing::Window;
use mynah::hearing::whisper::Whisper;
use mynah::hearing::{HearingConfig, guards, pauses};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = arguments.next().ok_or("Name the model, then the recordings.")?;
    let config = HearingConfig::default();
    let mut whisper = Whisper::load(Path::new(&model), Window::Utterance, &config, &AtomicU64::new(0))?;
    for file in arguments {
        let samples = sound_file::read(Path::new(&file), Duration::from_secs(60))?.samples;
        let heard = pauses::shortened(&samples, &pauses::between_sounds(&samples));
        let Some(written) = whisper.transcribe(heard, &|| false)? else {
            continue;
        };
        println!(
            "{}",
            serde_json::json!({
                "file": file,
                "text": guards::words(&written.text),
                "mean": written.evidence.mean_log_probability,
            })
        );
    }
    Ok(())
}
