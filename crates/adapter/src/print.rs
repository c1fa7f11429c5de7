//! What the program prints.
//!
//! Owns the two streams: no other file writes to them.

use std::io::{self, Write};

/// A line on standard output.
///
/// # Errors
/// The stream is closed.
pub fn answer(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

/// A sentence on standard error.
pub fn complain(sentence: &str) {
    // Nobody is left to be told that nobody can be told.
    let _ = writeln!(io::stderr(), "{sentence}");
}
