//! What is wrong in the settings of tools.
//!
//! Owns the rules for names, commands, slots and sentences, and the sentences about them. Whether a program is there is not known here.

use std::collections::BTreeMap;

use mynah_intents::{Permissions, ToolSentences};

use super::offered::{OfferedTool, ToolKind};
use super::settings::{McpServer, ProgramTool, SlotConfig, SlotValues, ToolsConfig};

/// More tools would make every sentence slow, and a prompt long.
const MAX_TOOLS: usize = 32;
/// Letters of a name.
const MAX_NAME_LEN: usize = 24;
/// Letters of a server's name for a tool.
const MAX_TOOL_LEN: usize = 64;
/// Letters of a description, and of an answer.
const MAX_TEXT_LEN: usize = 300;
/// Sentences of a tool, in all languages.
const MAX_SENTENCES: usize = 100;
/// Values of a slot, with all that is said for them.
const MAX_VALUES: usize = 1_000;
/// Parts of a command, and bytes of each.
const MAX_ARGUMENTS: usize = 64;
const MAX_ARGUMENT_LEN: usize = 1_000;

/// A mistake in the settings of a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolMistake {
    /// The full name of the setting; parts of a list by their numbers.
    pub key: String,
    /// What is wrong and what would be right, as the rest of a sentence that has named the setting.
    pub problem: String,
}

/// The first mistake, if there is one.
pub fn mistake(config: &ToolsConfig) -> Option<ToolMistake> {
    found(config).err()
}

fn wrong<T>(key: String, problem: impl Into<String>) -> Result<T, ToolMistake> {
    let problem = problem.into();
    Err(ToolMistake { key, problem })
}

fn found(config: &ToolsConfig) -> Result<(), ToolMistake> {
    let mut names = Vec::new();
    for (index, program) in config.program.iter().enumerate() {
        let key = format!("tools.program.{index}");
        name(&key, &program.name, &mut names)?;
        of_program(&key, program)?;
    }
    for (index, server) in config.mcp.iter().enumerate() {
        let key = format!("tools.mcp.{index}");
        name(&key, &server.name, &mut names)?;
        of_server(&key, server)?;
    }
    let offered = config.offered();
    if offered.len() > MAX_TOOLS {
        return wrong(
            "tools".to_owned(),
            format!("has {} tools; use at most {MAX_TOOLS}", offered.len()),
        );
    }
    offered.iter().try_for_each(of_tool)
}

/// A name is also a kind of tools, so that it must not be one of those that there are.
fn name<'a>(key: &str, name: &'a str, names: &mut Vec<&'a str>) -> Result<(), ToolMistake> {
    let key = format!("{key}.name");
    let is_plain = name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    if !is_plain || name.len() > MAX_NAME_LEN {
        return wrong(
            key,
            format!(
                "is \"{}\"; use 1 to {MAX_NAME_LEN} small letters and digits",
                brief(name)
            ),
        );
    }
    if Permissions::known().contains(&name) {
        return wrong(
            key,
            format!("is \"{name}\", as a built-in tool is called; use another name"),
        );
    }
    if names.contains(&name) {
        return wrong(
            key,
            format!("is \"{name}\", as another tool is called; use another name"),
        );
    }
    names.push(name);
    Ok(())
}

fn of_program(key: &str, program: &ProgramTool) -> Result<(), ToolMistake> {
    seconds(key, program.seconds)?;
    let key = format!("{key}.command");
    command(&key, &program.command)?;
    for argument in &program.command[1..] {
        for slot in braces(argument).map_err(|problem| ToolMistake {
            key: key.clone(),
            problem,
        })? {
            if !program.slots.contains_key(slot) {
                let problem = format!("has {{{}}}, which the tool's slots do not describe", brief(slot));
                return wrong(key, problem);
            }
        }
    }
    Ok(())
}

fn of_server(key: &str, server: &McpServer) -> Result<(), ToolMistake> {
    seconds(key, server.seconds)?;
    command(&format!("{key}.command"), &server.command)?;
    for tool in &server.allow {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        if tool.is_empty() || tool.len() > MAX_TOOL_LEN || !tool.chars().all(fits) {
            return wrong(
                format!("{key}.allow"),
                format!("names \"{}\", which is no name of a tool", brief(tool)),
            );
        }
        if !server.tool.contains_key(tool) {
            let problem =
                format!("names \"{tool}\", for which there is no section; add [tools.mcp.tool.{tool}]");
            return wrong(format!("{key}.allow"), problem);
        }
    }
    Ok(())
}

fn seconds(key: &str, seconds: u8) -> Result<(), ToolMistake> {
    match seconds {
        1..=30 => Ok(()),
        _ => wrong(format!("{key}.seconds"), format!("is {seconds}; use 1 to 30")),
    }
}

fn command(key: &str, command: &[String]) -> Result<(), ToolMistake> {
    let is_short = command.len() <= MAX_ARGUMENTS && command.iter().all(|one| one.len() <= MAX_ARGUMENT_LEN);
    match command.first() {
        None => wrong(
            key.to_owned(),
            "is empty; use a list with the program and its arguments",
        ),
        Some(program) if program.is_empty() || program.contains('{') => {
            wrong(key.to_owned(), "begins with no program; no slot may stand there")
        }
        Some(_) if !is_short => wrong(
            key.to_owned(),
            format!("is too long; use at most {MAX_ARGUMENTS} arguments"),
        ),
        Some(_) => Ok(()),
    }
}

fn of_tool(tool: &OfferedTool) -> Result<(), ToolMistake> {
    let key = |part: &str| format!("{}.{part}", tool.key);
    if tool.description.chars().count() > MAX_TEXT_LEN {
        return wrong(
            key("description"),
            format!("is too long; use at most {MAX_TEXT_LEN} letters"),
        );
    }
    if let Some(answer) = &tool.answer {
        if answer.chars().count() > MAX_TEXT_LEN || answer.trim().is_empty() {
            return wrong(
                key("answer"),
                format!("is no answer; use 1 to {MAX_TEXT_LEN} letters"),
            );
        }
        braces(answer).map_err(|problem| ToolMistake {
            key: key("answer"),
            problem,
        })?;
    }
    slots(&key("slots"), &tool.slots)?;
    if let ToolKind::Mcp { arguments, .. } = &tool.kind
        && let Some(both) = arguments.keys().find(|name| tool.slots.contains_key(*name))
    {
        return wrong(
            key("arguments"),
            format!("gives {}, which is a slot too; use one of them", brief(both)),
        );
    }
    let count = tool.sentences.each().count();
    if count > MAX_SENTENCES {
        return wrong(
            key("sentences"),
            format!("has {count} sentences; use at most {MAX_SENTENCES}"),
        );
    }
    let understood: ToolSentences = tool.sentences();
    for (language, sentence) in tool.sentences.each() {
        if let Err(problem) = understood.check(language, sentence) {
            let key = format!("{}.{}", key("sentences"), language.tag());
            return wrong(key, format!("has \"{}\", which {problem}", brief(sentence)));
        }
    }
    Ok(())
}

fn slots(key: &str, slots: &BTreeMap<String, SlotConfig>) -> Result<(), ToolMistake> {
    for (name, slot) in slots {
        let key = format!("{key}.{name}");
        let count = match &slot.values {
            None => 1,
            Some(SlotValues::Listed(values)) => values.len(),
            Some(SlotValues::Spoken(values)) => values.values().map(Vec::len).sum(),
        };
        let problem = if slot.values.is_some() == slot.kind.is_some() {
            "has no values and no type, or both; use one of them".to_owned()
        } else if count == 0 || count > MAX_VALUES {
            format!("has {count} values; use 1 to {MAX_VALUES}")
        } else {
            continue;
        };
        return wrong(key, problem);
    }
    Ok(())
}

/// The names in braces.
fn braces(template: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let inner = rest[at..]
            .strip_prefix('{')
            .and_then(|inner| inner.split_once('}'));
        let Some((name, after)) = inner.filter(|(name, _)| !name.contains('{')) else {
            return Err(format!(
                "has \"{}\", in which a brace has no partner",
                brief(template)
            ));
        };
        names.push(name);
        rest = after;
    }
    Ok(names)
}

/// Of a long text only the beginning is quoted.
fn brief(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
