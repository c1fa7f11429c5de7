//! The thread that writes the log: whoever logs never waits for a disk.
//!
//! Owns what becomes of lines that cannot be written: the first is told, and where lines come faster than the disk takes them some are
//! left out. What the lines say, and where they go, is `logging`'s.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Builder};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Lines that wait for the disk.
const WAITING: usize = 4_096;
/// At the end the last lines are written, if the disk takes them within this time.
const TIMEOUT: Duration = Duration::from_millis(500);
/// How often the end is handed over while the queue is full.
const RETRY: Duration = Duration::from_millis(5);

/// What the thread gets.
enum Job {
    Line(Vec<u8>),
    /// Everything before is to be written: told when it is.
    End(SyncSender<()>),
}

/// Where lines are handed over; clones lead to the same log.
#[derive(Clone)]
pub(super) struct LogWriter {
    jobs: SyncSender<Job>,
    /// Lines that were left out because the queue was full.
    dropped: Arc<AtomicU64>,
}

/// Writes the last lines when it is dropped.
pub(crate) struct LogGuard(SyncSender<Job>);

impl LogWriter {
    /// Starts the thread.
    ///
    /// # Errors
    /// The system has no more threads.
    pub(super) fn start(log: impl Write + Send + 'static) -> io::Result<(Self, LogGuard)> {
        let (sender, jobs) = sync_channel(WAITING);
        let dropped = Arc::default();
        let writer = Self {
            jobs: sender.clone(),
            dropped: Arc::clone(&dropped),
        };
        Builder::new()
            .name("log".to_owned())
            .spawn(move || write(log, &jobs, &dropped))?;
        Ok((writer, LogGuard(sender)))
    }
}

fn write(mut log: impl Write, jobs: &Receiver<Job>, dropped: &AtomicU64) {
    let mut has_told = false;
    while let Ok(job) = jobs.recv() {
        let missing = match dropped.swap(0, Ordering::Relaxed) {
            0 => String::new(),
            lines => format!("({lines} lines were left out: they came faster than the disk takes them)\n"),
        };
        let written = log.write_all(missing.as_bytes()).and_then(|()| match &job {
            Job::Line(line) => log.write_all(line),
            Job::End(_) => log.flush(),
        });
        if let Err(error) = written
            && !std::mem::replace(&mut has_told, true)
        {
            super::remark(&format!(
                "Some lines of the log cannot be written ({error}): free space on the disk, or name another file with --log."
            ));
        }
        if let Job::End(told) = job {
            // Whoever waited may be gone.
            let _ = told.try_send(());
        }
    }
}

impl Write for LogWriter {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // A line too many is left out: the turn goes on.
        if self.jobs.try_send(Job::Line(line.to_vec())).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
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
        let mut left = TIMEOUT;
        while self.0.try_send(Job::End(told.clone())).is_err() {
            if left.is_zero() {
                return;
            }
            thread::sleep(RETRY);
            left = left.saturating_sub(RETRY);
        }
        let _ = end.recv_timeout(left);
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
    fn more_lines_than_can_wait_are_counted_and_the_last_ones_are_still_written() {
        /// A disk that takes its time.
        struct Slow(Disk);

        impl Write for Slow {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                thread::sleep(Duration::from_micros(50));
                self.0.write(bytes)
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        let disk = Disk::default();
        let (mut writer, guard) = LogWriter::start(Slow(disk.clone())).unwrap();
        for _ in 0..2 * WAITING {
            writer.write_all(b"line\n").unwrap();
        }
        thread::sleep(Duration::from_millis(2));
        writer.write_all(b"last\n").unwrap();
        drop(guard);
        let written = String::from_utf8(disk.0.lock().unwrap().clone()).unwrap();
        assert!(
            written.contains(" lines were left out"),
            "{} letters",
            written.len()
        );
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
