//! The log: a file, never the terminal.
//!
//! Without `--log` it is in the user's state folder: one file a day, kept for a week. If no file can be written (a read-only disk),
//! nothing is logged and everything else works.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

use crate::config::paths;
use crate::hearing::transcribe;

use super::log_writer::{LogGuard, LogWriter};

/// Files kept.
const DAYS: usize = 7;

/// Starts logging; dropping the guard flushes the log.
pub(crate) fn start(file: Option<&Path>, verbose: u8) -> Option<LogGuard> {
    tell_panics();
    transcribe::log_quietly();
    let level = match verbose {
        0 => "warn",
        1 => "mynah=info,warn",
        _ => "mynah=debug,info",
    };
    let told = |error| {
        super::remark(&format!(
            "Nothing is logged, because no thread can be started ({error}): close other programs or raise the limit of processes."
        ));
    };
    let (writer, guard) = LogWriter::start(appender(file)?).map_err(told).ok()?;
    let started = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_ansi(false)
        .with_writer(writer)
        .try_init();
    started.ok().map(|()| guard)
}

/// A panic is one sentence, whether there is a log or not.
fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // A formatted message may contain what was said; a constant one cannot.
        let message = panic.payload().downcast_ref::<&'static str>();
        tracing::error!(place, message, "panic");
        super::complain(&format!(
            "This is a bug in mynah ({place}); the log has the details. Please report it."
        ));
    }));
}

/// The file for libraries that print: next to the log, never the screen.
pub(crate) fn stray_output() -> Option<std::path::PathBuf> {
    paths::state().map(|folder| folder.join("stray-output.log"))
}

fn appender(file: Option<&Path>) -> Option<RollingFileAppender> {
    let builder = RollingFileAppender::builder();
    match file {
        Some(file) => {
            let folder = file
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
                .unwrap_or(Path::new("."));
            let name = file.file_name()?.to_string_lossy().into_owned();
            match builder
                .rotation(Rotation::NEVER)
                .filename_prefix(name)
                .build(folder)
            {
                Ok(appender) => Some(appender),
                Err(_) => {
                    super::remark(&format!(
                        "The log file {} cannot be written, so nothing is logged: check the path given with --log.",
                        file.display()
                    ));
                    None
                }
            }
        }
        None => daily(builder, &paths::state()?),
    }
}

/// Creates the folder first: the appender would print an error while it looks for old files there.
fn daily(builder: tracing_appender::rolling::Builder, folder: &Path) -> Option<RollingFileAppender> {
    std::fs::create_dir_all(folder).ok()?;
    builder
        .rotation(Rotation::DAILY)
        .max_log_files(DAYS)
        .filename_prefix("mynah")
        .filename_suffix("log")
        .build(folder)
        .ok()
}
