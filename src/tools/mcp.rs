//! Servers of the Model Context Protocol, over their standard descriptors.
//!
//! Owns when a server is started and given up: it is started at the first question, and again if it has died since; one that is late,
//! or whose answer nobody waits for any more, is ended. The messages are `session`'s, what a server
//! says of its tools is `schema`'s.

mod sampling;
mod schema;
mod session;

use mynah_intents::ToolRequest;
use serde_json::{Map, Value};

use super::offered::OfferedTool;
use super::patience::Patience;
use super::settings::McpServer;
use super::{Fault, Told};
use session::Session;

/// A server and, while it runs, what it can do.
#[derive(Debug)]
pub(super) struct Server {
    name: String,
    arguments: Vec<String>,
    allow: Vec<String>,
    may_ask_model: bool,
    session: Option<Session>,
}

impl Server {
    pub(super) fn new(config: &McpServer) -> Self {
        Self {
            name: config.name.clone(),
            arguments: config.command.get(1..).unwrap_or_default().to_vec(),
            allow: config.allow.clone(),
            may_ask_model: config.model,
            session: None,
        }
    }

    /// Calls a tool of the server with what was said and what is fixed.
    pub(super) fn call(
        &mut self,
        tool: &str,
        (offered, fixed, request): (&OfferedTool, &Map<String, Value>, &ToolRequest),
        patience: &mut Patience<'_>,
    ) -> Result<Told, Fault> {
        let mut session = self.running(patience)?;
        let told = session
            .arguments(tool, fixed, &offered.values(request))
            .and_then(|arguments| session.call(tool, &arguments, patience));
        session.log(&self.name);
        // After a fault nobody knows what it would answer next.
        if told.is_ok() || session.is_usable() {
            self.session = Some(session);
        }
        told
    }

    /// The session that there is, or a new one where there is none or its server has died.
    fn running(&mut self, patience: &mut Patience<'_>) -> Result<Session, Fault> {
        if let Some(mut session) = self.session.take() {
            if session.is_alive() {
                return Ok(session);
            }
            tracing::warn!(server = self.name, "an MCP server has ended and is started again");
        }
        let (mut session, greeted) = Session::start(self, patience)?;
        session.log(&self.name);
        greeted.map(|()| session)
    }
}
