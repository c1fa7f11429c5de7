//! The messages between mynah and one running MCP server.
//!
//! Owns JSON-RPC 2.0, one message a line, as far as a client that calls tools needs it: `initialize`, `tools/list`,
//! `tools/call` (<https://modelcontextprotocol.io/specification/2025-06-18>). All that a server writes is bounded and checked:
//! of its list only allowed tools are kept, a list that changes later is not read, and what it requests is refused; but where
//! that is granted, it may ask the language model (`sampling`).

use std::collections::VecDeque;
use std::io::{ErrorKind, Write};

use serde_json::{Map, Value, json};

use super::super::patience::{Patience, Pipes};
use super::super::program::broker_name;
use super::super::{Fault, Told};
use super::Server;
use super::sampling::{self, Sampled};
use super::schema::{ListedTool, listed};
use crate::offline::{self, Running};

/// The protocol that is asked for, and older ones in which the same messages mean the same.
const VERSIONS: [&str; 3] = ["2025-06-18", "2025-03-26", "2024-11-05"];
/// A message may be at most this long, in bytes.
const MAX_MESSAGE_LEN: usize = 256 * 1024;
/// What a tool tells, in bytes.
const MAX_TEXT_LEN: usize = 64 * 1024;
/// Requests of a server that are answered before it has answered.
const MAX_REQUESTS: usize = 200;
/// The place of the next page of a list, in bytes.
const MAX_CURSOR_LEN: usize = 1024;
/// Pages of a list of tools.
const MAX_PAGES: usize = 8;
/// `method not found`, of JSON-RPC.
const NO_METHOD: i64 = -32601;
/// `invalid params`, of JSON-RPC.
const INVALID: i64 = -32602;
/// `internal error`, of JSON-RPC.
const FAILED: i64 = -32603;

/// A running server.
#[derive(Debug)]
pub(super) struct Session {
    line: Line,
    tools: Vec<ListedTool>,
}

/// The pipes to a server.
#[derive(Debug)]
struct Line {
    running: Running,
    pipes: Pipes,
    /// What was read and is no whole message yet.
    buffer: Vec<u8>,
    /// How often it may still ask the language model in this call.
    questions_left: u8,
    may_ask_model: bool,
    /// Messages that came together, as a batch, and are not read yet.
    batch: VecDeque<Value>,
    last: u64,
    is_usable: bool,
    has_changed: bool,
}

impl Session {
    /// Starts a server and learns its tools. The second part tells whether that was done.
    pub(super) fn start(
        server: &Server,
        patience: &mut Patience<'_>,
    ) -> Result<(Self, Result<(), Fault>), Fault> {
        let running = offline::start_confined(&broker_name(&server.name), &server.arguments)
            .map_err(|error| Fault::NotStarted(error.to_string()))?;
        if let Some(input) = &running.input {
            // A server that does not read must not hold up the conversation.
            offline::do_not_wait(input).map_err(|error| Fault::NotStarted(error.to_string()))?;
        }
        let mut session = Self {
            line: Line {
                running,
                pipes: Pipes::default(),
                buffer: Vec::new(),
                questions_left: 0,
                may_ask_model: server.may_ask_model,
                batch: VecDeque::new(),
                last: 0,
                is_usable: true,
                has_changed: false,
            },
            tools: Vec::new(),
        };
        let greeted = session.greet(&server.allow, patience);
        Ok((session, greeted))
    }

    fn greet(&mut self, allow: &[String], patience: &mut Patience<'_>) -> Result<(), Fault> {
        let [newest, ..] = VERSIONS;
        let offered = if self.line.may_ask_model {
            json!({"sampling": {}})
        } else {
            json!({})
        };
        let about = json!({
            "protocolVersion": newest,
            "capabilities": offered,
            "clientInfo": {"name": "mynah", "version": env!("CARGO_PKG_VERSION")},
        });
        let greeting = self.line.ask("initialize", &about, patience)?;
        let version = greeting.get("protocolVersion").and_then(Value::as_str);
        if !version.is_some_and(|version| VERSIONS.contains(&version)) {
            return Err(Fault::Broken(
                "it speaks no version of the protocol that is known".to_owned(),
            ));
        }
        let begins = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        self.line.tell(&begins, patience)?;
        let mut page = json!({});
        for _ in 0..MAX_PAGES {
            let list = self.line.ask("tools/list", &page, patience)?;
            self.tools.extend(listed(&list, allow));
            match list.get("nextCursor").and_then(Value::as_str) {
                Some(next) if next.len() <= MAX_CURSOR_LEN => page = json!({"cursor": next}),
                Some(_) | None => break,
            }
        }
        self.line.has_changed = false;
        Ok(())
    }

    /// The arguments of a call, by what the server said of them.
    pub(super) fn arguments(
        &self,
        tool: &str,
        fixed: &Map<String, Value>,
        said: &[(String, String)],
    ) -> Result<Map<String, Value>, Fault> {
        let listed = self.tools.iter().find(|listed| listed.name == tool);
        let listed = listed.ok_or_else(|| Fault::Broken("the server has no such tool".to_owned()))?;
        listed.arguments(fixed, said)
    }

    /// Calls a tool.
    pub(super) fn call(
        &mut self,
        tool: &str,
        arguments: &Map<String, Value>,
        patience: &mut Patience<'_>,
    ) -> Result<Told, Fault> {
        let call = json!({"name": tool, "arguments": arguments});
        self.line.questions_left = sampling::MAX_QUESTIONS;
        let result = self.line.ask("tools/call", &call, patience);
        self.line.questions_left = 0;
        told(&result?)
    }

    /// Whether its server still runs.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.line.running.ended(), Ok(None))
    }

    /// Whether another call may follow: it has answered, if only with a failure.
    pub(super) fn is_usable(&self) -> bool {
        self.line.is_usable
    }

    /// Writes into the log what has to be there.
    pub(super) fn log(&mut self, name: &str) {
        self.line.pipes.log(name);
        if std::mem::take(&mut self.line.has_changed) {
            tracing::warn!(
                server = name,
                "an MCP server has changed its tools; the old list stays"
            );
        }
    }
}

impl Line {
    /// Sends a message, in pieces if the server reads slowly. Where that fails, no other message may follow.
    fn tell(&mut self, message: &Value, patience: &mut Patience<'_>) -> Result<(), Fault> {
        let was_usable = std::mem::replace(&mut self.is_usable, false);
        let line = message.to_string() + "\n";
        let mut left = line.as_bytes();
        let Some(input) = &mut self.running.input else {
            return Err(Fault::Broken("the server has no input".to_owned()));
        };
        while !left.is_empty() {
            match input.write(left) {
                Ok(count) => left = left.get(count..).unwrap_or_default(),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                    patience.rest()?;
                }
                Err(error) => {
                    return Err(Fault::Broken(format!(
                        "the server has closed its input ({error})"
                    )));
                }
            }
        }
        self.is_usable = was_usable;
        Ok(())
    }

    /// Sends a request and returns its result.
    fn ask(&mut self, method: &str, params: &Value, patience: &mut Patience<'_>) -> Result<Value, Fault> {
        self.last += 1;
        let id = self.last;
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.tell(&request, patience)?;
        // Only an answer makes it usable again.
        self.is_usable = false;
        let mut requests = 0;
        while requests < MAX_REQUESTS {
            patience.check()?;
            let mut message = self.message(patience)?;
            if let Some(method) = message.get("method").and_then(Value::as_str) {
                self.has_changed |= method == "notifications/tools/list_changed";
                if let Some(theirs) = message.get("id").filter(|id| is_id(id)) {
                    requests += 1;
                    let reply = match method {
                        "ping" => json!({"result": {}}),
                        "sampling/createMessage" if self.may_ask_model => {
                            self.sampled(message.get("params"), patience)
                        }
                        _ => error(NO_METHOD, "not offered"),
                    };
                    self.reply(theirs, reply, patience)?;
                }
                continue;
            }
            if message.get("id") != Some(&json!(id)) {
                continue;
            }
            self.is_usable = true;
            return match message.get_mut("result").map(Value::take) {
                Some(result) => Ok(result),
                None => Err(Fault::Broken(format!(
                    "the server answered {method} with an error"
                ))),
            };
        }
        Err(Fault::Broken("the server made too many requests".to_owned()))
    }

    /// What the language model says to a server that asks it.
    fn sampled(&mut self, params: Option<&Value>, patience: &mut Patience<'_>) -> Value {
        let Some(Sampled { prompt, max_tokens }) = sampling::asked(params) else {
            return error(
                INVALID,
                "one user message of text, of at most 8000 bytes, is answered",
            );
        };
        let Some(left) = self.questions_left.checked_sub(1) else {
            return error(INVALID, "too many questions in one call");
        };
        self.questions_left = left;
        match patience.generate(&prompt, max_tokens) {
            Some(text) => json!({"result": sampling::answer(&text)}),
            None => error(FAILED, "the language model did not answer"),
        }
    }

    /// Answers what a server requests.
    fn reply(&mut self, id: &Value, mut reply: Value, patience: &mut Patience<'_>) -> Result<(), Fault> {
        reply["jsonrpc"] = json!("2.0");
        reply["id"] = id.clone();
        self.tell(&reply, patience)
    }

    /// The next message. Servers of the version 2025-03-26 may write several as one array.
    fn message(&mut self, patience: &mut Patience<'_>) -> Result<Value, Fault> {
        loop {
            if let Some(message) = self.batch.pop_front() {
                return Ok(message);
            }
            match self.line(patience)? {
                Value::Array(batch) => self.batch = batch.into(),
                message => return Ok(message),
            }
            patience.check()?;
        }
    }

    /// The next line.
    fn line(&mut self, patience: &mut Patience<'_>) -> Result<Value, Fault> {
        let mut seen = 0;
        loop {
            if let Some(end) = self.buffer[seen..].iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=seen + end).collect();
                return serde_json::from_slice(&line)
                    .map_err(|_| Fault::Broken("the server wrote a line that is no message".to_owned()));
            }
            seen = self.buffer.len();
            if seen > MAX_MESSAGE_LEN {
                return Err(Fault::Broken(format!(
                    "the server wrote more than {MAX_MESSAGE_LEN} bytes in a line"
                )));
            }
            let piece = self.pipes.next(&self.running, patience)?;
            if piece.is_empty() {
                return Err(Fault::Broken("the server has ended".to_owned()));
            }
            self.buffer.extend(piece);
        }
    }
}

/// Whether this may be the number of a request.
fn is_id(id: &Value) -> bool {
    id.is_number() || id.as_str().is_some_and(|id| id.len() <= 100)
}

fn error(code: i64, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}

/// What the result of a call tells: its texts, and its fields.
fn told(result: &Value) -> Result<Told, Fault> {
    if result.get("isError").and_then(Value::as_bool).unwrap_or_default() {
        return Err(Fault::Broken("the server's tool reported a failure".to_owned()));
    }
    let content = result
        .get("content")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let texts: Vec<&str> = content
        .filter(|part| part.get("type").and_then(Value::as_str) == Some("text"))
        .filter_map(|part| part.get("text")?.as_str())
        .collect();
    let text = texts.join(" ");
    if text.len() > MAX_TEXT_LEN {
        return Err(Fault::Broken(format!(
            "the server's tool told more than {MAX_TEXT_LEN} bytes"
        )));
    }
    Ok(Told {
        text,
        fields: result
            .get("structuredContent")
            .filter(|fields| fields.is_object())
            .cloned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_a_result_are_told_and_its_failure_is_one() {
        let result = json!({"content": [
            {"type": "text", "text": "one"}, {"type": "image", "data": ""}, {"type": "text", "text": "two"},
        ]});
        assert_eq!(told(&result).unwrap().text, "one two");
        let failed = json!({"content": [{"type": "text", "text": "no"}], "isError": true});
        assert!(told(&failed).is_err());
        assert_eq!(told(&json!({"content": 5})).unwrap().text, "");
    }
}
