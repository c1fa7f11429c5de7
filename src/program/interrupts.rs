//! Ctrl-C and termination end the conversation cleanly; a second one ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use crate::conversation::{Event, PersonEvent};
use crate::engine::signals;
use crate::offline;

/// Whether the person has asked to stop, and the conversation to stop.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupts {
    happened: Arc<AtomicBool>,
    conversation: Arc<Mutex<Option<Sender<Event>>>>,
}

impl Interrupts {
    /// Installs the signal handler; once in a program.
    pub(crate) fn listen() -> Self {
        let interrupts = Self::default();
        let heard = interrupts.clone();
        if let Err(error) = signals::listen(move || heard.signal()) {
            tracing::warn!(%error, "signals are not handled");
        }
        interrupts
    }

    /// Directs the signals to this conversation instead of the previous one.
    pub(crate) fn reach(&self, conversation: Sender<Event>) {
        *self.conversation.lock().unwrap_or_else(PoisonError::into_inner) = Some(conversation);
    }

    /// Whether the person has asked to stop.
    pub(crate) fn happened(&self) -> bool {
        self.happened.load(Ordering::SeqCst)
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
