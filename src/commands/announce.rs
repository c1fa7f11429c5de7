//! `mynah announce`: lets the running conversation say something when nobody is speaking.
//!
//! Owns both ends of a Unix socket in the user's own runtime folder: whoever may write there may speak. Decides nothing:
//! an announcement is an event like the end of a timer.

use std::fs::DirBuilder;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::Duration;

use clap::Args;

use crate::config::paths;
use crate::conversation::{ClockEvent, Event};

use super::{Failure, Global, Outcome};

/// The longest announcement, in bytes.
const LONGEST: usize = 2_000;
/// Read timeout.
const PATIENCE: Duration = Duration::from_secs(2);
/// The conversation's reply.
const TAKEN: &[u8] = b"taken\n";

#[derive(Debug, Args)]
pub(super) struct Announce {
    /// What to say
    text: String,
}

impl Announce {
    pub(super) fn run(self, _global: &Global) -> Outcome {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() || text.len() > LONGEST {
            return Err(Failure::Sentence(format!(
                "The announcement has {} bytes; use 1 to {LONGEST}.",
                text.len()
            )));
        }
        let nobody = || Failure::Sentence("No conversation is running: start one with 'mynah'.".to_owned());
        let mut stream = paths::announcements()
            .and_then(|path| UnixStream::connect(path).ok())
            .ok_or_else(nobody)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut answer = Vec::new();
        stream
            .write_all(format!("{text}\n").as_bytes())
            .and_then(|()| stream.read_to_end(&mut answer))
            .map_err(|_| nobody())?;
        if answer == TAKEN { Ok(()) } else { Err(nobody()) }
    }
}

/// The place where a conversation takes announcements; it is removed with this.
pub(super) struct Announcements(PathBuf);

impl Announcements {
    /// Takes announcements until the program ends; `None` where another conversation does so, or nobody can.
    pub(super) fn take(events: Sender<Event>) -> Option<Self> {
        let path = paths::announcements()?;
        match listen(&path) {
            Ok(Some(listener)) => {
                std::thread::Builder::new()
                    .name("announcements".to_owned())
                    .spawn(move || serve(&listener, &events))
                    .ok()?;
                Some(Self(path))
            }
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "no announcements can be taken");
                None
            }
        }
    }
}

impl Drop for Announcements {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A socket that only this user reaches; `None` while another program answers there.
fn listen(path: &Path) -> std::io::Result<Option<UnixListener>> {
    if UnixStream::connect(path).is_ok() {
        return Ok(None);
    }
    if let Some(folder) = path.parent() {
        // Usually it was made before the protection, which changes no permissions of files any more.
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        if folder.metadata()?.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
    }
    // What a program left behind that could not clean up.
    let _ = std::fs::remove_file(path);
    UnixListener::bind(path).map(Some)
}

fn serve(listener: &UnixListener, events: &Sender<Event>) {
    for stream in listener.incoming().flatten() {
        let Some(announcement) = read(&stream) else {
            continue;
        };
        if events
            .send(Event::Clock(ClockEvent::TimerDue { announcement }))
            .is_err()
        {
            return;
        }
        let _ = (&stream).write_all(TAKEN);
    }
}

fn read(stream: &UnixStream) -> Option<String> {
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut bytes = Vec::new();
    let mut line = BufReader::new(stream).take(LONGEST as u64);
    line.read_until(b'\n', &mut bytes).ok()?;
    let text = super::printable(&String::from_utf8_lossy(&bytes));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn what_is_sent_to_the_socket_is_announced_and_a_second_conversation_keeps_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mynah/announce");
        let listener = listen(&path).unwrap().unwrap();
        let (events, announced) = channel();
        std::thread::Builder::new()
            .spawn(move || serve(&listener, &events))
            .unwrap();
        assert!(listen(&path).unwrap().is_none(), "the first one answers there");
        let mut stream = UnixStream::connect(&path).unwrap();
        stream.write_all(b"We close\x1b[2J in\tten minutes.\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert_eq!(answer, TAKEN);
        let announcement = "We close\u{fffd}[2J in ten minutes.".to_owned();
        assert_eq!(
            announced.recv().unwrap(),
            Event::Clock(ClockEvent::TimerDue { announcement })
        );
    }
}
