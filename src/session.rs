//! A running conversation of the program: its parts, as the settings and the command want them.
//!
//! Owns what is common to a conversation in the interface and one in plain lines, and around it what only the program has: the
//! control socket's rights, the saved history, remarks about settings that this machine cannot meet. The faces are `interface` and
//! `plain`. A turn is `engine`'s and `conversation`'s; another program's conversation is `assistant`'s.

mod about;
mod choices;
pub(crate) mod control_access;
mod diagnosis;
pub(crate) mod echo_source;
pub(crate) mod history_writer;
pub(crate) mod interface;
mod machine;
pub(crate) mod plain;
mod preview;
mod records;
pub(crate) mod typing;
pub(crate) mod unmet;

use std::path::PathBuf;
use std::sync::Arc;

use crate::assembly::{self, AssemblyError};
use crate::audio::capture::MicrophoneChoice;
use crate::audio::devices;
use crate::audio::level::{SharedPace, SharedVolume};
use crate::config::Settings;
use crate::conversation::{Beginning, Effect, History, State};
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::engine::journal::Journal;
use crate::engine::output::OutputConfig;
use crate::engine::stages::{Load, Parts};
use crate::hearing::endpointing::ListeningMode;
use crate::mind::Skills;
use crate::models::ModelError;
use crate::program::printing::{answer, complain, remark};
use crate::program::{Failure, Outcome};
use history_writer::HistoryWriter;

/// What a command wants of its conversation.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionOptions {
    /// Without sound: questions are typed, answers are only written.
    pub(crate) text_only: bool,
    /// A visit at a kiosk.
    pub(crate) is_visit: bool,
    /// The file that every event is recorded in.
    pub(crate) journal: Option<PathBuf>,
}

impl SessionOptions {
    /// Whether it listens to a microphone with these settings.
    pub(crate) fn listens(&self, settings: &Settings) -> bool {
        !self.text_only && settings.capture.mode != ListeningMode::Off
    }

    /// A conversation of these parts, as the settings want it.
    pub(crate) fn engine(
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
            hang_over: settings.capture.hang_over,
            patience: settings.capture.patience,
            wake: needs_wake_word.then(|| settings.capture.wake.clone()),
            ask_back: assembly::ask_back(settings, self.is_visit),
            cues: Some(settings.cues),
        });
        Ok(engine)
    }
}

/// Whether the journal and the saved conversation are whole.
pub(crate) fn recorded(engine: &mut Engine, history_writer: Option<HistoryWriter>) -> Outcome {
    engine.journal_is_whole()?;
    Ok(history_writer.map_or(Ok(()), HistoryWriter::finish)?)
}

/// Keeps what a turn has added, where that is wanted.
pub(crate) fn keep(history_writer: Option<&HistoryWriter>, state: &State, effects: &[Effect]) {
    let has_ended = Effect::end_a_turn(effects);
    if let (Some(history_writer), true) = (history_writer, has_ended) {
        history_writer.keep(&state.history);
    }
}

/// What a conversation is made of. `partials` asks for the words of somebody who is still speaking.
pub(crate) fn parts(
    settings: &Settings,
    options: &SessionOptions,
    partials: bool,
    skills: Skills,
    remark: &mut dyn FnMut(&str),
) -> Result<Parts, Failure> {
    // At a kiosk a visit may begin before the sound card does, and waits for its visitor for days.
    let loudspeaker = !options.text_only && (options.is_visit || devices::list().default_output.is_some());
    let output = OutputConfig {
        loudspeaker,
        device: settings.playback.device.clone(),
        volume: SharedVolume::new(settings.playback.volume),
        pace: SharedPace::default(),
        record: false,
        voice: settings.speaking.clone(),
    };
    let listening = options.listens(settings).then(|| {
        let microphone = MicrophoneChoice::from(settings.capture.device.clone());
        let echo = echo_source::control(settings);
        assembly::listening(settings, microphone, echo, partials)
    });
    let (listening, hearing) = match listening.map(|listening| (listening, assembly::hearing(settings))) {
        None => (None, None),
        Some((listening, Ok(hearing))) => (Some(listening), Some(hearing)),
        // Visitors of a kiosk do not type.
        Some((_, Err(AssemblyError::Model(error @ ModelError::Missing { .. })))) if !options.is_visit => {
            remark(&format!("{error} Typing works meanwhile."));
            (None, None)
        }
        Some((_, Err(error))) => return Err(error.into()),
    };
    let mind = assembly::lasting_mind(settings, skills, remark)?;
    Ok(Parts {
        hearing: if options.is_visit {
            hearing.map(Load::quiet)
        } else {
            hearing
        },
        listening,
        mind: if options.is_visit { mind.quiet() } else { mind },
        voice: loudspeaker.then(|| assembly::voice(settings)),
        output,
    })
}
