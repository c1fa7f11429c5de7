//! The command line: merging, the report, and what a file is.
//!
//! Owns the help, which the manual page and completions are made from.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Tells which words are frequent in questions that kiosks could not answer
///
/// Kiosks with 'unanswered.count = true' count such words in the file unanswered.json, with noise, so that no conversation can be found
/// in it.
#[derive(Debug, Parser)]
#[command(name = "mynah-unanswered", version)]
pub(super) struct CommandLine {
    #[command(subcommand)]
    pub(super) action: Action,
}

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Add files of several kiosks or periods
    Merge {
        /// Where the sum is written
        out: PathBuf,
        /// The files
        #[arg(required = true, value_name = "IN")]
        files: Vec<PathBuf>,
    },
    /// Print the words of a list that are frequent, and pairs of them
    Report(Report),
    /// Print what a file is the sum of
    Info {
        /// The file
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct Report {
    /// The file of a kiosk, or a sum
    pub(super) file: PathBuf,
    /// The value of unanswered.salt; in the variable, other users of the machine do not see it
    #[arg(long, env = "MYNAH_UNANSWERED__SALT", hide_env_values = true)]
    pub(super) salt: String,
    /// Words to look for, one or two a line [default: /usr/share/dict/words]
    #[arg(long, value_name = "FILE")]
    pub(super) words: Option<PathBuf>,
    /// The most words that are printed
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) top: u16,
    /// Print one JSON object
    #[arg(long)]
    pub(super) json: bool,
}
