//! A connection to `mynah wyoming`: events to it, events from it.
//!
//! Owns their shape on this side, and how long an answer is awaited. What mynah sends is bounded, too.

use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use crate::error::RequestError;

/// An event comes within this time: longer than mynah waits for its parts, but for very long recordings.
const PATIENCE: Duration = Duration::from_secs(600);
/// mynah takes an event within this time.
const TAKE: Duration = Duration::from_secs(30);
/// The longest line, data or payload of mynah's, in bytes.
const MAX_LEN: usize = 4 << 20;

/// Bytes that are read at once, at least.
const PIECE: usize = 16 << 10;

/// An event of mynah's.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) kind: String,
    pub(crate) data: Map<String, Value>,
    pub(crate) payload: Vec<u8>,
}

impl Event {
    /// A field that is a text; empty if it is anything else.
    pub(crate) fn text(&self, field: &str) -> String {
        self.data
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    }
}

/// The connection.
#[derive(Debug)]
pub(crate) struct Wyoming {
    stream: UnixStream,
    bytes: Vec<u8>,
    /// Of those who may be connected at once.
    _seat: OwnedSemaphorePermit,
}

impl Wyoming {
    pub(crate) async fn connect(path: &Path, seat: OwnedSemaphorePermit) -> Result<Self, RequestError> {
        let stream = UnixStream::connect(path).await;
        let stream = stream.map_err(|reason| RequestError::NotRunning {
            path: path.to_owned(),
            reason,
        })?;
        Ok(Self {
            stream,
            bytes: Vec::new(),
            _seat: seat,
        })
    }

    /// Sends an event.
    pub(crate) async fn send(
        &mut self,
        kind: &str,
        data: &Value,
        payload: &[u8],
    ) -> Result<(), RequestError> {
        let data = data.to_string();
        let header = json!({"type": kind, "data_length": data.len(), "payload_length": payload.len()});
        let mut bytes = format!("{header}\n{data}").into_bytes();
        bytes.extend_from_slice(payload);
        match timeout(TAKE, self.stream.write_all(&bytes)).await {
            Ok(Ok(())) => Ok(()),
            // It may have said why before it closed the connection.
            Ok(Err(_)) | Err(_) => Err(match self.next().await {
                Err(refused @ RequestError::Refused { .. }) => refused,
                Ok(_) | Err(_) => RequestError::Broken,
            }),
        }
    }

    /// The next event, which must be one of this type.
    pub(crate) async fn expect(&mut self, kind: &str) -> Result<Event, RequestError> {
        let event = self.next().await?;
        if event.kind == kind {
            Ok(event)
        } else {
            Err(RequestError::Broken)
        }
    }

    /// The next event; an error of mynah's is one here.
    pub(crate) async fn next(&mut self) -> Result<Event, RequestError> {
        let Ok(Some(event)) = timeout(PATIENCE, self.event()).await else {
            return Err(RequestError::Broken);
        };
        if event.kind == "error" {
            return Err(RequestError::Refused {
                code: event.text("code"),
                text: event.text("text"),
            });
        }
        Ok(event)
    }

    async fn event(&mut self) -> Option<Event> {
        let line = loop {
            if let Some(at) = self.bytes.iter().position(|byte| *byte == b'\n') {
                break self.bytes.drain(..=at).collect::<Vec<u8>>();
            }
            self.fill().await?;
        };
        let header: Value = serde_json::from_slice(&line).ok()?;
        let length = |field: &str| {
            let length = header.get(field).map_or(Some(0), Value::as_u64)?;
            usize::try_from(length).ok().filter(|length| *length <= MAX_LEN)
        };
        let (data, payload) = (length("data_length")?, length("payload_length")?);
        let data = self.exactly(data).await?;
        let payload = self.exactly(payload).await?;
        let data = if data.is_empty() {
            Map::new()
        } else {
            serde_json::from_slice(&data).ok()?
        };
        let kind = header.get("type")?.as_str()?.to_owned();
        Some(Event { kind, data, payload })
    }

    async fn exactly(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.bytes.len() < length {
            self.fill().await?;
        }
        let rest = self.bytes.split_off(length);
        Some(std::mem::replace(&mut self.bytes, rest))
    }

    async fn fill(&mut self) -> Option<()> {
        self.bytes.reserve(PIECE);
        let read = self.stream.read_buf(&mut self.bytes).await.ok()?;
        (read > 0 && self.bytes.len() <= 2 * MAX_LEN).then_some(())
    }
}
