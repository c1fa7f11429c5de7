//! Runs WebAssembly components as tools of mynah.
//!
//! Owns how a component is loaded, what it may reach and use, and how it answers as a server of the Model Context Protocol (MCP)
//! on standard input and output, which is how mynah talks to tools of others. What people say for a tool, and who may call it, is
//! decided by mynah's configuration; the process is confined by mynah's broker like every tool.
//!
//! A component gets no file, no clock and no network. Folders (read-only), the clock and the language model are granted on
//! the command line; a network is never granted. Every call runs in a new instance with limits of instructions, memory and time.

mod bindings;
mod call;
mod clocks;
mod command_line;
mod complaint;
mod error;
mod host;
mod limits;
mod model;
mod program;
mod server;
mod values;

use std::process::ExitCode;

pub use command_line::command_line;

/// Runs the program: parses the command line, serves, checks or calls a component.
pub fn main() -> ExitCode {
    command_line::run()
}
