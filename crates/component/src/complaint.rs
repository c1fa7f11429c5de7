//! What the program says on standard error: one line each, for a person or for mynah's log.
//!
//! Owns the line's beginning. What a component says there by itself does not pass through here.

use std::fmt::Display;
use std::io::Write;

/// Writes a line. Where nobody reads it, nothing else can be done.
pub(crate) fn complain(sentence: impl Display) {
    let _ = writeln!(std::io::stderr(), "mynah-component: {sentence}");
}
