//! Adds to each recording of a table what the starter speech model wrote and how the voice ended: the data of
//! `models/starter/recipe/turn-end`.
//!
//! `cargo run --release --example turn_end_evidence -- models/starter/speech.bin < recordings.tsv > evidence.tsv`
#![allow(clippy::print_stdout, reason = "its purpose")]

use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use mynah::audio::sound_file;
use mynah::hearing::{HearingConfig, Transcriber, Window};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args().nth(1).ok_or("Name the model.")?;
    let config = HearingConfig::default();
    let mut transcriber =
        Transcriber::load(Path::new(&model), Window::Utterance, &config, &AtomicU64::new(0))?;
    for line in std::io::stdin().lines() {
        let line = line?;
        let (file, rest) = line.split_once('\t').ok_or("A row has no columns.")?;
        let recording = sound_file::read(Path::new(file), Duration::from_secs(60))?;
        let heard = transcriber.transcribe(&recording)?;
        let melody = mynah_turn_end::melody(&recording.samples);
        let melody: Vec<String> = melody.iter().map(ToString::to_string).collect();
        println!(
            "{rest}\t{}\t{}\t{}",
            heard.text,
            heard.certainty,
            melody.join(" ")
        );
    }
    Ok(())
}
