//! One event of the protocol: a line of JSON, then data and payload of the lengths that it names.
//!
//! Owns the writing of events, and the names of their types. Reading is `reader`'s.

use serde_json::{Map, Value, json};

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WyomingEvent {
    /// Its type.
    pub(super) kind: String,
    /// Its fields.
    pub(super) data: Map<String, Value>,
    /// Bytes that follow it, such as samples.
    pub(super) payload: Vec<u8>,
}

impl WyomingEvent {
    /// An event with these fields, which must be an object.
    pub(super) fn new(kind: &str, data: Value) -> Self {
        let data = match data {
            Value::Object(data) => data,
            _ => Map::new(),
        };
        Self {
            kind: kind.to_owned(),
            data,
            payload: Vec::new(),
        }
    }

    /// The event that tells a client what went wrong.
    pub(super) fn error(code: &str, text: &str) -> Self {
        Self::new("error", json!({"text": text, "code": code}))
    }

    /// The same with a payload.
    pub(super) fn with_payload(mut self, payload: Vec<u8>) -> Self {
        self.payload = payload;
        self
    }

    /// A field that is a text; `None` if it is anything else.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.data.get(field).and_then(Value::as_str)
    }

    /// As it is sent.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let data = if self.data.is_empty() {
            Vec::new()
        } else {
            Value::Object(self.data.clone()).to_string().into_bytes()
        };
        let mut header = Map::new();
        header.insert("type".to_owned(), json!(self.kind));
        for (name, bytes) in [("data_length", &data), ("payload_length", &self.payload)] {
            if !bytes.is_empty() {
                header.insert(name.to_owned(), json!(bytes.len()));
            }
        }
        let mut all = Value::Object(header).to_string().into_bytes();
        all.push(b'\n');
        all.extend(data);
        all.extend(&self.payload);
        all
    }
}
