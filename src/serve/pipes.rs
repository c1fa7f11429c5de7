//! The standard descriptors as a Unix socket, so that a client there is served like any other.
//!
//! Owns the two threads that copy between them. The descriptors stay as they are: other programs may hold them too.

use std::io::{self, Write};
use std::os::unix::net::UnixStream as StdStream;
use std::thread::{Builder, JoinHandle};

use rustix::net::{Shutdown, shutdown};
use tokio::net::UnixStream;

/// The thread that writes what the service answers; it ends with the service's end of the socket.
pub(super) struct Writing(JoinHandle<()>);

impl Writing {
    /// Waits until everything has been written.
    pub(super) fn finish(self) {
        if self.0.join().is_err() {
            tracing::error!("the thread that writes to standard output has panicked");
        }
    }
}

/// Standard input and output as one socket. Must be called within a runtime.
pub(super) fn standard() -> io::Result<(UnixStream, Writing)> {
    let (ours, theirs) = StdStream::pair()?;
    let (mut to, mut from) = (theirs.try_clone()?, theirs);
    // It may wait for input for ever; it ends with the program.
    Builder::new().name("input".to_owned()).spawn(move || {
        if let Err(error) = io::copy(&mut io::stdin().lock(), &mut to) {
            tracing::debug!(%error, "no more input");
        }
        let _ = shutdown(&to, Shutdown::Write);
    })?;
    let writing = Builder::new().name("output".to_owned()).spawn(move || {
        let mut output = io::stdout().lock();
        let copied = io::copy(&mut from, &mut output).and_then(|_| output.flush());
        if let Err(error) = copied {
            tracing::debug!(%error, "nobody reads on");
        }
    })?;
    ours.set_nonblocking(true)?;
    Ok((UnixStream::from_std(ours)?, Writing(writing)))
}
