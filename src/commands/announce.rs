//! `mynah announce`: lets the running conversation say something when nobody is speaking.

use clap::Args;
use serde_json::json;

use crate::control::{MAX_ANNOUNCEMENT_LEN, RequestKind};
use crate::program::control_client::ControlClient;

use super::{Failure, Outcome};

#[derive(Debug, Args)]
pub(super) struct Announce {
    /// What to say
    text: String,
}

impl Announce {
    pub(super) fn run(self) -> Outcome {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() || text.len() > MAX_ANNOUNCEMENT_LEN {
            return Err(Failure::Sentence(format!(
                "The announcement has {} bytes; use 1 to {MAX_ANNOUNCEMENT_LEN}.",
                text.len()
            )));
        }
        ControlClient::request(RequestKind::Announce, json!({"text": text}))?
            .reply()
            .map(drop)
    }
}
