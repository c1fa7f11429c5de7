//! Wyoming, the protocol of Home Assistant's voice services: speech to text, text to speech, and answers.
//!
//! Owns the socket, and who is let in. A client is `client`'s, an event `event`'s and `reader`'s. The wake word is not offered: mynah
//! looks for it in transcripts, not in a stream. The events and limits are described in `docs/src/user/wyoming.md`;
//! <https://github.com/OHF-Voice/wyoming> is the protocol.

mod client;
mod event;
mod info;
mod question;
mod reader;
mod recording;
mod speech;

use std::cell::Cell;
use std::io::Write;
use std::os::unix::net::UnixListener as StdListener;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::task::spawn_local;
use tokio::time::sleep;

use super::parts::ServedParts;
use super::{ServeConfig, ServeError, Stop, pipes, run_until};
use crate::config::paths;
use crate::control::place::Place;
use event::WyomingEvent;

/// Most clients at once.
const MAX_CLIENTS: usize = 32;
/// Waited when the system has no descriptor for another client.
const NO_DESCRIPTOR: Duration = Duration::from_millis(100);

/// Where clients come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WyomingPlace {
    /// A Unix socket.
    Socket(PathBuf),
    /// One client, at standard input and output.
    Standard,
}

/// What all clients share.
struct Shared {
    parts: ServedParts,
    /// Clients so far.
    count: Cell<u64>,
}

/// Serves clients until `stop`, or until the only one has gone.
///
/// # Errors
/// A model is missing, or the socket cannot be made.
pub fn serve(place: &WyomingPlace, config: &ServeConfig, stop: &Stop) -> Result<(), ServeError> {
    let taken = match place {
        WyomingPlace::Socket(path) => Some(take(path)?),
        WyomingPlace::Standard => None,
    };
    let shared = Rc::new(Shared {
        parts: ServedParts::start(config)?,
        count: Cell::new(0),
    });
    run_until(stop, async {
        match taken {
            None => {
                let (stream, writing) = pipes::standard()?;
                client::serve(stream, shared).await;
                writing.finish().await;
                Ok(())
            }
            // The place is free again when this ends.
            Some((_place, listener)) => {
                listener.set_nonblocking(true)?;
                accept(&UnixListener::from_std(listener)?, &shared).await
            }
        }
    })
}

/// Takes the place of the socket.
fn take(path: &Path) -> Result<(Place, StdListener), ServeError> {
    let taken = if paths::wyoming().as_deref() == Some(path) {
        Place::take(path)
    } else {
        Place::take_as_it_is(path)
    };
    match taken {
        Ok(Some(taken)) => Ok(taken),
        Ok(None) => Err(ServeError::Taken(path.to_owned())),
        Err(reason) => Err(ServeError::Unusable {
            path: path.to_owned(),
            reason,
        }),
    }
}

/// Lets clients in, one after the other.
async fn accept(listener: &UnixListener, shared: &Rc<Shared>) -> Result<(), ServeError> {
    let room = Arc::new(Semaphore::new(MAX_CLIENTS));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(NO_DESCRIPTOR).await;
            continue;
        };
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
            turn_away(stream);
            continue;
        };
        let shared = Rc::clone(shared);
        spawn_local(async move {
            client::serve(stream, shared).await;
            drop(place);
        });
    }
}

/// An error for a client for whom there is no room. A new socket takes it at once.
fn turn_away(stream: UnixStream) {
    let reason = format!("{MAX_CLIENTS} programs are connected already: try again later.");
    let event = WyomingEvent::error("full", &reason);
    let written = stream
        .into_std()
        .and_then(|mut stream| stream.write_all(&event.encoded()));
    if let Err(error) = written {
        tracing::debug!(%error, "a client was turned away without a word");
    }
}
