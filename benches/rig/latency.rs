//! From the end of the question to the first sound of the answer.

use serde_json::{Value, json};

use crate::sound_card::SoundCard;
use crate::stage::{demo, start, statistics};

pub fn measure(short: bool) -> Value {
    let count = if short { 4 } else { 30 };
    let card = SoundCard::start();
    let conversation = start(&card);
    let (mut latency, mut disagreement, mut end_of_turn, mut missed) =
        (Vec::new(), Vec::new(), Vec::new(), 0);
    for number in 1..=count {
        let recording = card.record();
        card.say(&demo(number));
        let turn = conversation.wait("turn");
        let heard = recording.finish();
        let Some(seconds) = heard.latency() else {
            missed += 1;
            continue;
        };
        let measured = seconds * 1000.0;
        latency.push(measured);
        end_of_turn.extend(turn["timings"]["end_of_turn"].as_f64());
        disagreement.extend(
            turn["timings"]["first_audio"]
                .as_f64()
                .map(|told| (measured - told).abs()),
        );
    }
    json!({
        "unit": "ms",
        "end of question to first sound": statistics(&latency),
        "end of question to end of turn, as told": statistics(&end_of_turn),
        "difference between recording and timeline": statistics(&disagreement),
        "missed": missed,
    })
}
