//! Events as they arrive: at most so large, and complete in time.
//!
//! Owns the bytes of an event that is not complete. What breaks these rules ends the connection, since nobody knows where the next
//! event would begin.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::io::AsyncReadExt;
use tokio::net::UnixStream;
use tokio::time::{Instant, timeout_at};

use super::super::parts::shortened;
use super::event::WyomingEvent;

/// The longest header, in bytes.
const MAX_HEADER_LEN: usize = 64 << 10;
/// The longest data, in bytes.
const MAX_DATA_LEN: usize = 256 << 10;
/// The longest payload, in bytes: ten seconds of 48 kHz stereo with 32 bits fit.
const MAX_PAYLOAD_LEN: usize = 4 << 20;
/// An event that has begun must be complete after this time.
const HALF_EVENT: Duration = Duration::from_secs(10);

/// Bytes that are read at once, at least.
const PIECE: usize = 16 << 10;

/// How a client broke a rule of the protocol.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Breach {
    /// A line, data or payload is too long.
    #[error("The {part} has more than {limit} bytes: send less at once.")]
    TooLong {
        /// What is too long.
        part: &'static str,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A line or data is not what it should be.
    #[error("The {part} is not a JSON object with the fields of an event: {reason}.")]
    Malformed {
        /// What is wrong.
        part: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// An event is not complete in time.
    #[error("An event must be complete within {} seconds: send it at once.", HALF_EVENT.as_secs())]
    TooSlow,
    /// The connection ends within an event.
    #[error("The connection ended within an event: connect again, and send all of it.")]
    Half,
    /// Nothing came.
    #[error("Nothing was sent for {} seconds: connect again.", .0.as_secs())]
    Idle(Duration),
}

impl Breach {
    /// For programs.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too-long",
            Self::Malformed { .. } => "malformed",
            Self::TooSlow => "too-slow",
            Self::Half => "half-event",
            Self::Idle(_) => "idle",
        }
    }
}

/// The line before data and payload.
#[derive(Debug, Deserialize)]
struct Header {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    data: Option<Map<String, Value>>,
    #[serde(default)]
    data_length: Option<u64>,
    #[serde(default)]
    payload_length: Option<u64>,
}

/// The events of a client.
#[derive(Debug, Default)]
pub(super) struct EventReader {
    bytes: Vec<u8>,
    /// When the event that has begun must be complete.
    deadline: Option<Instant>,
}

impl EventReader {
    /// The next event; `None` at the end. One that has not begun is awaited for `idle`.
    pub(super) async fn next(
        &mut self,
        stream: &mut UnixStream,
        idle: Duration,
    ) -> Result<Option<WyomingEvent>, Breach> {
        self.deadline = (!self.bytes.is_empty()).then(|| Instant::now() + HALF_EVENT);
        let idle_until = Instant::now() + idle;
        let Some(line) = self.line(stream, idle, idle_until).await? else {
            return Ok(None);
        };
        let malformed = |part| {
            move |error: serde_json::Error| Breach::Malformed {
                part,
                reason: shortened(&error.to_string()),
            }
        };
        let header: Header = serde_json::from_slice(&line).map_err(malformed("header"))?;
        let length = |part, length: Option<u64>, limit: usize| {
            let length = usize::try_from(length.unwrap_or(0)).unwrap_or(usize::MAX);
            if length > limit {
                Err(Breach::TooLong { part, limit })
            } else {
                Ok(length)
            }
        };
        let data_length = length("data", header.data_length, MAX_DATA_LEN)?;
        let payload_length = length("payload", header.payload_length, MAX_PAYLOAD_LEN)?;
        let mut data = header.data.unwrap_or_default();
        if data_length > 0 {
            let bytes = self.exactly(stream, data_length).await?;
            let more: Map<String, Value> = serde_json::from_slice(&bytes).map_err(malformed("data"))?;
            data.extend(more);
        }
        let payload = self.exactly(stream, payload_length).await?;
        Ok(Some(WyomingEvent {
            kind: header.kind,
            data,
            payload,
        }))
    }

    /// The next line, without its end; `None` at the end.
    async fn line(
        &mut self,
        stream: &mut UnixStream,
        idle: Duration,
        idle_until: Instant,
    ) -> Result<Option<Vec<u8>>, Breach> {
        let mut searched = 0;
        loop {
            if let Some(at) = self.bytes[searched..].iter().position(|byte| *byte == b'\n') {
                let mut line: Vec<u8> = self.bytes.drain(..=searched + at).collect();
                line.pop();
                return Ok(Some(line));
            }
            searched = self.bytes.len();
            if searched > MAX_HEADER_LEN {
                return Err(Breach::TooLong {
                    part: "header",
                    limit: MAX_HEADER_LEN,
                });
            }
            let until = self.deadline.unwrap_or(idle_until);
            match timeout_at(until, self.fill(stream)).await {
                Err(_) if self.bytes.is_empty() => return Err(Breach::Idle(idle)),
                Err(_) => return Err(Breach::TooSlow),
                Ok(false) if self.bytes.is_empty() => return Ok(None),
                Ok(false) => return Err(Breach::Half),
                Ok(true) => {}
            }
        }
    }

    /// So many bytes.
    async fn exactly(&mut self, stream: &mut UnixStream, length: usize) -> Result<Vec<u8>, Breach> {
        // The header has begun it.
        let until = self.deadline.unwrap_or_else(|| Instant::now() + HALF_EVENT);
        while self.bytes.len() < length {
            match timeout_at(until, self.fill(stream)).await {
                Err(_) => return Err(Breach::TooSlow),
                Ok(false) => return Err(Breach::Half),
                Ok(true) => {}
            }
        }
        let rest = self.bytes.split_off(length);
        Ok(std::mem::replace(&mut self.bytes, rest))
    }

    /// Reads what there is; whether there was something.
    async fn fill(&mut self, stream: &mut UnixStream) -> bool {
        self.bytes.reserve(PIECE);
        match stream.read_buf(&mut self.bytes).await {
            Ok(0) | Err(_) => false,
            Ok(_) => {
                self.deadline.get_or_insert_with(|| Instant::now() + HALF_EVENT);
                true
            }
        }
    }
}
