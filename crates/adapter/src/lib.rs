//! `mynah-adapter`: trains adapters of the encoder on an operator's corrections, and measures them.
//!
//! Owns the training, in a program of its own: `mynah` only applies an adapter (`mynah_encoder::Adapter`). A correction is a
//! question that the search answered wrongly, and the line of the documents that answers it. Of all that is computed here, only
//! numbers are written: no word of a question or a line is in an adapter. Adapters of several kiosks are merged by
//! `packaging/learning/merge.py`.

mod command_line;
mod commands;
mod compare;
mod corrections;
mod descent;
mod error;
mod lessons;
mod measure;
mod print;
mod start;

use clap::{CommandFactory, Parser};

use command_line::CommandLine;

/// The command line, for manual pages and completions.
pub fn command_line() -> clap::Command {
    CommandLine::command()
}

/// Runs the program; returns its exit code.
pub fn main() -> u8 {
    match commands::run(&CommandLine::parse()) {
        Ok(()) => 0,
        Err(error) => {
            print::complain(&error.to_string());
            1
        }
    }
}
