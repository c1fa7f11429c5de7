//! A spoken conversation in another program: hears the microphone, answers from a folder of documents, aloud.
//!
//! `cargo run --release --example microphone -- models/starter assets/knowledge/harbor-house`

#![allow(clippy::print_stdout, reason = "an example answers on the terminal")]

use std::time::Duration;

use mynah::conversation::Listening;
use mynah::{Conversation, ConversationError};

/// Nobody waits for a question longer than that.
const PATIENCE: Duration = Duration::from_secs(3600);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(models), Some(documents)) = (arguments.next(), arguments.next()) else {
        return Err("Name a folder of models and a folder of documents.".into());
    };
    let mut conversation = Conversation::builder()
        .models(models)
        .knowledge(documents)
        .microphone()
        .aloud()
        .build()?;
    let mut has_listened = false;
    loop {
        let heard = conversation.hear_telling(PATIENCE, &mut |state| {
            if !has_listened && state.listening != Listening::Off {
                has_listened = true;
                println!("Listening to {}.", state.microphone.name);
            }
        });
        match heard {
            Ok(response) => println!("> {}\n{}", response.question, response.text),
            Err(ConversationError::Silence) => return Ok(()),
            Err(error) => println!("{error}"),
        }
    }
}
