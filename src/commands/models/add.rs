//! `mynah models add`: takes models into a models folder, from files, folders and bundles.
//!
//! Owns the words. `models::model_folder` owns the order in which nothing half-added is ever used.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::assembly;
use crate::config::{Settings, paths};
use crate::engine::clock::Clock;
use crate::grants::Named;
use crate::models::bundle::{self, Destinations, Unpacked};
use crate::models::model_files::ModelFiles;
use crate::models::model_folder::{Added, ModelFolder, ModelFolderError, Provenance};
use crate::models::{Pinned, Trust, Vouching, signature_of};

use super::super::{Failure, Global, Outcome, answer, complain, remark};

#[derive(Debug, Args)]
pub(super) struct Add {
    /// A model's file, the folder of a voice or an encoder, or a bundle (*.mynah)
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The name that the model gets; default: that of its file or folder
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The models folder; default: this user's
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Write a bundle's documents into this empty folder; by default they stay in the bundle
    #[arg(long, value_name = "DIR")]
    knowledge: Option<PathBuf>,
    /// Write a bundle's configuration into this new file; by default it stays in the bundle
    #[arg(long, value_name = "FILE")]
    configuration: Option<PathBuf>,
}

impl Add {
    fn folder(&self) -> Option<PathBuf> {
        self.to.clone().or_else(paths::user_models)
    }

    /// What lies beside the files that it names, and the folders that it writes.
    pub(super) fn named(&self, named: Named) -> Named {
        let beside = self.paths.iter().flat_map(|path| {
            let description = PathBuf::from(format!("{}.json", path.display()));
            let voice = path.with_extension("");
            [
                signature_of(path),
                signature_of(&description),
                signature_of(&voice),
                description,
                voice,
            ]
        });
        let files = beside.filter(|path| path.is_file()).collect();
        named
            .inputs(files)
            .folder(self.folder().as_ref())
            .folder(self.knowledge.as_ref())
            .secret(self.configuration.as_ref())
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        if self.name.is_some() && self.paths.len() > 1 {
            return Err(Failure::Usage(
                "--name names one model: add the others one by one.".to_owned(),
            ));
        }
        let folder = self.folder().ok_or_else(|| {
            Failure::Sentence("There is no home folder for models: name a folder with --to.".to_owned())
        })?;
        let trust = assembly::trust(&settings).map_err(Failure::Sentence)?;
        let mut model_folder = ModelFolder::open(&folder)?;
        let mut has_failed = false;
        for path in &self.paths {
            let outcome = if is_bundle(path) {
                self.add_bundle(&mut model_folder, path, &trust)
            } else {
                self.add_model(&mut model_folder, path, &trust)
            };
            match outcome {
                Ok(()) => {}
                Err(Failure::Sentence(sentence)) if self.paths.len() > 1 => {
                    complain(&sentence);
                    has_failed = true;
                }
                Err(failure) => return Err(failure),
            }
        }
        if !is_searched(&settings, &folder) {
            remark(&format!(
                "mynah searches {} only with --models or models.folder.",
                folder.display()
            ));
        }
        if has_failed {
            Err(Failure::Reported)
        } else {
            Ok(())
        }
    }

    fn add_model(&self, model_folder: &mut ModelFolder, path: &Path, trust: &Trust) -> Outcome {
        let model_files = ModelFiles::at(path, self.name.as_deref())?;
        let time = Clock::utc();
        let origin = Provenance { path, time: &time };
        let added = model_folder.add(&model_files, &origin, trust, &assembly::describe)?;
        tell(&added, model_folder.folder(), trust)
    }

    fn add_bundle(&self, model_folder: &mut ModelFolder, path: &Path, trust: &Trust) -> Outcome {
        if self.name.is_some() {
            return Err(Failure::Usage(
                "--name names one model: those of a bundle have their names.".to_owned(),
            ));
        }
        let text = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|status| status.len() > 0);
        if let Some(file) = self.configuration.as_ref().filter(|file| text(file)) {
            return Err(Failure::Sentence(format!(
                "{} is already there, and stays: name a new file.",
                file.display()
            )));
        }
        let pinned = Pinned::open(path).map_err(|error| ModelFolderError::Bundle(error.to_string()))?;
        let destinations = Destinations {
            knowledge: self.knowledge.as_deref(),
            configuration: self.configuration.is_some(),
        };
        let time = Clock::utc();
        let origin = Provenance { path, time: &time };
        let unpacked =
            model_folder.add_bundle(&pinned, (destinations, &origin), trust, &assembly::describe)?;
        for added in &unpacked.models {
            tell(added, model_folder.folder(), trust)?;
        }
        self.write_others(&unpacked)
    }

    /// The documents and the configuration of a bundle.
    fn write_others(&self, unpacked: &Unpacked) -> Outcome {
        let documents = unpacked.documents;
        match (&self.knowledge, documents) {
            (_, 0) => {}
            (Some(folder), _) => answer(&format!("{documents} documents are in {}.", folder.display()))?,
            (None, _) => remark(&format!(
                "{documents} documents stay in the bundle: --knowledge DIR writes them into an empty folder."
            )),
        }
        match (&self.configuration, &unpacked.configuration) {
            (Some(file), Some(text)) => {
                Settings::check(text, file)?;
                mynah_files::save(file, text.as_bytes()).map_err(|error| {
                    Failure::Sentence(format!("{} cannot be written ({error}).", file.display()))
                })?;
                answer(&format!("The configuration is in {}.", file.display()))?;
            }
            _ if unpacked.has_configuration => remark(
                "Its configuration stays in the bundle: --configuration FILE writes it into a new file.",
            ),
            _ => {}
        }
        Ok(())
    }
}

fn is_bundle(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == bundle::ENDING) && !path.is_dir()
}

fn is_searched(settings: &Settings, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let searched = assembly::store(settings);
    searched.places().any(|place| real(place) == real(folder))
}

fn tell(added: &Added, folder: &Path, trust: &Trust) -> Outcome {
    let Added { name, task, .. } = added;
    if added.was_there {
        answer(&format!("{name} is already there, in {}.", folder.display()))?;
    } else {
        answer(&format!(
            "{name} ({task}) is added to {}: {}.",
            folder.display(),
            added.described
        ))?;
    }
    if let Some((id, published)) = &added.recognised {
        answer(&format!("  It is {published} ({id}), as the catalogue knows it."))?;
    }
    match &added.vouching {
        Vouching::Unsigned if !trust.has_keys() => {}
        Vouching::Unknown if !trust.has_keys() => {
            answer("  Its signature is not checked: models.trusted_keys is empty.")?;
        }
        found => answer(&format!("  Signature: {found}."))?,
    }
    Ok(())
}
