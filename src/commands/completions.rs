//! `mynah completions SHELL`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Outcome;

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Cli::command(), "mynah", &mut script);
        super::answer(String::from_utf8_lossy(&script).trim_end())?;
        Ok(())
    }
}
