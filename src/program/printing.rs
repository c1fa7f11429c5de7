//! What commands print: answers to standard output, everything else to standard error.
//!
//! Owns that nothing printed can move the cursor, change colours or reverse text, and what is told of an output that fails.

use crate::terminal::clean;

/// Why an answer did not arrive.
#[derive(Debug, thiserror::Error)]
#[error("The output cannot be written ({0}): check the space on the disk and where the output goes.")]
pub(crate) struct OutputError(std::io::Error);

/// Prints lines to standard output; a closed pipe is not an error.
///
/// # Errors
/// What keeps the text from being written, such as a full disk.
pub(crate) fn answer(text: &str) -> Result<(), OutputError> {
    answer_while_read(text).map(drop)
}

/// The same; whether anybody reads on, or the pipe is closed.
pub(crate) fn answer_while_read(text: &str) -> Result<bool, OutputError> {
    use std::io::{ErrorKind, Write};
    // println! would panic when the pipe is closed.
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", printable(text)).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(OutputError(error)),
    }
}

/// Prints one sentence to standard error.
pub(crate) fn complain(sentence: &str) {
    use std::io::Write;
    tracing::error!("{sentence}");
    let _ = writeln!(std::io::stderr().lock(), "mynah: {}", printable(sentence));
}

/// Prints a remark to standard error.
pub(crate) fn remark(sentence: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "{}", printable(sentence));
}

/// Replaces characters that could move the cursor, change colours or reverse text, whatever model or file they came from.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\n' | '\t' => letter,
            _ if clean::is_harmful(letter) => '\u{fffd}',
            _ => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_do_not_reach_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[2Jb\u{202e}c\td\n"),
            "a\u{fffd}[2Jb\u{fffd}c\td\n"
        );
    }
}
