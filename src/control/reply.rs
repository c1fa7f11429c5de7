//! Replies and events, as lines.
//!
//! Owns their fields (version 1; `docs/src/developer/control.schema.json`).

use std::sync::Arc;

use serde_json::{Value, json};

use super::news::{Told, TurnTold};
use super::request::{Refusal, VERSION};

/// The reply to a request that was done, with more fields of an object.
pub(super) fn done(id: Option<&str>, more: Value) -> String {
    line(json!({"mynah": VERSION, "id": id, "ok": true}), more)
}

/// The reply to a request that was not done.
pub(super) fn refused(id: Option<&str>, refusal: &Refusal) -> String {
    let error = json!({"code": refusal.code, "message": refusal.message});
    line(
        json!({"mynah": VERSION, "id": id, "ok": false, "error": error}),
        json!({}),
    )
}

/// The reply to a question or a text, once its turn has ended. A question's has the answer.
pub(super) fn ended(id: Option<&str>, turn: &TurnTold) -> String {
    let mut more = json!({"turn": turn.number, "interrupted": turn.interrupted});
    if turn.question.is_some() {
        more["reply"] = json!(turn.reply);
    }
    done(id, more)
}

/// An event for subscribers; `None` where there is nothing to tell without `words`.
pub(super) fn event(told: &Told, words: bool) -> Option<Arc<str>> {
    let more = match told {
        Told::Phase { turn, phase } => json!({"event": "phase", "phase": phase, "turn": turn}),
        Told::Listening(listening) => json!({"event": "listening", "listening": listening}),
        Told::Transcript { turn, text, spoken } if words => {
            json!({"event": "transcript", "turn": turn, "text": text, "spoken": spoken})
        }
        Told::Turn(turn) => {
            let mut more = json!({
                "event": "turn", "turn": turn.number, "spoken": turn.spoken, "interrupted": turn.interrupted,
                "failed": turn.failed.is_some(),
            });
            if words {
                more["reply"] = json!(turn.reply);
            }
            more
        }
        Told::Fault { sentence, .. } => json!({"event": "fault", "sentence": sentence}),
        Told::Lost => json!({"event": "lost"}),
        Told::Transcript { .. } | Told::Progress { .. } | Told::Ignored => return None,
    };
    Some(line(json!({"mynah": VERSION}), more).into())
}

/// The event that this many announcements were acknowledged.
pub(super) fn acknowledged(count: usize) -> Arc<str> {
    line(
        json!({"mynah": VERSION}),
        json!({"event": "acknowledged", "count": count}),
    )
    .into()
}

fn line(mut object: Value, more: Value) -> String {
    if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
        object.extend(more);
    }
    format!("{object}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_only_where_they_are_allowed() {
        let transcript = Told::Transcript {
            turn: 1,
            text: "secret".into(),
            spoken: true,
        };
        let turn = Told::Turn(Box::new(TurnTold {
            number: 1,
            reply: "secret".into(),
            ..TurnTold::default()
        }));
        assert!(event(&transcript, true).unwrap().contains("secret"));
        assert!(event(&turn, true).unwrap().contains("secret"));
        assert_eq!(event(&transcript, false), None);
        assert!(!event(&turn, false).unwrap().contains("secret"));
    }

    #[test]
    fn every_line_is_one_line() {
        let turn = TurnTold {
            question: Some("a".into()),
            reply: "two\nlines".into(),
            ..TurnTold::default()
        };
        assert_eq!(ended(Some("7"), &turn).matches('\n').count(), 1);
    }
}
