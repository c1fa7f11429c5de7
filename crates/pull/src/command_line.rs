//! The command line: its options, and what they mean together.
//!
//! Owns the help, which manual pages and completions are made from.

use std::path::PathBuf;
use std::time::Duration;

use clap::{CommandFactory, Parser, value_parser};

use crate::address::Source;
use crate::error::PullError;
use crate::limits::Limits;

const CODES: &str = "\
Exit codes:
  0    everything is there
  1    a file could not be fetched
  2    wrong usage, an unknown name, or nobody to ask about the licences
  3    the licences were not accepted
  4    the folder or a file cannot be written, or there is no room
  5    what came is not what was expected, or another file is there already
  6    the publisher wants a token
  7    another mynah-pull is fetching into the same folder
  130  interrupted (143 terminated); the next run continues
If several files fail, the code is that of the first one.

Environment:
  MYNAH_MODELS                        the folder, like --to
  HF_ENDPOINT                         another server, like --mirror
  HF_TOKEN                            a token for models whose licence must be accepted at the hub; it is sent
                                      to https://huggingface.co only
  HTTPS_PROXY, ALL_PROXY, NO_PROXY    proxies";

/// Fetches public models for mynah
///
/// The only program of mynah that uses a network: mynah itself has no network code. A download that was interrupted is
/// continued by the next run. A file appears under its name only when it is whole and its SHA-256 was compared with the
/// catalogue's, or, where the catalogue has none, with the one that the server names.
#[derive(Debug, Parser)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(name = "mynah-pull", version, after_help = CODES)]
pub struct CommandLine {
    /// 'list' prints the catalogue; 'recommended', or names from the list such as qwen3-0.6b, fetch models
    #[arg(value_name = "NAME", required = true)]
    pub names: Vec<String>,
    /// The folder for the models; default: the one in which mynah looks for yours, ~/.local/share/mynah/models
    #[arg(long, value_name = "FOLDER", env = "MYNAH_MODELS")]
    pub to: Option<PathBuf>,
    /// Accept the licences that are shown
    #[arg(short, long)]
    pub yes: bool,
    /// Ask another server with the hub's paths; http:// sends everything in the clear
    #[arg(long, value_name = "URL", env = "HF_ENDPOINT")]
    pub mirror: Option<String>,
    /// Send the token to the mirror, too
    #[arg(long, requires = "mirror")]
    pub send_token_to_mirror: bool,
    /// Files that are fetched at the same time
    #[arg(long, value_name = "COUNT", default_value_t = 2, value_parser = value_parser!(u8).range(1..=8))]
    pub jobs: u8,
    /// Attempts after a failure, if no progress was made in between
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = value_parser!(u32).range(0..=100))]
    pub retries: u32,
    /// Seconds without progress after which a connection is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = value_parser!(u64).range(1..=3600))]
    pub stall: u64,
    /// Replace files that are there and differ
    #[arg(long)]
    pub force: bool,
    /// Read the catalogue in this file instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub catalogue: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// The whole command line, for manual pages and completions.
pub fn command_line() -> clap::Command {
    CommandLine::command()
}

impl CommandLine {
    /// Whether the catalogue is to be printed.
    pub fn lists(&self) -> bool {
        self.names == ["list"]
    }

    /// The folder for the models.
    pub fn folder(&self) -> Result<PathBuf, PullError> {
        self.to
            .clone()
            .filter(|folder| !folder.as_os_str().is_empty())
            .or_else(mynah_catalog::folders::user)
            .ok_or_else(|| PullError::Usage("There is no home folder: name a folder with --to.".to_owned()))
    }

    /// The server that is asked, with the token in `HF_TOKEN`.
    pub fn source(&self) -> Result<Source, PullError> {
        let mirror = self.mirror.as_deref().filter(|mirror| !mirror.is_empty());
        let token = std::env::var("HF_TOKEN").ok();
        Source::new(mirror, token, self.send_token_to_mirror)
    }

    /// How long a transfer waits and how often it tries again.
    pub fn limits(&self) -> Limits {
        Limits {
            retries: self.retries,
            stall: Duration::from_secs(self.stall),
            ..Limits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command_line().debug_assert();
    }

    #[test]
    fn the_folder_is_the_named_one() {
        let line = CommandLine::parse_from(["mynah-pull", "--to", "/a/b", "list"]);
        assert_eq!(line.folder().unwrap(), PathBuf::from("/a/b"));
        assert!(line.lists());
    }
}
