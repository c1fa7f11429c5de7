//! `mynah talk`: a conversation, line by line.
//!
//! Questions are spoken or typed, answers are written and spoken. No cursor movement and no colours: it works for screen
//! readers and in pipes. At a terminal a new question interrupts the answer; from a pipe each waits its turn.

use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use clap::Args;

use crate::audio::devices;
use crate::config::Settings;
use crate::conversation::{Effect, Event, Question};
use crate::engine::Engine;
use crate::engine::journal::Journal;
use crate::engine::output::OutputConfig;
use crate::engine::stages::Parts;
use crate::engine::stages::listening::ListeningConfig;
use crate::hearing::endpointing::ListeningMode;

use super::interrupt::Interrupts;
use super::plain::Face;
use super::{Failure, Global, Outcome, parts};

/// A typed line is at most this long, in bytes; what is beyond belongs to the next one.
const LONGEST_LINE: u64 = 8_000;

#[derive(Debug, Default, Args)]
pub(super) struct Talk {
    /// Plain lines without cursor movement (so far the only way)
    #[arg(long)]
    plain: bool,
    /// Without sound: questions are typed, answers are only written
    #[arg(long)]
    text: bool,
    /// Write one JSON object a line, for programs
    #[arg(long)]
    json: bool,
    /// Record every event in a file, to replay the conversation; it holds everything that is said
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

impl Talk {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let loudspeaker = !self.text && devices::list().default_output.is_some();
        let output = OutputConfig {
            loudspeaker,
            device: settings.playback.device.clone(),
            record: false,
        };
        let listening =
            (!self.text && settings.capture.mode != ListeningMode::Off).then(|| listening(&settings));
        let parts = Parts {
            hearing: listening
                .is_some()
                .then(|| parts::hearing(&settings))
                .transpose()?,
            listening,
            mind: parts::mind(&settings)?,
            voice: loudspeaker.then(|| parts::voice(&settings)),
            output,
        };
        let journal = self.journal.as_deref().map(Journal::create).transpose()?;
        let mut engine = Engine::start(parts, journal)?;
        engine.set_hang_over(settings.capture.hang_over);
        let interrupts = Interrupts::listen();
        interrupts.reach(engine.sender());
        let at_terminal = std::io::stdin().is_terminal();
        if at_terminal {
            super::remark("Type a question and press Enter; Ctrl-D or Ctrl-C ends.");
        }
        let (ready, turn_ended) = channel();
        let events = engine.sender();
        // The thread may wait for a line for ever; it ends with the program.
        std::thread::Builder::new()
            .name("typing".to_owned())
            .spawn(move || read_lines(&events, if at_terminal { None } else { Some(&turn_ended) }))?;
        let mut face = Face::new(self.json);
        engine.run(&mut |state, effects| {
            face.draw(state, effects);
            if effects
                .iter()
                .any(|effect| matches!(effect, Effect::TurnEnded { .. }))
            {
                let _ = ready.send(());
            }
        });
        if interrupts.happened() {
            Err(Failure::Interrupted)
        } else {
            Ok(())
        }
    }
}

/// How the settings want the microphone listened to.
fn listening(settings: &Settings) -> ListeningConfig {
    let capture = &settings.capture;
    ListeningConfig {
        device: capture.device.clone(),
        mode: capture.mode,
        echo: capture.echo,
        endpointing: capture.speech,
    }
}

/// Turns lines into questions, one at a time when `turn_ended` is given.
fn read_lines(events: &Sender<Event>, turn_ended: Option<&Receiver<()>>) {
    let mut input = BufReader::new(std::io::stdin());
    loop {
        let mut line = Vec::new();
        match input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        if text.is_empty() {
            continue;
        }
        if events.send(Event::Asked(Question::Typed(text))).is_err() {
            return;
        }
        if turn_ended.is_some_and(|ended| ended.recv().is_err()) {
            return;
        }
    }
    let _ = events.send(Event::Leaving);
}
