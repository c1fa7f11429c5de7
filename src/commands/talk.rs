//! `mynah talk`: a conversation, in the terminal interface or line by line.
//!
//! The interface where there is a terminal; plain lines on request, in pipes, and where TERM is `dumb`. Plain lines move no
//! cursor and have no colours: they work for screen readers. At a terminal a new question interrupts the answer; from a
//! pipe each waits its turn.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

use clap::Args;
use rustix::process::{Signal, set_parent_process_death_signal};

use crate::assembly;
use crate::audio::devices;
use crate::audio::level::{SharedPace, SharedVolume};
use crate::config::{Settings, paths};
use crate::control::Control;
use crate::conversation::{Beginning, Effect, History, State};
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::engine::journal::Journal;
use crate::engine::output::OutputConfig;
use crate::engine::stages::listening::ListeningConfig;
use crate::engine::stages::{Load, Parts};
use crate::hearing::endpointing::ListeningMode;
use crate::kiosk::{self, End};
use crate::mind::Skills;
use crate::terminal::{self, Ending};

use super::control_access;
use super::grants::Named;
use super::history::HistoryWriter;
use super::interrupt::Interrupts;
use super::plain::Face;
use super::services::AppServices;
use super::typing::{HELP, Typing};
use super::{Command, Failure, Global, Outcome, echo_source, unmet};

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
    pub(super) journal: Option<PathBuf>,
    /// Only listen and speak, for a service: reads no standard input and prints nothing that is said
    #[arg(long, conflicts_with_all = ["plain", "text", "json"])]
    background: bool,
    /// A visit at a kiosk, as its supervisor starts it
    #[arg(long, hide = true, conflicts_with_all = ["plain", "json", "journal"])]
    visit: bool,
}

/// Before the protection: tells the library of the keys what mode they come in, where the interface will be shown.
pub(super) fn prepare_keys(command: Option<&Command>) {
    let draws = match command {
        None => Talk::default().draws(),
        Some(Command::Talk(talk)) => talk.draws(),
        Some(_) => false,
    };
    if draws {
        terminal::prepare();
    }
}

impl Talk {
    /// Files that it names.
    pub(super) fn named(&self, named: Named) -> Named {
        named.secret(self.journal.as_ref())
    }

    /// Whether it listens to a microphone with these settings.
    pub(super) fn listens(&self, settings: &Settings) -> bool {
        !self.text && settings.capture.mode != ListeningMode::Off
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
    fn draws(&self) -> bool {
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
        let log = super::logging::stray_output();
        let mut services = AppServices::new(global.clone(), self);
        match terminal::run(&mut services, settings, introduce, log.as_deref(), visit)? {
            Ending::Left => Ok(()),
            Ending::Signal => Err(Failure::Interrupted),
            Ending::Kiosk => Err(Failure::Kiosk(End::Left)),
            Ending::Machine => Err(Failure::Kiosk(End::Machine)),
        }
    }

    /// A conversation of these parts, as the settings want it.
    pub(super) fn engine(
        &self,
        settings: &Settings,
        parts: Parts,
        clock: Arc<Clock>,
        history: History,
    ) -> Result<Engine, Failure> {
        let journal = self.journal.as_deref().map(Journal::create).transpose()?;
        let mut engine = Engine::start(parts, journal, clock)?;
        engine.set_language(assembly::language(settings));
        let needs_wake_word = settings.capture.mode == ListeningMode::WakeWord;
        engine.begin(Beginning {
            history,
            hang_over: settings.capture.hang_over.with(settings.capture.patience),
            wake: needs_wake_word.then(|| settings.capture.wake.clone()),
            ask_back: assembly::ask_back(settings, self.visit),
            cues: Some(settings.cues),
        });
        Ok(engine)
    }

    /// Line by line.
    fn lines(&self, settings: &Settings) -> Outcome {
        let parts = parts(
            settings,
            self,
            self.json,
            assembly::skills(settings, self.visit)?,
            &mut super::remark,
        )?;
        for sentence in unmet::sentences(settings, self.listens(settings)) {
            super::remark(&sentence);
        }
        let (watches, volume) = (parts.watches(), parts.output.volume.clone());
        let mut engine = self.engine(settings, parts, Arc::new(Clock::start()), History::default())?;
        let control = control_access::control(settings, self.visit, watches, volume);
        let mut control = Control::start(control, engine.sender());
        let interrupts = Interrupts::listen();
        interrupts.reach(engine.sender());
        let history_writer = HistoryWriter::of(settings, engine.sender())?;
        if self.background {
            engine.run(&mut |state, effects| {
                control.tell(state, effects);
                keep(history_writer.as_ref(), state, effects);
            });
            return recorded(&mut engine, history_writer);
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
            keep(history_writer.as_ref(), state, effects);
            if Effect::end_a_turn(effects) {
                let _ = ready.send(());
            }
        });
        // A notice has named the fault when it happened.
        let is_recorded = recorded(&mut engine, history_writer).is_ok();
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

/// Whether the journal and the saved conversation are whole.
fn recorded(engine: &mut Engine, history_writer: Option<HistoryWriter>) -> Outcome {
    engine.journal_is_whole()?;
    Ok(history_writer.map_or(Ok(()), HistoryWriter::finish)?)
}

/// Whether the terminal says that it can move its cursor (`term(7)`).
fn moves_cursor() -> bool {
    std::env::var_os("TERM").is_some_and(|name| !name.is_empty() && name != "dumb")
}

/// Keeps what a turn has added, where that is wanted.
pub(super) fn keep(history_writer: Option<&HistoryWriter>, state: &State, effects: &[Effect]) {
    let has_ended = Effect::end_a_turn(effects);
    if let (Some(history_writer), true) = (history_writer, has_ended) {
        history_writer.keep(&state.history);
    }
}

/// What a conversation is made of. `partials` asks for the words of somebody who is still speaking.
pub(super) fn parts(
    settings: &Settings,
    talk: &Talk,
    partials: bool,
    skills: Skills,
    remark: &mut dyn FnMut(&str),
) -> Result<Parts, Failure> {
    // At a kiosk a visit may begin before the sound card does, and waits for its visitor for days.
    let loudspeaker = !talk.text && (talk.visit || devices::list().default_output.is_some());
    let output = OutputConfig {
        loudspeaker,
        device: settings.playback.device.clone(),
        volume: SharedVolume::new(settings.playback.volume),
        pace: SharedPace::default(),
        record: false,
        voice: settings.speaking.clone(),
    };
    let listening = talk.listens(settings).then(|| listening(settings, partials));
    let hearing = listening
        .is_some()
        .then(|| assembly::hearing(settings))
        .transpose()?;
    let mind = assembly::lasting_mind(settings, skills, remark)?;
    Ok(Parts {
        hearing: if talk.visit {
            hearing.map(Load::quiet)
        } else {
            hearing
        },
        listening,
        mind: if talk.visit { mind.quiet() } else { mind },
        voice: loudspeaker.then(|| assembly::voice(settings)),
        output,
    })
}

/// How the settings want the microphone listened to.
fn listening(settings: &Settings, partials: bool) -> ListeningConfig {
    let capture = &settings.capture;
    ListeningConfig {
        device: capture.device.clone(),
        mode: capture.mode,
        echo: echo_source::control(settings),
        partials,
        endpointing: capture
            .speech
            .with_longest_pause_of(|pause| capture.patience.scale(pause)),
    }
}
