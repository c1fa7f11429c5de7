//! The thread that writes the log: whoever logs never waits for a disk.
//!
//! Owns what becomes of lines that cannot be written: the first is told, and where lines come faster than the disk takes them some are
//! left out. What the lines say, and where they go, is `logging`'s.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Lines that wait for the disk.
const WAITING: usize = 4_096;
/// At the end the last lines are written, if the disk takes them within this time.
const TIMEOUT: Duration = Duration::from_millis(500);

/// What the thread gets.
enum Job {
    Line(Vec<u8>),
    /// Everything before is to be written: told when it is.
    End(SyncSender<()>),
}

/// Where lines are handed over; clones lead to the same log.
#[derive(Clone)]
pub(super) struct LogWriter(SyncSender<Job>);

/// Writes the last lines when it is dropped.
pub(crate) struct LogGuard(SyncSender<Job>);

impl LogWriter {
    /// Starts the thread.
    ///
    /// # Errors
    /// The system has no more threads.
    pub(super) fn start(log: impl Write + Send + 'static) -> io::Result<(Self, LogGuard)> {
        let (sender, jobs) = sync_channel(WAITING);
        Builder::new()
            .name("log".to_owned())
            .spawn(move || write(log, &jobs))?;
        Ok((Self(sender.clone()), LogGuard(sender)))
    }
}

fn write(mut log: impl Write, jobs: &Receiver<Job>) {
    let mut has_told = false;
    while let Ok(job) = jobs.recv() {
        let written = match &job {
            Job::Line(line) => log.write_all(line),
            Job::End(_) => log.flush(),
        };
        if let Err(error) = written
            && !std::mem::replace(&mut has_told, true)
        {
            super::remark(&format!(
                "The log ends here ({error}): free space on the disk, or name another file with --log."
            ));
        }
        if let Job::End(told) = job {
            let _ = told.try_send(());
        }
    }
}

impl Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // A line too many is left out: the turn goes on.
        let _ = self.0.try_send(Job::Line(line.to_vec()));
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for LogWriter {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Drop for LogGuard {
    fn drop(&mut self) {
        let (told, end) = sync_channel(1);
        if self.0.try_send(Job::End(told)).is_ok() {
            let _ = end.recv_timeout(TIMEOUT);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A disk that keeps what it is given.
    #[derive(Clone, Default)]
    struct Disk(Arc<Mutex<Vec<u8>>>);

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_last_line_is_written_when_the_guard_is_dropped() {
        let disk = Disk::default();
        let (mut writer, guard) = LogWriter::start(disk.clone()).unwrap();
        for number in 0..100 {
            writeln!(writer, "{number}").unwrap();
        }
        drop(guard);
        let written = String::from_utf8(disk.0.lock().unwrap().clone()).unwrap();
        assert_eq!(written.lines().count(), 100);
        assert!(written.ends_with("99\n"), "{written}");
    }
}
