//! Ctrl-C and termination end the conversation cleanly; a second one ends the program at once. Ctrl-Z silences it first.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::conversation::{Event, PersonEvent};
use crate::engine::signals;
use crate::offline;

/// The conversation has told the sound process to be silent by then.
const SILENT_WITHIN: Duration = Duration::from_millis(300);

/// Whether the person has asked to stop, and the conversation to stop.
#[derive(Debug, Clone, Default)]
pub(super) struct Interrupts {
    happened: Arc<AtomicBool>,
    conversation: Arc<Mutex<Option<Sender<Event>>>>,
}

impl Interrupts {
    /// Installs the signal handler; once in a program.
    pub(super) fn listen() -> Self {
        let interrupts = Self::default();
        let heard = interrupts.clone();
        let stopped = interrupts.clone();
        let listening = signals::listen(move || heard.signal())
            .and_then(|()| signals::before_a_stop(move || stopped.silence()));
        if let Err(error) = listening {
            tracing::warn!(%error, "signals are not handled");
        }
        interrupts
    }

    /// Directs the signals to this conversation instead of the previous one.
    pub(super) fn reach(&self, conversation: Sender<Event>) {
        *self.conversation.lock().unwrap_or_else(PoisonError::into_inner) = Some(conversation);
    }

    /// Whether the person has asked to stop.
    pub(super) fn happened(&self) -> bool {
        self.happened.load(Ordering::SeqCst)
    }

    /// The sound process would play on what was sent to it while this one is stopped.
    fn silence(&self) {
        if let Some(events) = &*self.conversation.lock().unwrap_or_else(PoisonError::into_inner)
            && events.send(Event::Person(PersonEvent::Interrupted)).is_ok()
        {
            std::thread::sleep(SILENT_WITHIN);
        }
    }

    fn signal(&self) {
        if self.happened.swap(true, Ordering::SeqCst) {
            offline::show_all();
            std::process::exit(130);
        }
        if let Some(events) = &*self.conversation.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = events.send(Event::Person(PersonEvent::Interrupted));
            let _ = events.send(Event::Person(PersonEvent::Leaving));
        }
    }
}
