//! `mynah talk`: a conversation, in the terminal interface or line by line.
//!
//! The interface where there is a terminal; plain lines on request, in pipes, and where TERM is `dumb`. Plain lines move no
//! cursor and have no colours: they work for screen readers. At a terminal a new question interrupts the answer; from a
//! pipe each waits its turn.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use clap::Args;
use rustix::process::{Signal, set_parent_process_death_signal};

use crate::assembly;
use crate::config::{Settings, paths};
use crate::control::Control;
use crate::conversation::{Effect, History};
use crate::engine::clock::Clock;
use crate::grants::Named;
use crate::kiosk::{self, End};
use crate::program::interrupts::Interrupts;
use crate::session::history_writer::HistoryWriter;
use crate::session::interface::AppServices;
use crate::session::plain::Face;
use crate::session::typing::{HELP, Typing};
use crate::session::{self, SessionOptions, control_access, echo_source, unmet};
use crate::terminal::{self, Ending};

use super::{Failure, Global, Outcome, logging};

/// What is recorded of a conversation is written by then; a program that is told to end does so at once.
const RECORDING: Duration = Duration::from_secs(3);
const RECORDING_AFTER_SIGNAL: Duration = Duration::from_millis(300);

#[derive(Debug, Clone, Default, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(super) struct Talk {
    /// Print plain lines without cursor movement, for screen readers and pipes
    #[arg(long)]
    plain: bool,
    /// Run without sound: questions are typed, answers are only written
    #[arg(long)]
    text: bool,
    /// Print one JSON object per line, for programs
    #[arg(long)]
    json: bool,
    /// Record every event in a file to replay the conversation; it contains everything that is said
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Only listen and speak, for a service: reads no standard input and prints nothing that is said
    #[arg(long, conflicts_with_all = ["plain", "text", "json"])]
    background: bool,
    /// A visit at a kiosk, as its supervisor starts it
    #[arg(long, hide = true, conflicts_with_all = ["plain", "json", "journal"])]
    visit: bool,
}

impl Talk {
    /// Files that it names.
    pub(super) fn named(&self, named: Named) -> Named {
        named.secret(self.journal.as_ref())
    }

    /// What it wants of the conversation.
    fn options(&self) -> SessionOptions {
        SessionOptions {
            text_only: self.text,
            is_visit: self.visit,
            journal: self.journal.clone(),
        }
    }

    /// A visit at a kiosk.
    pub(super) fn is_visit(&self) -> bool {
        self.visit
    }

    /// What is to be settled before another thread is started.
    pub(super) fn prepare(&self, settings: &Settings) {
        if !self.text {
            echo_source::choose(settings);
        }
    }

    /// Whether the terminal interface is shown.
    pub(super) fn draws(&self) -> bool {
        let at_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        at_terminal && (self.visit || moves_cursor()) && !self.plain && !self.json && !self.background
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        if self.draws() {
            return self.interface(global, settings);
        }
        self.lines(&settings)
    }

    /// The terminal interface.
    fn interface(self, global: &Global, settings: Settings) -> Outcome {
        let visit = self.visit;
        if visit {
            if let Err(error) = set_parent_process_death_signal(Some(Signal::KILL)) {
                tracing::warn!(%error, "this visit might outlive its supervisor");
            }
            kiosk::bound_memory(settings.kiosk.memory);
        }
        let introduce = paths::introduced().is_some_and(|path| !path.exists()) && !self.text && !visit;
        let log = logging::stray_output();
        let mut services = AppServices::new(global.source(), self.options());
        match terminal::run(&mut services, settings, introduce, log.as_deref(), visit)? {
            Ending::Left => services.finish(RECORDING),
            Ending::Signal => services
                .finish(RECORDING_AFTER_SIGNAL)
                .and(Err(Failure::Interrupted)),
            Ending::Kiosk => Err(Failure::Kiosk(End::Left)),
            Ending::Machine => Err(Failure::Kiosk(End::Machine)),
        }
    }

    /// Line by line.
    fn lines(&self, settings: &Settings) -> Outcome {
        let options = self.options();
        let parts = session::parts(
            settings,
            &options,
            self.json,
            assembly::skills(settings, self.visit)?,
            &mut super::remark,
        )?;
        for sentence in unmet::sentences(settings, options.listens(settings)) {
            super::remark(&sentence);
        }
        let (watches, volume) = (parts.watches(), parts.output.volume.clone());
        let mut engine = options.engine(settings, parts, Arc::new(Clock::start()), History::default())?;
        let control = control_access::control(settings, self.visit, watches, volume);
        let mut control = Control::start(control, engine.sender());
        let interrupts = Interrupts::listen();
        interrupts.reach(engine.sender());
        let history_writer = HistoryWriter::of(settings, engine.sender())?;
        if self.background {
            engine.run(&mut |state, effects| {
                control.tell(state, effects);
                session::keep(history_writer.as_ref(), state, effects);
            });
            return session::recorded(&mut engine, history_writer);
        }
        let at_terminal = std::io::stdin().is_terminal();
        if at_terminal {
            super::remark(HELP);
        }
        let (ready, turn_ended) = channel();
        let typing = Typing::new(
            engine.sender(),
            settings.capture.mode,
            (!at_terminal).then_some(turn_ended),
        )
        .with_phrases(settings.speak.phrases.clone());
        // The thread may wait for a line for ever; it ends with the program.
        std::thread::Builder::new()
            .name("typing".to_owned())
            .spawn(move || typing.run())?;
        let mut face = Face::new(self.json);
        engine.run(&mut |state, effects| {
            face.draw(state, effects);
            control.tell(state, effects);
            session::keep(history_writer.as_ref(), state, effects);
            if Effect::end_a_turn(effects) {
                let _ = ready.send(());
            }
        });
        // A notice has named the fault when it happened.
        let is_recorded = session::recorded(&mut engine, history_writer).is_ok();
        if interrupts.happened() {
            return Err(Failure::Interrupted);
        }
        face.finish()?;
        if is_recorded {
            Ok(())
        } else {
            Err(Failure::Reported)
        }
    }
}

/// Whether the terminal says that it can move its cursor (`term(7)`).
fn moves_cursor() -> bool {
    std::env::var_os("TERM").is_some_and(|name| !name.is_empty() && name != "dumb")
}
