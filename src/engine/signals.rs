//! The signals by which a person or the system asks the program to end: Ctrl-C, termination, a closed terminal.
//!
//! Owns the thread that waits for them. What is done about them is the caller's.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

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
