//! `mynah models export`: writes models, and on request documents and the configuration, into one file.
//!
//! Owns what goes into it. `models::bundle` owns the form.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::assembly;
use crate::config::Settings;
use crate::config::sources::main_file;
use crate::grants::Named;
use crate::models::bundle::{self, BundleSource, CONFIGURATION, KNOWLEDGE, MODELS};
use crate::models::megabytes;
use crate::models::model_folder::ModelFolderError;

use super::super::{Failure, Global, Outcome, answer, remark};
use super::installed::{self, Installed};

/// Folders in folders of documents.
const MAX_DEPTH: usize = 8;
/// Documents that are exported.
const MAX_DOCUMENTS: usize = 9_000;

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The file to write, *.mynah
    #[arg(value_name = "BUNDLE")]
    file: PathBuf,
    /// Names, as 'mynah models list' prints them; default: all models that somebody added
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Include the documents
    #[arg(long)]
    knowledge: bool,
    /// Include the configuration file, which may hold the hash of a kiosk's PIN
    #[arg(long)]
    configuration: bool,
    /// Set the bundle's version number, which 'mynah bundle install' requires
    #[arg(long, value_name = "N")]
    number: Option<u64>,
}

impl Export {
    /// The file that it writes.
    pub(super) fn named(&self, named: Named) -> Named {
        named.file(Some(&self.file))
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        if self
            .file
            .extension()
            .is_none_or(|ending| ending != bundle::ENDING)
        {
            return Err(Failure::Usage(format!(
                "A bundle's name ends in .{}: name one, such as models.{}.",
                bundle::ENDING,
                bundle::ENDING
            )));
        }
        let sources = self.sources(global, &settings)?;
        let unwritable = |reason: String| {
            Failure::Sentence(format!(
                "{} cannot be written ({reason}): check its folder and the space on the disk.",
                self.file.display()
            ))
        };
        let mut out = mynah_files::begin(&self.file).map_err(|error| unwritable(error.to_string()))?;
        let count = sources.len();
        let written = bundle::write(sources, self.number, &mut out, &self.file);
        let written = written.and_then(|bytes| {
            out.sync_all()
                .map(|()| bytes)
                .map_err(|error| ModelFolderError::Unwritable {
                    path: self.file.clone(),
                    reason: error.to_string(),
                })
        });
        let bytes = match written {
            Ok(bytes) => bytes,
            Err(error) => {
                // What is empty is removed when the program ends.
                let _ = out.set_len(0);
                return Err(error.into());
            }
        };
        let next = if self.number.is_some() {
            "sign it; 'mynah bundle install' installs it"
        } else {
            "'mynah models add' adds its contents"
        };
        answer(&format!(
            "{} is written (files: {count}, {}): {next}.",
            self.file.display(),
            megabytes(bytes)
        ))?;
        Ok(())
    }

    fn sources(&self, global: &Global, settings: &Settings) -> Result<Vec<BundleSource>, Failure> {
        let mut sources = models(settings, &self.names)?;
        if self.knowledge {
            for folder in assembly::knowledge_folders(settings) {
                sources.extend(documents(&folder)?);
            }
        }
        if self.configuration {
            let file = main_file(global.config.as_deref()).filter(|file| file.is_file());
            sources.extend(file.map(|file| BundleSource {
                path: CONFIGURATION.to_owned(),
                file,
            }));
        }
        if sources.is_empty() {
            return Err(Failure::Sentence(
                "There is nothing to export: 'mynah models add FILE' adds models; the starter models are everywhere already.".to_owned(),
            ));
        }
        Ok(sources)
    }
}

/// The files of these models; of all that somebody added, if none is named.
fn models(settings: &Settings, names: &[String]) -> Result<Vec<BundleSource>, Failure> {
    let models: Vec<Installed> = installed::named(settings, names)?;
    let mut seen: Vec<String> = Vec::new();
    let mut sources = Vec::new();
    for model in models {
        if model.is_starter && !names.is_empty() {
            return Err(Failure::Sentence(format!(
                "{} is a starter model, which every mynah has: export others.",
                model.model_files.name
            )));
        }
        // The first one of a name is the one that is used.
        if model.is_starter || seen.contains(&model.model_files.name) {
            continue;
        }
        seen.push(model.model_files.name.clone());
        sources.extend(model.model_files.parts.into_iter().map(|part| BundleSource {
            path: format!("{MODELS}{}", part.target),
            file: part.source,
        }));
    }
    Ok(sources)
}

/// The files of a folder of documents, under the folder's name; links and hidden files are left out.
fn documents(folder: &Path) -> Result<Vec<BundleSource>, Failure> {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = real
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut waiting = vec![(real, format!("{KNOWLEDGE}{name}"), 0)];
    let mut found = Vec::new();
    while let Some((folder, path, depth)) = waiting.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| {
            Failure::Sentence(format!(
                "The folder {} cannot be read ({error}).",
                folder.display()
            ))
        })?;
        for entry in entries.flatten() {
            let (name, kind) = (entry.file_name(), entry.file_type()?);
            let Some(name) = name.to_str().filter(|name| !name.starts_with(['.', '-'])) else {
                remark(&format!("{} is left out: its name.", entry.path().display()));
                continue;
            };
            let path = format!("{path}/{name}");
            if kind.is_dir() && depth < MAX_DEPTH {
                waiting.push((entry.path(), path, depth + 1));
            } else if kind.is_file() {
                found.push(BundleSource {
                    path,
                    file: entry.path(),
                });
            } else {
                remark(&format!(
                    "{} is left out: it is a link, or too deep.",
                    entry.path().display()
                ));
            }
            if found.len() > MAX_DOCUMENTS {
                return Err(Failure::Sentence(format!(
                    "{} holds more than {MAX_DOCUMENTS} documents: copy it in another way.",
                    folder.display()
                )));
            }
        }
    }
    Ok(found)
}
