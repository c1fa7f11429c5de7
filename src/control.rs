//! The control socket: other programs of the same person have something said, ask, and learn what happens.
//!
//! Owns the one thread that waits for several things at once, on tokio: its clients, their deadlines, and the conversation. Requests
//! go to the conversation as events through its one channel; what it tells comes back through a bounded one ([`Control::tell`]),
//! for which it never waits. The thread also counts what is told, and writes the counters into a file ([`MetricsConfig`]). Decides nothing of a turn. The lines are described in `docs/src/developer/control.md`.

mod client;
mod counts;
mod exposition;
mod hub;
mod lines;
mod machine;
mod metrics_file;
mod news;
mod pace;
pub(crate) mod place;
mod repeated;
mod reply;
mod request;
mod serve;
#[cfg(test)]
mod tests;
mod turn_outcome;

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use tokio::sync::mpsc::channel;

use crate::conversation::{Effect, Event, State};

pub use hub::URGENT;
pub use machine::{MachineProbe, MachineReadings, PartReading, PartState};
pub use metrics_file::MetricsConfig;
use news::Teller;
pub use request::{MAX_ANNOUNCEMENT_LEN, MAX_TEXT_LEN, RequestKind, VERSION};

/// How the control socket is used.
#[derive(Debug, Clone)]
pub struct ControlConfig {
    /// Where it is.
    pub path: PathBuf,
    /// What can be requested.
    pub allow: Vec<RequestKind>,
    /// Whether announcements can be urgent.
    pub allow_urgent: bool,
    /// Whether subscribers learn what was asked and answered.
    pub words: bool,
    /// Makes a text harmless for every face.
    pub clean: fn(&str) -> String,
    /// Where metrics are written, if they are.
    pub metrics: Option<MetricsConfig>,
    /// Whether the person is told what the control thread cannot do; a visitor is not.
    pub tells: bool,
    /// Answers what the machine is doing.
    pub probe: MachineProbe,
}

/// The control thread of a conversation; it ends with this.
#[derive(Debug)]
pub struct Control {
    teller: Option<Teller>,
    thread: Option<JoinHandle<()>>,
}

impl Control {
    /// Starts the thread, unless there is no place for a socket. Where another conversation listens there, it waits until that
    /// has ended. Requests become `events`.
    pub fn start(config: Option<ControlConfig>, events: Sender<Event>) -> Self {
        let off = Self {
            teller: None,
            thread: None,
        };
        let Some(config) = config else {
            return off;
        };
        let (news, told) = channel(news::QUEUE);
        let started = std::thread::Builder::new()
            .name("control".to_owned())
            .spawn(move || serve::run(config, events, told));
        match started {
            Ok(thread) => Self {
                teller: Some(Teller::new(news)),
                thread: Some(thread),
            },
            Err(error) => {
                tracing::warn!(%error, "there is no control socket");
                off
            }
        }
    }

    /// Tells the clients what is new. Never waits.
    pub fn tell(&mut self, state: &State, effects: &[Effect]) {
        if let Some(teller) = &mut self.teller {
            teller.tell(state, effects);
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        // The thread ends when nothing more can be told.
        self.teller = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the control thread has panicked");
        }
    }
}
