//! Sounds that are no speech: none of them may become a turn.
//!
//! Silence and noises are put through the detector, the endpointer and the recogniser as a recording would be, faster
//! than they sound; a shorter stretch of each is played into the microphone.

use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use crate::sound_card::SoundCard;
use crate::stage::{root, sox, start};

const SOUNDS: [(&str, &[&str]); 7] = [
    ("silence", &["trim", "0", "SECONDS"]),
    ("white noise", &["synth", "SECONDS", "whitenoise", "vol", "0.1"]),
    ("pink noise", &["synth", "SECONDS", "pinknoise", "vol", "0.3"]),
    (
        "hum",
        &[
            "synth", "SECONDS", "sine", "50", "sine", "100", "sine", "150", "remix", "-", "vol", "0.3",
        ],
    ),
    ("tone", &["synth", "SECONDS", "sine", "440", "vol", "0.3"]),
    ("sweep", &["synth", "SECONDS", "sine", "200-3000", "vol", "0.2"]),
    (
        "clicks",
        &[
            "synth",
            "0.004",
            "whitenoise",
            "vol",
            "0.6",
            "pad",
            "0",
            "0.183",
            "repeat",
            "CLICKS",
        ],
    ),
];

pub fn measure(short: bool) -> Value {
    let card = SoundCard::start();
    let conversation = start(&card);
    let (offline, played) = if short { (20, 2) } else { (514, 15) };
    let (mut turns, mut words) = (0, Vec::new());
    for (name, effects) in SOUNDS {
        let file = card.home().join("sound.wav");
        let make = |seconds: u32| {
            let (length, clicks) = (seconds.to_string(), (seconds * 5).to_string());
            let effects: Vec<&str> = effects
                .iter()
                .map(|part| match *part {
                    "SECONDS" => length.as_str(),
                    "CLICKS" => clicks.as_str(),
                    part => part,
                })
                .collect();
            let mut arguments = vec!["-n", "-r", "16000", "-b", "16", "-c", "1", file.to_str().unwrap()];
            arguments.extend(effects);
            sox(&arguments);
        };
        make(offline);
        let heard = Command::new(env!("CARGO_BIN_EXE_mynah"))
            .args(["--models", root().join("models/starter").to_str().unwrap()])
            .args(["transcribe", "--json", file.to_str().unwrap()])
            .env("HOME", card.home())
            .output()
            .unwrap();
        let told: Value = serde_json::from_slice(&heard.stdout).unwrap_or_default();
        if told["text"] != "" {
            words.push(json!({"sound": name, "text": told["text"]}));
        }
        make(played);
        card.say(&file);
        while conversation.wait_for("turn", Duration::from_secs(2)).is_some() {
            turns += 1;
        }
    }
    json!({
        "seconds recognised": offline * 7,
        "words out of them": words,
        "seconds played": played * 7,
        "turns out of them": turns,
    })
}
