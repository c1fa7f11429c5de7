//! `mynah history` and `mynah forget`: lists and deletes saved conversations.
//!
//! Owns the output. `archive` owns the files.

use clap::Args;

use crate::archive::{Archive, SavedConversation};
use crate::config::paths;

use super::{Failure, Global, Outcome, OutputError};

#[derive(Debug, Args)]
pub(super) struct History {
    /// Name of the conversation to show; without it, all are listed
    name: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Forget {}

fn archive() -> Result<Archive, Failure> {
    let folder = paths::history().ok_or_else(|| {
        Failure::Sentence("There is no home folder for saved conversations: set HOME.".to_owned())
    })?;
    Ok(Archive::new(folder))
}

impl History {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let archive = archive()?;
        if let Some(name) = &self.name {
            let kept = archive.read(name)?;
            if self.json {
                super::answer(&serde_json::to_string(&kept)?)?;
            } else {
                show(&kept)?;
            }
            return Ok(());
        }
        let names = archive.names()?;
        if self.json {
            super::answer(&serde_json::to_string(&names)?)?;
            return Ok(());
        }
        for name in &names {
            let told = match archive.read(name) {
                Ok(kept) => {
                    let first = kept.exchanges.first().map_or("", |exchange| &exchange.question);
                    format!("{name}  {:3}  {first}", kept.exchanges.len())
                }
                Err(error) => format!("{name}  {error}"),
            };
            super::answer(&told)?;
        }
        if names.is_empty() {
            let keeps = global.settings()?.history.keep;
            super::remark(if keeps {
                "No conversation has been saved yet."
            } else {
                "No conversation is saved: to save them, set keep = true under [history] in the configuration."
            });
        }
        Ok(())
    }
}

impl Forget {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self) -> Outcome {
        let forgotten = archive()?.forget()?;
        super::answer(&match forgotten {
            0 => "There was nothing to delete.".to_owned(),
            1 => "The saved conversation and its key were deleted.".to_owned(),
            many => format!("The {many} saved conversations and their key were deleted."),
        })?;
        Ok(())
    }
}

fn show(kept: &SavedConversation) -> Result<(), OutputError> {
    super::answer(&kept.began)?;
    for exchange in &kept.exchanges {
        super::answer(&format!(
            "\nYou:   {}\nmynah: {}",
            exchange.question, exchange.answer.text
        ))?;
    }
    Ok(())
}
