//! A language model of one's own in place of the installed one. It is asked only what neither the skills nor the documents answer, and
//! its words count only as far as the documents support them, as those of every model.
//!
//! `cargo run --example custom_model -- "Tell me about the sea."`

#![allow(clippy::print_stdout, reason = "an example answers on the terminal")]

use mynah::Conversation;
use mynah::language::{
    Chat, Description, Flow, Generation, LanguageError, LanguageModel, Output, Piece, PromptPrefix, Sampling,
    StopReason, TokenCounts,
};

/// Turns the question round.
struct Echo(Description);

impl LanguageModel for Echo {
    fn describe(&self) -> &Description {
        &self.0
    }

    fn generate(
        &mut self,
        chat: &Chat,
        _options: &Sampling,
        on_event: &mut dyn FnMut(Piece<'_>) -> Flow,
    ) -> Result<Generation, LanguageError> {
        let question = chat.turns.last().map_or("", |turn| turn.user.as_str());
        let text = format!("You said: {question}");
        on_event(Piece::Prefilled);
        on_event(Piece::Text(&text));
        Ok(Generation {
            output: Output::Text(text),
            stop: StopReason::End,
            tokens: TokenCounts::default(),
            dropped_turns: 0,
        })
    }

    fn prepare(&mut self, _prefix: &PromptPrefix) -> Result<(), LanguageError> {
        Ok(())
    }

    fn reset(&mut self) {}
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = std::env::args().nth(1).ok_or("Give a question.")?;
    let description = Description {
        name: "echo".to_owned(),
        architecture: "none".to_owned(),
        parameters: 0,
        quantisation: "none".to_owned(),
        context_length: 1_000,
    };
    let mut conversation = Conversation::builder()
        .language_model(Box::new(Echo(description)))
        .build()?;
    println!("{}", conversation.ask(&question)?.text);
    Ok(())
}
