//! One client: its requests, the replies, and the events that it has subscribed to.
//!
//! Owns how long a client may be silent, how much it may ask, and that it reads what it is sent: nobody waits for a client that
//! does not.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncWriteExt, Interest};
use tokio::net::UnixStream;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, broadcast, mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::hub::{Outcome, Shared};
use super::lines::{Input, Lines};
use super::pace::{Pace, TICK};
use super::reply;
use super::request::{self, ControlRequest, Refusal, RequestKind, refusal};
use crate::conversation::RequestId;

/// Requests of one client in a second that are done at once, however many others there are.
const AT_ONCE: u32 = 4;
const SECOND: Duration = Duration::from_secs(1);
/// Requests of one client in a [`TICK`].
const MAX_REQUESTS: u32 = 32;
/// Events that are written together, if so many wait.
const TOGETHER: usize = 32;
/// Turns that one client waits for.
const MAX_OUTSTANDING: usize = 4;
/// A client that neither waits nor has subscribed is closed after so long without a request.
const IDLE: Duration = Duration::from_secs(60);
/// A client must take what it is sent within this time.
const TAKE: Duration = Duration::from_secs(2);
/// How often a client that sends nothing more is looked at.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// What happens to a client next.
enum Happened {
    Input(Input),
    Outcome(Outcome),
    News(Arc<str>),
    Close(Option<Refusal>),
}

/// A client; others learn of its end when this is dropped.
struct Client {
    hub: Shared,
    outstanding: Vec<RequestId>,
    outcomes: mpsc::Sender<Outcome>,
    news: Option<broadcast::Receiver<Arc<str>>>,
}

impl Drop for Client {
    fn drop(&mut self) {
        self.hub.borrow_mut().leave(&self.outstanding);
    }
}

/// Serves a client until it goes, breaks a rule, or `closing` is dropped. It has been counted already.
pub(super) async fn serve(
    mut stream: UnixStream,
    hub: Shared,
    all: Rc<Mutex<Pace>>,
    mut closing: watch::Receiver<()>,
) {
    let (outcomes, mut ended) = mpsc::channel(MAX_OUTSTANDING);
    let mut lines = Lines::new(Rc::clone(&hub.borrow().held));
    let mut client = Client {
        hub,
        outstanding: Vec::new(),
        outcomes,
        news: None,
    };
    let mut at_once = Pace::new(AT_ONCE, SECOND);
    let mut pace = Pace::new(MAX_REQUESTS, TICK);
    let mut idle = Instant::now() + IDLE;
    let mut reads = true;
    loop {
        let may_idle = client.news.is_some() || !client.outstanding.is_empty();
        if !reads && !may_idle {
            return;
        }
        let happened = tokio::select! {
            input = lines.next(&stream), if reads => Happened::Input(input),
            Some(outcome) = ended.recv() => Happened::Outcome(outcome),
            news = next(&mut client.news) => news,
            () = sleep_until(idle), if !may_idle => Happened::Close(Some(refusal(
                "idle", "Nothing was requested for a minute: connect again, or subscribe.",
            ))),
            () = gone(&stream), if !reads => return,
            _ = closing.changed() => Happened::Close(None),
        };
        let line: Arc<str> = match happened {
            Happened::Input(Input::Line(line)) => {
                if !at_once.try_take() {
                    all.lock().await.take().await;
                    pace.take().await;
                    lines.waited();
                }
                idle = Instant::now() + IDLE;
                match client.request(&line) {
                    Some(reply) => reply.into(),
                    None => continue,
                }
            }
            Happened::Input(Input::End) => {
                reads = false;
                continue;
            }
            Happened::Outcome((request, line)) => {
                client.outstanding.retain(|outstanding| *outstanding != request);
                idle = Instant::now() + IDLE;
                line.into()
            }
            Happened::News(line) => line,
            Happened::Input(Input::Broken(refusal)) | Happened::Close(Some(refusal)) => {
                write(&mut stream, &reply::refused(None, &refusal)).await;
                return;
            }
            Happened::Close(None) => {
                while let Ok((_, line)) = ended.try_recv() {
                    write(&mut stream, &line).await;
                }
                return;
            }
        };
        if !write(&mut stream, &line).await {
            return;
        }
    }
}

/// Waits until a client that sends nothing more reads nothing more either.
async fn gone(stream: &UnixStream) {
    loop {
        match stream.ready(Interest::WRITABLE).await {
            Ok(ready) if !ready.is_write_closed() => sleep(POLL_INTERVAL).await,
            _ => return,
        }
    }
}

/// The next event, if there is a subscription.
async fn next(news: &mut Option<broadcast::Receiver<Arc<str>>>) -> Happened {
    match news {
        None => std::future::pending().await,
        Some(news) => match news.recv().await {
            Ok(line) => Happened::News(with_more(line, news)),
            Err(RecvError::Closed) => Happened::Close(None),
            Err(RecvError::Lagged(_)) => {
                let reason = "Events were not read in time: subscribe again.";
                Happened::Close(Some(refusal("behind", reason)))
            }
        },
    }
}

/// An event with those that follow it already, so that a slow machine writes less often.
fn with_more(first: Arc<str>, news: &mut broadcast::Receiver<Arc<str>>) -> Arc<str> {
    if news.is_empty() {
        return first;
    }
    let mut lines = String::from(&*first);
    for _ in 1..TOGETHER {
        // A subscriber that is behind learns it from the next call.
        match news.try_recv() {
            Ok(line) => lines.push_str(&line),
            Err(_) => break,
        }
    }
    lines.into()
}

/// Sends a line; whether it was taken.
async fn write(stream: &mut UnixStream, line: &str) -> bool {
    matches!(timeout(TAKE, stream.write_all(line.as_bytes())).await, Ok(Ok(())))
}

impl Client {
    /// Does what a line asks; the reply, unless that comes when a turn has ended.
    fn request(&mut self, line: &[u8]) -> Option<String> {
        let (id, request) = request::read(line);
        match request.and_then(|request| self.perform(request, id.clone())) {
            Ok(reply) => reply,
            Err(refusal) => Some(reply::refused(id.as_deref(), &refusal)),
        }
    }

    fn perform(&mut self, request: ControlRequest, id: Option<String>) -> Result<Option<String>, Refusal> {
        let mut hub = self.hub.borrow_mut();
        hub.allows(request.kind)?;
        let name = id.as_deref();
        match request.kind {
            RequestKind::Status => Ok(Some(hub.status(name))),
            RequestKind::Subscribe => {
                self.news = Some(hub.subscribe());
                Ok(Some(hub.subscribed(name)))
            }
            RequestKind::Announce => {
                hub.announce(request)?;
                Ok(Some(reply::done(name, json!({}))))
            }
            RequestKind::Mute | RequestKind::Unmute | RequestKind::Stop => {
                hub.pass_on(request)?;
                Ok(Some(reply::done(name, json!({}))))
            }
            RequestKind::Volume => {
                hub.set_volume(request.percent);
                Ok(Some(reply::done(name, json!({}))))
            }
            RequestKind::Acknowledge => {
                let count = hub.acknowledge();
                Ok(Some(reply::done(name, json!({"acknowledged": count}))))
            }
            RequestKind::Say | RequestKind::Ask => {
                if self.outstanding.len() >= MAX_OUTSTANDING {
                    let reason = format!(
                        "This program waits for {MAX_OUTSTANDING} turns already: try again when one has ended."
                    );
                    return Err(refusal("busy", reason));
                }
                let request = hub.pass_on(request)?;
                self.outstanding.push(request);
                hub.wait(request, id, self.outcomes.clone());
                Ok(None)
            }
        }
    }
}
