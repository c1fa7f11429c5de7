//! What the event `transcript` says of the conversation that a question belongs to.
//!
//! Owns the fields of its `context`. What is kept of conversations is the parts'.

use serde_json::Value;

use super::super::parts::Asker;
use super::event::WyomingEvent;

/// Most questions and answers that an event may bring.
const MAX_PAST: usize = 32;
/// The longest id of a conversation, in bytes; a longer one is none.
const MAX_ID_LEN: usize = 128;

/// Whose question it is: a program such as Home Assistant connects anew for each, and names the conversation.
pub(super) fn asker(event: &WyomingEvent, client: u64) -> Asker {
    let id = event
        .data
        .get("context")
        .and_then(|context| context.get("conversation_id"));
    let id = id.and_then(Value::as_str);
    match id.filter(|id| !id.is_empty() && id.len() <= MAX_ID_LEN) {
        Some(id) => Asker::Conversation(id.to_owned()),
        None => Asker::Client(client),
    }
}

/// The questions and answers that a client brings: `context.history`, pairs of texts.
pub(super) fn past(event: &WyomingEvent) -> Option<Vec<(String, String)>> {
    let pairs = event.data.get("context")?.get("history")?.as_array()?;
    let pair = |pair: &Value| {
        Some((
            pair.get(0)?.as_str()?.to_owned(),
            pair.get(1)?.as_str()?.to_owned(),
        ))
    };
    let newest = pairs.iter().skip(pairs.len().saturating_sub(MAX_PAST));
    Some(newest.filter_map(pair).collect())
}
