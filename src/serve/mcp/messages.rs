//! JSON-RPC 2.0 as far as a server of tools needs it: `initialize`, `ping`, `tools/list`, `tools/call`, `notifications/cancelled`.
//!
//! Owns the shape of messages, and the errors of the protocol. Pure. What a client asks for beside that is answered with an error.

use serde_json::{Map, Value, json};

use super::super::parts::shortened;
use super::lines::MAX_LINE_LEN;

/// Versions of the protocol in which these messages mean the same, the newest first. 2025-03-26 is none of them: its servers must take
/// batches.
const VERSIONS: [&str; 3] = ["2025-11-25", "2025-06-18", "2024-11-05"];
/// The longest id that is a text, in bytes.
const MAX_ID_LEN: usize = 128;

const NOT_JSON: i64 = -32700;
const NO_REQUEST: i64 = -32600;
const NO_METHOD: i64 = -32601;
const WRONG_ARGUMENTS: i64 = -32602;
const BUSY: i64 = -32000;

/// The id of a request, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct RequestKey(String);

impl RequestKey {
    /// A number or a text that is not too long.
    fn of(id: &Value) -> Option<Self> {
        let is_fine = id.is_number() || id.as_str().is_some_and(|id| id.len() <= MAX_ID_LEN);
        is_fine.then(|| Self(id.to_string()))
    }

    fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// The answer that holds this result.
    pub(super) fn result(&self, result: &Value) -> Value {
        json!({"jsonrpc": "2.0", "id": self.value(), "result": result})
    }

    fn error(&self, code: i64, message: &str) -> Value {
        error(&self.value(), code, message)
    }

    /// The answer to a call of a tool that is not there.
    pub(super) fn no_such_tool(&self, name: &str) -> Value {
        let message = format!(
            "There is no tool \"{}\": tools/list names those that there are.",
            shortened(name)
        );
        self.error(WRONG_ARGUMENTS, &message)
    }

    /// The answer where too many calls are running.
    pub(super) fn busy(&self, most: usize) -> Value {
        let message = format!("{most} calls are running already: try again when one has ended.");
        self.error(BUSY, &message)
    }

    /// The answer where a call with this id is running.
    pub(super) fn taken(&self) -> Value {
        self.error(NO_REQUEST, "A request with this id is running: use another one.")
    }
}

/// A message of the client.
#[derive(Debug, PartialEq)]
pub(super) enum Incoming {
    /// It is answered at once.
    Answer(Value),
    /// It is not answered.
    Nothing,
    /// What is offered?
    ListTools(RequestKey),
    /// A call: the tool's name and arguments.
    Call(RequestKey, String, Map<String, Value>),
    /// Nobody waits for this call any more.
    Cancelled(RequestKey),
}

fn error(id: &Value, code: i64, message: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
}

/// The error for a line that is too long.
pub(super) fn too_long() -> Value {
    let message =
        format!("A message has at most {MAX_LINE_LEN} bytes: send a path instead of a long recording.");
    error(&Value::Null, NO_REQUEST, &message)
}

/// Reads a line.
pub(super) fn read(line: &[u8]) -> Incoming {
    let message: Value = match serde_json::from_slice(line) {
        Ok(message) => message,
        Err(_) => {
            return Incoming::Answer(error(&Value::Null, NOT_JSON, "The line is not JSON in UTF-8."));
        }
    };
    if message.is_array() {
        let reason = "Send one message a line: batches are not read.";
        return Incoming::Answer(error(&Value::Null, NO_REQUEST, reason));
    }
    let params = message.get("params");
    let Some(method) = message.get("method").and_then(Value::as_str) else {
        // Answers to requests, of which this server makes none, are left alone.
        let is_answer = message.get("result").is_some() || message.get("error").is_some();
        return if is_answer {
            Incoming::Nothing
        } else {
            Incoming::Answer(error(
                &Value::Null,
                NO_REQUEST,
                "The message has no method: send a request or a notification of JSON-RPC 2.0.",
            ))
        };
    };
    let Some(id) = message.get("id") else {
        let cancelled = (method == "notifications/cancelled")
            .then(|| RequestKey::of(params?.get("requestId")?))
            .flatten();
        return cancelled.map_or(Incoming::Nothing, Incoming::Cancelled);
    };
    let Some(id) = RequestKey::of(id) else {
        let reason = format!("An id is a number or a text of at most {MAX_ID_LEN} bytes.");
        return Incoming::Answer(error(&Value::Null, NO_REQUEST, &reason));
    };
    match method {
        "initialize" => Incoming::Answer(id.result(&greeting(params))),
        "ping" => Incoming::Answer(id.result(&json!({}))),
        "tools/list" => Incoming::ListTools(id),
        "tools/call" => call(id, params),
        _ => Incoming::Answer(id.error(NO_METHOD, "This server offers tools only.")),
    }
}

fn greeting(params: Option<&Value>) -> Value {
    let wanted = params.and_then(|params| params.get("protocolVersion")?.as_str());
    let [newest, ..] = VERSIONS;
    let version = VERSIONS.into_iter().find(|known| Some(*known) == wanted);
    json!({
        "protocolVersion": version.unwrap_or(newest),
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "mynah", "version": env!("CARGO_PKG_VERSION")},
        "instructions": "mynah answers from the documents on this machine and by exact skills, speaks, and transcribes, without a network.",
    })
}

fn call(id: RequestKey, params: Option<&Value>) -> Incoming {
    let name = params.and_then(|params| params.get("name")?.as_str());
    let arguments = params.and_then(|params| params.get("arguments"));
    match (name, arguments) {
        (Some(name), None | Some(Value::Null)) => Incoming::Call(id, name.to_owned(), Map::new()),
        (Some(name), Some(Value::Object(arguments))) => {
            Incoming::Call(id, name.to_owned(), arguments.clone())
        }
        _ => Incoming::Answer(id.error(
            WRONG_ARGUMENTS,
            "tools/call needs a name, and arguments that are an object.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(line: &str) -> i64 {
        match read(line.as_bytes()) {
            Incoming::Answer(answer) => answer["error"]["code"].as_i64().unwrap_or_default(),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn what_is_no_request_is_answered_with_the_error_of_the_protocol() {
        for (line, expected) in [
            ("{", NOT_JSON),
            ("[]", NO_REQUEST),
            ("5", NO_REQUEST),
            (r#"{"id":1}"#, NO_REQUEST),
            (r#"{"id":{},"method":"ping"}"#, NO_REQUEST),
            (r#"{"id":1,"method":"resources/list"}"#, NO_METHOD),
            (r#"{"id":1,"method":"server/discover"}"#, NO_METHOD),
            (r#"{"id":1,"method":"tools/call"}"#, WRONG_ARGUMENTS),
            (
                r#"{"id":1,"method":"tools/call","params":{"name":"ask","arguments":[]}}"#,
                WRONG_ARGUMENTS,
            ),
        ] {
            assert_eq!(code(line), expected, "{line}");
        }
        assert_eq!(
            read(br#"{"method":"notifications/initialized"}"#),
            Incoming::Nothing
        );
        assert_eq!(read(br#"{"id":7,"result":{}}"#), Incoming::Nothing);
    }

    #[test]
    fn the_version_that_a_client_asks_for_is_used_if_it_is_known() {
        for (wanted, expected) in [
            ("2024-11-05", "2024-11-05"),
            ("2025-03-26", VERSIONS[0]),
            ("2031-01-01", VERSIONS[0]),
        ] {
            let params = json!({"protocolVersion": wanted});
            assert_eq!(greeting(Some(&params))["protocolVersion"], expected);
        }
    }

    #[test]
    fn a_call_and_its_end_have_the_same_id() {
        let called = read(br#"{"id":"a","method":"tools/call","params":{"name":"ask"}}"#);
        let ended = read(br#"{"method":"notifications/cancelled","params":{"requestId":"a"}}"#);
        let id = RequestKey("\"a\"".to_owned());
        assert_eq!(called, Incoming::Call(id.clone(), "ask".to_owned(), Map::new()));
        assert_eq!(ended, Incoming::Cancelled(id));
    }
}
