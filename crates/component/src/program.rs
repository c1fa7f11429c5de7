//! A component that is loaded, and what it says of its tools.
//!
//! Owns the engine's settings and the checks of the descriptions: all that a component says is text of a stranger.

use std::path::Path;

use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Config, Engine};

use crate::bindings::{Description, Tool, ToolPre};
use crate::error::ComponentError;
use crate::host::{Grants, Host};
use crate::limits::CallLimits;

/// A component may be this large, in bytes; one that brings a JavaScript engine has 12 MB.
const MAX_FILE_LEN: u64 = 32 * 1024 * 1024;
/// The stack of a component, in bytes.
const MAX_STACK: usize = 512 * 1024;
/// Tools of one component.
const MAX_TOOLS: usize = 20;
/// Parameters of one tool.
const MAX_PARAMETERS: usize = 20;
/// A name, in bytes.
const MAX_NAME_LEN: usize = 40;
/// A description, in bytes.
const MAX_TEXT_LEN: usize = 600;

/// A component, compiled, with what it is granted.
pub(crate) struct Program {
    pub(crate) engine: Engine,
    pub(crate) prepared: ToolPre<Host>,
    pub(crate) grants: Grants,
    pub(crate) limits: CallLimits,
}

impl Program {
    /// Reads and compiles the component in a file.
    pub(crate) fn load(path: &Path, grants: Grants, limits: CallLimits) -> Result<Self, ComponentError> {
        let bytes = mynah_files::read(path, MAX_FILE_LEN).map_err(|error| ComponentError::File {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        let invalid = |error: wasmtime::Error| ComponentError::Invalid {
            path: path.to_owned(),
            reason: in_one_line(&error),
        };
        let engine = engine().map_err(|error| ComponentError::Engine(in_one_line(&error)))?;
        let component = Component::new(&engine, bytes).map_err(invalid)?;
        let mut linker = Linker::<Host>::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)
            .and_then(|()| Tool::add_to_linker::<_, HasSelf<_>>(&mut linker, |host| host))
            .map_err(|error| ComponentError::Engine(in_one_line(&error)))?;
        let prepared = linker
            .instantiate_pre(&component)
            .and_then(ToolPre::new)
            .map_err(invalid)?;
        Ok(Self {
            engine,
            prepared,
            grants,
            limits,
        })
    }
}

/// Pulley interprets: no memory is ever both written and executed, and a trap needs no signal.
fn engine() -> wasmtime::Result<Engine> {
    let mut config = Config::new();
    config
        .target("pulley64")?
        .consume_fuel(true)
        .max_wasm_stack(MAX_STACK)
        .async_stack_size(2 * MAX_STACK)
        .memory_init_cow(false)
        .memory_reservation(0)
        .memory_guard_size(0)
        .signals_based_traps(false);
    Engine::new(&config)
}

/// An error with its causes, in one line without control characters.
pub(crate) fn in_one_line(error: &wasmtime::Error) -> String {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    shortened(&causes.join(": "))
}

/// The beginning of a text, without control characters.
pub(crate) fn shortened(text: &str) -> String {
    let text: String = text.chars().take(300).collect();
    text.replace(char::is_control, " ")
}

/// Checks what a component says of its tools.
pub(crate) fn checked(tools: Vec<Description>) -> Result<Vec<Description>, ComponentError> {
    let wrong = |reason: String| Err(ComponentError::Description(reason));
    if tools.is_empty() || tools.len() > MAX_TOOLS {
        return wrong(format!(
            "it has {} tools; 1 to {MAX_TOOLS} are possible",
            tools.len()
        ));
    }
    for (index, tool) in tools.iter().enumerate() {
        let names = tool.parameters.iter().map(|parameter| &parameter.name);
        if let Some(name) = std::iter::once(&tool.name)
            .chain(names)
            .find(|name| !is_name(name))
        {
            return wrong(format!(
                "{} is no name; use 1 to {MAX_NAME_LEN} small letters, digits and underscores",
                name.escape_debug().take(80).collect::<String>()
            ));
        }
        if tools.iter().take(index).any(|other| other.name == tool.name) {
            return wrong(format!("two tools are called {}", tool.name));
        }
        if tool.parameters.len() > MAX_PARAMETERS {
            return wrong(format!("{} has more than {MAX_PARAMETERS} parameters", tool.name));
        }
        let texts = tool.parameters.iter().map(|parameter| &parameter.description);
        let mut texts = std::iter::once(&tool.text).chain(texts);
        if texts.any(|text| text.len() > MAX_TEXT_LEN || text.contains(char::is_control)) {
            return wrong(format!(
                "a text of {} is longer than {MAX_TEXT_LEN} bytes or has control characters",
                tool.name
            ));
        }
    }
    Ok(tools)
}

fn is_name(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=MAX_NAME_LEN).contains(&name.len()) && name.bytes().all(is_letter)
}
