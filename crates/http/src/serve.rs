//! The socket: who is let in, and for how long.
//!
//! Owns the place, the number of connections, and their deadlines. What a request means is `route`'s.

use std::fs::{DirBuilder, remove_file};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt};
use std::os::unix::net::{UnixListener as StdListener, UnixStream as StdStream};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::fs::Mode;
use rustix::process::umask;
use tokio::net::{UnixListener, UnixStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{sleep, timeout};

use crate::deadline::WriteDeadline;
use crate::error::HttpError;
use crate::route::{Routes, answer};

/// Connections at once; others wait.
const MAX_CONNECTIONS: usize = 64;
/// The head of a request must be complete after this time.
const HEAD: Duration = Duration::from_secs(10);
/// A client must take some of what it is sent within this time.
const TAKE: Duration = Duration::from_secs(30);
/// A connection is closed after this time, whatever happens on it.
const CONNECTION: Duration = Duration::from_secs(3_600);
/// Waited when the system has no descriptor for another client.
const NO_DESCRIPTOR: Duration = Duration::from_millis(100);
/// The largest head of a request, in bytes.
const MAX_HEAD_LEN: usize = 64 << 10;

/// The socket; its file is removed with this.
#[derive(Debug)]
pub(crate) struct Place {
    path: PathBuf,
    listener: StdListener,
}

impl Place {
    /// Makes the socket, for this user alone; replaces one at which nobody listens any more.
    pub(crate) fn take(path: &Path) -> Result<Self, HttpError> {
        let unusable = |reason| HttpError::Unusable {
            path: path.to_owned(),
            reason,
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(unusable)?;
        }
        match path.symlink_metadata() {
            Ok(there) if there.file_type().is_socket() => {
                if StdStream::connect(path).is_ok() {
                    return Err(HttpError::Taken(path.to_owned()));
                }
                remove_file(path).map_err(unusable)?;
            }
            _ => {}
        }
        let before = umask(Mode::from_raw_mode(0o177));
        let listener = StdListener::bind(path);
        umask(before);
        let listener = listener.map_err(unusable)?;
        listener.set_nonblocking(true).map_err(unusable)?;
        Ok(Self {
            path: path.to_owned(),
            listener,
        })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = remove_file(&self.path);
    }
}

/// Serves until the program is asked to end.
pub(crate) async fn serve(place: Place, wyoming: PathBuf) -> Result<(), HttpError> {
    let listener = UnixListener::from_std(place.listener.try_clone()?)?;
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let local = LocalSet::new();
    let routes = Rc::new(Routes::new(wyoming));
    local
        .run_until(async {
            tokio::select! {
                () = accept(&listener, &routes) => {}
                _ = terminated.recv() => {}
                _ = interrupted.recv() => {}
            }
        })
        .await;
    Ok(())
}

async fn accept(listener: &UnixListener, routes: &Rc<Routes>) {
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        // It is never closed.
        let Ok(seat) = Arc::clone(&room).acquire_owned().await else {
            return;
        };
        let Ok((stream, _)) = listener.accept().await else {
            sleep(NO_DESCRIPTOR).await;
            continue;
        };
        let routes = Rc::clone(routes);
        spawn_local(async move {
            connection(stream, routes).await;
            drop(seat);
        });
    }
}

async fn connection(stream: UnixStream, routes: Rc<Routes>) {
    let service = service_fn(move |request| answer(Rc::clone(&routes), request));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(MAX_HEAD_LEN)
        .serve_connection(TokioIo::new(WriteDeadline::new(stream, TAKE)), service);
    // A client that breaks the protocol has been answered by hyper.
    let _ = timeout(CONNECTION, served).await;
}
