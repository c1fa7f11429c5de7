//! `mynah bundle`: installs signed bundles of models, documents and settings on a kiosk, tries them, and goes back to the one before.
//!
//! Owns the words. `models::bundle` owns what an installed bundle contains, the crate
//! `mynah-bundles` the order in which it becomes the current one.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use mynah_bundles::{self as bundles, BundleFolder, BundleId, CHECKS, Verdict};
use serde_json::json;

use crate::assembly;
use crate::config::{BundleSettings, Settings, bundle as settings_of_bundles};
use crate::engine::clock::Clock;
use crate::grants::Named;
use crate::models::bundle::{self, InstallError, Installation};
use crate::models::model_folder::{ModelFolderError, Provenance};
use crate::models::{Pinned, signature_of};

use super::{Failure, Global, Outcome, answer};

#[derive(Debug, Args)]
pub(super) struct Bundle {
    #[command(subcommand)]
    command: BundleCommand,
}

#[derive(Debug, Subcommand)]
enum BundleCommand {
    /// Install a bundle and put it on trial
    Install(Install),
    /// Tell which bundle is used, and whether it is on trial
    Status {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Compare every file of the current bundle with its SHA-256
    Verify,
    /// Count a check of the bundle on trial: two healthy ones in a row confirm it, twenty checks without go back
    Mark {
        /// What the check found
        found: Health,
    },
    /// Go back to the bundle before the current one
    Rollback,
}

#[derive(Debug, Args)]
struct Install {
    /// The bundle, a file *.mynah with its signature *.mynah.minisig beside it
    #[arg(value_name = "BUNDLE")]
    file: PathBuf,
    /// Accept a version that is not higher than the current one
    #[arg(long)]
    allow_older: bool,
    /// Confirm it at once, without a trial
    #[arg(long)]
    no_trial: bool,
    /// Install it into the tree of a system image, whose root this folder is
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Health {
    Healthy,
    Unhealthy,
}

impl Bundle {
    /// The bundle's signature, and the folder that is changed.
    pub(super) fn named(&self, named: Named, settings: Option<&Settings>) -> Named {
        let folder = settings.and_then(|settings| settings.bundles.folder.clone());
        match &self.command {
            BundleCommand::Install(install) => {
                let folder = folder.map(|folder| install.written(&folder));
                let signature = Some(signature_of(&install.file)).filter(|path| path.is_file());
                named
                    .inputs(signature.into_iter().collect())
                    .folder(folder.as_ref())
            }
            BundleCommand::Mark { .. } | BundleCommand::Rollback => named.folder(folder.as_ref()),
            BundleCommand::Status { .. } | BundleCommand::Verify => named,
        }
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let BundleSettings { folder } = &settings.bundles;
        let folder = folder.as_ref().ok_or_else(|| {
            Failure::Sentence(
                "No folder for bundles is configured: set bundles.folder in the kiosk's configuration, or name a configuration with --config."
                    .to_owned(),
            )
        })?;
        match self.command {
            BundleCommand::Install(install) => install.run(&settings, folder),
            BundleCommand::Status { json: true } => status_as_json(folder),
            BundleCommand::Status { json: false } => status(folder),
            BundleCommand::Verify => verify(folder),
            BundleCommand::Mark { found } => mark(folder, found),
            BundleCommand::Rollback => {
                let (from, to) = BundleFolder::open(folder)?.roll_back()?;
                answer(&format!("Bundle {from} is no longer used. {}", used(to.as_ref())))?;
                Ok(())
            }
        }
    }
}

impl Install {
    /// Where this folder is written.
    fn written(&self, folder: &Path) -> PathBuf {
        match &self.root {
            None => folder.to_owned(),
            Some(root) => root.join(folder.strip_prefix("/").unwrap_or(folder)),
        }
    }

    fn run(&self, settings: &Settings, folder: &Path) -> Outcome {
        let trust = assembly::trust(settings).map_err(Failure::Sentence)?;
        let time = Clock::time_of_day()
            .timestamp()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string();
        let pinned = Pinned::open(&self.file).map_err(|error| ModelFolderError::Bundle(error.to_string()))?;
        let how = Installation {
            seen_as: folder,
            allows_older: self.allow_older,
            is_on_trial: !self.no_trial,
            origin: Provenance {
                path: &self.file,
                time: &time,
            },
            check_configuration: &|text| settings_of_bundles::check(text, &self.file),
            contents: &settings_of_bundles::contents,
        };
        let mut bundles = BundleFolder::open(&self.written(folder)).map_err(InstallError::from)?;
        let installed = bundle::install(&pinned, &mut bundles, &how, &trust, &assembly::describe)?;
        answer(&format!(
            "Bundle {} (models: {}, documents: {}), signed by {}, is installed{}.",
            installed.id,
            installed.models.len(),
            installed.documents,
            installed.signed_by,
            if self.no_trial {
                ""
            } else {
                " and on trial: restart the kiosk"
            }
        ))?;
        Ok(())
    }
}

/// Which bundle is used, in a sentence.
fn used(id: Option<&BundleId>) -> String {
    match id {
        Some(id) => format!("Bundle {id} is used: restart the kiosk."),
        None => "No bundle is used: restart the kiosk.".to_owned(),
    }
}

fn status(folder: &Path) -> Outcome {
    let Some(current) = bundles::current_id(folder) else {
        answer(&format!("No bundle is installed in {}.", folder.display()))?;
        return Ok(());
    };
    match bundles::trial(folder)? {
        Some(trial) => answer(&format!(
            "Bundle {current} is used and on trial: {} of {CHECKS} checks made, the last {} healthy.",
            trial.checks, trial.healthy
        ))?,
        None => answer(&format!("Bundle {current} is used."))?,
    }
    for other in bundles::installed(folder) {
        if other != current {
            answer(&format!("Bundle {other} is installed."))?;
        }
    }
    Ok(())
}

fn status_as_json(folder: &Path) -> Outcome {
    let current = bundles::current_id(folder);
    let trial = bundles::trial(folder)?.map(|trial| {
        json!({
            "previous": trial.previous.map(|id| id.to_string()),
            "checks": trial.checks,
            "healthy": trial.healthy,
        })
    });
    let installed: Vec<String> = bundles::installed(folder)
        .iter()
        .map(BundleId::to_string)
        .collect();
    let report = json!({
        "mynah": 1,
        "current": current.as_ref().map(BundleId::to_string),
        "version": current.as_ref().map(BundleId::version),
        "trial": trial,
        "installed": installed,
    });
    answer(&report.to_string())?;
    Ok(())
}

fn verify(folder: &Path) -> Outcome {
    let current = bundles::current_id(folder)
        .ok_or_else(|| Failure::Sentence(format!("No bundle is installed in {}.", folder.display())))?;
    let (bad, count) = bundle::verify(&folder.join(current.to_string()))?;
    if bad.is_empty() {
        answer(&format!("Bundle {current} is whole (files: {count})."))?;
        return Ok(());
    }
    Err(Failure::Sentence(format!(
        "Bundle {current} is damaged ({}): go back with 'mynah bundle rollback', then install it again.",
        bad.join(", ")
    )))
}

fn mark(folder: &Path, found: Health) -> Outcome {
    let verdict = BundleFolder::open(folder)?.mark(found == Health::Healthy)?;
    answer(&match verdict {
        Verdict::NoTrial => "No bundle is on trial.".to_owned(),
        Verdict::Undecided(left) => format!("The trial goes on: checks left: {left}."),
        Verdict::Confirmed(id) => format!("Bundle {id} is confirmed."),
        Verdict::RolledBack { from, to } => {
            format!("Bundle {from} has failed. {}", used(to.as_ref()))
        }
    })?;
    Ok(())
}
