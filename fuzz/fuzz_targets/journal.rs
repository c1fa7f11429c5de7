//! Events of any kind are steps of a conversation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mynah::conversation::{State, step};
use mynah::engine::journal::JournalLine;

fuzz_target!(|text: &str| {
    let mut state = State::default();
    for line in text.lines() {
        if let Ok(JournalLine::Event { at, event }) = serde_json::from_str(line) {
            let _ = step(&mut state, *event, at);
        }
    }
});
