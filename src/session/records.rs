//! Whether what is recorded of the interface's conversations is whole: their journals, and what is saved of them.
//!
//! Owns how long the end of the program waits for a slow disk.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::conversation::Milliseconds;
use crate::engine::clock::Clock;
use crate::program::{Failure, Outcome};

/// The disk is slower than mynah can wait.
const UNSAVED: &str =
    "The last turn may not be saved, because the disk is slow: 'mynah history' lists what is.";

/// A record for each conversation of which something is recorded.
#[derive(Default)]
pub(crate) struct Records(Vec<Receiver<Outcome>>);

impl Records {
    /// Another conversation begins; whether its records are whole is sent at its end, or the sender dropped where nothing is recorded.
    pub(crate) fn add(&mut self) -> Sender<Outcome> {
        let (sender, record) = channel();
        self.0.push(record);
        sender
    }

    /// Waits until everything is written, no longer than this; the error is why a record is not whole.
    pub(crate) fn finish(&self, timeout: Duration, clock: &Clock) -> Outcome {
        let deadline = clock.now() + Milliseconds(timeout.as_secs_f64() * 1000.0);
        for record in &self.0 {
            let left = deadline.since(clock.now()).0 / 1000.0;
            match record.recv_timeout(Duration::from_secs_f64(left)) {
                Ok(outcome) => outcome?,
                Err(RecvTimeoutError::Disconnected) => {}
                Err(RecvTimeoutError::Timeout) => return Err(Failure::Sentence(UNSAVED.to_owned())),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_record_and_a_slow_disk_are_failures_and_a_conversation_without_records_is_none() {
        let clock = Clock::start();
        let timeout = Duration::from_millis(20);
        let mut records = Records::default();
        drop(records.add());
        records.add().send(Ok(())).unwrap();
        assert!(records.finish(timeout, &clock).is_ok());
        let lost = Failure::Sentence("The disk is full.".to_owned());
        records.add().send(Err(lost)).unwrap();
        drop(records.add());
        let told = records.finish(timeout, &clock);
        assert!(matches!(told, Err(Failure::Sentence(told)) if told.contains("full")));
        let mut slow = Records::default();
        let _unsent = slow.add();
        let told = slow.finish(timeout, &clock);
        assert!(matches!(told, Err(Failure::Sentence(told)) if told.contains("slow")));
    }
}
