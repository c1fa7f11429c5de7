//! Tools of others: programs and MCP servers that the configuration names.
//!
//! Owns what they are ([`ToolsConfig`]), how one is run and for how long it is waited for. The broker starts and confines them
//! (`offline`), `mynah_intents` understands who asks for one, and the mind says what came of it: to this module a result is text that
//! somebody else wrote. A call of a language model is made only with arguments that the person said.

mod answers;
mod check;
mod confined;
mod mcp;
mod offered;
mod patience;
mod program;
mod settings;

use mynah_intents::{ToolRequest, ToolSentences, ToolTrouble};
use serde_json::Value;

pub use check::{ToolMistake, mistake};
pub use confined::{ConfinedTool, confined};
pub use offered::{OfferedTool, ToolKind};
pub use settings::{
    McpServer, McpTool, ProgramTool, SlotConfig, SlotType, SlotValues, SpokenSentences, ToolsConfig,
};

use patience::Patience;

/// Who has asked a tool.
pub trait ToolCaller {
    /// Whether anybody still waits; asked about twenty times a second.
    fn goes_on(&mut self) -> bool;

    /// What the language model writes after `prompt`, in at most `max_tokens` tokens. `None` where nobody waits any more, or the
    /// model has no words. `is_late` is asked for every token.
    fn generate(
        &mut self,
        prompt: &str,
        max_tokens: usize,
        is_late: &mut dyn FnMut() -> bool,
    ) -> Option<String>;
}

/// Why a tool has given no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolFault {
    /// Nobody waits for the answer any more.
    Stopped,
    /// It is to be said.
    Trouble(ToolTrouble),
}

/// What went wrong, for the log.
#[derive(Debug)]
enum Fault {
    /// The deadline has passed.
    Late,
    /// Nobody waits any more.
    Stopped,
    /// It was not started.
    NotStarted(String),
    /// Its answer is none, or it reported a failure.
    Broken(String),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// The tools of a conversation, with the servers that it has started. They end when this is dropped.
#[derive(Debug)]
pub struct Toolbox {
    tools: Vec<OfferedTool>,
    servers: Vec<mcp::Server>,
}

impl Toolbox {
    /// With these tools; starts nothing.
    pub fn new(config: &ToolsConfig) -> Self {
        Self {
            tools: config.offered(),
            servers: config.mcp.iter().map(mcp::Server::new).collect(),
        }
    }

    /// The tools, in the order in which requests count them.
    pub fn tools(&self) -> &[OfferedTool] {
        &self.tools
    }

    /// What people say for them.
    pub fn sentences(&self) -> Vec<ToolSentences> {
        self.tools.iter().map(OfferedTool::sentences).collect()
    }

    /// Runs a tool and returns its text, or its answer's template filled: text of others, neither cleaned nor cut.
    ///
    /// # Errors
    /// Why there is no answer; the log has the reason.
    pub fn run(&mut self, request: &ToolRequest, caller: &mut dyn ToolCaller) -> Result<String, ToolFault> {
        let Some(tool) = self.tools.get(request.tool) else {
            return Err(ToolFault::Trouble(ToolTrouble::Absent));
        };
        let mut patience = Patience::new(tool.seconds, caller);
        let told = match &tool.kind {
            ToolKind::Program(command) => program::run(tool, command, request, &mut patience),
            ToolKind::Mcp {
                server,
                tool: name,
                arguments,
            } => match self.servers.get_mut(*server) {
                Some(server) => server.call(name, (tool, arguments, request), &mut patience),
                None => Err(Fault::NotStarted("there is no such server".to_owned())),
            },
        };
        let told = told.and_then(|told| answers::filled(told, tool.answer.as_deref()));
        told.map_err(|fault| reported(&tool.name, fault))
    }
}

/// Text that a tool told, and the same as fields if it has some.
struct Told {
    text: String,
    fields: Option<Value>,
}

fn reported(tool: &str, fault: Fault) -> ToolFault {
    let (trouble, reason) = match fault {
        Fault::Stopped => return ToolFault::Stopped,
        Fault::Late => (ToolTrouble::Late, "it did not answer in time".to_owned()),
        Fault::NotStarted(reason) => (ToolTrouble::Absent, reason),
        Fault::Broken(reason) => (ToolTrouble::Broken, reason),
    };
    tracing::warn!(tool, reason, "a tool gave no answer");
    ToolFault::Trouble(trouble)
}
