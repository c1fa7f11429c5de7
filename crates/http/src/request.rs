//! Bodies: at most so large, complete in time, and JSON where they should be.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::Request;
use hyper::body::{Body, Incoming};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::error::RequestError;
use crate::route::shortened;

/// A body must be complete after this time.
const COMPLETE: Duration = Duration::from_secs(60);
/// The largest body of JSON, in bytes.
const MAX_JSON_LEN: usize = 1 << 20;

/// The whole body, of at most `limit` bytes.
pub(crate) async fn body(request: Request<Incoming>, limit: usize) -> Result<Bytes, RequestError> {
    let body = request.into_body();
    // Known to be too long before anything is read.
    if body.size_hint().lower() > limit as u64 {
        return Err(RequestError::TooLong(limit));
    }
    match timeout(COMPLETE, Limited::new(body, limit).collect()).await {
        Err(_) => Err(RequestError::TooSlow(COMPLETE.as_secs())),
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(RequestError::TooLong(limit)),
        Ok(Err(_)) => Err(RequestError::Wrong(
            "The body ended early: send all of it.".to_owned(),
        )),
    }
}

/// A body of JSON.
pub(crate) async fn json<T: DeserializeOwned>(request: Request<Incoming>) -> Result<T, RequestError> {
    let bytes = body(request, MAX_JSON_LEN).await?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let reason = shortened(&error.to_string());
        RequestError::Wrong(format!(
            "The body is not the JSON object that it should be: {reason}."
        ))
    })
}
