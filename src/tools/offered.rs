//! The tools that a configuration offers.
//!
//! Owns each tool under its name with all that belongs to it, and which of them are offered to a person or at a kiosk.

use std::collections::BTreeMap;
use std::path::Path;

use mynah_intents::{Permissions, SlotShape, ToolRequest, ToolSentences};
use serde_json::{Map, Value, json};

use super::settings::{SlotConfig, SlotType, SlotValues, SpokenSentences, ToolsConfig};

/// How a tool is run.
#[derive(Debug, Clone, PartialEq)]
pub enum ToolKind {
    /// A program, with its arguments.
    Program(Vec<String>),
    /// A tool of the server with this number.
    Mcp {
        /// Which server.
        server: usize,
        /// The server's name for the tool.
        tool: String,
        /// Arguments that are always the same.
        arguments: Map<String, Value>,
    },
}

/// A tool as it is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedTool {
    /// Its name in `mind.allow`, in answers and for language models.
    pub name: String,
    /// Where it stands in the configuration: `tools.program.0`.
    pub key: String,
    /// What it does.
    pub description: String,
    /// What people say.
    pub sentences: SpokenSentences,
    /// The slots of the sentences.
    pub slots: BTreeMap<String, SlotConfig>,
    /// What is said.
    pub answer: Option<String>,
    /// How long it may take.
    pub seconds: u8,
    /// How it is run.
    pub kind: ToolKind,
}

impl ToolsConfig {
    /// Each tool under its name, in a fixed order.
    pub fn offered(&self) -> Vec<OfferedTool> {
        let programs = self
            .program
            .iter()
            .enumerate()
            .map(|(index, program)| OfferedTool {
                name: program.name.clone(),
                key: format!("tools.program.{index}"),
                description: program.description.clone(),
                sentences: program.sentences.clone(),
                slots: program.slots.clone(),
                answer: program.answer.clone(),
                seconds: program.seconds,
                kind: ToolKind::Program(program.command.clone()),
            });
        let servers = self.mcp.iter().enumerate().flat_map(|(index, server)| {
            let tools = server.tool.iter().filter(|(name, _)| server.allow.contains(name));
            tools.map(move |(name, tool)| OfferedTool {
                name: format!("{}_{name}", server.name),
                key: format!("tools.mcp.{index}.tool.{name}"),
                description: tool.description.clone(),
                sentences: tool.sentences.clone(),
                slots: tool.slots.clone(),
                answer: tool.answer.clone(),
                seconds: server.seconds,
                kind: ToolKind::Mcp {
                    server: index,
                    tool: name.clone(),
                    arguments: tool.arguments.clone(),
                },
            })
        });
        programs.chain(servers).collect()
    }

    /// Makes relative paths relative to `folder`; a program without a folder is looked for as by a shell.
    pub fn anchor(&mut self, folder: &Path) {
        let programs = self
            .program
            .iter_mut()
            .map(|tool| (&mut tool.command, &mut tool.read));
        let servers = self
            .mcp
            .iter_mut()
            .map(|server| (&mut server.command, &mut server.read));
        for (command, read) in programs.chain(servers) {
            if let Some(program) = command.first_mut()
                && program.contains('/')
                && Path::new(program.as_str()).is_relative()
            {
                *program = folder.join(&*program).display().to_string();
            }
            for path in read.iter_mut().filter(|path| path.is_relative()) {
                *path = folder.join(&*path);
            }
        }
    }

    /// The names under which `mind.allow` may list tools: kinds and single ones.
    pub fn names(&self) -> Vec<String> {
        let servers = self.mcp.iter().map(|server| server.name.clone());
        let tools = self.offered().into_iter().map(|tool| tool.name);
        servers.chain(tools).collect()
    }

    /// What of this is offered: all without a list, what a list names, and nothing without a list in a kiosk.
    #[must_use]
    pub fn allowed(&self, allow: Option<&[String]>, is_kiosk: bool) -> Self {
        let permissions = match allow {
            Some(names) => Permissions::only(names),
            None if is_kiosk => return Self::default(),
            None => return self.clone(),
        };
        let mut allowed = self.clone();
        allowed.program.retain(|program| permissions.allow(&program.name));
        for server in &mut allowed.mcp {
            let name = &server.name;
            server
                .allow
                .retain(|tool| permissions.allow(&format!("{name}_{tool}")));
        }
        allowed.mcp.retain(|server| !server.allow.is_empty());
        allowed
    }
}

impl SlotConfig {
    fn shape(&self) -> SlotShape {
        match (&self.values, self.kind) {
            (Some(SlotValues::Listed(values)), _) => {
                let each = values.iter().map(|value| (value.clone(), vec![value.clone()]));
                SlotShape::OneOf(each.collect())
            }
            (Some(SlotValues::Spoken(values)), _) => {
                let each = values.iter().map(|(value, said)| (value.clone(), said.clone()));
                SlotShape::OneOf(each.collect())
            }
            (None, Some(SlotType::Number)) => SlotShape::Number,
            (None, Some(SlotType::Text) | None) => SlotShape::Text,
        }
    }

    fn schema(&self) -> Value {
        match self.shape() {
            SlotShape::OneOf(values) => {
                let names: Vec<String> = values.into_iter().map(|(value, _)| value).collect();
                json!({"type": "string", "enum": names})
            }
            SlotShape::Number => json!({"type": "number"}),
            SlotShape::Text => json!({"type": "string"}),
        }
    }
}

impl OfferedTool {
    /// As it is understood.
    pub fn sentences(&self) -> ToolSentences {
        let each = self.sentences.each();
        ToolSentences {
            name: self.name.clone(),
            description: self.description.clone(),
            sentences: each
                .map(|(language, sentence)| (language, sentence.clone()))
                .collect(),
            slots: self
                .slots
                .iter()
                .map(|(name, slot)| (name.clone(), slot.shape()))
                .collect(),
        }
    }

    /// The JSON schema of its slots, for a language model.
    pub fn schema(&self) -> Value {
        let properties: Map<String, Value> = self
            .slots
            .iter()
            .map(|(name, slot)| (name.clone(), slot.schema()))
            .collect();
        let needed = self.slots.iter().filter(|(_, slot)| slot.default.is_none());
        let required: Vec<&String> = needed.map(|(name, _)| name).collect();
        json!({"type": "object", "properties": properties, "required": required})
    }

    /// The value of every slot that was said or has a default.
    pub(super) fn values(&self, request: &ToolRequest) -> Vec<(String, String)> {
        let value = |name: &String, slot: &SlotConfig| {
            let said = request.slots.iter().find(|(said, _)| said == name);
            said.map(|(_, value)| value.clone())
                .or_else(|| slot.default.clone())
        };
        self.slots
            .iter()
            .filter_map(|(name, slot)| Some((name.clone(), value(name, slot)?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::settings::{McpServer, McpTool, ProgramTool};
    use super::*;

    fn config() -> ToolsConfig {
        let server = McpServer {
            name: "clock".to_owned(),
            allow: vec!["now".to_owned(), "later".to_owned()],
            tool: ["now", "later", "secret"]
                .map(|name| (name.to_owned(), McpTool::default()))
                .into(),
            ..McpServer::default()
        };
        let bus = ProgramTool {
            name: "bus".to_owned(),
            ..ProgramTool::default()
        };
        ToolsConfig {
            program: vec![bus],
            mcp: vec![server],
        }
    }

    fn names(config: &ToolsConfig) -> Vec<String> {
        config.offered().into_iter().map(|tool| tool.name).collect()
    }

    #[test]
    fn of_a_server_only_allowed_tools_are_offered() {
        assert_eq!(names(&config()), ["bus", "clock_later", "clock_now"]);
    }

    #[test]
    fn a_kiosk_offers_what_is_listed_and_a_person_gets_all() {
        let allow = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (list, is_kiosk, expected) in [
            (None, false, vec!["bus", "clock_later", "clock_now"]),
            (None, true, vec![]),
            (Some(allow(&["time"])), true, vec![]),
            (Some(allow(&["bus"])), true, vec!["bus"]),
            (Some(allow(&["clock"])), false, vec!["clock_later", "clock_now"]),
            (Some(allow(&["clock_now"])), true, vec!["clock_now"]),
        ] {
            let allowed = config().allowed(list.as_deref(), is_kiosk);
            assert_eq!(names(&allowed), expected, "{list:?}");
        }
    }
}
