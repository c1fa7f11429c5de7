//! What a kiosk keeps for its operator: how many visits there were, how they ended, and when something broke. No word of them.
//!
//! Owns the file. On a disk that cannot be written there is no record, and nothing else changes.

use std::io::Write;

use mynah_files::Lifetime;
use serde::{Deserialize, Serialize};

use super::{End, state_folder};

/// Faults that are kept, the last ones.
const KEPT: usize = 20;
pub(super) const NAME: &str = "kiosk.json";
/// A record of ours is far shorter.
const MAX_BYTES: u64 = 1 << 16;

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When the kiosk was started.
    pub since: String,
    /// Visits that have ended.
    pub visits: u64,
    /// Those of them that ended by a fault.
    pub broken_off: u64,
    /// How the last one ended.
    pub last_end: String,
    /// The last faults: when, and which.
    #[serde(default)]
    pub faults: Vec<(String, End)>,
}

impl Record {
    pub(super) fn new(since: String) -> Self {
        Self {
            since,
            visits: 0,
            broken_off: 0,
            last_end: String::new(),
            faults: Vec::new(),
        }
    }

    /// Notes how a visit has ended, and writes it down.
    pub(super) fn note(&mut self, end: End, now: String) {
        self.visits += 1;
        self.last_end = format!("{end:?}").to_lowercase();
        if end.is_fault() {
            self.broken_off += 1;
            self.faults.push((now, end));
            let surplus = self.faults.len().saturating_sub(KEPT);
            self.faults.drain(..surplus);
        }
        let Some(path) = state_folder().map(|folder| folder.join(NAME)) else {
            return;
        };
        let text = serde_json::to_string(self).unwrap_or_default();
        if let Err(error) = mynah_files::replace(&path, Lifetime::Durable, |file| writeln!(file, "{text}")) {
            tracing::debug!(%error, "no record of visits is kept");
        }
    }
}

/// What was written down last; `None` where nothing was.
pub fn record() -> Option<Record> {
    let path = state_folder()?.join(NAME);
    let text = mynah_files::read_text(&path, MAX_BYTES).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_faults_are_kept() {
        let mut record = Record::new("today".to_owned());
        for number in 0..30 {
            record.note(End::Over, String::new());
            record.note(End::Hung, number.to_string());
        }
        assert_eq!((record.visits, record.broken_off), (60, 30));
        assert_eq!(record.faults.len(), KEPT);
        assert_eq!(record.faults.last(), Some(&("29".to_owned(), End::Hung)));
    }
}
