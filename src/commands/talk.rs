//! `mynah talk`: a conversation, line by line.
//!
//! Questions are typed, answers are written and spoken. No cursor movement and no colours: it works for screen
//! readers and in pipes. At a terminal a new question interrupts the answer; from a pipe each waits its turn.

use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::sync::mpsc::{Receiver, Sender, channel};

use clap::Args;

use crate::audio::devices;
use crate::conversation::{Effect, Event, Phase, Question, State};
use crate::engine::Engine;
use crate::engine::output::OutputConfig;
use crate::engine::stages::Parts;

use super::interrupt::Interrupts;
use super::{Failure, Global, Outcome, parts};

/// A typed line is at most this long, in bytes; what is beyond belongs to the next one.
const LONGEST_LINE: u64 = 8_000;

#[derive(Debug, Default, Args)]
pub(super) struct Talk {
    /// Plain lines without cursor movement (so far the only way)
    #[arg(long)]
    plain: bool,
    /// Without sound: answers are only written
    #[arg(long)]
    text: bool,
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
        let parts = Parts {
            hearing: None,
            mind: parts::mind(&settings)?,
            voice: loudspeaker.then(|| parts::voice(&settings)),
            output,
        };
        let mut engine = Engine::start(parts, None)?;
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
        let mut face = Face::default();
        engine.run(&mut |state, effects| {
            face.draw(state);
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

/// What has been written so far.
#[derive(Debug, Default)]
struct Face {
    answered: u64,
    notices: usize,
    turn: u64,
}

impl Face {
    /// Writes what is new: the answer once it is whole, so that a screen reader reads it in one piece.
    fn draw(&mut self, state: &State) {
        let turn = state.turn.id.0;
        if turn != self.turn {
            (self.turn, self.notices) = (turn, 0);
        }
        let whole = !matches!(state.phase, Phase::Thinking | Phase::Transcribing);
        if whole && self.answered < turn && !state.turn.reply.is_empty() {
            self.answered = turn;
            super::answer(&state.turn.reply);
            for source in &state.turn.sources {
                super::answer(&format!("  ({}, {})", source.file, source.heading));
            }
        }
        for notice in state.notices.iter().skip(self.notices) {
            if notice.stage.is_some() || state.turn.question.is_some() {
                super::complain(&notice.sentence);
            }
        }
        self.notices = state.notices.len();
    }
}
