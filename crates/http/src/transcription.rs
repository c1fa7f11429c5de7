//! `POST /v1/audio/transcriptions`: a recording to text.

use hyper::Request;
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use serde_json::json;

use crate::error::RequestError;
use crate::route::{Reply, Routes, shortened};
use crate::{form, request, sound};

/// The largest form, in bytes: the recording may have as many as OpenAI's API takes.
const MAX_FORM_LEN: usize = 26 << 20;
/// Bytes of samples in one event.
const CHUNK: usize = 32 << 10;

/// The words of a recording.
pub(crate) async fn transcribe(routes: &Routes, request: Request<Incoming>) -> Result<Reply, RequestError> {
    // Neither is ever closed.
    let closed = |_| RequestError::Broken;
    let _form = routes.forms.acquire().await.map_err(closed)?;
    let content_type = request.headers().get(CONTENT_TYPE);
    let boundary = form::boundary(content_type.and_then(|value| value.to_str().ok()))?;
    let body = request::body(request, MAX_FORM_LEN).await?;
    // Whoever sends slowly keeps no other from being transcribed.
    let _seat = routes.recordings.acquire().await.map_err(closed)?;
    let fields = form::fields(&body, &boundary)?;
    let field = |name: &str| {
        fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| field.content)
    };
    let wrong = |sentence: &str| RequestError::Wrong(sentence.to_owned());
    let is_text = match field("response_format") {
        None | Some(b"json") => false,
        Some(b"text") => true,
        Some(other) => {
            let other = shortened(&String::from_utf8_lossy(other));
            let sentence =
                format!("The format {other} is not made here: ask for response_format json or text.");
            return Err(wrong(&sentence));
        }
    };
    if field("stream").is_some_and(|stream| stream.eq_ignore_ascii_case(b"true")) {
        return Err(wrong("A transcript is sent at once: leave stream out."));
    }
    let file =
        field("file").ok_or_else(|| wrong("The form has no file: send a WAV file in the field file."))?;
    let pcm = sound::read(file)?;
    let format = json!({"rate": pcm.rate, "width": 2, "channels": pcm.channels});
    let mut mynah = routes.mynah().await?;
    mynah.send("audio-start", &format, &[]).await?;
    for chunk in pcm.bytes.chunks(CHUNK) {
        mynah.send("audio-chunk", &format, chunk).await?;
    }
    mynah.send("audio-stop", &json!({}), &[]).await?;
    let text = mynah.expect("transcript").await?.text("text");
    Ok(if is_text {
        Reply::Text(text + "\n")
    } else {
        Reply::Json(json!({"text": text}))
    })
}
