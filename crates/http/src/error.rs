//! What ends the program, and what ends a request: sentences, and for programs OpenAI's shape of an error.

use std::io;
use std::path::PathBuf;

use hyper::StatusCode;
use serde_json::{Value, json};

/// Why the program cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// There is no runtime folder and no home folder.
    #[error("There is no folder for a socket: name a place with --socket.")]
    NoPlace,
    /// Another program listens there.
    #[error("Another program listens at {} already: end it, or name another place with --socket.", .0.display())]
    Taken(PathBuf),
    /// The socket cannot be made.
    #[error("The socket {} cannot be made ({reason}): name another place with --socket.", path.display())]
    Unusable {
        /// The socket.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The kernel does not take the rules.
    #[error("The kernel refuses the protection ({0}): use a kernel with seccomp filters.")]
    Unprotected(String),
    /// Signals or the runtime.
    #[error("The system refuses what a server needs ({0}): close other programs.")]
    System(#[from] io::Error),
}

/// Why a request is not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RequestError {
    /// Nothing of this kind is offered here.
    #[error(
        "There is no {0} here: use /v1/models, /v1/chat/completions, /v1/audio/speech or /v1/audio/transcriptions."
    )]
    NoPath(String),
    /// Not with this method.
    #[error("{path} takes {method} only.")]
    Method {
        /// The path.
        path: &'static str,
        /// The method.
        method: &'static str,
    },
    /// No such model.
    #[error("There is no model \"{0}\": /v1/models lists those that there are.")]
    NoModel(String),
    /// The body is too long.
    #[error("The body has more than {0} bytes: send less at once.")]
    TooLong(usize),
    /// The body did not arrive in time.
    #[error("The body was not complete within {0} seconds: send it at once.")]
    TooSlow(u64),
    /// The body is not what it should be.
    #[error("{0}")]
    Wrong(String),
    /// mynah is not there.
    #[error("Nobody listens at {} ({reason}): start 'mynah wyoming'.", path.display())]
    NotRunning {
        /// Its socket.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// mynah's own sentence, and its code.
    #[error("{text}")]
    Refused {
        /// The code.
        code: String,
        /// The sentence.
        text: String,
    },
    /// mynah breaks the protocol, or is gone.
    #[error("mynah has stopped answering: start 'mynah wyoming' again, and see its log.")]
    Broken,
}

impl RequestError {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NoPath(_) | Self::NoModel(_) => StatusCode::NOT_FOUND,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Wrong(_) => StatusCode::BAD_REQUEST,
            Self::NotRunning { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Refused { code, .. } => match code.as_str() {
                "busy" | "full" => StatusCode::TOO_MANY_REQUESTS,
                "failed" | "ended" | "late" => StatusCode::INTERNAL_SERVER_ERROR,
                _ => StatusCode::BAD_REQUEST,
            },
            Self::Broken => StatusCode::BAD_GATEWAY,
        }
    }

    /// The body, as OpenAI's clients read it.
    pub(crate) fn body(&self) -> Value {
        let kind = if self.status().is_server_error() {
            "server_error"
        } else {
            "invalid_request_error"
        };
        let code = match self {
            Self::Refused { code, .. } => Some(code.as_str()),
            Self::NoModel(_) => Some("model_not_found"),
            _ => None,
        };
        json!({"error": {"message": self.to_string(), "type": kind, "param": null, "code": code}})
    }
}
