//! The threads of the parts: one each for hearing, mind and voice.
//!
//! Owns how a request is done. A part that cannot be loaded answers every request with the sentence that says why.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use tokio::sync::oneshot::Sender;

use super::held::HeldSamples;
use super::histories::Histories;
use super::{MAX_WAITING, ServedAnswer, ServedQuestion};
use crate::assistant::Conversation;
use crate::audio::Samples;
use crate::audio::echo::PlaybackTap;
use crate::config::Settings;
use crate::engine::output::{OutputConfig, OutputError, ReplyOutput};
use crate::engine::stages::Load;
use crate::hearing::{Transcriber, Transcription};
use crate::speaking::languages::Voices;
use crate::speaking::{SpeakingError, Speech};

/// Where an answer is awaited; closed if nobody waits any more.
type Reply<T> = Sender<Result<T, String>>;

/// A recording to be transcribed.
pub(super) struct HearingRequest {
    pub(super) recording: Samples,
    /// Counts the samples for as long as they are here.
    pub(super) held: HeldSamples,
    pub(super) reply: Reply<Transcription>,
}

/// Words to be spoken.
pub(super) enum VoiceRequest {
    /// Into samples.
    Sound {
        words: String,
        language: Option<String>,
        reply: Reply<Samples>,
    },
    /// Through the loudspeaker.
    Aloud { clauses: Vec<String>, reply: Reply<()> },
}

/// A question to be answered.
pub(super) struct MindRequest {
    pub(super) question: ServedQuestion,
    pub(super) reply: Reply<ServedAnswer>,
}

fn worker<R: Send + 'static>(
    name: &str,
    work: impl FnOnce(Receiver<R>) + Send + 'static,
) -> std::io::Result<SyncSender<R>> {
    let (sender, requests) = sync_channel(MAX_WAITING);
    Builder::new()
        .name(name.to_owned())
        .spawn(move || work(requests))?;
    Ok(sender)
}

/// Loads a part; what is wrong is told.
fn loaded<T>(load: Load<T>, tell: fn(&str)) -> Result<T, String> {
    let loaded = load.run(&mut |sentence| tell(&sentence));
    loaded.inspect_err(|sentence| tell(sentence))
}

/// The thread of the speech model.
pub(super) fn hearing(
    load: Load<Transcriber>,
    tell: fn(&str),
) -> std::io::Result<SyncSender<HearingRequest>> {
    worker("hearing", move |requests| {
        let mut transcriber = loaded(load, tell);
        for request in requests {
            let HearingRequest {
                recording,
                held: _held,
                reply,
            } = request;
            if reply.is_closed() {
                continue;
            }
            let heard = match &mut transcriber {
                Ok(transcriber) => transcriber
                    .transcribe_unless(&recording, &|| reply.is_closed())
                    .map_err(|error| error.to_string()),
                Err(sentence) => Err(sentence.clone()),
            };
            // Nobody waits for one that was ended.
            if let Some(heard) = heard.transpose() {
                let _ = reply.send(heard);
            }
        }
    })
}

/// The thread of the voice, and of what it says aloud.
pub(super) fn voice(load: Load<Voices>, output: OutputConfig) -> std::io::Result<SyncSender<VoiceRequest>> {
    worker("speaking", move |requests| {
        let mut voices = loaded(load, |sentence| tracing::warn!("{sentence}"));
        for request in requests {
            match request {
                VoiceRequest::Sound { reply, .. } if reply.is_closed() => {}
                VoiceRequest::Sound {
                    words,
                    language,
                    reply,
                } => {
                    let sound = voices
                        .as_mut()
                        .map_err(|sentence| sentence.clone())
                        .and_then(|voices| sound(voices, &words, language.as_deref()));
                    let _ = reply.send(sound);
                }
                VoiceRequest::Aloud { clauses, reply } => {
                    let said = voices
                        .as_mut()
                        .map_err(|sentence| sentence.clone())
                        .and_then(|voices| aloud(voices, &clauses, &output, &reply));
                    let _ = reply.send(said);
                }
            }
        }
    })
}

fn sound(voices: &mut Voices, words: &str, language: Option<&str>) -> Result<Samples, String> {
    match voices.speech(words, language) {
        Ok(Speech::Sound(samples)) => Ok(samples),
        Ok(Speech::Words(_)) => Err(SpeakingError::NoSamples.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

/// Why something is not said aloud.
#[derive(Debug, thiserror::Error)]
enum AloudError {
    #[error("{0}")]
    Voice(String),
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Says clauses; a loudspeaker that is lost meanwhile is opened again.
fn aloud(
    voices: &mut Voices,
    clauses: &[String],
    output: &OutputConfig,
    reply: &Reply<()>,
) -> Result<(), String> {
    let sounds = clauses
        .iter()
        .map(|clause| sound(voices, clause, None).map_err(AloudError::Voice));
    ReplyOutput::open(output, &PlaybackTap::default())
        .play_to_the_end(sounds, &|| reply.is_closed())
        .map_err(|error| error.to_string())
}

/// The thread of the mind, which has one conversation at a time: each question is asked in that of its asker.
pub(super) fn mind(settings: Settings, tell: fn(&str)) -> std::io::Result<SyncSender<MindRequest>> {
    worker("questions", move |requests| {
        let built = Conversation::builder().settings(settings).for_programs().build();
        let mut conversation = built.map_err(|error| error.to_string());
        if let Err(sentence) = &conversation {
            tell(sentence);
        }
        let mut histories = Histories::default();
        for MindRequest { question, reply } in requests {
            if reply.is_closed() {
                continue;
            }
            let answer = match &mut conversation {
                Ok(conversation) => {
                    match &question.past {
                        Some(past) => conversation.begin_again(past),
                        None => conversation.continue_from(histories.of(&question.asker)),
                    }
                    let answer = answer(conversation, &question.text, tell);
                    // Who brings the past keeps the conversation.
                    if answer.is_ok() && question.past.is_none() {
                        histories.keep(question.asker, conversation.history());
                    }
                    answer
                }
                Err(sentence) => Err(sentence.clone()),
            };
            let _ = reply.send(answer);
        }
    })
}

fn answer(conversation: &mut Conversation, question: &str, tell: fn(&str)) -> Result<ServedAnswer, String> {
    let response = conversation.ask(question).map_err(|error| error.to_string())?;
    for warning in &response.warnings {
        tell(warning);
    }
    Ok(ServedAnswer {
        text: response.text,
        refused: response.refused,
    })
}
