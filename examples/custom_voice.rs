//! A voice of one's own in place of the installed ones: this one speaks Morse code.
//!
//! `cargo run --example custom_voice -- "What time is it?" reply.wav`

#![allow(clippy::print_stdout, reason = "an example answers on the terminal")]

use mynah::Conversation;
use mynah::audio::{SampleRate, Samples, wav};
use mynah::speaking::{SpeakingError, Voice};

const RATE: u32 = 16_000;
/// Samples of a dot: 60 ms.
const DOT: usize = 960;
const CODE: [(&str, &str); 26] = [
    ("a", ".-"),
    ("b", "-..."),
    ("c", "-.-."),
    ("d", "-.."),
    ("e", "."),
    ("f", "..-."),
    ("g", "--."),
    ("h", "...."),
    ("i", ".."),
    ("j", ".---"),
    ("k", "-.-"),
    ("l", ".-.."),
    ("m", "--"),
    ("n", "-."),
    ("o", "---"),
    ("p", ".--."),
    ("q", "--.-"),
    ("r", ".-."),
    ("s", "..."),
    ("t", "-"),
    ("u", "..-"),
    ("v", "...-"),
    ("w", ".--"),
    ("x", "-..-"),
    ("y", "-.--"),
    ("z", "--.."),
];

struct Morse;

impl Voice for Morse {
    fn engine(&self) -> &'static str {
        "morse"
    }

    fn name(&self) -> &'static str {
        "600 Hz"
    }

    fn speaks(&self, _language: &str) -> bool {
        true
    }

    fn synthesise(&mut self, clause: &str) -> Result<Samples, SpeakingError> {
        let mut samples = Vec::new();
        for letter in clause.to_lowercase().chars() {
            let code = CODE.iter().find(|(known, _)| known.starts_with(letter));
            for sign in code.map_or("", |(_, code)| code).chars() {
                let length = if sign == '-' { 3 * DOT } else { DOT };
                let phase = 600.0 * std::f32::consts::TAU / RATE as f32;
                samples.extend((0..length).map(|place| 0.3 * (phase * place as f32).sin()));
                samples.resize(samples.len() + DOT, 0.0);
            }
            samples.resize(samples.len() + 2 * DOT, 0.0);
        }
        Ok(Samples {
            rate: SampleRate(RATE),
            samples,
        })
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(question), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("Give a question and the name of a WAV file for the reply.".into());
    };
    let mut conversation = Conversation::builder()
        .models("models/starter")
        .voice(Box::new(Morse))
        .recorded()
        .build()?;
    println!("{}", conversation.ask(&question)?.text);
    if let Some(recording) = conversation.finish() {
        wav::write(std::path::Path::new(&file), &recording)?;
    }
    Ok(())
}
