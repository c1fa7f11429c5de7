//! `mynah talk`: a conversation, line by line.
//!
//! Questions are spoken or typed, answers are written and spoken. No cursor movement and no colours: it works for screen
//! readers and in pipes. At a terminal a new question interrupts the answer; from a pipe each waits its turn.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::mpsc::channel;

use clap::Args;

use crate::audio::devices;
use crate::config::Settings;
use crate::conversation::Effect;
use crate::engine::Engine;
use crate::engine::journal::Journal;
use crate::engine::output::OutputConfig;
use crate::engine::stages::Parts;
use crate::engine::stages::listening::ListeningConfig;
use crate::hearing::endpointing::ListeningMode;

use super::announce::Announcements;
use super::interrupt::Interrupts;
use super::plain::Face;
use super::typing::{HELP, Typing};
use super::{Failure, Global, Outcome, echo_source, parts};

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
        if !self.text {
            echo_source::choose(&settings);
        }
        let loudspeaker = !self.text && devices::list().default_output.is_some();
        let output = OutputConfig {
            loudspeaker,
            device: settings.playback.device.clone(),
            record: false,
            voice: settings.speaking.clone(),
        };
        let listening = (!self.text && settings.capture.mode != ListeningMode::Off)
            .then(|| listening(&settings, self.json));
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
        if settings.capture.mode == ListeningMode::WakeWord {
            engine.set_wake(settings.capture.wake.clone());
        }
        let _announcements = Announcements::take(engine.sender());
        let interrupts = Interrupts::listen();
        interrupts.reach(engine.sender());
        let at_terminal = std::io::stdin().is_terminal();
        if at_terminal {
            super::remark(HELP);
        }
        let (ready, turn_ended) = channel();
        let typing = Typing::new(
            engine.sender(),
            settings.capture.mode,
            (!at_terminal).then_some(turn_ended),
        );
        // The thread may wait for a line for ever; it ends with the program.
        std::thread::Builder::new()
            .name("typing".to_owned())
            .spawn(move || typing.run())?;
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
fn listening(settings: &Settings, partials: bool) -> ListeningConfig {
    let capture = &settings.capture;
    ListeningConfig {
        device: capture.device.clone(),
        mode: capture.mode,
        echo: echo_source::control(settings),
        partials,
        endpointing: capture.speech,
    }
}
