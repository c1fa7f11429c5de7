//! `mynah models use`: makes a model the one that is used for its task.
//!
//! Owns which setting that is. `config::edit` changes the file.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::assembly;
use crate::config::{Settings, edit, paths};
use crate::models::catalogue::Task;
use crate::speaking::VoiceEngine;

use super::super::{Failure, Global, Outcome, answer, of_the_sandbox, remark};
use super::installed::{self, Installed};

#[derive(Debug, Args)]
pub(super) struct Use {
    /// The model's file, as 'mynah models list' prints it, or its name in the catalogue
    name: String,
}

impl Use {
    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = global.settings()?;
        let mut found = installed::named(&settings, &[self.name])?;
        let Some(model) = found.pop() else {
            return Ok(());
        };
        let trust = assembly::trust(&settings).map_err(Failure::Sentence)?;
        for part in model.model_files.parts.iter().filter(|part| !part.is_signature()) {
            assembly::opened(&part.source, &trust).map_err(Failure::Sentence)?;
        }
        assembly::describe(model.model_files.task, &model.path).map_err(Failure::Sentence)?;
        let file = global.config.clone().or_else(paths::user_config).ok_or_else(|| {
            Failure::Sentence(
                "There is no home folder for the configuration: name a file with --config.".to_owned(),
            )
        })?;
        hides(&file);
        let (key, before) = setting(&model, &settings)?;
        let name = model.model_files.name.as_str();
        edit::set(&file, key, Some(name.into())).map_err(of_the_sandbox)?;
        let before = before.map_or_else(String::new, |before| format!(" (it was \"{before}\")"));
        answer(&format!("{key} = \"{name}\" in {}{before}.", file.display()))?;
        let speaks_piper = [VoiceEngine::Auto, VoiceEngine::Piper].contains(&settings.speaking.engine);
        if model.model_files.task == Task::Voice && !speaks_piper {
            edit::set(&file, "speaking.engine", Some("piper".into())).map_err(of_the_sandbox)?;
            answer(&format!("speaking.engine = \"piper\" in {}.", file.display()))?;
        }
        let variable = format!("MYNAH_{}", key.replace('.', "__").to_uppercase());
        if std::env::var_os(&variable).is_some() {
            remark(&format!("The environment variable {variable} overrides it."));
        }
        Ok(())
    }
}

/// The setting that names a model of this task, and its value now.
fn setting(model: &Installed, settings: &Settings) -> Result<(&'static str, Option<String>), Failure> {
    let models = &settings.models;
    match model.model_files.task {
        Task::Speech => Ok(("models.speech", models.speech.clone())),
        Task::Language => Ok(("models.language", models.language.clone())),
        Task::Voice => {
            let now = settings.speaking.piper.as_ref();
            Ok(("speaking.piper", now.map(|path| path.display().to_string())))
        }
        Task::Embedding if model.is_starter => Err(Failure::Sentence(
            "The starter encoder is used where no other one is there: remove the others, and the setting models.encoder.".to_owned(),
        )),
        Task::Embedding => Ok(("models.encoder", models.encoder.clone())),
        Task::VoiceActivity => Err(Failure::Sentence(
            "A voice activity model needs no setting: the largest one that is there is used.".to_owned(),
        )),
    }
}

/// A new file of the user's hides the administrator's.
fn hides(file: &Path) {
    let system = PathBuf::from(paths::SYSTEM_CONFIG);
    if Some(file) == paths::user_config().as_deref() && !file.is_file() && system.is_file() {
        remark(&format!(
            "From now on {} is read in place of {}: copy from it what you need.",
            file.display(),
            system.display()
        ));
    }
}
