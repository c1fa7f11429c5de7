//! The file of metrics: read once, then written over at intervals.
//!
//! Owns the file. It is written over in place, by one call, and not replaced: so the sandbox grants this one file and not its
//! folder, in which other programs' files lie, and a kiosk needs no right to make files there; its owner and permissions stay as the
//! operator wants them. Where half of it is read, `exposition`'s layout keeps every line whole.

use std::path::PathBuf;
use std::time::Duration;

use super::counts::Counts;
use super::exposition::{self, Moment};
use super::machine::MachineReadings;

/// The longest file that is read; ours is far shorter.
const MAX_BYTES: u64 = 1 << 16;

/// Where metrics are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricsConfig {
    /// The file.
    pub file: PathBuf,
    /// How often, at least a second.
    pub every: Duration,
}

/// Writes the file.
#[derive(Debug)]
pub(super) struct MetricsFile {
    config: MetricsConfig,
    /// What earlier processes have counted was added.
    is_continued: bool,
    has_failed: bool,
}

impl MetricsFile {
    pub(super) fn new(config: MetricsConfig) -> Self {
        Self {
            config,
            is_continued: false,
            has_failed: false,
        }
    }

    /// The time between two writes.
    pub(super) fn every(&self) -> Duration {
        self.config.every.max(Duration::from_secs(1))
    }

    /// Writes the counters; the sentence for the person the first time that this fails.
    pub(super) fn write(
        &mut self,
        counts: &mut Counts,
        moment: Moment,
        machine: &MachineReadings,
    ) -> Option<String> {
        let file = &self.config.file;
        if !self.is_continued {
            self.is_continued = true;
            if let Ok(before) = mynah_files::read_text(file, MAX_BYTES) {
                exposition::add(counts, &before);
            }
        }
        let text = exposition::text(counts, moment, machine);
        match mynah_files::overwrite(file, text.as_bytes()) {
            Ok(()) => {
                self.has_failed = false;
                None
            }
            Err(error) => {
                tracing::warn!(%error, file = %file.display(), "the metrics are not written");
                let is_first = !std::mem::replace(&mut self.has_failed, true);
                is_first.then(|| {
                    format!(
                        "The metrics cannot be written to {} ({error}): make the file, and let mynah's user write to it.",
                        file.display()
                    )
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::news::Told;
    use super::*;

    const MOMENT: Moment = Moment {
        began: 0,
        listens: false,
    };

    fn writer(file: PathBuf) -> MetricsFile {
        MetricsFile::new(MetricsConfig {
            file,
            every: Duration::ZERO,
        })
    }

    #[test]
    fn a_new_process_counts_on_in_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mynah.prom");
        std::fs::write(&path, "x".repeat(20_000)).unwrap();
        let machine = MachineReadings::default();
        for process in 1..=3 {
            let mut counts = Counts::default();
            counts.count(&Told::Ignored);
            let mut file = writer(path.clone());
            for _ in 0..2 {
                assert_eq!(file.write(&mut counts, MOMENT, &machine), None);
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let line = format!("mynah_utterances_ignored_total {process:012}\n");
            assert!(text.contains(&line) && text.ends_with("# EOF\n"), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_written_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let machine = MachineReadings::default();
        let mut counts = Counts::default();
        let mut file = writer(folder.path().to_owned());
        let sentence = file.write(&mut counts, MOMENT, &machine).unwrap();
        assert!(
            sentence.contains("it is a folder") && sentence.contains("make the file"),
            "{sentence}"
        );
        assert_eq!(file.write(&mut counts, MOMENT, &machine), None);
    }
}
