//! The counter of questions without an answer, shared by the conversations of a process.
//!
//! Owns when the counts are written: between questions and at the end, never while somebody waits for an answer. How they are kept
//! private is `mynah_unanswered`'s.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use mynah_unanswered::UnansweredCounter;

/// A counter for all conversations of a process, which together are one visit; none where nothing is counted.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedCounter(Arc<Mutex<Counting>>);

#[derive(Debug, Default)]
struct Counting {
    counter: Option<UnansweredCounter>,
    /// The day on which something was asked or looked at last.
    today: Option<Date>,
}

impl SharedCounter {
    fn lock(&self) -> MutexGuard<'_, Counting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts with this counter; what counts already goes on.
    pub(super) fn begin(&self, counter: UnansweredCounter) {
        self.lock().counter.get_or_insert(counter);
    }

    pub(super) fn is_counting(&self) -> bool {
        self.lock().counter.is_some()
    }

    /// Notes a question; nothing is written yet.
    pub(super) fn note(&self, question: &str) {
        if let Some(counter) = &mut self.lock().counter {
            counter.note(question);
        }
    }

    /// What day it is.
    pub(super) fn date(&self, today: Date) {
        self.lock().today = Some(today);
    }

    /// Writes what was noted; begins the file of a period whether or not something was.
    pub(super) fn keep(&self, today: Date) {
        self.date(today);
        self.finish();
    }

    /// Writes what was noted, on the last day that is known.
    pub(super) fn finish(&self) {
        let mut counting = self.lock();
        if let Counting {
            counter: Some(counter),
            today: Some(today),
        } = &mut *counting
        {
            counter.keep(*today);
        }
    }
}
