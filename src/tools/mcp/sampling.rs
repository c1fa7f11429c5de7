//! What a server asks the language model (`sampling/createMessage` of the protocol's version 2025-06-18).
//!
//! Owns which requests are answered: one message of text, with bounds. Whether a server may ask is the configuration's; who
//! answers is the caller of the tool.

use serde_json::{Value, json};

/// How often a server may ask in one call.
pub(super) const MAX_QUESTIONS: u8 = 4;
/// A prompt, in bytes.
const MAX_PROMPT_LEN: usize = 8_000;
/// An answer, in tokens.
const MAX_TOKENS: usize = 256;

/// A request that is answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sampled {
    /// What the person in the model's conversation says.
    pub(super) prompt: String,
    /// The answer ends after so many tokens.
    pub(super) max_tokens: usize,
}

/// The request in `params`, if it is one that is answered.
pub(super) fn asked(params: Option<&Value>) -> Option<Sampled> {
    let params = params?;
    let [message] = params.get("messages")?.as_array()?.as_slice() else {
        return None;
    };
    let content = match message.get("content")? {
        Value::Array(parts) => match parts.as_slice() {
            [part] => part,
            _ => return None,
        },
        part => part,
    };
    let is_user = message.get("role").and_then(Value::as_str) == Some("user");
    let is_text = content.get("type").and_then(Value::as_str) == Some("text");
    let prompt = content.get("text")?.as_str()?.trim();
    let is_answered = is_user && is_text && (1..=MAX_PROMPT_LEN).contains(&prompt.len());
    let wanted = params
        .get("maxTokens")
        .and_then(Value::as_u64)
        .and_then(|wanted| usize::try_from(wanted).ok());
    is_answered.then(|| Sampled {
        prompt: prompt.to_owned(),
        max_tokens: wanted.unwrap_or(MAX_TOKENS).clamp(1, MAX_TOKENS),
    })
}

/// The result that carries this text.
pub(super) fn answer(text: &str) -> Value {
    json!({
        "role": "assistant",
        "content": {"type": "text", "text": text},
        "model": "mynah",
        "stopReason": "endTurn",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_message_of_text_is_answered_within_bounds() {
        let text = |text: &str| json!({"role": "user", "content": {"type": "text", "text": text}});
        let asked_for = |messages: Value| asked(Some(&json!({"messages": messages, "maxTokens": 10_000})));
        assert_eq!(
            asked_for(json!([text(" a cheese ")])),
            Some(Sampled {
                prompt: "a cheese".to_owned(),
                max_tokens: MAX_TOKENS
            })
        );
        for refused in [
            json!([]),
            json!([text("one"), text("two")]),
            json!([text(" ")]),
            json!([text(&"a".repeat(MAX_PROMPT_LEN + 1))]),
            json!([{"role": "assistant", "content": {"type": "text", "text": "one"}}]),
            json!([{"role": "user", "content": {"type": "image", "data": ""}}]),
            json!("one"),
        ] {
            assert_eq!(asked_for(refused.clone()), None, "{refused}");
        }
        assert_eq!(asked(None), None);
    }
}
