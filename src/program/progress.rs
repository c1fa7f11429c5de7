//! A line on a terminal's standard error that says how far long work is.
//!
//! Owns when it is shown: on a terminal that can replace a line. Knows nothing of the work.

use std::io::{IsTerminal, Write};

/// Letters of a bar.
const BAR: usize = 20;

/// The line.
pub(crate) struct ProgressLine {
    is_shown: bool,
}

impl ProgressLine {
    /// A line that is shown where standard error is a terminal, if it is `wanted`.
    pub(crate) fn new(wanted: bool) -> Self {
        let is_plain = std::env::var_os("TERM").is_none_or(|kind| kind == "dumb");
        Self {
            is_shown: wanted && !is_plain && std::io::stderr().is_terminal(),
        }
    }

    /// Replaces the line.
    pub(crate) fn show(&mut self, text: &str) {
        if self.is_shown {
            let mut terminal = std::io::stderr().lock();
            let _ = write!(terminal, "\r\u{1b}[K{text}");
            let _ = terminal.flush();
        }
    }

    /// Replaces the line with a bar and a text.
    pub(crate) fn show_part(&mut self, done: usize, of: usize, text: &str) {
        let filled = (BAR * done.min(of)).checked_div(of).unwrap_or(BAR);
        let bar = "█".repeat(filled) + &"░".repeat(BAR - filled);
        self.show(&format!("{bar} {text}"));
    }

    /// Removes the line.
    pub(crate) fn clear(&mut self) {
        self.show("");
    }
}
