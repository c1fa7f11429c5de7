//! `mynah models`: lists, checks and evaluates models.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::assembly;
use crate::models::store::Origin;
use crate::models::{Kind, catalogue, validate};

use super::grants::Named;
use super::{Failure, Global, Outcome, evaluate};

#[derive(Debug, Args)]
pub(super) struct Models {
    #[command(subcommand)]
    command: Option<ModelsCommand>,
}

#[derive(Debug, Subcommand)]
enum ModelsCommand {
    /// List installed and recommended models (default)
    List,
    /// Verify a model file without running it
    Check {
        /// The file
        file: PathBuf,
    },
    /// Ask a suite of questions through the normal path, and count right answers
    Evaluate(evaluate::Evaluate),
}

impl Models {
    /// Files that it names.
    pub(super) fn named(&self, named: Named) -> Named {
        match &self.command {
            Some(ModelsCommand::Evaluate(evaluate)) => named.inputs(evaluate.recordings()),
            _ => named,
        }
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        match self.command.unwrap_or(ModelsCommand::List) {
            ModelsCommand::List => list(global),
            ModelsCommand::Check { file } => check(&file),
            ModelsCommand::Evaluate(evaluate) => evaluate.run(global),
        }
    }
}

/// `11.1 MB`.
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn list(global: &Global) -> Outcome {
    let settings = global.settings()?;
    super::answer("Installed:")?;
    let listed = assembly::store(&settings).list();
    if listed.is_empty() {
        super::answer("  none")?;
    }
    for model in &listed {
        let origin = match model.origin {
            Origin::Starter => "starter",
            Origin::Added => "added",
        };
        let used = assembly::find(&settings, model.kind).is_ok_and(|found| found.path == model.path);
        let mark = if used { "*" } else { " " };
        super::answer(&format!(
            "{mark} {:14} {:7} {:>10}  {}",
            model.kind.to_string(),
            origin,
            megabytes(model.size),
            model.path.display()
        ))?;
        if let Err(problem) = &model.described {
            super::answer(&format!("                 {problem}"))?;
        }
    }
    super::answer("\nRecommended (put the file into the models folder; the best one found is used):")?;
    for entry in catalogue::entries() {
        super::answer(&format!(
            "  {:14} {:>10}  {}  ({}; {}; {})",
            entry.kind.to_string(),
            megabytes(entry.size),
            entry.file,
            entry.languages,
            entry.purpose,
            entry.licence
        ))?;
        super::answer(&format!("{:29}https://{}", "", entry.source))?;
    }
    Ok(())
}

fn check(file: &std::path::Path) -> Outcome {
    match validate::describe(Kind::of(file).unwrap_or(Kind::Speech), file) {
        Ok(description) => {
            super::answer(&format!("{} is valid: {description}", file.display()))?;
            Ok(())
        }
        Err(error) => Err(Failure::Sentence(error.to_string())),
    }
}
