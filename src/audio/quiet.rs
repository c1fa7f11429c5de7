//! Keeps ALSA's and JACK's messages on standard error off the screen.
//!
//! Both write to the file descriptor itself, so an error handler is not enough: the descriptor points to `/dev/null` while they run.

use std::fs::OpenOptions;

/// Runs `work` with standard error redirected to `/dev/null`.
pub fn silenced<T>(work: impl FnOnce() -> T) -> T {
    let saved = rustix::io::dup(rustix::stdio::stderr());
    let void = OpenOptions::new().write(true).open("/dev/null");
    let turned = match (&saved, &void) {
        (Ok(_), Ok(void)) => rustix::stdio::dup2_stderr(void).is_ok(),
        _ => false,
    };
    let result = work();
    if let (true, Ok(saved)) = (turned, &saved)
        && let Err(error) = rustix::stdio::dup2_stderr(saved)
    {
        tracing::warn!(%error, "standard error could not be restored");
    }
    result
}
