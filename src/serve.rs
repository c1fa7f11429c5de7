//! What other programs on this machine use of mynah: speech to text, text to speech and answers, by protocols that exist.
//!
//! Owns the parts that all clients share ([`parts`]) and a module for each protocol: `wyoming`, of Home Assistant's voice services, and
//! `mcp`, of programs that use language models. Both come by a Unix socket or the standard descriptors, on one thread with tokio, as in
//! `control`. Decides nothing of a turn, and puts no engine together: `assembly` and `assistant` do.

pub mod mcp;
mod parts;
mod pipes;
pub mod wyoming;

use std::future::Future;
use std::path::PathBuf;

use tokio::runtime::Builder;
use tokio::sync::watch;
use tokio::task::LocalSet;

use crate::assembly::AssemblyError;
use crate::config::Settings;

/// The settings of a service, and how it tells a person what happens.
#[derive(Debug, Clone)]
pub struct ServeConfig {
    /// The settings; the models, documents and the voice are theirs.
    pub settings: Settings,
    /// Tells the person a sentence.
    pub tell: fn(&str),
}

/// Why a service cannot begin, or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A model, the documents or the policy are missing or unusable.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    /// The system refuses a thread or a pipe.
    #[error(
        "Cannot start another thread or open a pipe ({0}): close other programs or raise the limit of processes."
    )]
    System(#[from] std::io::Error),
    /// Another program has the socket.
    #[error("Another program listens at {} already: end it, or name another place with --socket.", .0.display())]
    Taken(PathBuf),
    /// The socket cannot be made.
    #[error("The socket {} cannot be made ({reason}): name another place with --socket.", path.display())]
    Unusable {
        /// The socket.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A folder that recordings are to be read from.
    #[error("The folder {} cannot be opened ({reason}): name one that is there with --folder.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// There is no runtime folder and no home folder.
    #[error("There is no folder for a socket: name a place with --socket.")]
    NoPlace,
}

/// Ends a service from another thread, such as that of the signals.
#[derive(Debug, Clone)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stop {
    /// Ends it now.
    pub fn now(&self) {
        self.0.send_replace(true);
    }

    async fn wait(&self) {
        // The sender lives as long as this.
        let _ = self.0.subscribe().wait_for(|stopped| *stopped).await;
    }
}

/// Runs a service on this thread until it ends or is stopped.
fn run_until(stop: &Stop, service: impl Future<Output = Result<(), ServeError>>) -> Result<(), ServeError> {
    let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
    LocalSet::new().block_on(&runtime, async {
        tokio::select! {
            ended = service => ended,
            () = stop.wait() => Ok(()),
        }
    })
}
