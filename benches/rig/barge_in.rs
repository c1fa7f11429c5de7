//! With the loudspeaker heard by the microphone: does the machine answer itself, and does a voice stop it?

use std::time::Duration;

use serde_json::{Value, json};

use crate::sound_card::SoundCard;
use crate::stage::{demo, spoken, start, statistics};

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
    let stop = spoken(&card, "stop", "What time is it?");
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
            // The microphone holds the echo as well: the voice is the loudest part.
            let voice = loudest_onset(&heard.microphone.samples);
            let silence = heard.loudspeaker.stretches(0.4).first().map(|stretch| stretch.1);
            if let (Some(voice), Some(silence)) = (voice, silence) {
                delays.push((silence - voice).max(0.0) * 1000.0);
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

/// Where something is first much louder than an echo can be, in seconds.
fn loudest_onset(samples: &[f32]) -> Option<f64> {
    let most = samples
        .iter()
        .fold(0.0_f32, |most, sample| most.max(sample.abs()));
    samples
        .iter()
        .position(|sample| sample.abs() > most * 0.5)
        .map(|at| at as f64 / 48_000.0)
}
