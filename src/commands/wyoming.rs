//! `mynah wyoming`: speech to text, text to speech and answers for Home Assistant and other Wyoming clients.

use std::path::PathBuf;

use clap::Args;

use crate::config::paths;
use crate::engine::signals;
use crate::hearing::transcribe;
use crate::serve::wyoming::{self, WyomingPlace};
use crate::serve::{ServeConfig, ServeError, Stop};

use super::{Global, Outcome};

#[derive(Debug, Args)]
pub(super) struct Wyoming {
    /// Unix socket to listen at, for this user alone [default: mynah/wyoming.sock in the runtime folder]
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// Serve one client, at standard input and output
    #[arg(long, conflicts_with = "socket")]
    stdio: bool,
}

impl Wyoming {
    /// The socket; `None` without one. The broker compares the path by its spelling.
    pub(super) fn socket(&self) -> Option<PathBuf> {
        if self.stdio {
            return None;
        }
        match &self.socket {
            Some(path) => std::path::absolute(path).ok(),
            None => paths::wyoming(),
        }
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let config = ServeConfig {
            settings: global.settings()?,
            tell: super::remark,
        };
        let place = if self.stdio {
            WyomingPlace::Standard
        } else {
            WyomingPlace::Socket(self.socket().ok_or(ServeError::NoPlace)?)
        };
        transcribe::log_quietly();
        let stop = Stop::default();
        let stopped = stop.clone();
        signals::listen(move || stopped.now())?;
        if let WyomingPlace::Socket(path) = &place {
            super::remark(&format!("Wyoming clients connect to {}", path.display()));
        }
        wyoming::serve(&place, &config, &stop)?;
        Ok(())
    }
}
