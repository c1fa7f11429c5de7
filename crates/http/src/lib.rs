//! `mynah-http`: lets programs use mynah as they use OpenAI's API, by HTTP at a Unix socket.
//!
//! Owns everything of mynah that speaks HTTP, in a program of its own: `mynah` neither depends on this crate nor starts it. It loads no
//! model: each request becomes events of the Wyoming protocol for `mynah wyoming` (`wyoming`), and its answer the answer. It has no
//! network: it listens at a file, and the kernel refuses it every socket but Unix ones (`protection`).

mod chat;
mod command_line;
mod deadline;
mod error;
mod form;
mod protection;
mod request;
mod route;
mod serve;
mod sound;
mod speech;
mod transcription;
mod wyoming;

use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Builder;

pub use command_line::{CommandLine, command_line};
pub use error::HttpError;

/// Runs the program; returns its exit code.
pub fn main() -> ExitCode {
    match run(&CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(line: &CommandLine) -> Result<(), HttpError> {
    let place = serve::Place::take(&line.socket()?)?;
    protection::enforce()?;
    let wyoming = line.wyoming()?;
    complain(&format!(
        "HTTP clients connect to {}, and are served by {}",
        place.path().display(),
        wyoming.display()
    ));
    let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
    runtime.block_on(serve::serve(place, wyoming))
}

/// Prints one sentence to standard error.
fn complain(sentence: &str) {
    use std::io::Write;
    let harmless: String = sentence
        .chars()
        .map(|letter| if letter.is_control() { '\u{fffd}' } else { letter })
        .collect();
    let _ = writeln!(std::io::stderr().lock(), "mynah-http: {harmless}");
}
