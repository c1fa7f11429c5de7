//! Typed input of a plain conversation: questions and slash commands.
//!
//! Owns the reading of lines and their meaning. An empty line stops the answer, or is the push-to-talk key.

use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, Sender};

use crate::conversation::{Event, PersonEvent, Question};
use crate::hearing::endpointing::ListeningMode;

/// The longest typed line in bytes; the rest belongs to the next one.
const MAX_LINE_LEN: u64 = 8_000;

/// Shown at the start, and by `/help`.
pub(crate) const HELP: &str = "Speak, or type a question and press Enter. Enter alone stops the answer (with \
    push-to-talk: begins and ends what you say). /mute and /unmute the microphone; /say TEXT says a text, /say 2 or the like \
    a saved phrase, /phrases lists them, /repeat says the last one again; /quit, Ctrl-D or Ctrl-C ends.";

/// Reads lines until the input ends or somebody quits.
pub(crate) struct Typing {
    events: Sender<Event>,
    mode: ListeningMode,
    /// Receives a message when a turn has ended; lines from a pipe wait for it.
    turn_ended: Option<Receiver<()>>,
    held: bool,
    /// The saved phrases, numbered from 1.
    phrases: Vec<String>,
    last_said: Option<String>,
}

impl Typing {
    pub(crate) fn new(events: Sender<Event>, mode: ListeningMode, turn_ended: Option<Receiver<()>>) -> Self {
        Self {
            events,
            mode,
            turn_ended,
            held: false,
            phrases: Vec::new(),
            last_said: None,
        }
    }

    /// With these saved phrases.
    pub(crate) fn with_phrases(mut self, phrases: Vec<String>) -> Self {
        self.phrases = phrases;
        self
    }

    pub(crate) fn run(mut self) {
        let mut input = BufReader::new(std::io::stdin());
        loop {
            let mut line = Vec::new();
            match input.by_ref().take(MAX_LINE_LEN).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
            let Some(event) = self.meaning(String::from_utf8_lossy(&line).trim()) else {
                continue;
            };
            let goes_on = match event {
                Event::Person(PersonEvent::Leaving) => break,
                Event::Person(PersonEvent::Asked(_) | PersonEvent::Says(_)) => self.wait_for(event),
                event => self.events.send(event).is_ok(),
            };
            if !goes_on {
                return;
            }
        }
        let _ = self.events.send(Event::Person(PersonEvent::Leaving));
    }

    fn meaning(&mut self, line: &str) -> Option<Event> {
        match line {
            "" if self.mode == ListeningMode::PushToTalk => {
                self.held = !self.held;
                Some(Event::Person(PersonEvent::Talk { held: self.held }))
            }
            "" if self.turn_ended.is_none() => Some(Event::Person(PersonEvent::Interrupted)),
            "" => None,
            "/mute" => Some(Event::Person(PersonEvent::Mute { on: true })),
            "/unmute" => Some(Event::Person(PersonEvent::Mute { on: false })),
            "/phrases" => {
                self.list_phrases();
                None
            }
            "/repeat" => {
                let last = self.last_said.clone();
                last.map(|text| Event::Person(PersonEvent::Says(text)))
            }
            "/quit" => Some(Event::Person(PersonEvent::Leaving)),
            command if command.starts_with("/say ") => Some(self.says(command[5..].trim())),
            command if command.starts_with('/') && !command.contains(' ') => {
                super::remark(HELP);
                None
            }
            text => Some(Event::Person(PersonEvent::Asked(Question::Typed(
                text.to_owned(),
            )))),
        }
    }

    /// What `/say` says: a phrase by its number, or the text itself.
    fn says(&mut self, text: &str) -> Event {
        let number = text
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let phrase = number.and_then(|at| self.phrases.get(at));
        let text = phrase.map_or_else(|| text.to_owned(), String::clone);
        self.last_said = Some(text.clone());
        Event::Person(PersonEvent::Says(text))
    }

    fn list_phrases(&self) {
        for (at, phrase) in self.phrases.iter().enumerate() {
            super::remark(&format!("{}. {phrase}", at + 1));
        }
        if self.phrases.is_empty() {
            super::remark(
                "There are no phrases: write [speak] phrases = [\"Thank you.\"] into the configuration.",
            );
        }
    }

    /// Begins a turn, and waits for its end where lines come from a pipe; `false` when the conversation is over.
    fn wait_for(&self, event: Event) -> bool {
        if let Some(ended) = &self.turn_ended {
            // Turns that were spoken meanwhile.
            while ended.try_recv().is_ok() {}
        }
        self.events.send(event).is_ok() && self.turn_ended.as_ref().is_none_or(|ended| ended.recv().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn check(mode: ListeningMode, lines: &[&str], expected: &[Option<Event>]) {
        let mut typing = Typing::new(channel().0, mode, None);
        let meanings: Vec<Option<Event>> = lines.iter().map(|line| typing.meaning(line)).collect();
        assert_eq!(meanings, expected);
    }

    #[test]
    fn lines_are_questions_or_commands() {
        let question = Event::Person(PersonEvent::Asked(Question::Typed("What is 3 / 4?".into())));
        check(
            ListeningMode::HandsFree,
            &["What is 3 / 4?", "", "/mute", "/unmute", "/what", "/quit"],
            &[
                Some(question),
                Some(Event::Person(PersonEvent::Interrupted)),
                Some(Event::Person(PersonEvent::Mute { on: true })),
                Some(Event::Person(PersonEvent::Mute { on: false })),
                None,
                Some(Event::Person(PersonEvent::Leaving)),
            ],
        );
    }

    #[test]
    fn texts_and_phrases_are_said_and_not_asked() {
        let mut typing = Typing::new(channel().0, ListeningMode::HandsFree, None)
            .with_phrases(vec!["Thank you.".to_owned(), "I need help.".to_owned()]);
        let says = |text: &str| Some(Event::Person(PersonEvent::Says(text.to_owned())));
        for (line, expected) in [
            ("/repeat", None),
            ("/say What time is it?", says("What time is it?")),
            ("/say 2", says("I need help.")),
            ("/repeat", says("I need help.")),
            ("/say 3", says("3")),
            ("/phrases", None),
        ] {
            assert_eq!(typing.meaning(line), expected, "{line}");
        }
    }

    #[test]
    fn the_enter_key_is_the_key_to_talk() {
        check(
            ListeningMode::PushToTalk,
            &["", ""],
            &[
                Some(Event::Person(PersonEvent::Talk { held: true })),
                Some(Event::Person(PersonEvent::Talk { held: false })),
            ],
        );
    }
}
