//! `mynah mcp`: questions, speech and transcripts for programs that speak the Model Context Protocol.

use std::path::PathBuf;

use clap::Args;

use crate::engine::signals;
use crate::hearing::transcribe;
use crate::serve::mcp::{self, McpConfig};
use crate::serve::{ServeConfig, Stop};

use super::{Global, Outcome};

#[derive(Debug, Args)]
pub(super) struct Mcp {
    /// Folder whose recordings may be transcribed by their paths; may be repeated
    #[arg(long = "folder", value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Do not offer to say something through the loudspeaker
    #[arg(long)]
    quiet: bool,
}

impl Mcp {
    /// The folders that may be read.
    pub(super) fn folders(&self) -> Vec<PathBuf> {
        self.folders.clone()
    }

    /// Whether it says something aloud.
    pub(super) fn says(&self) -> bool {
        !self.quiet
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let config = McpConfig {
            serve: ServeConfig {
                settings: global.settings()?,
                tell: super::remark,
            },
            says: self.says(),
            folders: self.folders,
        };
        transcribe::log_quietly();
        let stop = Stop::default();
        let stopped = stop.clone();
        signals::listen(move || stopped.now())?;
        mcp::serve(&config, &stop)?;
        Ok(())
    }
}
