//! mynah as a server of the Model Context Protocol: programs on this machine ask it, let it speak, and have recordings transcribed.
//!
//! Owns the life of a session at standard input and output: one message a line, several calls at once, each of which can be cancelled.
//! What the messages mean is `messages`'s, what the tools do `tools`'s. Nothing but the three tools is offered; only the newest
//! version without a handshake of its own is left out (<https://modelcontextprotocol.io/specification/2025-11-25>).

mod lines;
mod messages;
mod tools;

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::unix::OwnedWriteHalf;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, spawn_local};
use tokio::time::{Instant, sleep_until, timeout};

use super::parts::ServedParts;
use super::{ServeConfig, ServeError, Stop, pipes, run_until};
use lines::{MessageLine, MessageLines};
use messages::{Incoming, RequestKey};
use tools::{ServedTool, Tools};

/// Calls at once; those beyond are told to come again.
const MAX_CALLS: usize = 8;
/// The client must take a message within this time.
const TAKE: Duration = Duration::from_secs(30);
/// What runs when the input ends may go on for so long.
const LAST_CALLS: Duration = Duration::from_secs(10);

/// How the server is used.
#[derive(Debug, Clone)]
pub struct McpConfig {
    /// The settings.
    pub serve: ServeConfig,
    /// Folders whose recordings are transcribed.
    pub folders: Vec<PathBuf>,
    /// Whether texts are said through the loudspeaker.
    pub says: bool,
}

/// Serves one client at standard input and output until it ends or `stop`.
///
/// # Errors
/// A model or a folder is missing, or the system refuses a thread.
pub fn serve(config: &McpConfig, stop: &Stop) -> Result<(), ServeError> {
    let folders = tools::opened(&config.folders)?;
    let parts = ServedParts::start(&config.serve)?;
    let tools = Rc::new(Tools::new(parts, folders, config.says));
    run_until(stop, async {
        let (stream, writing) = pipes::standard()?;
        let (input, output) = stream.into_split();
        let (finished, ended) = mpsc::channel(MAX_CALLS);
        let session = McpSession {
            tools,
            output,
            running: HashMap::new(),
            finished,
        };
        session.run(MessageLines::new(input), ended).await;
        writing.finish().await;
        Ok(())
    })
}

/// A call that has ended: its id, and its answer.
type Finished = (RequestKey, Value);

struct McpSession {
    tools: Rc<Tools>,
    output: OwnedWriteHalf,
    running: HashMap<RequestKey, (ServedTool, AbortHandle)>,
    finished: mpsc::Sender<Finished>,
}

impl McpSession {
    /// Until the input has ended and what it asked for is answered, which is awaited for a moment: nobody may be there any more.
    async fn run(mut self, mut lines: MessageLines, mut ended: mpsc::Receiver<Finished>) {
        let mut until: Option<Instant> = None;
        while until.is_none() || !self.running.is_empty() {
            let answer = tokio::select! {
                line = lines.next(), if until.is_none() => match line {
                    MessageLine::Whole(line) => self.message(&line),
                    MessageLine::End | MessageLine::TooLong => {
                        self.end_speech();
                        until = Some(Instant::now() + LAST_CALLS);
                        (line == MessageLine::TooLong).then(messages::too_long)
                    }
                },
                () = sleep_until(until.unwrap_or_else(Instant::now)), if until.is_some() => break,
                Some((id, answer)) = ended.recv() => {
                    // One that was cancelled is not answered.
                    self.running.remove(&id).map(|_| answer)
                }
            };
            let Some(answer) = answer else { continue };
            let line = answer.to_string() + "\n";
            match timeout(TAKE, self.output.write_all(line.as_bytes())).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => break,
            }
        }
        self.running.values().for_each(|(_, call)| call.abort());
    }

    /// Whoever wanted it said has gone.
    fn end_speech(&mut self) {
        self.running.retain(|_, (tool, call)| match tool {
            ServedTool::Say => {
                call.abort();
                false
            }
            ServedTool::Ask | ServedTool::Transcribe => true,
        });
    }

    /// Does what a message wants; the answer, if there is one at once.
    fn message(&mut self, line: &[u8]) -> Option<Value> {
        match messages::read(line) {
            Incoming::Answer(answer) => Some(answer),
            Incoming::Nothing => None,
            Incoming::ListTools(id) => Some(id.result(&self.tools.listed())),
            Incoming::Cancelled(id) => {
                if let Some((_, call)) = self.running.remove(&id) {
                    call.abort();
                }
                None
            }
            Incoming::Call(id, name, arguments) => {
                let Some(tool) = ServedTool::named(&name).filter(|tool| self.tools.offers(*tool)) else {
                    return Some(id.no_such_tool(&name));
                };
                if self.running.len() >= MAX_CALLS {
                    return Some(id.busy(MAX_CALLS));
                }
                if self.running.contains_key(&id) {
                    return Some(id.taken());
                }
                let (tools, finished, key) = (Rc::clone(&self.tools), self.finished.clone(), id.clone());
                let call = spawn_local(async move {
                    let answer = tools.call(tool, &arguments).await;
                    // The session has ended.
                    let _ = finished.send((key.clone(), key.result(&answer))).await;
                });
                self.running.insert(id, (tool, call.abort_handle()));
                None
            }
        }
    }
}
