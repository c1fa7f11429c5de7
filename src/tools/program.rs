//! A program that is run once for each answer.
//!
//! Owns the filling of its arguments and the reading of what it prints. It gets nothing on standard input.

use std::path::PathBuf;

use mynah_intents::ToolRequest;

use super::offered::OfferedTool;
use super::patience::{Patience, Pipes};
use super::{Fault, Told};
use crate::offline;

/// A program may print at most so many bytes; one that prints more is ended.
const MAX_OUTPUT_LEN: usize = 64 * 1024;

/// Runs the program of this tool and reads its answer.
pub(super) fn run(
    tool: &OfferedTool,
    command: &[String],
    request: &ToolRequest,
    patience: &mut Patience<'_>,
) -> Result<Told, Fault> {
    let arguments = filled(command.get(1..).unwrap_or_default(), &tool.values(request));
    // It ends when this is dropped.
    let mut running = offline::start_confined(&broker_name(&tool.name), &arguments)
        .map_err(|error| Fault::NotStarted(error.to_string()))?;
    drop(running.input.take());
    let mut pipes = Pipes::default();
    let mut printed = Vec::new();
    let done = loop {
        match pipes.next(&running, patience) {
            Ok(piece) if piece.is_empty() => break pipes.end(&mut running, patience),
            Ok(piece) => printed.extend(piece),
            Err(fault) => break Err(fault),
        }
        if printed.len() > MAX_OUTPUT_LEN {
            break Err(Fault::Broken(format!(
                "it printed more than {MAX_OUTPUT_LEN} bytes"
            )));
        }
    };
    pipes.log(&tool.name);
    match done? {
        0 => Ok(Told {
            text: String::from_utf8_lossy(&printed).into_owned(),
            fields: None,
        }),
        code => Err(Fault::Broken(format!("it ended with exit code {code}"))),
    }
}

/// The name under which the broker knows the program of a tool, or a server.
pub(super) fn broker_name(tool: &str) -> PathBuf {
    format!("tool:{tool}").into()
}

/// The arguments with these values in their braces. A value is never taken for another slot.
fn filled(templates: &[String], values: &[(String, String)]) -> Vec<String> {
    let fill = |template: &String| {
        let mut filled = String::new();
        let mut rest = template.as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((name, after)) = behind.split_once('}') else {
                break;
            };
            filled.push_str(before);
            let value = values.iter().find(|(slot, _)| slot == name);
            filled.push_str(value.map_or("", |(_, value)| value.as_str()));
            rest = after;
        }
        filled + rest
    };
    templates.iter().map(fill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slot_is_filled_once_and_stays_one_argument() {
        let templates = ["--at={stop},{line}", "{stop}", "plain"].map(str::to_owned);
        let values = [("stop", "a {line}; rm -rf /"), ("line", "4")];
        let values = values.map(|(slot, value)| (slot.to_owned(), value.to_owned()));
        assert_eq!(
            filled(&templates, &values),
            ["--at=a {line}; rm -rf /,4", "a {line}; rm -rf /", "plain"]
        );
        assert_eq!(filled(&templates, &[]), ["--at=,", "", "plain"]);
    }
}
