//! The licences: they are shown, and asked for.
//!
//! Owns the question. A model's licence is between the person and its publisher; the program only shows where it stands.

use std::io::{IsTerminal, Write};

use mynah_catalog::Entry;

use crate::error::{PullError, megabytes};
use crate::report::complain;

/// Shows which models come under which licences, and asks unless `yes`. Without a terminal nobody can be asked: that is refused.
pub fn ask(entries: &[Entry], place: &str, yes: bool) -> Result<(), PullError> {
    let bytes = entries
        .iter()
        .fold(0_u64, |sum, entry| sum.saturating_add(entry.size()));
    complain(&format!("{} for {place}:", megabytes(bytes)));
    for entry in entries {
        complain(&format!(
            "  {:30} {:>9}  licence: {}, see {}",
            entry.id,
            megabytes(entry.size()),
            entry.licence,
            entry.page()
        ));
    }
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(PullError::Usage(
            "The licences must be accepted, and there is no terminal to ask: read them at the addresses above, and add --yes."
                .to_owned(),
        ));
    }
    let mut error = std::io::stderr().lock();
    let _ = write!(error, "Do you accept these licences? [y/N] ");
    let _ = error.flush();
    let mut answer = String::new();
    match std::io::stdin().read_line(&mut answer) {
        Ok(_) if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") => Ok(()),
        _ => Err(PullError::Declined),
    }
}
