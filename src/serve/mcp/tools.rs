//! The tools that are offered: `ask`, `say`, `transcribe`.
//!
//! Owns their arguments, which are hostile, and the rule of files: only recordings in the folders that were named when mynah was
//! started, whatever the path looks like.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

use super::super::ServeError;
use super::super::parts::{
    Asker, MAX_QUESTION_LEN, MAX_RECORDING, MAX_SPOKEN_LEN, PartError, ServedParts, ServedQuestion,
    TooManyHeld, shortened,
};
use crate::audio::sound_file::{self, SoundFileError};
use crate::audio::{SampleRate, Samples, resample, wav};

/// The rates of sound in base64 that are taken, in Hz.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=192_000;

/// Recordings that are decoded at once, each on a thread.
const MAX_DECODING: usize = 2;
/// A recording is decoded within this time, from the call on.
const DECODED: Duration = Duration::from_secs(120);

/// A tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ServedTool {
    /// Answers a question.
    Ask,
    /// Says a text through the loudspeaker.
    Say,
    /// Turns a recording into text.
    Transcribe,
}

/// Why a call has no result.
#[derive(Debug, thiserror::Error)]
enum CallError {
    #[error(transparent)]
    Part(#[from] PartError),
    #[error(transparent)]
    File(#[from] SoundFileError),
    #[error("The tool needs the argument {name}: a text of at most {limit} bytes.")]
    Text { name: &'static str, limit: usize },
    #[error("There is nothing to say: send a text that contains words.")]
    Wordless,
    #[error("The tool needs one of the arguments path and audio: send the one or the other.")]
    NoRecording,
    #[error(
        "{0} is not in a folder that was named: start mynah mcp with --folder DIR, and name a file in it."
    )]
    Outside(String),
    #[error("{path} cannot be opened ({reason}): name a file that is there.")]
    Unreadable { path: String, reason: std::io::Error },
    #[error(transparent)]
    Full(#[from] TooManyHeld),
    #[error("The recording was not decoded within {} seconds: send a shorter one, or try again later.", DECODED.as_secs())]
    Slow,
    #[error("The audio is not a WAV file in base64 ({0}): send one, or a path.")]
    Audio(String),
    #[error("No words were heard: check that the recording contains speech.")]
    Silent,
    #[error("Cannot start another thread ({0}): close other programs or raise the limit of processes.")]
    Thread(#[from] std::io::Error),
    #[error("The recording broke the decoder: convert it, for example with sox.")]
    Decoder,
}

impl ServedTool {
    const ALL: [Self; 3] = [Self::Ask, Self::Say, Self::Transcribe];

    fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Say => "say",
            Self::Transcribe => "transcribe",
        }
    }

    /// The tool of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    fn description(self) -> Value {
        let text = |about: String| json!({"type": "string", "description": about});
        let (about, properties, required) = match self {
            Self::Ask => (
                "Asks mynah a question. It answers from the documents of this machine and by exact skills such as sums and dates, or \
                 says that it does not know.",
                json!({"question": text(format!("The question, at most {MAX_QUESTION_LEN} bytes"))}),
                json!(["question"]),
            ),
            Self::Say => (
                "Says a text through the loudspeaker of this machine, and waits until it has been said.",
                json!({"text": text(format!("Plain text, at most {MAX_SPOKEN_LEN} bytes"))}),
                json!(["text"]),
            ),
            Self::Transcribe => (
                "Turns a recording of speech into text. Name a file or send the sound.",
                json!({
                    "path": text("A sound file in one of the folders that are open to this".to_owned()),
                    "audio": text("A WAV file in base64".to_owned()),
                }),
                json!([]),
            ),
        };
        let schema = json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        });
        json!({"name": self.name(), "description": about, "inputSchema": schema})
    }
}

/// The tools and what they use.
pub(super) struct Tools {
    parts: ServedParts,
    folders: Vec<PathBuf>,
    says: bool,
    /// A thread that decodes has one, also when nobody waits for it any more.
    decoding: Arc<Semaphore>,
}

/// The folders as they really are.
///
/// # Errors
/// One is not there, or is no folder.
pub(super) fn opened(folders: &[PathBuf]) -> Result<Vec<PathBuf>, ServeError> {
    let opened = |folder: &PathBuf| {
        let real = folder.canonicalize().and_then(|real| {
            // What is no folder fails here.
            std::fs::read_dir(&real)?;
            Ok(real)
        });
        real.map_err(|reason| ServeError::Folder {
            path: folder.clone(),
            reason,
        })
    };
    folders.iter().map(opened).collect()
}

impl Tools {
    /// `folders` are as [`opened`] gives them.
    pub(super) fn new(parts: ServedParts, folders: Vec<PathBuf>, says: bool) -> Self {
        Self {
            parts,
            folders,
            says,
            decoding: Arc::new(Semaphore::new(MAX_DECODING)),
        }
    }

    /// Whether a tool is offered.
    pub(super) fn offers(&self, tool: ServedTool) -> bool {
        tool != ServedTool::Say || self.says
    }

    /// The result of `tools/list`.
    pub(super) fn listed(&self) -> Value {
        let tools = ServedTool::ALL.into_iter().filter(|tool| self.offers(*tool));
        json!({"tools": tools.map(ServedTool::description).collect::<Vec<_>>()})
    }

    /// The result of `tools/call`: a mistake is told in it.
    pub(super) async fn call(&self, tool: ServedTool, arguments: &Map<String, Value>) -> Value {
        let called = match tool {
            ServedTool::Ask => self.ask(arguments).await,
            ServedTool::Say => self.say(arguments).await,
            ServedTool::Transcribe => self.transcribe(arguments).await,
        };
        let (text, is_error) = match called {
            Ok(text) => (text, false),
            Err(error) => (error.to_string(), true),
        };
        json!({"content": [{"type": "text", "text": text}], "isError": is_error})
    }

    async fn ask(&self, arguments: &Map<String, Value>) -> Result<String, CallError> {
        let question = ServedQuestion {
            // There is one client: what it asks may refer to what it has asked before.
            asker: Asker::Client(0),
            text: text(arguments, "question", MAX_QUESTION_LEN)?.to_owned(),
            past: None,
        };
        Ok(self.parts.answer(question).await?.text)
    }

    async fn say(&self, arguments: &Map<String, Value>) -> Result<String, CallError> {
        let clauses = self.parts.clauses(text(arguments, "text", MAX_SPOKEN_LEN)?, None);
        if clauses.is_empty() {
            return Err(CallError::Wordless);
        }
        self.parts.say(clauses).await?;
        Ok("It has been said.".to_owned())
    }

    async fn transcribe(&self, arguments: &Map<String, Value>) -> Result<String, CallError> {
        let of = |name: &str| arguments.get(name).and_then(Value::as_str).map(str::to_owned);
        let recording = match (of("path"), of("audio")) {
            (Some(path), None) => {
                let path = self.inside(&path)?;
                self.decoded(move || Ok(sound_file::read(&path, MAX_RECORDING)?))
                    .await?
            }
            (None, Some(audio)) => self.decoded(move || sound(&audio)).await?,
            _ => return Err(CallError::NoRecording),
        };
        let mut held = self.parts.held();
        held.add(recording.samples.len())?;
        let heard = self.parts.transcribe(recording, held).await?;
        if heard.text.is_empty() {
            return Err(CallError::Silent);
        }
        Ok(heard.text)
    }

    /// The file of a path, if it is in a folder that was named. What a link leads to counts.
    fn inside(&self, path: &str) -> Result<PathBuf, CallError> {
        let outside = || CallError::Outside(shortened(path));
        let is_inside = |file: &Path| self.folders.iter().any(|folder| file.starts_with(folder));
        match Path::new(path).canonicalize() {
            Ok(file) if is_inside(&file) => Ok(file),
            Ok(_) => Err(outside()),
            // Of other folders nobody learns what is there.
            Err(reason) => {
                let folder = Path::new(path)
                    .parent()
                    .and_then(|folder| folder.canonicalize().ok());
                match folder.filter(|folder| is_inside(folder) && reason.kind() == ErrorKind::NotFound) {
                    Some(_) => Err(CallError::Unreadable {
                        path: shortened(path),
                        reason,
                    }),
                    None => Err(outside()),
                }
            }
        }
    }

    async fn decoded(
        &self,
        decode: impl FnOnce() -> Result<Samples, CallError> + Send + 'static,
    ) -> Result<Samples, CallError> {
        let decoded = decoded(Arc::clone(&self.decoding), decode);
        timeout(DECODED, decoded).await.unwrap_or(Err(CallError::Slow))
    }
}

fn text<'a>(
    arguments: &'a Map<String, Value>,
    name: &'static str,
    limit: usize,
) -> Result<&'a str, CallError> {
    let text = arguments.get(name).and_then(Value::as_str);
    text.filter(|text| text.len() <= limit)
        .ok_or(CallError::Text { name, limit })
}

/// Decodes on a thread of its own, so that other calls go on. The thread cannot be ended: it has its seat for as long as it runs.
async fn decoded(
    seats: Arc<Semaphore>,
    decode: impl FnOnce() -> Result<Samples, CallError> + Send + 'static,
) -> Result<Samples, CallError> {
    // It is never closed.
    let seat = seats.acquire_owned().await.map_err(|_| CallError::Slow)?;
    let (sender, decoded) = oneshot::channel();
    Builder::new().name("decoding".to_owned()).spawn(move || {
        // The decoders check their input, but a crafted file may get past that.
        let result = catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(CallError::Decoder));
        drop(seat);
        let _ = sender.send(result);
    })?;
    decoded.await.unwrap_or(Err(CallError::Decoder))
}

/// The samples of a WAV file in base64, at 16 kHz.
fn sound(audio: &str) -> Result<Samples, CallError> {
    let bytes = STANDARD
        .decode(audio.trim())
        .map_err(|error| CallError::Audio(error.to_string()))?;
    let samples = wav::decode(bytes).map_err(CallError::Audio)?;
    if !RATES.contains(&samples.rate.0) {
        let reason = format!("its rate is not {} to {} Hz", RATES.start(), RATES.end());
        return Err(CallError::Audio(reason));
    }
    Ok(resample::to_rate(&samples, SampleRate::SPEECH))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use tokio::runtime::Builder as RuntimeBuilder;

    use super::*;

    #[test]
    fn a_recording_that_nobody_waits_for_has_its_seat_until_its_thread_has_ended() {
        let runtime = RuntimeBuilder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let seats = Arc::new(Semaphore::new(MAX_DECODING));
        let moment = Duration::from_millis(50);
        let decode = || {
            Ok(Samples {
                rate: SampleRate::SPEECH,
                samples: Vec::new(),
            })
        };
        runtime.block_on(async {
            let mut blocked = Vec::new();
            for _ in 0..MAX_DECODING {
                let (release, released) = channel::<()>();
                blocked.push(release);
                let stuck = decoded(Arc::clone(&seats), move || {
                    let _ = released.recv();
                    decode()
                });
                assert!(timeout(moment, stuck).await.is_err());
            }
            assert_eq!(seats.available_permits(), 0);
            assert!(
                timeout(moment, decoded(Arc::clone(&seats), decode))
                    .await
                    .is_err()
            );
            drop(blocked);
            assert!(decoded(Arc::clone(&seats), decode).await.is_ok());
        });
    }
}
