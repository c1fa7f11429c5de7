//! `POST /v1/audio/speech`: text to sound.

use hyper::Request;
use hyper::body::Incoming;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::RequestError;
use crate::request;
use crate::route::{Reply, Routes, shortened};
use crate::sound;
use crate::wyoming::Wyoming;

/// The longest text, in characters, as in OpenAI's API.
const MAX_TEXT_CHARS: usize = 4_096;

#[derive(Debug, Deserialize)]
struct Spoken {
    input: String,
    #[serde(default)]
    voice: Option<Value>,
    #[serde(default)]
    response_format: Option<String>,
    #[serde(default)]
    speed: Option<f64>,
    #[serde(default)]
    stream_format: Option<String>,
}

/// The sound of a text.
pub(crate) async fn speak(routes: &Routes, request: Request<Incoming>) -> Result<Reply, RequestError> {
    let wanted: Spoken = request::json(request).await?;
    let wrong = |sentence: &str| Err(RequestError::Wrong(sentence.to_owned()));
    let is_pcm = match wanted.response_format.as_deref() {
        None | Some("wav") => false,
        Some("pcm") => true,
        Some(other) => {
            let other = shortened(other);
            return wrong(&format!(
                "The format {other} is not made here: ask for response_format wav or pcm."
            ));
        }
    };
    if wanted.speed.is_some_and(|speed| (speed - 1.0).abs() > 0.01) {
        return wrong(
            "Speech has one speed here: leave speed out, or set speaking.rate in mynah's settings.",
        );
    }
    if wanted.stream_format.is_some_and(|format| format != "audio") {
        return wrong("Speech is sent as sound: leave stream_format out.");
    }
    if wanted.input.chars().count() > MAX_TEXT_CHARS {
        return wrong(&format!(
            "The text has more than {MAX_TEXT_CHARS} characters: send it in parts."
        ));
    }
    let voice = wanted.voice.as_ref().and_then(Value::as_str);
    let spoken = match spoken(routes.mynah().await?, &wanted.input, voice).await {
        // The voices of others, which their clients must name, mean the configured one. An error ends a connection.
        Err(RequestError::Refused { code, .. }) if code == "unknown-voice" => {
            spoken(routes.mynah().await?, &wanted.input, None).await
        }
        spoken => spoken,
    };
    let (pcm, rate) = spoken?;
    Ok(if is_pcm {
        Reply::Sound(sound::at_pcm_rate(&pcm, rate), "audio/pcm")
    } else {
        Reply::Sound(sound::wav(&pcm, rate), "audio/wav")
    })
}

/// The samples of a text, 16 bits and mono, and their rate.
async fn spoken(mut mynah: Wyoming, text: &str, voice: Option<&str>) -> Result<(Vec<u8>, u32), RequestError> {
    let voice = voice.map_or(json!({}), |name| json!({"name": name}));
    mynah
        .send("synthesize", &json!({"text": text, "voice": voice}), &[])
        .await?;
    let start = mynah.expect("audio-start").await?;
    let rate = start.data.get("rate").and_then(Value::as_u64);
    let rate = rate
        .and_then(|rate| u32::try_from(rate).ok())
        .ok_or(RequestError::Broken)?;
    let mut pcm = Vec::new();
    loop {
        let event = mynah.next().await?;
        match event.kind.as_str() {
            "audio-chunk" => pcm.extend(event.payload),
            "audio-stop" => return Ok((pcm, rate)),
            _ => return Err(RequestError::Broken),
        }
    }
}
