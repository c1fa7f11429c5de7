//! The command line.
//!
//! Owns the subcommands and their options, and which sentence and exit code an error becomes.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};
use serde_json::{Map, Value};

use crate::complaint::complain;
use crate::error::ComponentError;
use crate::host::Grants;
use crate::limits::CallLimits;
use crate::program::Program;
use crate::{server, values};

/// Runs a WebAssembly component as tools of mynah
///
/// The component gets no file, no clock and no network, unless an option grants it; a network is never granted.
#[derive(Parser)]
#[command(name = "mynah-component", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer as an MCP server on standard input and output; mynah's configuration names this command
    Serve {
        #[command(flatten)]
        component: ComponentOptions,
        /// Let the component ask the language model of the conversation
        #[arg(long)]
        model: bool,
    },
    /// List the component's tools
    Check {
        #[command(flatten)]
        component: ComponentOptions,
    },
    /// Call a tool once and print its answer
    Call {
        #[command(flatten)]
        component: ComponentOptions,
        /// The tool
        tool: String,
        /// Its arguments
        #[arg(value_name = "NAME=VALUE", value_parser = pair)]
        arguments: Vec<(String, String)>,
    },
}

#[derive(Args)]
struct ComponentOptions {
    /// The component, a *.wasm file
    file: PathBuf,
    /// A folder that it may read; may be repeated
    #[arg(long, value_name = "FOLDER")]
    folder: Vec<PathBuf>,
    /// Let it know the time
    #[arg(long)]
    clock: bool,
    /// Memory that a call may use, in MB
    #[arg(long, value_name = "MB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024))]
    memory: u16,
    /// Instructions that a call may execute, in millions
    #[arg(long, value_name = "MILLIONS", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    fuel: u64,
    /// Seconds that a call may take
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(1..=30))]
    seconds: u8,
}

impl ComponentOptions {
    fn split(self) -> (PathBuf, Grants, CallLimits) {
        let grants = Grants {
            folders: self.folder,
            clock: self.clock,
            model: None,
        };
        let limits = CallLimits {
            memory: self.memory.into(),
            fuel: self.fuel,
            seconds: self.seconds,
        };
        (self.file, grants, limits)
    }
}

/// The command line, for manual pages and completions.
pub fn command_line() -> clap::Command {
    CommandLine::command()
}

pub(crate) fn run() -> ExitCode {
    let command = CommandLine::parse().command;
    // Calls come one after the other; only the compiler has threads of its own.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(carry_out(command));
            // A file that does not answer may still be waited for.
            runtime.shutdown_background();
            done
        }
        Err(error) => Err(ComponentError::Engine(error.to_string())),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("{error}."));
            ExitCode::FAILURE
        }
    }
}

async fn carry_out(command: Command) -> Result<(), ComponentError> {
    match command {
        Command::Serve { component, model } => {
            let (file, grants, limits) = component.split();
            server::serve(&file, grants, limits, model).await
        }
        Command::Check { component } => {
            let (file, grants, limits) = component.split();
            let tools = Program::load(&file, grants, limits)?.tools().await?;
            for tool in tools {
                let parameters = tool.parameters.iter().map(|parameter| {
                    let mark = if parameter.is_required { "" } else { "?" };
                    format!("{}{mark}: {}", parameter.name, values::name(parameter.kind))
                });
                let parameters: Vec<String> = parameters.collect();
                print_line(&format!(
                    "{}({})  {}",
                    tool.name,
                    parameters.join(", "),
                    tool.text
                ))?;
            }
            Ok(())
        }
        Command::Call {
            component,
            tool,
            arguments,
        } => {
            let (file, grants, limits) = component.split();
            let program = Program::load(&file, grants, limits)?;
            let tools = program.tools().await?;
            let wanted = tools.iter().find(|one| one.name == tool);
            let wanted =
                wanted.ok_or_else(|| ComponentError::NoTool(tool.escape_debug().take(80).collect()))?;
            let given: Map<String, Value> = arguments
                .into_iter()
                .map(|(name, text)| {
                    let value = values::from_text(wanted, &name, &text);
                    (name, value)
                })
                .collect();
            let arguments = values::arguments(wanted, &given)?;
            print_line(&program.call(&wanted.name, &arguments).await?)
        }
    }
}

/// Prints text of a component: its control characters are shown, not sent.
fn print_line(text: &str) -> Result<(), ComponentError> {
    use std::io::Write;
    let clean: String = text
        .chars()
        .flat_map(|letter| {
            let is_shown = letter.is_control() && letter != '\n' && letter != '\t';
            let escaped = is_shown.then(|| letter.escape_unicode());
            escaped.into_iter().flatten().chain((!is_shown).then_some(letter))
        })
        .collect();
    writeln!(std::io::stdout(), "{clean}")
        .map_err(|error| ComponentError::Failed(format!("its answer cannot be printed ({error})")))
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| "write it as NAME=VALUE".to_owned())?;
    Ok((name.to_owned(), value.to_owned()))
}
