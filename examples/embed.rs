//! A conversation in another program: answers recordings, or a typed question, from a folder of documents.
//!
//! `cargo run --example embed -- assets/knowledge/harbor-house assets/demo/01.wav`
//! `cargo run --example embed -- assets/knowledge/harbor-house "How much is a coffee?" "And a tea?"`

#![allow(clippy::print_stdout, reason = "an example answers on the terminal")]

use std::path::Path;
use std::time::Duration;

use mynah::Conversation;
use mynah::audio::sound_file;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let documents = arguments
        .next()
        .ok_or("Name a folder of documents, then questions.")?;
    let mut conversation = Conversation::builder()
        .models("models/starter")
        .knowledge(documents)
        .hears(true)
        .build()?;
    for question in arguments {
        let path = Path::new(&question);
        let reply = if path.is_file() {
            conversation.ask_recorded(sound_file::read(path, Duration::from_secs(30))?)?
        } else {
            conversation.ask(&question)?
        };
        println!("> {}\n{}", reply.question, reply.text);
    }
    Ok(())
}
