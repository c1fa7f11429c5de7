//! What a client learns of mynah: the event `info`.
//!
//! Owns its shape. What is offered is the parts'.

use serde_json::{Value, json};

use super::super::parts::Offer;
use super::event::WyomingEvent;

/// The name of the one program of each kind.
pub(super) const PROGRAM: &str = "mynah";

/// The event.
pub(super) fn info(offer: &Offer) -> WyomingEvent {
    let (speech, heard) = &offer.speech;
    let voices: Vec<Value> = offer
        .voices
        .iter()
        .map(|(name, language)| {
            artifact(
                name,
                "a voice",
                &json!({"languages": [language], "speakers": null}),
            )
        })
        .collect();
    let program = |description: &str, more: Value| json!([artifact(PROGRAM, description, &more)]);
    let model = |name: &str, description: &str, languages: &[String]| {
        json!([artifact(name, description, &json!({"languages": languages}))])
    };
    WyomingEvent::new(
        "info",
        json!({
            "asr": program("speech to text", json!({
                "models": model(speech, "a speech model", heard),
                "supports_transcript_streaming": false,
                "requires_external_vad": true,
            })),
            "tts": program("text to speech", json!({
                "voices": voices,
                "supports_synthesize_streaming": true,
            })),
            "handle": program("answers from documents and by skills", json!({
                "models": model(&offer.language, "a language model", &offer.languages),
                "supports_handled_streaming": false,
                "supports_home_control": false,
            })),
            "intent": [],
            "wake": [],
            "mic": [],
            "snd": [],
        }),
    )
}

/// The fields that everything has, with more.
fn artifact(name: &str, description: &str, more: &Value) -> Value {
    let mut fields = json!({
        "name": name,
        "attribution": {"name": "mynah", "url": ""},
        "installed": true,
        "description": description,
        "version": env!("CARGO_PKG_VERSION"),
    });
    if let (Some(fields), Some(more)) = (fields.as_object_mut(), more.as_object()) {
        fields.extend(more.clone());
    }
    fields
}
