//! What all clients share: the way to the conversation, what it told last, and who waits for which turn.
//!
//! Owns the limits of requests that are not done yet.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast, mpsc};
use tokio::time::Instant;

use super::ControlConfig;
use super::counts::Counts;
use super::exposition::Moment;
use super::lines::Held;
use super::machine::PartState;
use super::metrics_file::MetricsFile;
use super::news::{Told, TurnTold};
use super::repeated::RepeatedAnnouncements;
use super::reply;
use super::request::{ControlRequest, Refusal, RequestKind, refusal};
use crate::conversation::{DeviceEvent, Event, RequestEvent, RequestId, Stage};

/// Events that wait for a slow subscriber; with one more it is dropped.
const EVENTS: usize = 256;
/// Requests that the conversation has not seen yet, and requests that wait in it.
const MAX_WAITING: u64 = 64;

/// A reply that comes when a turn has ended, as a line.
pub(super) type Outcome = (RequestId, String);

/// Shared by the tasks of one thread.
pub(super) type Shared = Rc<RefCell<Hub>>;

/// The name in `control.allow` without which announcements are not urgent, if it names anything.
pub const URGENT: &str = "announce_urgent";

/// Who waits for a turn.
struct Waiter {
    id: Option<String>,
    outcomes: mpsc::Sender<Outcome>,
}

/// What all clients share.
pub(super) struct Hub {
    config: ControlConfig,
    events: Sender<Event>,
    subscribers: broadcast::Sender<Arc<str>>,
    waiters: HashMap<RequestId, Waiter>,
    issued: RequestId,
    seen: RequestId,
    waiting: usize,
    turn: u64,
    phase: &'static str,
    listening: &'static str,
    counts: Counts,
    /// When the thread began, and the last turn ended, in seconds since 1970.
    began: i64,
    last_turn: Option<i64>,
    /// Whether the last answer could not be played.
    is_silent: bool,
    repeated: RepeatedAnnouncements,
    /// Told when the next of them is another one.
    rescheduled: Rc<Notify>,
    /// Connected clients.
    pub(super) clients: usize,
    /// Bytes of lines that are not complete.
    pub(super) held: Held,
}

impl Hub {
    pub(super) fn new(config: ControlConfig, events: Sender<Event>) -> Self {
        let began = config.probe.ask().now;
        Self {
            config,
            events,
            subscribers: broadcast::channel(EVENTS).0,
            waiters: HashMap::new(),
            issued: RequestId(0),
            seen: RequestId(0),
            waiting: 0,
            turn: 0,
            phase: "loading",
            listening: "off",
            counts: Counts::default(),
            began,
            last_turn: None,
            is_silent: false,
            repeated: RepeatedAnnouncements::default(),
            rescheduled: Rc::default(),
            clients: 0,
            held: Held::default(),
        }
    }

    /// Handles news of the conversation.
    pub(super) fn told(&mut self, told: &Told) {
        self.counts.count(told);
        match told {
            Told::Progress { seen, waiting } => (self.seen, self.waiting) = (*seen, *waiting),
            Told::Phase { turn, phase } => (self.turn, self.phase) = (*turn, phase),
            Told::Listening(listening) => self.listening = listening,
            Told::Turn(turn) => self.turn_ended(turn),
            Told::Lost => self.refuse_waiters(&refusal(
                "lost",
                "The machine is too busy, and the result of the turn was lost: ask for the status.",
            )),
            Told::Fault { stage, .. } => self.is_silent |= *stage == Stage::Playback,
            Told::Transcript { .. } | Told::Ignored => {}
        }
        if self.subscribers.receiver_count() > 0
            && let Some(event) = reply::event(told, self.config.words)
        {
            // Everybody may have gone since.
            let _ = self.subscribers.send(event);
        }
    }

    fn turn_ended(&mut self, turn: &TurnTold) {
        self.last_turn = Some(self.config.probe.ask().now);
        self.is_silent &= turn.timeline.first_audio.is_none();
        if turn.acknowledges {
            self.acknowledge();
        }
        let Some((request, waiter)) = turn
            .request
            .and_then(|request| self.waiters.remove_entry(&request))
        else {
            return;
        };
        let id = waiter.id.as_deref();
        let line = match &turn.failed {
            Some(sentence) => reply::refused(id, &refusal("failed", sentence.as_str())),
            None => reply::ended(id, turn),
        };
        // A client has room for all that it waits for, or is gone.
        let _ = waiter.outcomes.try_send((request, line));
    }

    /// Refuses everything that waits for a turn.
    fn refuse_waiters(&mut self, refusal: &Refusal) {
        for (request, waiter) in self.waiters.drain() {
            let line = reply::refused(waiter.id.as_deref(), refusal);
            let _ = waiter.outcomes.try_send((request, line));
        }
    }

    /// The conversation has ended.
    pub(super) fn end(&mut self) {
        self.refuse_waiters(&refusal("ended", "The conversation has ended."));
    }

    /// Whether such requests are allowed.
    pub(super) fn allows(&self, kind: RequestKind) -> Result<(), Refusal> {
        if self.config.allow.contains(&kind) {
            return Ok(());
        }
        let reason = format!(
            "The configuration does not allow this request: add \"{}\" to control.allow.",
            kind.name()
        );
        Err(refusal("not-allowed", reason))
    }

    /// Events from now on.
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Arc<str>> {
        self.subscribers.subscribe()
    }

    /// The reply to a subscription.
    pub(super) fn subscribed(&self, id: Option<&str>) -> String {
        reply::done(id, json!({"words": self.config.words}))
    }

    /// The reply to a request for the status.
    pub(super) fn status(&self, id: Option<&str>) -> String {
        let machine = self.config.probe.ask();
        let models: Vec<Value> = machine
            .parts
            .iter()
            .map(|part| match &part.state {
                PartState::Loading => json!({"part": part.part, "name": part.name, "state": "loading"}),
                PartState::Ready => json!({"part": part.part, "name": part.name, "state": "ready"}),
                PartState::Failed(sentence) => {
                    json!({"part": part.part, "name": part.name, "state": "failed", "message": sentence})
                }
            })
            .collect();
        let missing = machine.layers.iter().filter(|(_, holds)| !holds);
        let more = json!({
            "models": models,
            "microphone": self.listens(),
            "loudspeaker": !self.is_silent,
            "last_turn": self.last_turn,
            "started": self.began,
            "unprotected": missing.map(|(layer, _)| *layer).collect::<Vec<_>>(),
            "version": env!("CARGO_PKG_VERSION"),
            "phase": self.phase,
            "listening": self.listening,
            "turn": self.turn,
            "waiting": self.waiting,
            "unacknowledged": self.repeated.count(),
            "volume": machine.volume,
            "clients": self.clients,
        });
        reply::done(id, more)
    }

    fn listens(&self) -> bool {
        self.listening != "off"
    }

    /// Writes the metrics; the person is told where that fails.
    pub(super) fn write(&mut self, file: &mut MetricsFile) {
        let moment = Moment {
            began: self.began,
            listens: self.listens(),
        };
        let machine = self.config.probe.ask();
        if let Some(sentence) = file.write(&mut self.counts, moment, &machine)
            && self.config.tells
        {
            let stage = Stage::Record;
            let _ = self
                .events
                .send(Event::Device(DeviceEvent::Degraded { stage, sentence }));
        }
    }

    /// Announces a text, and again until somebody acknowledges it, where that is wanted.
    pub(super) fn announce(&mut self, request: ControlRequest) -> Result<(), Refusal> {
        if request.urgent && !self.config.allow_urgent {
            let reason = format!(
                "The configuration does not allow urgent announcements: add \"{URGENT}\" to control.allow."
            );
            return Err(refusal("not-allowed", reason));
        }
        let Some(every) = request.repeat else {
            return self.pass_on(request).map(drop);
        };
        if !self.repeated.has_room() {
            let reason = "Too many announcements wait to be acknowledged: try again later.";
            return Err(refusal("busy", reason));
        }
        let announced = (request.text.clone(), request.urgent);
        self.pass_on(request)?;
        self.repeated.add(announced, every, Instant::now());
        self.rescheduled.notify_one();
        Ok(())
    }

    /// Announces again what is due.
    pub(super) fn repeat(&mut self) {
        let is_busy = self.waiting > 0;
        for (text, urgent) in self.repeated.due(Instant::now(), is_busy) {
            let text = (self.config.clean)(&text);
            let _ = self.send(RequestEvent::Announce { text, urgent });
        }
    }

    /// When something is to be announced again, and what tells that this has changed.
    pub(super) fn next(&self) -> (Option<Instant>, Rc<Notify>) {
        (self.repeated.next(), Rc::clone(&self.rescheduled))
    }

    /// Somebody has understood all that is announced again and again; how many they were.
    pub(super) fn acknowledge(&mut self) -> usize {
        let count = self.repeated.acknowledge();
        if count > 0 {
            self.rescheduled.notify_one();
            let _ = self.subscribers.send(reply::acknowledged(count));
        }
        count
    }

    /// Sets the volume, 0 to 100.
    pub(super) fn set_volume(&self, percent: u8) {
        self.config.probe.set_volume(percent);
    }

    /// Hands a request to the conversation.
    pub(super) fn pass_on(&mut self, request: ControlRequest) -> Result<RequestId, Refusal> {
        let ControlRequest {
            kind, text, urgent, ..
        } = request;
        let text = (self.config.clean)(&text);
        let event = match kind {
            RequestKind::Announce => RequestEvent::Announce { text, urgent },
            RequestKind::Say => RequestEvent::Say { text, urgent },
            RequestKind::Ask => RequestEvent::Ask { text, urgent },
            RequestKind::Mute => RequestEvent::Mute { on: true },
            RequestKind::Unmute => RequestEvent::Mute { on: false },
            RequestKind::Stop
            | RequestKind::Volume
            | RequestKind::Acknowledge
            | RequestKind::Status
            | RequestKind::Subscribe => RequestEvent::Stop,
        };
        let waits = matches!(kind, RequestKind::Announce | RequestKind::Say | RequestKind::Ask);
        let unseen = self.issued.0.saturating_sub(self.seen.0);
        if unseen >= MAX_WAITING || waits && self.waiting as u64 >= MAX_WAITING {
            return Err(refusal(
                "busy",
                "Too many requests wait already: try again later.",
            ));
        }
        self.send(event)
    }

    fn send(&mut self, event: RequestEvent) -> Result<RequestId, Refusal> {
        let request = RequestId(self.issued.0.saturating_add(1));
        self.events
            .send(Event::Request(request, event))
            .map_err(|_| refusal("ended", "The conversation has ended."))?;
        self.issued = request;
        Ok(request)
    }

    /// The reply to this request is sent when its turn has ended.
    pub(super) fn wait(&mut self, request: RequestId, id: Option<String>, outcomes: mpsc::Sender<Outcome>) {
        self.waiters.insert(request, Waiter { id, outcomes });
    }

    /// A client that waited for these turns is gone: those that have not begun are dropped.
    pub(super) fn leave(&mut self, outstanding: &[RequestId]) {
        self.clients = self.clients.saturating_sub(1);
        for request in outstanding {
            self.waiters.remove(request);
            // A conversation that has ended needs to know nothing.
            let _ = self.send(RequestEvent::Withdraw { request: *request });
        }
    }
}
