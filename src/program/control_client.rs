//! The connection of a command to the running conversation.
//!
//! Owns the sending of one request and the reading of lines. What they mean is described in `docs/src/developer/control.md`.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::config::paths;
use crate::control::{RequestKind, VERSION};

use super::Failure;

/// A reply that waits for no turn takes at most so long.
const TIMEOUT: Duration = Duration::from_secs(5);
/// A busy conversation is asked again after this, so many times.
const AGAIN: Duration = Duration::from_millis(50);
const ATTEMPTS: usize = 40;
/// The longest line that is read, in bytes: an answer.
const MAX_LINE_LEN: u64 = 1 << 20;
/// The id of the one request.
const ID: &str = "1";

/// A connection on which one request is made.
pub(crate) struct ControlClient {
    lines: BufReader<UnixStream>,
}

impl ControlClient {
    /// Connects and sends a request with these fields.
    pub(crate) fn request(kind: RequestKind, more: Value) -> Result<Self, Failure> {
        let stream = connect()?;
        Self::request_on(stream, kind, more)
    }

    fn request_on(mut stream: UnixStream, kind: RequestKind, more: Value) -> Result<Self, Failure> {
        let mut request = json!({"mynah": VERSION, "id": ID, "do": kind.name()});
        if let (Value::Object(request), Value::Object(more)) = (&mut request, more) {
            request.extend(more);
        }
        let waits = matches!(kind, RequestKind::Say | RequestKind::Ask | RequestKind::Subscribe);
        stream.set_read_timeout((!waits).then_some(TIMEOUT))?;
        // Whoever turns this client away has said why.
        let _ = stream.write_all(format!("{request}\n").as_bytes());
        Ok(Self {
            lines: BufReader::new(stream),
        })
    }

    /// The next line; `None` when the conversation has ended.
    pub(crate) fn line(&mut self) -> Option<Value> {
        let mut bytes = Vec::new();
        let mut line = self.lines.by_ref().take(MAX_LINE_LEN);
        line.read_until(b'\n', &mut bytes).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// The reply, which must say that the request was done.
    pub(crate) fn reply(&mut self) -> Result<Value, Failure> {
        let reply = self.line().ok_or_else(nobody)?;
        if reply["ok"] == true {
            return Ok(reply);
        }
        let sentence = reply["error"]["message"].as_str();
        Err(sentence.map_or_else(nobody, |sentence| Failure::Sentence(sentence.to_owned())))
    }
}

/// What the conversation that listens at `path` tells of itself; `None` if none listens there.
pub(crate) fn status(path: &Path) -> Result<Option<Value>, Failure> {
    match UnixStream::connect(path) {
        Ok(stream) => ControlClient::request_on(stream, RequestKind::Status, json!({}))?
            .reply()
            .map(Some),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => Ok(None),
        Err(error) => Err(Failure::Sentence(format!(
            "{} cannot be reached ({error}): run this as the user of the conversation.",
            path.display()
        ))),
    }
}

fn connect() -> Result<UnixStream, Failure> {
    let path = paths::control().ok_or_else(nobody)?;
    for _ in 1..ATTEMPTS {
        match UnixStream::connect(&path) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(AGAIN),
            connected => return connected.map_err(|_| nobody()),
        }
    }
    let sentence = "The conversation is too busy with other programs: try again later.";
    Err(Failure::Sentence(sentence.to_owned()))
}

fn nobody() -> Failure {
    Failure::Sentence("No conversation is running: start one with 'mynah'.".to_owned())
}
