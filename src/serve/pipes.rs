//! The standard descriptors as a Unix socket, so that a client there is served like any other.
//!
//! Owns the two threads that copy between them. The descriptors stay as they are: other programs may hold them too.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream as StdStream;
use std::thread::Builder;
use std::time::Duration;

use rustix::net::{Shutdown, shutdown};
use tokio::net::UnixStream;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// What the service has answered last must be taken within this time.
const TAKE: Duration = Duration::from_secs(30);

/// The thread that writes what the service answers; it ends with the service's end of the socket.
pub(super) struct Writing(oneshot::Receiver<()>);

impl Writing {
    /// Waits until everything has been written, or the client has not taken it in time: the thread ends with the program then.
    pub(super) async fn finish(self) {
        match timeout(TAKE, self.0).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => tracing::error!("the thread that writes to standard output has panicked"),
            Err(_) => tracing::warn!("standard output is not read: the last answers are lost"),
        }
    }
}

/// Copies to the end; what has been read is written at once, where `std::io::copy` waits for more.
fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut piece = vec![0; 16 << 10];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                to.write_all(&piece[..read])?;
                to.flush()?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Standard input and output as one socket. Must be called within a runtime.
pub(super) fn standard() -> io::Result<(UnixStream, Writing)> {
    let (ours, theirs) = StdStream::pair()?;
    let (mut to, mut from) = (theirs.try_clone()?, theirs);
    // It may wait for input for ever; it ends with the program.
    Builder::new().name("input".to_owned()).spawn(move || {
        if let Err(error) = copy(&mut io::stdin().lock(), &mut to) {
            tracing::debug!(%error, "no more input");
        }
        let _ = shutdown(&to, Shutdown::Write);
    })?;
    // Without the standard library's lock, for which the end of the program would wait while nobody reads.
    let mut output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let (written, writing) = oneshot::channel();
    Builder::new().name("output".to_owned()).spawn(move || {
        if let Err(error) = copy(&mut from, &mut output) {
            tracing::debug!(%error, "nobody reads on");
        }
        let _ = written.send(());
    })?;
    ours.set_nonblocking(true)?;
    Ok((UnixStream::from_std(ours)?, Writing(writing)))
}
