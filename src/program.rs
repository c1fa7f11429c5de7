//! What surrounds every command of the program.
//!
//! Owns what happens before and after one: the build for this processor, the environment, the sources of the settings, the log,
//! signals, what is printed, and the exit code. What a command does is in `commands`.

pub(crate) mod control_client;
pub(crate) mod environment;
mod failure;
pub(crate) mod finding;
pub(crate) mod interrupts;
mod log_writer;
pub(crate) mod logging;
pub(crate) mod printing;
pub(crate) mod progress;
mod settings_source;
pub(crate) mod variant;

pub(crate) use failure::{Failure, Outcome, report};
use printing::{OutputError, answer, complain, remark};
pub(crate) use settings_source::{SettingsSource, check_keys, of_the_sandbox};
