//! `POST /v1/chat/completions`: a question to an answer.
//!
//! Owns what of a client's messages is the question, and what is the conversation before it. mynah answers from its documents and
//! skills, with its own instructions: those of a client are not used.

use hyper::Request;
use hyper::body::Incoming;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::RequestError;
use crate::request;
use crate::route::{Reply, Routes, now, shortened};

/// The longest question, in bytes, as in mynah.
const MAX_QUESTION_LEN: usize = 8_000;
/// Most exchanges before the question; older ones are left out.
const MAX_PAST: usize = 16;
/// The longest question or answer in the conversation before, in characters; the rest is left out.
const MAX_PAST_CHARS: usize = 2_000;

#[derive(Debug, Deserialize)]
struct Chat {
    messages: Vec<ChatMessage>,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    stream: Option<bool>,
    #[serde(default)]
    n: Option<u64>,
    #[serde(default)]
    tools: Option<Vec<Value>>,
    #[serde(default)]
    response_format: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct ChatMessage {
    role: String,
    #[serde(default)]
    content: Value,
}

impl ChatMessage {
    /// Its words; nothing for pictures and sound.
    fn text(&self) -> String {
        match &self.content {
            Value::String(text) => text.clone(),
            Value::Array(parts) => {
                let texts = parts.iter().filter_map(|part| part.get("text")?.as_str());
                texts.collect::<Vec<_>>().join("\n")
            }
            _ => String::new(),
        }
    }
}

/// The answer to the last message.
pub(crate) async fn complete(routes: &Routes, request: Request<Incoming>) -> Result<Reply, RequestError> {
    let chat: Chat = request::json(request).await?;
    let wrong = |sentence: &str| RequestError::Wrong(sentence.to_owned());
    if chat.n.is_some_and(|count| count != 1) {
        return Err(wrong("There is one answer to a question: leave n out."));
    }
    if chat.tools.as_ref().is_some_and(|tools| !tools.is_empty()) {
        return Err(wrong("mynah calls no tools of its clients: leave tools out."));
    }
    let format = chat.response_format.as_ref().filter(|format| !format.is_null());
    if format.is_some_and(|format| format.get("type").and_then(Value::as_str) != Some("text")) {
        return Err(wrong(
            "Answers are plain text: leave response_format out, or give it the type text.",
        ));
    }
    let (question, past) = conversation(&chat.messages)
        .ok_or_else(|| wrong("The last message must be a question: one of the role user, with words."))?;
    if question.len() > MAX_QUESTION_LEN {
        return Err(wrong(&format!(
            "The question has more than {MAX_QUESTION_LEN} bytes: ask a shorter one."
        )));
    }
    let mut mynah = routes.mynah().await?;
    let data = json!({"text": question, "context": {"history": past}});
    mynah.send("transcript", &data, &[]).await?;
    let event = mynah.next().await?;
    if !matches!(event.kind.as_str(), "handled" | "not-handled") {
        return Err(RequestError::Broken);
    }
    let model = chat
        .model
        .as_deref()
        .map_or_else(|| "mynah".to_owned(), shortened);
    let id = format!("chatcmpl-{}", routes.number());
    Ok(answered(
        &id,
        &model,
        &event.text("text"),
        chat.stream == Some(true),
    ))
}

/// The question, and the exchanges before it.
fn conversation(messages: &[ChatMessage]) -> Option<(String, Vec<[String; 2]>)> {
    let spoken = messages
        .iter()
        .filter(|message| matches!(message.role.as_str(), "user" | "assistant"));
    let mut past: Vec<[String; 2]> = Vec::new();
    let mut asked: Option<String> = None;
    for message in spoken {
        if message.role == "user" {
            asked = Some(message.text());
        } else if let Some(question) = asked.take() {
            past.push([cut(&question), cut(&message.text())]);
        }
    }
    let newest = past.split_off(past.len().saturating_sub(MAX_PAST));
    let question = asked.filter(|question| !question.trim().is_empty())?;
    Some((question, newest))
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_PAST_CHARS).collect()
}

fn answered(id: &str, model: &str, text: &str, streams: bool) -> Reply {
    let created = now();
    if !streams {
        return Reply::Json(json!({
            "id": id,
            "object": "chat.completion",
            "created": created,
            "model": model,
            "choices": [{
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": null},
                "logprobs": null,
                "finish_reason": "stop",
            }],
        }));
    }
    let chunk = |delta: Value, finish: Value| {
        let chunk = json!({
            "id": id,
            "object": "chat.completion.chunk",
            "created": created,
            "model": model,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        });
        format!("data: {chunk}\n\n")
    };
    // mynah judges an answer as a whole before it gives any of it.
    let first = chunk(json!({"role": "assistant", "content": text}), Value::Null);
    Reply::Events(first + &chunk(json!({}), json!("stop")) + "data: [DONE]\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(of: &[(&str, Value)]) -> Vec<ChatMessage> {
        let message = |(role, content): &(&str, Value)| ChatMessage {
            role: (*role).to_owned(),
            content: content.clone(),
        };
        of.iter().map(message).collect()
    }

    #[test]
    fn the_last_message_is_the_question_and_those_before_it_the_conversation() {
        let chat = messages(&[
            ("system", json!("Be brief.")),
            ("user", json!("When does the library open?")),
            ("assistant", json!("At 10 am.")),
            (
                "user",
                json!([{"type": "text", "text": "And on Sunday?"}, {"type": "image_url"}]),
            ),
        ]);
        let (question, past) = conversation(&chat).unwrap();
        assert_eq!(question, "And on Sunday?");
        assert_eq!(
            past,
            [["When does the library open?".to_owned(), "At 10 am.".to_owned()]]
        );
    }

    #[test]
    fn without_a_question_there_is_no_answer() {
        for chat in [
            messages(&[]),
            messages(&[("user", json!(" "))]),
            messages(&[("user", json!("Hi.")), ("assistant", json!("Hello."))]),
            messages(&[("user", json!(5))]),
        ] {
            assert_eq!(conversation(&chat), None);
        }
    }
}
