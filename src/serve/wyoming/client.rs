//! One client: its events one after the other, and what they are answered with.
//!
//! Owns what a client has begun (a recording, a text that arrives in pieces), how long it may be silent, and that it takes what it is
//! sent. A request that is refused is answered by an error and the end of the connection: clients wait for one of the answers that they
//! know, or for the end.

use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncWriteExt, Interest};
use tokio::net::UnixStream;
use tokio::time::{sleep, timeout};

use super::super::parts::{
    MAX_QUESTION_LEN, MAX_SPOKEN_LEN, PartError, ServedQuestion, UnknownVoice, shortened,
};
use super::Shared;
use super::event::WyomingEvent;
use super::info;
use super::question;
use super::reader::EventReader;
use super::recording::{PcmFormat, Recording, RecordingError};
use super::speech::SoundEvents;
use crate::speaking::clauses::Clauses;

/// A client that has begun nothing may be silent for so long.
const IDLE: Duration = Duration::from_secs(600);
/// One that has begun a recording or a text may be silent for so long.
const HALF_REQUEST: Duration = Duration::from_secs(30);
/// Bytes that are written at once.
const PIECE: usize = 16 << 10;
/// A client must take each piece within this time.
const TAKE: Duration = Duration::from_secs(10);
/// How often it is looked whether a client that waits is still there.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Why a client's request is not done.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(transparent)]
    Part(#[from] PartError),
    #[error(transparent)]
    Recording(#[from] RecordingError),
    #[error(transparent)]
    Voice(#[from] UnknownVoice),
    #[error("The event {event} needs a text of at most {limit} bytes.")]
    Text { event: &'static str, limit: usize },
    #[error("Only plain text is spoken: send the text without markup.")]
    Markup,
    #[error("There is no program \"{0}\" here: the only one is mynah.")]
    Program(String),
}

impl Refused {
    fn event(&self) -> WyomingEvent {
        let code = match self {
            Self::Part(error) => error.code(),
            Self::Recording(error) => error.code(),
            Self::Voice(_) => "unknown-voice",
            Self::Text { .. } => "text",
            Self::Markup => "text-format",
            Self::Program(_) => "unknown-program",
        };
        WyomingEvent::error(code, &self.to_string())
    }
}

/// Why nothing more is sent.
enum Ended {
    /// The client has gone, or does not read.
    Gone,
    /// A request is not done.
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for Ended {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// What a client has begun.
enum Begun {
    Nothing,
    Recording(Box<Recording>),
    /// One that is not taken: what else comes of it is dropped, and its end is answered by this.
    Refused(RecordingError),
    /// A text that arrives in pieces.
    Text {
        clauses: Clauses,
        language: Option<String>,
        sound: SoundEvents,
        length: usize,
    },
}

/// Serves a client until it goes or breaks a rule.
pub(super) async fn serve(stream: UnixStream, shared: Rc<Shared>) {
    let number = shared.count.get();
    shared.count.set(number + 1);
    let mut client = Client {
        stream,
        shared,
        number,
        begun: Begun::Nothing,
    };
    let mut events = EventReader::default();
    loop {
        let patience = match client.begun {
            Begun::Nothing => IDLE,
            Begun::Recording(_) | Begun::Refused(_) | Begun::Text { .. } => HALF_REQUEST,
        };
        match events.next(&mut client.stream, patience).await {
            Ok(None) => return,
            Ok(Some(event)) => {
                // Everything else has an answer that clients wait for: Home Assistant's read over an error, until the end.
                let is_awaited = event.kind != "select-program";
                match client.handle(event).await {
                    Ok(()) => {}
                    Err(Ended::Gone) => return,
                    Err(Ended::Refused(refused)) => {
                        tracing::info!(client = number, "a request was not done: {refused}");
                        if client.send(&refused.event()).await.is_err() || is_awaited {
                            return;
                        }
                    }
                }
            }
            Err(breach) => {
                tracing::warn!(client = number, "the connection is ended: {breach}");
                let _ = client
                    .send(&WyomingEvent::error(breach.code(), &breach.to_string()))
                    .await;
                return;
            }
        }
    }
}

struct Client {
    stream: UnixStream,
    shared: Rc<Shared>,
    number: u64,
    begun: Begun,
}

impl Client {
    async fn handle(&mut self, event: WyomingEvent) -> Result<(), Ended> {
        match event.kind.as_str() {
            "describe" => self.send(&info::info(self.shared.parts.offer())).await,
            "ping" => {
                let text = event
                    .text("text")
                    .map(|text| text.chars().take(1_000).collect::<String>());
                self.send(&WyomingEvent::new("pong", json!({"text": text}))).await
            }
            "select-program" => match event.text("name") {
                Some(info::PROGRAM) => Ok(()),
                name => Err(Refused::Program(shortened(name.unwrap_or_default())).into()),
            },
            "audio-start" => {
                self.begun = match self.recording(&event) {
                    Ok(recording) => Begun::Recording(Box::new(recording)),
                    Err(error) => Begun::Refused(error),
                };
                Ok(())
            }
            "audio-chunk" => {
                self.chunk(&event);
                Ok(())
            }
            "audio-stop" => self.transcribe().await,
            "synthesize" => self.synthesize(&event).await,
            "synthesize-start" => {
                self.begun = Begun::Text {
                    clauses: Clauses::default(),
                    language: self.voice(&event)?,
                    sound: SoundEvents::default(),
                    length: 0,
                };
                Ok(())
            }
            "synthesize-chunk" => self.more_text(&event).await,
            "synthesize-stop" => self.end_of_text().await,
            "transcript" => self.answer(&event).await,
            // `transcribe` says what the recording that follows is for; there is one model.
            // Unknown events are dropped, as the protocol wants it.
            _ => Ok(()),
        }
    }

    /// An empty recording in the format of this event.
    fn recording(&self, event: &WyomingEvent) -> Result<Recording, RecordingError> {
        Recording::new(PcmFormat::of(event)?, self.shared.parts.held())
    }

    /// Adds to a recording; one begins by itself. Nothing begins after one that was refused: a transcript of the rest would be wrong.
    fn chunk(&mut self, event: &WyomingEvent) {
        let added = match &mut self.begun {
            Begun::Refused(_) => return,
            Begun::Recording(recording) => recording.push(event),
            Begun::Nothing | Begun::Text { .. } => self.recording(event).and_then(|mut recording| {
                recording.push(event)?;
                self.begun = Begun::Recording(Box::new(recording));
                Ok(())
            }),
        };
        if let Err(error) = added {
            self.begun = Begun::Refused(error);
        }
    }

    async fn transcribe(&mut self) -> Result<(), Ended> {
        let (recording, held) = match std::mem::replace(&mut self.begun, Begun::Nothing) {
            Begun::Recording(recording) => recording.finish(),
            Begun::Refused(error) => return Err(error.into()),
            begun @ (Begun::Nothing | Begun::Text { .. }) => {
                self.begun = begun;
                return Ok(());
            }
        };
        let shared = Rc::clone(&self.shared);
        let heard = self.unless_gone(shared.parts.transcribe(recording, held)).await?;
        let data = json!({"text": heard.text, "language": heard.language});
        self.send(&WyomingEvent::new("transcript", data)).await
    }

    async fn answer(&mut self, event: &WyomingEvent) -> Result<(), Ended> {
        let text = text_of(event, "transcript", MAX_QUESTION_LEN)?;
        let question = ServedQuestion {
            asker: question::asker(event, self.number),
            text: text.to_owned(),
            past: question::past(event),
        };
        let shared = Rc::clone(&self.shared);
        let answer = self.unless_gone(shared.parts.answer(question)).await?;
        let kind = if answer.refused { "not-handled" } else { "handled" };
        let mut data = json!({"text": answer.text});
        // The client's own, without what it has brought for this answer.
        if let Some(Value::Object(context)) = event.data.get("context") {
            let mut context = context.clone();
            context.remove("history");
            data["context"] = Value::Object(context);
        }
        self.send(&WyomingEvent::new(kind, data)).await
    }

    async fn synthesize(&mut self, event: &WyomingEvent) -> Result<(), Ended> {
        if matches!(self.begun, Begun::Text { .. }) {
            // The same text, for services that do not know the pieces.
            return Ok(());
        }
        let text = text_of(event, "synthesize", MAX_SPOKEN_LEN)?;
        let language = self.voice(event)?;
        let clauses = self.shared.parts.clauses(text, language.as_deref());
        let mut sound = SoundEvents::default();
        for clause in clauses {
            self.speak(clause, language.as_deref(), &mut sound).await?;
        }
        self.write(&sound.finish()).await
    }

    async fn more_text(&mut self, event: &WyomingEvent) -> Result<(), Ended> {
        let text = text_of(event, "synthesize-chunk", MAX_SPOKEN_LEN)?;
        let Begun::Text {
            clauses,
            language,
            sound,
            length,
        } = &mut self.begun
        else {
            return Ok(());
        };
        *length += text.len();
        if *length > MAX_SPOKEN_LEN {
            let event = "synthesize-chunk";
            let limit = MAX_SPOKEN_LEN;
            return Err(Refused::Text { event, limit }.into());
        }
        let (ready, language) = (clauses.push(text), language.clone());
        let mut sound = std::mem::take(sound);
        for clause in ready {
            self.written(&clause, language.as_deref(), &mut sound).await?;
        }
        if let Begun::Text { sound: kept, .. } = &mut self.begun {
            *kept = sound;
        }
        Ok(())
    }

    async fn end_of_text(&mut self) -> Result<(), Ended> {
        let Begun::Text {
            clauses,
            language,
            mut sound,
            ..
        } = std::mem::replace(&mut self.begun, Begun::Nothing)
        else {
            return Ok(());
        };
        if let Some(rest) = clauses.finish() {
            self.written(&rest, language.as_deref(), &mut sound).await?;
        }
        self.write(&sound.finish()).await?;
        self.send(&WyomingEvent::new("synthesize-stopped", json!({})))
            .await
    }

    /// Speaks a clause as it is written.
    async fn written(
        &mut self,
        clause: &str,
        language: Option<&str>,
        sound: &mut SoundEvents,
    ) -> Result<(), Ended> {
        for words in self.shared.parts.clauses(clause, language) {
            self.speak(words, language, sound).await?;
        }
        Ok(())
    }

    async fn speak(
        &mut self,
        words: String,
        language: Option<&str>,
        sound: &mut SoundEvents,
    ) -> Result<(), Ended> {
        let shared = Rc::clone(&self.shared);
        let language = language.map(str::to_owned);
        let samples = self.unless_gone(shared.parts.sound(words, language)).await?;
        self.write(&sound.clause(samples)).await
    }

    /// The language of the voice that an event wants; `None` is the configured voice.
    fn voice(&self, event: &WyomingEvent) -> Result<Option<String>, Ended> {
        if event.text("text_format").is_some_and(|format| format != "text") {
            return Err(Refused::Markup.into());
        }
        let field = |name| event.data.get("voice")?.get(name)?.as_str();
        Ok(self
            .shared
            .parts
            .voice_language(field("name"), field("language"))?)
    }

    /// What a part answers; given up when the client has gone.
    async fn unless_gone<T>(
        &mut self,
        answer: impl Future<Output = Result<T, PartError>>,
    ) -> Result<T, Ended> {
        tokio::select! {
            answer = answer => Ok(answer?),
            () = gone(&self.stream) => Err(Ended::Gone),
        }
    }

    async fn send(&mut self, event: &WyomingEvent) -> Result<(), Ended> {
        self.write(&event.encoded()).await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Ended> {
        for piece in bytes.chunks(PIECE) {
            match timeout(TAKE, self.stream.write_all(piece)).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return Err(Ended::Gone),
            }
        }
        Ok(())
    }
}

/// Waits until a client neither sends nor reads any more.
async fn gone(stream: &UnixStream) {
    loop {
        match stream.ready(Interest::WRITABLE).await {
            Ok(ready) if !ready.is_write_closed() => sleep(POLL_INTERVAL).await,
            _ => return,
        }
    }
}

/// The text of an event.
fn text_of<'a>(event: &'a WyomingEvent, kind: &'static str, limit: usize) -> Result<&'a str, Refused> {
    let text = event.text("text").filter(|text| text.len() <= limit);
    text.ok_or(Refused::Text { event: kind, limit })
}
