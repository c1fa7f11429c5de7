//! The sound server dies in the middle of an answer and comes back; so does the program that speaks.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::conversation::Conversation;
use crate::sound_card::SoundCard;
use crate::stage::{demo, start};

#[expect(clippy::disallowed_methods, reason = "this measures")]
pub fn measure(short: bool) -> Value {
    let count = if short { 1 } else { 5 };
    let mut card = SoundCard::start();
    let mut conversation = start(&card);
    let (mut noticed, mut back, mut typed, mut answered) = (Vec::new(), Vec::new(), 0, 0);
    for _ in 0..count {
        card.say(&demo(1));
        conversation.wait("speaking");
        let off = Instant::now();
        card.switch_off();
        if conversation.wait_for("deaf", Duration::from_secs(20)).is_some() {
            noticed.push(off.elapsed().as_secs_f64() * 1000.0);
        }
        conversation.type_line("How much is a coffee?");
        let coffee = (0..3).any(|_| {
            conversation
                .wait_for("turn", Duration::from_secs(20))
                .is_some_and(|turn| turn["transcript"] == "How much is a coffee?" && turn["reply"] != "")
        });
        typed += usize::from(coffee);
        card.switch_on();
        let on = Instant::now();
        if conversation
            .wait_for("listening", Duration::from_secs(20))
            .is_some()
        {
            back.push(on.elapsed().as_secs_f64() * 1000.0);
        }
        card.say(&demo(5));
        answered += usize::from(conversation.wait_for("turn", Duration::from_secs(20)).is_some());
    }
    let spoken_on = voice_is_killed(&card, &mut conversation, count);
    json!({
        "times": count,
        "spoken answers after the voice program was killed": spoken_on,
        "alive": conversation.lives(),
        "loss noticed after, ms": crate::stage::statistics(&noticed),
        "typed questions answered meanwhile": typed,
        "listening again after, ms": crate::stage::statistics(&back),
        "spoken questions answered afterwards": answered,
    })
}

/// Kills every voice program for a while during an answer; how often the next answer is heard.
fn voice_is_killed(card: &SoundCard, conversation: &mut Conversation, times: usize) -> usize {
    let mut heard = 0;
    for _ in 0..times {
        conversation.type_line("How much is a coffee?");
        for _ in 0..40 {
            conversation.kill_children("espeak-ng");
            std::thread::sleep(Duration::from_millis(5));
        }
        conversation.wait("turn");
        let recording = card.record();
        conversation.type_line("How much is a coffee?");
        conversation.wait("turn");
        heard += usize::from(!recording.finish().loudspeaker.stretches(0.5).is_empty());
    }
    heard
}
