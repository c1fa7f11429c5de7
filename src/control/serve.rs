//! The control thread: its runtime, the socket, and who is let in.
//!
//! Owns how many clients there are at once. Only Unix sockets are used of the runtime; it runs on this one thread.

use std::cell::RefCell;
use std::io::Write;
use std::os::unix::net::UnixListener as StdListener;
use std::rc::Rc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::net::{UnixListener, UnixStream};
use tokio::runtime::Builder;
use tokio::sync::mpsc::Receiver;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::{LocalSet, spawn_local};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::hub::{Hub, Shared};
use super::metrics_file::MetricsFile;
use super::news::Told;
use super::pace::{Pace, TICK};
use super::place::Place;
use super::request::refusal;
use super::{ControlConfig, client, reply};
use crate::conversation::Event;

/// How often a program that found another one's socket looks whether it is free.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Most clients.
const MAX_CLIENTS: u64 = 1_024;
/// Descriptors that this process wants to have for them and everything else.
const DESCRIPTORS: u64 = 2_560;
/// Requests in a tick of all clients together, beyond what each may do at once; and new clients.
const MAX_IN_A_TICK: u32 = 200;
/// Clients have so long to take the last lines.
const FAREWELL: Duration = Duration::from_millis(200);
/// Waited when the system has no descriptor for another client.
const NO_DESCRIPTOR: Duration = Duration::from_millis(100);

/// Serves clients until nothing more can be told.
pub(super) fn run(config: ControlConfig, events: Sender<Event>, told: Receiver<Told>) {
    match Builder::new_current_thread().enable_io().enable_time().build() {
        Ok(runtime) => LocalSet::new().block_on(&runtime, serve(config, events, told)),
        Err(error) => tracing::warn!(%error, "there is no control socket"),
    }
}

async fn serve(config: ControlConfig, events: Sender<Event>, mut told: Receiver<Told>) {
    let path = config.path.clone();
    // Whoever has the place writes: there is one file.
    let metrics = config.metrics.clone().map(MetricsFile::new);
    let hub = Rc::new(RefCell::new(Hub::new(config, events)));
    let mut has_warned = false;
    let (place, listener) = loop {
        match Place::take(&path).and_then(|taken| {
            let taken = taken.map(|(place, listener)| listen(listener).map(|listener| (place, listener)));
            taken.transpose()
        }) {
            Ok(Some(taken)) => break taken,
            Ok(None) => {}
            Err(error) if has_warned => tracing::debug!(%error, "no control socket yet"),
            Err(error) => {
                has_warned = true;
                tracing::warn!(%error, path = %path.display(), "there is no control socket yet");
            }
        }
        let next = sleep(POLL_INTERVAL);
        tokio::pin!(next);
        loop {
            tokio::select! {
                news = told.recv() => match news {
                    Some(news) => hub.borrow_mut().told(&news),
                    None => return,
                },
                () = &mut next => break,
            }
        }
    };
    let (closing, closed) = watch::channel(());
    let (alive, mut all_gone) = mpsc::channel::<()>(1);
    let accepting = spawn_local(accept(listener, Rc::clone(&hub), closed, alive));
    follow(&hub, &mut told, metrics).await;
    accepting.abort();
    hub.borrow_mut().end();
    drop(closing);
    // Whoever does not take the last lines goes without them.
    let _ = timeout(FAREWELL, all_gone.recv()).await;
    drop(place);
}

/// Follows the conversation to its end; meanwhile announces again what is not acknowledged, and writes the metrics, at the end once
/// more.
async fn follow(hub: &Shared, told: &mut Receiver<Told>, mut metrics: Option<MetricsFile>) {
    let mut write_at = metrics.as_ref().map(|_| Instant::now());
    loop {
        let (repeat_at, rescheduled) = hub.borrow().next();
        tokio::select! {
            news = told.recv() => match news {
                Some(news) => hub.borrow_mut().told(&news),
                None => break,
            },
            () = until(write_at) => if let Some(file) = &mut metrics {
                hub.borrow_mut().write(file);
                write_at = Some(Instant::now() + file.every());
            },
            () = until(repeat_at) => hub.borrow_mut().repeat(),
            () = rescheduled.notified() => {}
        }
    }
    if let Some(file) = &mut metrics {
        hub.borrow_mut().write(file);
    }
}

/// Waits until then; for ever if that is never.
async fn until(then: Option<Instant>) {
    match then {
        Some(then) => sleep_until(then).await,
        None => std::future::pending().await,
    }
}

fn listen(listener: StdListener) -> std::io::Result<UnixListener> {
    UnixListener::from_std(listener)
}

/// Most clients: half of the descriptors that this process may have, so that enough are left for everything else. Where fewer are
/// allowed than the system would grant, more are asked for.
fn most_clients() -> usize {
    let mut limit = getrlimit(Resource::Nofile);
    let wanted = DESCRIPTORS.min(limit.maximum.unwrap_or(u64::MAX));
    if limit.current.is_some_and(|current| current < wanted) {
        let before = limit.current.replace(wanted);
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::debug!(%error, "no more descriptors");
            limit.current = before;
        }
    }
    let half = limit.current.unwrap_or(u64::MAX) / 2;
    usize::try_from(half.min(MAX_CLIENTS)).unwrap_or_default()
}

/// Lets clients in, one after the other. `alive` is dropped with the last of them.
async fn accept(listener: UnixListener, hub: Shared, closed: watch::Receiver<()>, alive: mpsc::Sender<()>) {
    let requests = Rc::new(Mutex::new(Pace::new(MAX_IN_A_TICK, TICK)));
    let mut arrivals = Pace::new(MAX_IN_A_TICK, TICK);
    let most = most_clients();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(NO_DESCRIPTOR).await;
            continue;
        };
        arrivals.take().await;
        if hub.borrow().clients >= most {
            turn_away(stream, most);
            continue;
        }
        hub.borrow_mut().clients += 1;
        let (hub, requests, closed, alive) = (
            Rc::clone(&hub),
            Rc::clone(&requests),
            closed.clone(),
            alive.clone(),
        );
        spawn_local(async move {
            client::serve(stream, hub, requests, closed).await;
            drop(alive);
        });
    }
}

/// One line for a client for whom there is no room. A new socket takes it at once.
fn turn_away(stream: UnixStream, most: usize) {
    let reason = format!("{most} programs are connected already: try again later.");
    let line = reply::refused(None, &refusal("full", reason));
    let written = stream
        .into_std()
        .and_then(|mut stream| stream.write_all(line.as_bytes()));
    if let Err(error) = written {
        tracing::debug!(%error, "a client was turned away without a word");
    }
}
