//! The interface: its first frame, what it costs while nothing happens, and how quickly a key is shown.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::sound_card::SoundCard;
use crate::stage::{models, program, root, statistics};
use crate::terminal::Session;

pub fn measure(short: bool) -> Value {
    let count = if short { 3 } else { 20 };
    let seconds = if short { 10 } else { 60 };
    let home = tempfile::tempdir().unwrap();
    let environment = [("HOME", home.path().to_owned()), ("MYNAH_MODELS", models())];
    let mut first_frame = Vec::new();
    for _ in 0..count {
        let session = Session::start(&program(), root(), &["talk", "--text"], &environment, (100, 30));
        first_frame.push(session.wait("offline").as_secs_f64() * 1000.0);
    }
    let mut typed = Session::start(&program(), root(), &["talk", "--text"], &environment, (100, 30));
    typed.wait("Typing only");
    let typed_idle = cost(&typed, seconds);
    let quiet_key = key_to_redraw(&mut typed, count * 2, false);
    let busy_key = key_to_redraw(&mut typed, count * 2, true);

    let card = SoundCard::start();
    let mut environment: Vec<(&str, PathBuf)> = card.environment();
    environment.push(("XDG_STATE_HOME", home.path().join("state")));
    environment.push(("MYNAH_MODELS", models()));
    let mut listening = Session::start(&program(), root(), &["talk"], &environment, (100, 30));
    listening.wait("nothing leaves this computer");
    listening.keys("\u{1b}");
    listening.wait("Ready");
    let listening_idle = cost(&listening, seconds);
    json!({
        "start to first frame, ms": statistics(&first_frame),
        "key to redraw, ms": statistics(&quiet_key),
        "key to redraw while answering, ms": statistics(&busy_key),
        "idle without sound, percent of one core": typed_idle,
        "idle and listening, percent of one core": listening_idle,
    })
}

/// Processor time of a session in which nothing happens.
fn cost(session: &Session, seconds: u64) -> f64 {
    std::thread::sleep(Duration::from_secs(2));
    let before = session.processor_seconds();
    std::thread::sleep(Duration::from_secs(seconds));
    let used = session.processor_seconds() - before;
    (used / seconds as f64 * 1000.0).round() / 10.0
}

/// From a key to its letter on the screen; `busy` asks a question just before.
fn key_to_redraw(session: &mut Session, count: usize, busy: bool) -> Vec<f64> {
    let mut all = Vec::new();
    for number in 0..count {
        if busy {
            session.keys("Where is the dinosaur exhibition and when does the library open?\r");
        }
        let word = format!("zq{number}");
        let took = session.until_shown(&word);
        all.push(took.as_secs_f64() * 1000.0);
        std::thread::sleep(Duration::from_millis(60));
        session.keys(&"\u{7f}".repeat(word.len()));
        session.wait_gone(&word);
    }
    all
}
