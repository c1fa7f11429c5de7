//! What listening costs while nobody speaks.

use std::time::Duration;

use serde_json::{Value, json};

use crate::sound_card::SoundCard;
use crate::stage::start;

pub fn measure(short: bool) -> Value {
    let seconds: u32 = if short { 10 } else { 60 };
    let card = SoundCard::start();
    let conversation = start(&card);
    let before = conversation.processor_seconds();
    std::thread::sleep(Duration::from_secs(u64::from(seconds)));
    let used = conversation.processor_seconds() - before;
    json!({"seconds": seconds, "percent of one core": (used / f64::from(seconds) * 1000.0).round() / 10.0})
}
