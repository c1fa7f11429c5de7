//! The sign that a visit moves, or that something in it does not: a datagram from its loop to the supervisor.
//!
//! Owns the socket between them. A visit that cannot send is not disturbed: the supervisor will replace it.

use std::io;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Tells a visit where to send.
pub(super) const VARIABLE: &str = "MYNAH_PULSE";

/// A visit's end.
#[derive(Debug)]
pub struct Pulse(UnixDatagram);

impl Pulse {
    /// To the supervisor that started this process; `None` where there is none.
    pub fn of_environment() -> Option<Self> {
        let path = std::env::var_os(VARIABLE)?;
        let socket = UnixDatagram::unbound().ok()?;
        socket.connect(path).ok()?;
        socket.set_nonblocking(true).ok()?;
        Some(Self(socket))
    }

    /// Says whether everything moves that should.
    pub fn beat(&self, moves: bool) {
        // A full queue says the same.
        let _ = self.0.send(&[u8::from(moves)]);
    }
}

/// The supervisor's end, new for each visit.
#[derive(Debug)]
pub(super) struct Listener {
    socket: UnixDatagram,
    folder: PathBuf,
}

impl Listener {
    pub(super) fn open() -> io::Result<Self> {
        let base = ["RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR"]
            .into_iter()
            .find_map(std::env::var_os)
            .map_or_else(std::env::temp_dir, PathBuf::from);
        let folder = base.join(format!("mynah-kiosk-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut builder = std::fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700).create(&folder)?;
        let socket = UnixDatagram::bind(folder.join("pulse"))?;
        Ok(Self { socket, folder })
    }

    pub(super) fn path(&self) -> PathBuf {
        Path::new(&self.folder).join("pulse")
    }

    /// Waits so long for a sign; whether everything moves, where there was one.
    pub(super) fn wait(&self, patience: Duration) -> Option<bool> {
        let mut sign = [0; 8];
        self.socket.set_read_timeout(Some(patience)).ok()?;
        self.socket.recv(&mut sign).ok()?;
        Some(sign[0] != 0)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
