//! With the loudspeaker heard by the microphone: does the machine answer itself, and does a voice stop it?

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::sound_card::SoundCard;
use crate::stage::{demo, sox, spoken, start, statistics};

const LONG: &str = "Where is the dinosaur exhibition and who is the curator of the Egyptian collection?";

pub fn measure(short: bool) -> Value {
    let (replies, interruptions) = if short { (4, 3) } else { (50, 20) };
    let card = SoundCard::start();
    card.echo(0.25, 80);
    let mut conversation = start(&card);
    let mut asked = 0;
    for number in 1..=replies {
        card.say(&demo(number));
        conversation.wait("turn");
        asked += 1;
    }
    // Whatever it hears of itself, it would answer within this time.
    while conversation.wait_for("turn", Duration::from_secs(3)).is_some() {
        asked += 1;
    }

    let (mut stopped, mut delays) = (0, Vec::new());
    let stop = spoken_at_once(&card, "What time is it?");
    for _ in 0..interruptions {
        conversation.type_line(LONG);
        let recording = card.record();
        conversation.wait("speaking");
        std::thread::sleep(Duration::from_millis(700));
        card.say(&stop);
        let turn = conversation.wait("turn");
        let heard = recording.finish();
        if turn["interrupted"] == true {
            stopped += 1;
            // The microphone holds the echo as well, so the voice is looked for by its shape. The answer is silent
            // where the first stretch of sound that reaches beyond the first syllable ends.
            let voice = heard.microphone.find(&stop);
            let stretches = heard.loudspeaker.stretches(0.25);
            let silence = stretches.iter().map(|stretch| stretch.1).find(|end| *end > voice);
            if let Some(silence) = silence {
                delays.push((silence - voice) * 1000.0);
            }
            conversation.wait("turn");
        }
    }
    json!({
        "replies": replies,
        "turns nobody asked for": asked - replies,
        "interruptions": interruptions,
        "stopped": stopped,
        "first syllable to silence, ms": statistics(&delays),
    })
}

/// A recording whose first sample is the first sound, as the card plays it.
fn spoken_at_once(card: &SoundCard, text: &str) -> PathBuf {
    let (from, to) = (spoken(card, "padded", text), card.home().join("at-once.wav"));
    let (from, path) = (from.to_str().unwrap(), to.to_str().unwrap());
    sox(&[
        from, "-r", "48000", "-b", "16", path, "silence", "1", "0.001", "1%",
    ]);
    to
}
