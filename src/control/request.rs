//! A line of a program, as a request or as what is wrong with it.
//!
//! Owns the names and fields of requests (version 1; `docs/src/developer/control.schema.json`). Every line is hostile: a refusal
//! names what is wrong with it.

use std::ops::RangeInclusive;
use std::time::Duration;

use serde_json::{Map, Value};

/// The version of requests, replies and events.
pub const VERSION: u64 = 1;
/// The longest text to be announced, in bytes.
pub const MAX_ANNOUNCEMENT_LEN: usize = 2_000;
/// The longest question, and the longest text to be said, in bytes.
pub const MAX_TEXT_LEN: usize = 8_000;
/// Seconds after which an announcement is said again: usually, and the bounds.
const REPEAT: u64 = 60;
const REPEATS: RangeInclusive<u64> = 10..=3_600;
/// The longest id, in bytes.
const MAX_ID_LEN: usize = 128;
/// As much of what a program sent is repeated in a refusal, in letters.
const QUOTED: usize = 40;

/// What can be requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestKind {
    /// Shown at once, and said once nobody speaks.
    Announce,
    /// Said in a turn of its own.
    Say,
    /// A typed question.
    Ask,
    /// The microphone is muted.
    Mute,
    /// And unmuted.
    Unmute,
    /// The current answer ends.
    Stop,
    /// The volume is set.
    Volume,
    /// What is announced again and again was understood.
    Acknowledge,
    /// What the conversation is doing.
    Status,
    /// Events as they happen.
    Subscribe,
}

impl RequestKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Announce,
        Self::Say,
        Self::Ask,
        Self::Mute,
        Self::Unmute,
        Self::Stop,
        Self::Volume,
        Self::Acknowledge,
        Self::Status,
        Self::Subscribe,
    ];

    /// Its name, in a request's `do` and in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Announce => "announce",
            Self::Say => "say",
            Self::Ask => "ask",
            Self::Mute => "mute",
            Self::Unmute => "unmute",
            Self::Stop => "stop",
            Self::Volume => "volume",
            Self::Acknowledge => "acknowledge",
            Self::Status => "status",
            Self::Subscribe => "subscribe",
        }
    }

    /// The request of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The longest text of a request of this kind, in bytes; `None` if it has no text.
    fn longest(self) -> Option<usize> {
        match self {
            Self::Announce => Some(MAX_ANNOUNCEMENT_LEN),
            Self::Say | Self::Ask => Some(MAX_TEXT_LEN),
            Self::Mute
            | Self::Unmute
            | Self::Stop
            | Self::Volume
            | Self::Acknowledge
            | Self::Status
            | Self::Subscribe => None,
        }
    }

    /// The names of its own fields.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Announce => &["text", "urgent", "until_acknowledged", "repeat_s"],
            Self::Say | Self::Ask => &["text", "urgent"],
            Self::Volume => &["percent"],
            Self::Mute | Self::Unmute | Self::Stop | Self::Acknowledge | Self::Status | Self::Subscribe => {
                &[]
            }
        }
    }
}

/// A request that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ControlRequest {
    /// What to do.
    pub kind: RequestKind,
    /// The text of those that have one.
    pub text: String,
    /// Whether it ends the answer that is being given.
    pub urgent: bool,
    /// How often it is announced until somebody acknowledges it; `None`: once.
    pub repeat: Option<Duration>,
    /// The volume, 0 to 100.
    pub percent: u8,
}

/// Why a request is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

/// A refusal.
pub(super) fn refusal(code: &'static str, message: impl Into<String>) -> Refusal {
    let message = message.into();
    Refusal { code, message }
}

/// Reads a line: the request's id, if it can be told, and the request.
pub(super) fn read(line: &[u8]) -> (Option<String>, Result<ControlRequest, Refusal>) {
    let fields = match serde_json::from_slice::<Value>(line) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => {
            return (
                None,
                Err(refusal("not-json", "A request is one JSON object in a line.")),
            );
        }
        Err(error) => {
            let reason = format!("A request is one JSON object in a line ({error}).");
            return (None, Err(refusal("not-json", reason)));
        }
    };
    match id(&fields) {
        Ok(id) => (id, request(&fields)),
        Err(refusal) => (None, Err(refusal)),
    }
}

fn id(fields: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    match fields.get("id") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) if id.len() <= MAX_ID_LEN => Ok(Some(id.clone())),
        Some(_) => Err(refusal(
            "wrong-value",
            format!("\"id\" must be a text of at most {MAX_ID_LEN} bytes."),
        )),
    }
}

fn request(fields: &Map<String, Value>) -> Result<ControlRequest, Refusal> {
    match fields.get("mynah") {
        Some(version) if version.as_u64() == Some(VERSION) => {}
        Some(_) => {
            let reason = format!("\"mynah\" is the version of the request; this program knows {VERSION}.");
            return Err(refusal("wrong-version", reason));
        }
        None => return Err(missing("mynah")),
    }
    let kind = kind(fields)?;
    let longest = kind.longest();
    let mut known = vec!["mynah", "id", "do"];
    known.extend(kind.fields());
    if let Some(unknown) = fields.keys().find(|name| !known.contains(&name.as_str())) {
        let reason = format!(
            "The request {} has no field \"{}\"; known are {}.",
            kind.name(),
            quoted(unknown),
            known.join(", ")
        );
        return Err(refusal("unknown-field", reason));
    }
    let urgent = switch(fields, "urgent")?;
    let repeat = repeat(fields)?;
    let percent = match kind {
        RequestKind::Volume => number(fields, "percent", &(0..=100))?.ok_or_else(|| missing("percent"))?,
        _ => 0,
    };
    let text = longest.map_or(Ok(String::new()), |longest| text(fields, longest))?;
    Ok(ControlRequest {
        kind,
        text,
        urgent,
        repeat,
        percent: percent.try_into().unwrap_or(100),
    })
}

fn switch(fields: &Map<String, Value>, name: &str) -> Result<bool, Refusal> {
    match fields.get(name) {
        None => Ok(false),
        Some(Value::Bool(on)) => Ok(*on),
        Some(_) => Err(refusal(
            "wrong-value",
            format!("\"{name}\" must be true or false."),
        )),
    }
}

fn number(
    fields: &Map<String, Value>,
    name: &str,
    bounds: &RangeInclusive<u64>,
) -> Result<Option<u64>, Refusal> {
    let Some(value) = fields.get(name) else {
        return Ok(None);
    };
    match value.as_u64().filter(|number| bounds.contains(number)) {
        Some(number) => Ok(Some(number)),
        None => {
            let (least, most) = (bounds.start(), bounds.end());
            let reason = format!("\"{name}\" must be a whole number from {least} to {most}.");
            Err(refusal("wrong-value", reason))
        }
    }
}

/// How often an announcement is said.
fn repeat(fields: &Map<String, Value>) -> Result<Option<Duration>, Refusal> {
    let seconds = number(fields, "repeat_s", &REPEATS)?;
    match (switch(fields, "until_acknowledged")?, seconds) {
        (true, seconds) => Ok(Some(Duration::from_secs(seconds.unwrap_or(REPEAT)))),
        (false, None) => Ok(None),
        (false, Some(_)) => Err(refusal(
            "missing-field",
            "\"repeat_s\" needs \"until_acknowledged\": true, or nothing would end it.",
        )),
    }
}

fn kind(fields: &Map<String, Value>) -> Result<RequestKind, Refusal> {
    let name = match fields.get("do") {
        Some(Value::String(name)) => name,
        Some(_) => return Err(refusal("wrong-value", "\"do\" must be the name of a request.")),
        None => return Err(missing("do")),
    };
    RequestKind::named(name).ok_or_else(|| {
        let known = RequestKind::ALL.map(RequestKind::name).join(", ");
        let reason = format!("There is no request \"{}\"; known are {known}.", quoted(name));
        refusal("unknown-request", reason)
    })
}

/// The text on one line, with its white space as single spaces.
fn text(fields: &Map<String, Value>, longest: usize) -> Result<String, Refusal> {
    let text = match fields.get("text") {
        Some(Value::String(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Some(_) => return Err(refusal("wrong-value", "\"text\" must be a text.")),
        None => return Err(missing("text")),
    };
    if text.is_empty() || text.len() > longest {
        let reason = format!("\"text\" has {} bytes; use 1 to {longest}.", text.len());
        return Err(refusal("wrong-value", reason));
    }
    Ok(text)
}

fn missing(name: &str) -> Refusal {
    refusal("missing-field", format!("The request has no \"{name}\"."))
}

fn quoted(text: &str) -> String {
    mynah_files::brief(text, QUOTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_a_version_a_name_and_its_own_fields() {
        let line = br#"{"mynah":1,"id":"7","do":"announce","text":" We close\n soon. ","urgent":true}"#;
        let expected = ControlRequest {
            kind: RequestKind::Announce,
            text: "We close soon.".into(),
            urgent: true,
            repeat: None,
            percent: 0,
        };
        assert_eq!(read(line), (Some("7".into()), Ok(expected)));
        let (id, status) = read(br#"{"mynah":1,"do":"status"}"#);
        assert_eq!((id, status.unwrap().kind), (None, RequestKind::Status));
    }

    #[test]
    fn an_announcement_can_last_until_it_is_acknowledged() {
        let of = |line: &str| read(line.as_bytes()).1.unwrap();
        let announced = of(r#"{"mynah":1,"do":"announce","text":"a","until_acknowledged":true}"#);
        assert_eq!(announced.repeat, Some(Duration::from_secs(REPEAT)));
        let line = r#"{"mynah":1,"do":"announce","text":"a","until_acknowledged":true,"repeat_s":90}"#;
        assert_eq!(of(line).repeat, Some(Duration::from_secs(90)));
        assert_eq!(of(r#"{"mynah":1,"do":"volume","percent":40}"#).percent, 40);
    }

    #[test]
    fn a_refusal_names_what_is_wrong() {
        for (line, code, words) in [
            ("", "not-json", "one JSON object"),
            ("[1]", "not-json", "one JSON object"),
            ("{\"mynah\":1,", "not-json", "column 11"),
            ("\u{1}", "not-json", "one JSON object"),
            (r#"{"do":"status"}"#, "missing-field", "\"mynah\""),
            (r#"{"mynah":2,"do":"status"}"#, "wrong-version", "knows 1"),
            (r#"{"mynah":"1","do":"status"}"#, "wrong-version", "knows 1"),
            (r#"{"mynah":1}"#, "missing-field", "\"do\""),
            (
                r#"{"mynah":1,"do":"dance"}"#,
                "unknown-request",
                "\"dance\"; known are announce",
            ),
            (r#"{"mynah":1,"do":"say","txt":"a"}"#, "unknown-field", "\"txt\""),
            (
                r#"{"mynah":1,"do":"status","text":"a"}"#,
                "unknown-field",
                "\"text\"",
            ),
            (r#"{"mynah":1,"do":"say"}"#, "missing-field", "\"text\""),
            (
                r#"{"mynah":1,"do":"say","text":" "}"#,
                "wrong-value",
                "has 0 bytes",
            ),
            (r#"{"mynah":1,"do":"say","text":5}"#, "wrong-value", "\"text\""),
            (
                r#"{"mynah":1,"do":"say","text":"a","urgent":1}"#,
                "wrong-value",
                "\"urgent\"",
            ),
            (r#"{"mynah":1,"do":"status","id":7}"#, "wrong-value", "\"id\""),
            (
                r#"{"mynah":1,"do":"announce","text":"a","repeat_s":60}"#,
                "missing-field",
                "until_acknowledged",
            ),
            (
                r#"{"mynah":1,"do":"announce","text":"a","until_acknowledged":true,"repeat_s":5}"#,
                "wrong-value",
                "from 10 to 3600",
            ),
            (r#"{"mynah":1,"do":"volume"}"#, "missing-field", "\"percent\""),
            (
                r#"{"mynah":1,"do":"volume","percent":101}"#,
                "wrong-value",
                "from 0 to 100",
            ),
            (
                r#"{"mynah":1,"do":"volume","percent":-1}"#,
                "wrong-value",
                "\"percent\"",
            ),
            (
                r#"{"mynah":1,"do":"say","text":"a","until_acknowledged":true}"#,
                "unknown-field",
                "until_acknowledged",
            ),
        ] {
            let refusal = read(line.as_bytes()).1.unwrap_err();
            assert_eq!(refusal.code, code, "{line}");
            assert!(refusal.message.contains(words), "{line}: {}", refusal.message);
        }
        let deep = "[".repeat(60_000);
        assert_eq!(read(deep.as_bytes()).1.unwrap_err().code, "not-json");
    }

    #[test]
    fn the_schema_has_every_request_and_no_other() {
        let schema = include_str!("../../docs/src/developer/control.schema.json");
        let schema: Value = serde_json::from_str(schema).unwrap();
        let names = &schema["$defs"]["request"]["properties"]["do"]["enum"];
        assert_eq!(*names, serde_json::json!(RequestKind::ALL.map(RequestKind::name)));
    }

    #[test]
    fn a_text_has_its_limit() {
        let of = |kind: &str, length: usize| {
            let text = "a".repeat(length);
            read(format!(r#"{{"mynah":1,"do":"{kind}","text":"{text}"}}"#).as_bytes())
                .1
                .is_ok()
        };
        assert!(of("announce", MAX_ANNOUNCEMENT_LEN) && !of("announce", MAX_ANNOUNCEMENT_LEN + 1));
        assert!(of("ask", MAX_TEXT_LEN) && !of("ask", MAX_TEXT_LEN + 1));
    }
}
