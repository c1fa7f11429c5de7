//! `mynah ask`: one turn, no devices needed.

use std::borrow::Cow;
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use crate::assembly;
use crate::audio::level::{SharedPace, SharedVolume};
use crate::audio::sound_file::{self, SoundFileError};
use crate::audio::{Samples, devices, wav};
use crate::config::Settings;
use crate::conversation::{
    Citation, Milliseconds, Question, Stage, State, Timeline, TokenUse, ToolUse, Weight,
};
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::engine::journal::{Journal, JournalError};
use crate::engine::output::{OutputConfig, Recorded};
use crate::engine::stages::Parts;
use crate::grants::Named;
use crate::hearing::languages::is_foreign;
use crate::models::Kind;
use crate::program::interrupts::Interrupts;
use crate::session::unmet;
use crate::speaking::{self, SpeakingError};
use crate::wording;

use super::{Failure, Global, Outcome};

/// The longest spoken question.
const MAX_QUESTION_DURATION: Duration = Duration::from_secs(120);
/// The longest typed question, in bytes.
const MAX_TEXT_LEN: usize = 8_000;
/// Without any question.
const NO_QUESTION: &str = "There is no question: type one, as in mynah ask \"What time is it?\", send one to standard input, \
    or name a recording with --wav.";

#[derive(Debug, Args)]
pub(super) struct Ask {
    /// The question, typed; '-', or nothing in a pipe, reads it from standard input
    #[arg(conflicts_with = "wav")]
    text: Option<String>,
    /// The question, recorded: a sound file as 'mynah transcribe' reads them
    #[arg(long, value_name = "FILE")]
    wav: Option<PathBuf>,
    /// Write the spoken answer to a file
    #[arg(long, value_name = "OUT.wav")]
    speak: Option<PathBuf>,
    /// Do not use the loudspeaker
    #[arg(long)]
    quiet: bool,
    /// Print one JSON object: transcript, reply, sources, tool, timings, tokens, models
    #[arg(long)]
    json: bool,
    /// Record the turn's events, including everything that is said
    #[arg(long, value_name = "FILE", hide = true)]
    journal: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    transcript: &'a str,
    reply: &'a str,
    sources: &'a [Citation],
    tool: Option<&'a ToolUse>,
    timings: &'a Timeline,
    tokens: &'a TokenUse,
    models: Models,
}

#[derive(Debug, Serialize)]
struct Models {
    speech: Option<String>,
    language: Option<String>,
    voice: Option<String>,
}

/// The question of this command.
pub(super) enum QuestionInput {
    /// Its words.
    Typed(String),
    /// Its sound, mono at 16 kHz.
    Recorded(Samples),
}

/// Reads a recorded question.
pub(super) fn recording(path: &Path) -> Result<Samples, SoundFileError> {
    sound_file::read(path, MAX_QUESTION_DURATION)
}

/// A turn that has been run.
pub(super) struct Asked {
    /// The state in which the conversation has ended.
    pub(super) state: State,
    /// The recording of the reply, if it was asked for.
    pub(super) recorded: Recorded,
    /// Whether the journal is whole.
    journal: Result<(), JournalError>,
}

/// Runs one turn.
pub(super) fn turn(
    settings: &Settings,
    asked: QuestionInput,
    output: OutputConfig,
    journal: Option<Journal>,
    interrupts: &Interrupts,
) -> Result<Asked, Failure> {
    let spoken = output.loudspeaker || output.record;
    let parts = Parts {
        listening: None,
        hearing: matches!(asked, QuestionInput::Recorded(_))
            .then(|| assembly::hearing(settings))
            .transpose()?,
        mind: assembly::mind(settings, assembly::skills(settings, false)?, &mut super::remark)?,
        voice: spoken.then(|| assembly::voice(settings)),
        output,
    };
    let mut engine = Engine::start(parts, journal, Arc::new(Clock::start()))?;
    engine.set_language(assembly::language(settings));
    interrupts.reach(engine.sender());
    let question = match asked {
        QuestionInput::Recorded(samples) => Question::Spoken(engine.store_recording(samples)),
        QuestionInput::Typed(text) => Question::Typed(text),
    };
    let mut told = Vec::new();
    let state = engine.ask(question, &mut |state| warn(state, &mut told)).clone();
    let journal = engine.journal_is_whole();
    let recorded = engine.finish();
    if interrupts.happened() {
        Err(Failure::Interrupted)
    } else {
        Ok(Asked {
            state,
            recorded,
            journal,
        })
    }
}

/// Tells what works less well than it was to: the answer comes all the same.
fn warn(state: &State, told: &mut Vec<String>) {
    for notice in &state.notices {
        // The end of the journal is this command's own failure, told last.
        let is_ours = notice.stage == Some(Stage::Record);
        let sentence = wording::in_english(&notice.text);
        if notice.weight == Weight::Warning && !is_ours && !told.iter().any(|told| *told == sentence) {
            super::remark(&sentence);
            told.push(sentence.into_owned());
        }
    }
}

impl Ask {
    /// Files that it names.
    pub(super) fn named(&self, named: Named) -> Named {
        named.file(self.speak.as_ref()).secret(self.journal.as_ref())
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let asked = match &self.wav {
            Some(path) => QuestionInput::Recorded(recording(path)?),
            None => QuestionInput::Typed(self.typed()?),
        };
        for sentence in unmet::sentences(&settings, self.wav.is_some()) {
            super::remark(&sentence);
        }
        let output = OutputConfig {
            loudspeaker: !self.quiet && devices::list().default_output.is_some(),
            device: settings.playback.device.clone(),
            volume: SharedVolume::new(settings.playback.volume),
            pace: SharedPace::default(),
            record: self.speak.is_some(),
            voice: settings.speaking.clone(),
        };
        if output.record && settings.speaking.engine == speaking::VoiceEngine::Platform {
            return Err(SpeakingError::NoSamples.into());
        }
        let spoken = output.loudspeaker || output.record;
        if let Some(path) = &self.speak {
            wav::check_writable(path)?;
        }
        let journal = self.journal.as_deref().map(Journal::create).transpose()?;
        let asked = turn(&settings, asked, output, journal, &Interrupts::listen())?;
        // The answer first: a full disk must not take it away too.
        let reported = self.report(&settings, &asked.state, spoken);
        if let (Some(path), Some(samples)) = (&self.speak, asked.recorded) {
            wav::write(path, &samples)?;
        }
        asked.journal?;
        reported
    }

    fn typed(&self) -> Result<String, Failure> {
        let text = match self.text.as_deref() {
            Some("-") => piped()?,
            Some(text) => text.to_owned(),
            None if std::io::stdin().is_terminal() => return Err(Failure::Usage(NO_QUESTION.to_owned())),
            None => match piped()? {
                text if text.trim().is_empty() => return Err(Failure::Usage(NO_QUESTION.to_owned())),
                text => text,
            },
        };
        if text.trim().is_empty() {
            return Err(Failure::Sentence(
                "The question is empty: type one, as in mynah ask \"What time is it?\".".into(),
            ));
        }
        if text.len() > MAX_TEXT_LEN {
            return Err(Failure::Sentence(format!(
                "The question has more than {MAX_TEXT_LEN} bytes: please use about 500 words."
            )));
        }
        Ok(text)
    }

    fn report(&self, settings: &Settings, state: &State, spoken: bool) -> Outcome {
        let turn = &state.turn;
        let faults: Vec<Cow<'_, str>> = state
            .notices
            .iter()
            .filter(|notice| notice.weight != Weight::Warning)
            .map(|notice| wording::in_english(&notice.text))
            .collect();
        let answered = !turn.reply.is_empty();
        if self.json && (answered || faults.is_empty()) {
            let name = |kind| {
                assembly::find(settings, kind)
                    .ok()
                    .map(|found| assembly::name(&found.path))
            };
            let report = Report {
                transcript: turn.question.as_deref().unwrap_or_default(),
                reply: &turn.reply,
                sources: &turn.sources,
                tool: turn.tool.as_ref(),
                timings: &turn.timeline,
                tokens: &turn.tokens,
                models: Models {
                    speech: turn.spoken.then(|| name(Kind::Speech)).flatten(),
                    language: name(Kind::Language),
                    voice: spoken.then(|| assembly::voice_label(settings)),
                },
            };
            super::answer(&serde_json::to_string(&report)?)?;
        } else if answered {
            if turn.spoken {
                super::remark(&format!(
                    "heard: {}",
                    turn.question.as_deref().unwrap_or_default()
                ));
            }
            super::answer(&turn.reply)?;
            for source in &turn.sources {
                super::remark(&format!("source: {}, {}", source.file, source.heading));
            }
        }
        let question = turn.question.as_deref().unwrap_or_default();
        let is_refused = turn.sources.is_empty() && turn.tool.is_none();
        if is_refused && is_foreign(question) && unmet::only_english(settings) {
            super::remark(&format!(
                "The models here know English only: documents in the language of the question are searched, and \
                 'mynah models' lists models that know it; put them into {}.",
                unmet::folder()
            ));
        }
        if turn.tool.as_ref().is_some_and(starts_timer) {
            super::remark("The timer ends with this command: use 'mynah talk' for timers that ring.");
        }
        for sentence in &faults {
            super::complain(sentence);
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Failure::Reported)
        }
    }
}

/// The question on standard input; of a longer one no more is read than shows that it is too long.
fn piped() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAX_TEXT_LEN as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

fn starts_timer(tool: &ToolUse) -> bool {
    tool.name == "timer" && tool.arguments.get("action").is_some_and(|action| action == "set")
}

/// A duration for people: `312 ms`.
pub(super) fn milliseconds(moment: Option<Milliseconds>) -> String {
    moment.map_or_else(|| "-".to_owned(), |moment| format!("{:.0} ms", moment.0))
}
