//! Which path means what, and answers.
//!
//! Owns the paths. Each answer is one object, sound, text, or a stream of events that is written at once.

use std::convert::Infallible;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::error::RequestError;
use crate::wyoming::Wyoming;
use crate::{chat, speech, transcription};

/// Forms that are received at once; they are held in memory.
const MAX_FORMS: usize = 16;
/// Recordings that are transcribed at once.
const MAX_RECORDINGS: usize = 4;
/// Connections to mynah at once, which has room for 32 of all its clients.
const MAX_TO_MYNAH: usize = 16;

/// What all requests share.
pub(crate) struct Routes {
    wyoming: PathBuf,
    pub(crate) forms: Semaphore,
    pub(crate) recordings: Semaphore,
    to_mynah: Arc<Semaphore>,
    count: AtomicU64,
}

/// What is answered.
pub(crate) enum Reply {
    Json(Value),
    Text(String),
    /// Bytes and their type.
    Sound(Vec<u8>, &'static str),
    /// Server-sent events.
    Events(String),
}

impl Routes {
    pub(crate) fn new(wyoming: PathBuf) -> Self {
        Self {
            wyoming,
            forms: Semaphore::new(MAX_FORMS),
            recordings: Semaphore::new(MAX_RECORDINGS),
            to_mynah: Arc::new(Semaphore::new(MAX_TO_MYNAH)),
            count: AtomicU64::new(0),
        }
    }

    /// A connection to mynah; waits for a seat. Nobody may hold one and ask for another.
    pub(crate) async fn mynah(&self) -> Result<Wyoming, RequestError> {
        let seat = Arc::clone(&self.to_mynah).acquire_owned().await;
        // It is never closed.
        let seat = seat.map_err(|_| RequestError::Broken)?;
        Wyoming::connect(&self.wyoming, seat).await
    }

    /// A number that no other answer of this program has.
    pub(crate) fn number(&self) -> u64 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "the protocol's field `created`; nothing depends on it"
    )]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

/// Answers a request; mistakes are answers too.
pub(crate) async fn answer(
    routes: Rc<Routes>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, kind, body, allow) = match reply(&routes, request).await {
        Ok(Reply::Json(value)) => (200, "application/json", value.to_string().into_bytes(), None),
        Ok(Reply::Text(text)) => (200, "text/plain; charset=utf-8", text.into_bytes(), None),
        Ok(Reply::Sound(bytes, kind)) => (200, kind, bytes, None),
        Ok(Reply::Events(text)) => (200, "text/event-stream", text.into_bytes(), None),
        Err(error) => {
            let allow = match error {
                RequestError::Method { method, .. } => Some(method),
                _ => None,
            };
            let body = error.body().to_string().into_bytes();
            (error.status().as_u16(), "application/json", body, allow)
        }
    };
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = hyper::StatusCode::from_u16(status).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(allow) = allow {
        headers.insert(ALLOW, HeaderValue::from_static(allow));
    }
    Ok(response)
}

async fn reply(routes: &Routes, request: Request<Incoming>) -> Result<Reply, RequestError> {
    let path = request.uri().path().trim_end_matches('/').to_owned();
    let only = |path, method: Method, name| {
        if request.method() == method {
            Ok(())
        } else {
            Err(RequestError::Method { path, method: name })
        }
    };
    match path.as_str() {
        "/v1/models" => {
            only("/v1/models", Method::GET, "GET")?;
            let models = models(routes).await?;
            Ok(Reply::Json(json!({"object": "list", "data": models})))
        }
        "/v1/chat/completions" => {
            only("/v1/chat/completions", Method::POST, "POST")?;
            chat::complete(routes, request).await
        }
        "/v1/audio/speech" => {
            only("/v1/audio/speech", Method::POST, "POST")?;
            speech::speak(routes, request).await
        }
        "/v1/audio/transcriptions" => {
            only("/v1/audio/transcriptions", Method::POST, "POST")?;
            transcription::transcribe(routes, request).await
        }
        path => match path.strip_prefix("/v1/models/") {
            Some(wanted) => {
                only("/v1/models/ID", Method::GET, "GET")?;
                let models = models(routes).await?;
                let found = models.into_iter().find(|model| model["id"] == wanted);
                let found = found.ok_or_else(|| RequestError::NoModel(shortened(wanted)))?;
                Ok(Reply::Json(found))
            }
            None => Err(RequestError::NoPath(shortened(path))),
        },
    }
}

/// The models that mynah offers, as this API lists them.
async fn models(routes: &Routes) -> Result<Vec<Value>, RequestError> {
    let mut mynah = routes.mynah().await?;
    mynah.send("describe", &json!({}), &[]).await?;
    let info = mynah.expect("info").await?.data;
    let of = |kind: &str, inner: &str| {
        let first = info
            .get(kind)
            .and_then(|programs| programs.get(0)?.get(inner)?.as_array());
        let names = first.into_iter().flatten().take(1);
        names
            .filter_map(|model| Some(model.get("name")?.as_str()?.to_owned()))
            .collect::<Vec<_>>()
    };
    let names = [of("handle", "models"), of("asr", "models"), of("tts", "voices")].concat();
    let model = |id: String| json!({"id": id, "object": "model", "created": 0, "owned_by": "mynah"});
    Ok(names.into_iter().map(model).collect())
}

/// The beginning of what a client sent, for a sentence about it.
pub(crate) fn shortened(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control())
        .take(60)
        .collect()
}
