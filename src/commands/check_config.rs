//! `mynah check-config`: all mistakes of the configuration at once, and which file each setting comes from.

use std::path::{Path, PathBuf};

use clap::Args;
use rustix::fs::{Access, access};
use serde_json::json;

use crate::assembly;
use crate::config::Settings;
use crate::config::check::{self, CheckedConfig, FilesToCheck, Mistake};
use crate::models::Kind;
use crate::offline::ProgramOwner;
use crate::terminal::keys::Keys;
use crate::tools;

use super::{Failure, Global, Outcome, grants};

#[derive(Debug, Args)]
pub(super) struct CheckConfig {
    /// Check these files, each over the one before, instead of those that the program would read
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Check the configuration of this machine's kiosk
    #[arg(long)]
    kiosk: bool,
    /// Print every setting that differs from its default, with its file and line
    #[arg(long)]
    show: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl CheckConfig {
    /// Whether a kiosk's configuration is checked.
    pub(super) fn is_kiosk(&self) -> bool {
        self.kiosk
    }

    /// The settings as far as they are right: what they name is to be read.
    pub(super) fn settings(&self, global: &Global) -> Settings {
        let mut settings = check::check(&self.wanted(global)).settings;
        settings.models.folder = global.models.clone().or(settings.models.folder);
        settings
    }

    fn wanted(&self, global: &Global) -> FilesToCheck {
        if self.files.is_empty() {
            FilesToCheck::Standard {
                given: global.config.clone(),
                over: global.overlay.clone(),
            }
        } else {
            FilesToCheck::These(self.files.clone())
        }
    }

    pub(super) fn run(self, global: &Global) -> Outcome {
        let mut checked = check::check(&self.wanted(global));
        if let Some(folder) = &global.models {
            checked.settings.models.folder = Some(folder.clone());
        }
        let named = of_what_is_named(&checked);
        let tools = of_tools(&checked, self.kiosk);
        checked.mistakes.extend(named.into_iter().chain(tools));
        if self.json {
            super::answer(&self.report(&checked).to_string())?;
        } else {
            self.print(&checked)?;
        }
        if checked.mistakes.is_empty() {
            Ok(())
        } else {
            Err(Failure::Reported)
        }
    }

    fn print(&self, checked: &CheckedConfig) -> Result<(), super::OutputError> {
        for file in &checked.files {
            super::answer(&format!("ok   {} is read", file.display()))?;
        }
        if checked.files.is_empty() && checked.mistakes.is_empty() {
            super::answer("ok   there is no configuration file: every setting has its default value")?;
        }
        for mistake in &checked.mistakes {
            super::answer(&format!("BAD  {}", line(mistake)))?;
        }
        if self.show {
            for changed in &checked.changed {
                let place = changed
                    .line
                    .map_or(String::new(), |line| format!(", line {line}"));
                super::answer(&format!(
                    "     {} = {}  # {}{place}",
                    changed.key, changed.value, changed.origin
                ))?;
            }
        }
        Ok(())
    }

    fn report(&self, checked: &CheckedConfig) -> serde_json::Value {
        let mistakes: Vec<_> = checked
            .mistakes
            .iter()
            .map(|mistake| {
                json!({
                    "file": mistake.file,
                    "line": mistake.line,
                    "column": mistake.column,
                    "key": mistake.key,
                    "message": mistake.problem,
                    "remedy": mistake.remedy,
                })
            })
            .collect();
        let mut report = json!({"mynah": 1, "files": checked.files, "mistakes": mistakes});
        if self.show {
            let settings: Vec<_> = checked
                .changed
                .iter()
                .map(|changed| {
                    json!({
                        "key": changed.key,
                        "value": changed.value,
                        "origin": changed.origin,
                        "line": changed.line,
                    })
                })
                .collect();
            report["settings"] = settings.into();
        }
        report
    }
}

/// A mistake on one line, its place as compilers write it.
fn line(mistake: &Mistake) -> String {
    let mut place = mistake
        .file
        .as_ref()
        .map_or_else(|| "environment".to_owned(), |file| file.display().to_string());
    for number in [mistake.line, mistake.column].into_iter().flatten() {
        place = format!("{place}:{number}");
    }
    match &mistake.remedy {
        Some(remedy) => format!("{place}: {}; {remedy}", mistake.problem),
        None => format!("{place}: {}", mistake.problem),
    }
}

/// Programs of tools that are not there, or would not be started.
fn of_tools(checked: &CheckedConfig, is_kiosk: bool) -> Vec<Mistake> {
    let owner = if is_kiosk {
        ProgramOwner::Root
    } else {
        ProgramOwner::User
    };
    let written = grants::own_folders(is_kiosk);
    let mut mistakes = Vec::new();
    for tool in tools::confined(&checked.settings.tools, owner) {
        let (problem, remedy) = match tool.program {
            Err(problem) => (problem, "correct the path"),
            Ok(program) => match program.check(&written) {
                Err(error) => (
                    format!("is not started ({error})"),
                    "let nobody else write the file and the folders above it",
                ),
                Ok(()) => continue,
            },
        };
        mistakes.push(checked.mistake(&tool.key, format!("{} {problem}", tool.key), remedy));
    }
    mistakes
}

/// Files and names in right settings that lead nowhere.
fn of_what_is_named(checked: &CheckedConfig) -> Vec<Mistake> {
    let settings = &checked.settings;
    let mut mistakes = Vec::new();
    let mut note = |key: &str, problem: String, remedy: &str| {
        mistakes.push(checked.mistake(key, problem, remedy));
    };
    let voice = settings.speaking.piper.iter();
    let named = [
        (
            "mind.knowledge",
            settings.mind.knowledge.iter().collect::<Vec<_>>(),
        ),
        ("mind.grammars", settings.mind.grammars.iter().collect()),
        ("mind.policy", settings.mind.policy.iter().collect()),
        ("models.folder", settings.models.folder.iter().collect()),
        (
            "capture.wake.recordings",
            settings.capture.wake.recordings.iter().collect(),
        ),
        (
            "speaking.piper",
            voice.filter(|path| path.components().count() > 1).collect(),
        ),
    ];
    for (key, paths) in named {
        for path in paths {
            if let Err(error) = access(path, Access::READ_OK) {
                let problem = format!("{key} names {}, which cannot be read ({error})", path.display());
                note(key, problem, "correct the path, or let mynah's user read it");
            }
        }
    }
    // A file that is not there was told above.
    if settings.mind.policy.as_deref().is_some_and(Path::exists)
        && let Err(error) = assembly::policy(settings)
    {
        note("mind.policy", error.to_string(), "correct the policy");
    }
    // So was a file of sentences.
    let mut present = settings.clone();
    present.mind.grammars.retain(|path| path.exists());
    for sentence in assembly::unused_grammars(&present).unwrap_or_default() {
        note("mind.grammars", sentence, "correct the file");
    }
    for (key, kind, name) in [
        ("models.speech", Kind::Speech, &settings.models.speech),
        ("models.language", Kind::Language, &settings.models.language),
    ] {
        if name.is_some()
            && let Err(error) = assembly::find(settings, kind)
        {
            note(key, error.to_string(), "correct the name, or add the model");
        }
    }
    if let Some(path) = &settings.metrics.file
        && !path.parent().is_some_and(Path::is_dir)
    {
        let problem = format!("metrics.file names {}, whose folder is not there", path.display());
        note("metrics.file", problem, "make the folder");
    }
    let (_, wrong) = Keys::new(&settings.interface.keys);
    for wrong in wrong {
        note(
            "interface.keys",
            wrong,
            "use an action and a key as F1 lists them, such as mute = \"ctrl-t\"",
        );
    }
    mistakes
}
