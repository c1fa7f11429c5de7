//! `mynah bundle`: installs signed bundles of models, documents and settings on a kiosk, tries them, and rolls back to the previous one.
//!
//! Owns the words. `models::bundle` owns what an installed bundle contains, the crate `mynah-bundles` the order in which it becomes the
//! current one.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use mynah_bundles::{self as bundles, BundleFolder, BundleId, BundlesError, CHECKS, Verdict};
use rustix::fs::Mode;
use serde_json::json;

use crate::assembly;
use crate::config::{Settings, bundle as bundle_settings};
use crate::engine::clock::Clock;
use crate::grants::Named;
use crate::models::bundle::{self, InstallError, Installation};
use crate::models::model_folder::{ModelFolderError, Provenance};
use crate::models::{Pinned, signature_of};
use crate::program::check_keys;

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
    /// Tell which bundle is current, and whether it is on trial
    Status {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Compare every file of the current bundle with its SHA-256
    Verify,
    /// Record a health check of the bundle on trial: two healthy ones in a row confirm it; after twenty without that it is rolled back
    Mark {
        /// What the check found
        found: Health,
    },
    /// Make the previous bundle current again
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
    /// Install into the system image whose root is DIR
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Health {
    Healthy,
    Unhealthy,
}

impl Bundle {
    /// Gives what is installed the usual permissions, whatever those of the administrator's shell are: the kiosk's user reads it.
    pub(super) fn prepare() {
        rustix::process::umask(Mode::from_raw_mode(0o022));
    }

    /// The bundle's signature, and the folder that is read or changed.
    pub(super) fn named(&self, named: Named, config: Option<&Path>) -> Named {
        let folder = bundle_settings::folder(config).ok().flatten();
        match &self.command {
            BundleCommand::Install(install) => {
                let folder = folder.and_then(|folder| install.written(&folder).ok());
                let signature = Some(signature_of(&install.file)).filter(|path| path.is_file());
                named
                    .inputs(signature.into_iter().collect())
                    .folder(folder.as_ref())
            }
            BundleCommand::Mark { .. } | BundleCommand::Rollback => named.folder(folder.as_ref()),
            BundleCommand::Status { .. } | BundleCommand::Verify => {
                named.inputs(folder.into_iter().collect())
            }
        }
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        // Not the merged settings: a bundle whose settings are wrong must not keep anybody from leaving it.
        let folder = bundle_settings::folder(global.config.as_deref())?.ok_or_else(|| {
            Failure::Sentence(
                "No folder for bundles is configured: set bundles.folder in the kiosk's configuration, or name a configuration with --config."
                    .to_owned(),
            )
        })?;
        let folder = folder.as_path();
        match self.command {
            BundleCommand::Install(install) => install.run(global, folder),
            BundleCommand::Status { json: true } => status_as_json(folder),
            BundleCommand::Status { json: false } => status(folder),
            BundleCommand::Verify => verify(folder),
            BundleCommand::Mark { found } => mark(folder, found),
            BundleCommand::Rollback => {
                let (from, to) = BundleFolder::open(folder)?.roll_back()?;
                answer(&format!(
                    "Bundle {from} was left; {}. Restart the kiosk.",
                    now_current(to.as_ref())
                ))?;
                Ok(())
            }
        }
    }
}

impl Install {
    /// Where this folder is written. In an image, a link on the way would lead out of it.
    fn written(&self, folder: &Path) -> Result<PathBuf, Failure> {
        let Some(root) = &self.root else {
            return Ok(folder.to_owned());
        };
        let inside = folder.strip_prefix("/").map_err(|_| {
            Failure::Sentence(
                "--root needs an absolute bundles.folder, such as /var/lib/mynah/bundles.".to_owned(),
            )
        })?;
        let mut written = root.clone();
        for part in inside.components() {
            written.push(part);
            if written.is_symlink() {
                return Err(Failure::Sentence(format!(
                    "{} is a link, which may lead out of the image: name the folder it leads to in bundles.folder.",
                    written.display()
                )));
            }
        }
        Ok(written)
    }

    fn run(&self, global: &Global, folder: &Path) -> Outcome {
        // Whose bundles count is said by the machine alone.
        let mut settings = Settings::of_machine(global.config.as_deref())?;
        settings.models.settle_signatures(true);
        let trust = assembly::trust(&settings).map_err(Failure::Sentence)?;
        let check = |text: &str| {
            let settings = bundle_settings::check(text, &self.file, global.config.as_deref())?;
            check_keys(&settings).map_err(|error| error.to_string())
        };
        let time = Clock::utc();
        let pinned = Pinned::open(&self.file).map_err(|error| ModelFolderError::Bundle(error.to_string()))?;
        let how = Installation {
            seen_as: folder,
            allows_older: self.allow_older,
            is_on_trial: !self.no_trial,
            origin: Provenance {
                path: &self.file,
                time: &time,
            },
            check_configuration: &check,
            contents: &bundle_settings::contents,
        };
        let mut bundles = BundleFolder::open(&self.written(folder)?).map_err(InstallError::from)?;
        let installed = match bundle::install(&pinned, &mut bundles, &how, &trust, &assembly::describe) {
            // A package that is configured twice installs nothing the second time.
            Err(InstallError::Folder(error @ BundlesError::Installed(_))) => {
                answer(&error.to_string())?;
                return Ok(());
            }
            installed => installed?,
        };
        answer(&format!(
            "Bundle {} (models: {}, documents: {}), signed by {}, is installed{}.",
            installed.id,
            installed.models.len(),
            installed.documents,
            installed.signed_by,
            if self.no_trial {
                ": restart the kiosk"
            } else {
                " and on trial"
            }
        ))?;
        Ok(())
    }
}

/// Which bundle is current now, in a clause.
fn now_current(id: Option<&BundleId>) -> String {
    match id {
        Some(id) => format!("bundle {id} is current again"),
        None => "no bundle is current".to_owned(),
    }
}

fn status(folder: &Path) -> Outcome {
    let Some(current) = bundles::current_id(folder) else {
        answer(&format!("No bundle in {} is current.", folder.display()))?;
        return Ok(());
    };
    match bundles::trial(folder)? {
        Some(trial) => answer(&format!(
            "Bundle {current} is current and on trial: {} of {CHECKS} checks made; healthy in a row: {}.",
            trial.checks, trial.healthy
        ))?,
        None => answer(&format!("Bundle {current} is current."))?,
    }
    for other in bundles::installed(folder) {
        if other != current {
            answer(&format!("Bundle {other} is installed, but not current."))?;
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
        .ok_or_else(|| Failure::Sentence(format!("No bundle in {} is current.", folder.display())))?;
    let (bad, count) = bundle::verify(&folder.join(current.to_string()))?;
    if bad.is_empty() {
        answer(&format!("Bundle {current} is whole (files: {count})."))?;
        return Ok(());
    }
    Err(Failure::Sentence(format!(
        "Bundle {current} is damaged ({}): leave it with 'mynah bundle rollback', then install it again.",
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
            format!("Bundle {from} failed its trial; {}.", now_current(to.as_ref()))
        }
    })?;
    Ok(())
}
