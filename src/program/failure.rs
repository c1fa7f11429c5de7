//! How a command ends: its failures, and the exit code of each.

use std::process::ExitCode;

use crate::kiosk::End;

use super::printing::complain;

/// How a command fails.
#[derive(Debug)]
pub(crate) enum Failure {
    /// One sentence for the person; exit code 1.
    Sentence(String),
    /// One sentence about how the command is used; exit code 2.
    Usage(String),
    /// The sentences have been printed already; exit code 1.
    Reported,
    /// Ctrl-C or a termination signal; exit code 130.
    Interrupted,
    /// The operator quit the kiosk, or wants a restart of the computer; exit codes that the service knows.
    Kiosk(End),
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Sentence(error.to_string())
    }
}

pub(crate) type Outcome = Result<(), Failure>;

/// Prints the sentence of an outcome; returns its exit code.
pub(crate) fn report(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Interrupted) => ExitCode::from(130),
        Err(Failure::Kiosk(end)) => ExitCode::from(end.code()),
        Err(Failure::Reported) => ExitCode::FAILURE,
        Err(Failure::Usage(sentence)) => {
            complain(&sentence);
            ExitCode::from(2)
        }
        Err(Failure::Sentence(sentence)) => {
            complain(&sentence);
            ExitCode::FAILURE
        }
    }
}
