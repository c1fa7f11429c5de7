//! The signals by which a person or the system asks the program to end or to stop: Ctrl-C, termination, a closed terminal; Ctrl-Z.
//!
//! Owns the thread that waits for them. What is done about them is the caller's.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// Calls `heard` for every such signal from now on, on a thread of its own. Once in a program: a second caller hears them too.
///
/// # Errors
/// When the system refuses the handler or the thread.
pub fn listen(mut heard: impl FnMut() + Send + 'static) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    // Ends with the program.
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || signals.forever().for_each(|_| heard()))?;
    Ok(())
}

/// Calls `prepare` before Ctrl-Z stops the program (`fg` goes on with it), on a thread of its own.
///
/// # Errors
/// When the system refuses the handler or the thread.
pub fn before_a_stop(mut prepare: impl FnMut() + Send + 'static) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTSTP])?;
    // Ends with the program.
    std::thread::Builder::new()
        .name("stopping".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                prepare();
                if let Err(error) = emulate_default_handler(signal) {
                    tracing::warn!(%error, "the program is not stopped");
                }
            }
        })?;
    Ok(())
}
