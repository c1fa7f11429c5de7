//! The programs of tools as the broker holds them.
//!
//! Owns how a command becomes a file with its interpreter: the kernel would start the interpreter of a script as a second program, which
//! is refused, so it is started itself, with the script. Who starts it is the broker.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::program::broker_name;
use super::settings::ToolsConfig;
use crate::offline::{AllowedArguments, Program, ProgramOwner, Rights};

/// The kernel reads so much of a script's first line (`linux/binfmts.h`).
const FIRST_LINE: u64 = 256;

/// A tool's program, and where its command stands in the configuration.
#[derive(Debug)]
pub struct ConfinedTool {
    /// The full name of the setting.
    pub key: String,
    /// The program; or why there is none, as the rest of a sentence that has named the setting.
    pub program: Result<Program, String>,
}

/// The programs of all tools and servers. Their files may belong to `owner`.
pub fn confined(config: &ToolsConfig, owner: ProgramOwner) -> Vec<ConfinedTool> {
    let programs = config.program.iter().enumerate().map(|(index, tool)| {
        let rest = tool.command.get(1..).unwrap_or_default().to_vec();
        let arguments = AllowedArguments::Filled(rest);
        let program = program(&tool.name, &tool.command, arguments);
        (format!("tools.program.{index}.command"), program, &tool.read)
    });
    let servers = config.mcp.iter().enumerate().map(|(index, server)| {
        let rest = server.command.get(1..).unwrap_or_default().to_vec();
        let arguments = AllowedArguments::Listed(vec![rest]);
        let program = program(&server.name, &server.command, arguments);
        (format!("tools.mcp.{index}.command"), program, &server.read)
    });
    programs
        .chain(servers)
        .map(|(key, program, read)| {
            let program = program.map(|mut program| {
                program.owner = owner;
                program.apart.clone_from(read);
                if owner == ProgramOwner::Root {
                    // A link that others can turn leads elsewhere tomorrow.
                    let folder = program
                        .called
                        .as_ref()
                        .and_then(|called| Path::new(called).parent());
                    program.apart.extend(folder.map(Path::to_owned));
                }
                program.files.read.extend(read.iter().cloned());
                program
            });
            ConfinedTool { key, program }
        })
        .collect()
}

fn program(tool: &str, command: &[String], arguments: AllowedArguments) -> Result<Program, String> {
    let name = command.first().map(String::as_str).unwrap_or_default();
    let place = found(Path::new(name))?;
    let mut script = None;
    let (place, before) = match interpreter(&place)? {
        None => (place, Vec::new()),
        Some((interpreter, mut before)) => {
            if self::interpreter(&interpreter)?.is_some() {
                let (script, interpreter) = (place.display(), interpreter.display());
                return Err(format!(
                    "names {script}, whose interpreter {interpreter} is a script itself"
                ));
            }
            let file = place.canonicalize().unwrap_or(place);
            before.push(file.display().to_string());
            script = Some(file);
            (interpreter, before)
        }
    };
    let mut program = Program::find(&place, Rights::Tool).ok_or_else(|| missing(&place))?;
    program.name = broker_name(tool);
    // A virtual environment is found by the name by which its interpreter is called.
    program.called = Some(place.display().to_string());
    program.before = before;
    program.arguments = arguments;
    program.files.read.extend(script.clone());
    program.trusted.extend(script);
    Ok(program)
}

/// Where a program is, as it is spelled: its links are not followed.
fn found(name: &Path) -> Result<PathBuf, String> {
    if name.components().count() > 1 {
        return if name.is_file() {
            Ok(name.to_owned())
        } else {
            Err(missing(name))
        };
    }
    let search = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&search).map(|folder| folder.join(name));
    places.find(|path| path.is_file()).ok_or_else(|| missing(name))
}

fn missing(name: &Path) -> String {
    format!("names {}, which is no program that is there", name.display())
}

/// The interpreter of a script, with what its first line adds to the arguments; `None` where the file is no script.
fn interpreter(file: &Path) -> Result<Option<(PathBuf, Vec<String>)>, String> {
    let cannot = |error: std::io::Error| format!("names {}, which cannot be read ({error})", file.display());
    let mut head = Vec::new();
    let opened = File::open(file).map_err(cannot)?;
    opened.take(FIRST_LINE).read_to_end(&mut head).map_err(cannot)?;
    let Some(line) = head.strip_prefix(b"#!") else {
        return Ok(None);
    };
    let line = String::from_utf8_lossy(line.split(|byte| *byte == b'\n').next().unwrap_or_default());
    let line = line.trim();
    let (name, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    if !name.ends_with("/env") {
        let rest = Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
        return Ok(Some((found(Path::new(name))?, rest.into_iter().collect())));
    }
    // `env` would start the interpreter as a second program, too: env(1), `-S` splits the line.
    let mut words = rest.split_whitespace().filter(|word| *word != "-S");
    let name = words.next().unwrap_or_default();
    let before = words.map(str::to_owned).collect();
    Ok(Some((found(Path::new(name))?, before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_started_by_its_interpreter() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tool");
        for (text, expected) in [
            ("\u{7f}ELF", None),
            ("#!/bin/sh\necho", Some(("/bin/sh", vec![]))),
            ("#! /bin/sh -e x\n", Some(("/bin/sh", vec!["-e x"]))),
            ("#!/usr/bin/env sh", Some(("/sh", vec![]))),
            ("#!/usr/bin/env -S sh -e -u\n", Some(("/sh", vec!["-e", "-u"]))),
        ] {
            std::fs::write(&file, text).unwrap();
            let found = interpreter(&file).unwrap();
            match (found, expected) {
                (None, None) => {}
                (Some((place, before)), Some((end, more))) => {
                    assert!(place.display().to_string().ends_with(end), "{place:?}");
                    assert_eq!(before, more, "{text}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        std::fs::write(&file, "#!/no/such/interpreter").unwrap();
        assert!(interpreter(&file).unwrap_err().contains("/no/such/interpreter"));
    }
}
