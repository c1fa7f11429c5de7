//! `mynah doctor`: checks the installation and suggests fixes.

use clap::Args;

use crate::assembly;
use crate::audio::devices::{self, Direction};
use crate::config::{Settings, paths};
use crate::models::store::Origin;
use crate::models::{Kind, catalogue, validate};
use crate::offline::{self, NAMESPACE};
use crate::program::finding::{Finding, Severity};
use crate::session::unmet;
use crate::speaking;
use crate::speaking::engines::platform::Platform;
use crate::speaking::languages::Voices;

use super::{Failure, Global, Outcome, kiosk};

#[derive(Debug, Args)]
pub(super) struct Doctor {}

impl Doctor {
    #[expect(clippy::unused_self, reason = "every command is run the same way")]
    pub(super) fn run(self, global: &Global) -> Outcome {
        let settings = match global.settings() {
            Ok(settings) => settings,
            Err(error) => return Err(Failure::Sentence(error.to_string())),
        };
        let mut findings = vec![configuration(&settings)];
        let left_out = settings.sources.left_out.iter();
        findings.extend(left_out.map(|sentence| Finding::bad("configuration", sentence)));
        findings.push(model(&settings, Kind::Speech, "speech model"));
        findings.push(model(&settings, Kind::Language, "language model"));
        let kinds = [Kind::Speech, Kind::Language, Kind::VoiceActivity];
        findings.extend(kinds.into_iter().flat_map(|kind| set_aside(&settings, kind)));
        findings.extend(language(&settings));
        findings.push(knowledge(&settings).0);
        findings.extend(grammars(&settings));
        findings.extend(policy(&settings));
        findings.extend(languages(&settings));
        findings.push(voice(&settings));
        findings.extend(sound(&settings));
        findings.push(protection());
        for finding in &findings {
            finding.print()?;
        }
        if findings.iter().any(|finding| finding.severity == Severity::Bad) {
            Err(Failure::Reported)
        } else {
            Ok(())
        }
    }
}

/// The protection layers, as the kernel reports them for this process.
pub(super) fn protection() -> Finding {
    let layers = offline::layers();
    let named = |holding: bool| -> Vec<&str> {
        layers
            .iter()
            .filter(|(name, holds)| *holds == holding && *name != NAMESPACE)
            .map(|(name, _)| *name)
            .collect()
    };
    let (holding, missing) = (named(true), named(false));
    if missing.is_empty() {
        let sentence = format!(
            "{} are active; 'mynah prove-offline' tests them",
            holding.join(", ")
        );
        return Finding::good("protection", sentence);
    }
    Finding::fair(
        "protection",
        format!("not active: {}", missing.join(", ")),
        "use a kernel with seccomp and Landlock (Debian 12 or later)".to_owned(),
    )
}

/// The files that were read.
pub(super) fn configuration(settings: &Settings) -> Finding {
    let files: Vec<String> = settings
        .sources
        .files
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    if !files.is_empty() {
        return Finding::good("configuration", files.join(", "));
    }
    let place = paths::user_config().map_or_else(String::new, |path| path.display().to_string());
    Finding::good(
        "configuration",
        format!("built-in defaults (your own file would be {place})"),
    )
}

/// A model that is chosen: its file's headers are read, it is not loaded.
pub(super) fn model(settings: &Settings, kind: Kind, what: &'static str) -> Finding {
    let found = match assembly::find(settings, kind) {
        Ok(found) => found,
        Err(error) => return Finding::bad(what, &error.to_string()),
    };
    let text = match validate::describe(kind, &found.path) {
        Ok(description) => format!("{} ({description})", found.path.display()),
        Err(error) => return Finding::bad(what, &error.to_string()),
    };
    let opened = assembly::trust(settings).and_then(|trust| assembly::opened(&found.path, &trust));
    if let Err(sentence) = opened {
        return Finding::bad(what, &sentence);
    }
    match found.origin {
        Origin::Added => Finding::good(what, text),
        Origin::Starter => {
            let folder = paths::user_models().map_or_else(String::new, |path| path.display().to_string());
            let better = catalogue::entries()
                .iter()
                .find(|entry| entry.task == kind.task() && entry.recommended);
            let (id, file) = better.map_or(("", ""), |entry| (entry.id.as_str(), entry.file()));
            let limits = match kind {
                Kind::Speech | Kind::VoiceActivity => {
                    "knows English words of a small domain, in synthetic voices"
                }
                Kind::Language => "only answers from your documents and calls tools",
            };
            let remedy = format!(
                "this starter model {limits}; for real use run 'mynah-pull {id}', which puts {file} into {folder}"
            );
            Finding::fair(what, text, remedy)
        }
    }
}

/// Model files that cannot be used while others are.
fn set_aside(settings: &Settings, kind: Kind) -> Vec<Finding> {
    let candidates = assembly::candidates(settings, kind);
    let problems = candidates
        .map(|candidates| candidates.set_aside)
        .unwrap_or_default();
    problems
        .iter()
        .map(|problem| Finding::bad("unusable model", &problem.to_string()))
        .collect()
}

/// What the documents hold; where they can be read also how many statements, and how many files or parts of them were left out.
pub(super) fn knowledge(settings: &Settings) -> (Finding, Option<(usize, usize)>) {
    let folders = assembly::knowledge_folders(settings);
    if folders.is_empty() {
        let place = paths::user_knowledge().map_or_else(String::new, |path| path.display().to_string());
        let remedy =
            format!("put Markdown or text files into {place}, or set mind.knowledge in the configuration");
        let found = "none: only skills and small talk are answered".to_owned();
        return (Finding::fair("knowledge", found, remedy), Some((0, 0)));
    }
    match assembly::knowledge(settings) {
        Err(error) => (Finding::bad("knowledge", &error.to_string()), None),
        Ok(loaded) => {
            let names: Vec<String> = folders
                .iter()
                .map(|folder| folder.display().to_string())
                .collect();
            let text = format!("{} statements from {}", loaded.len(), names.join(", "));
            let finding = match loaded.skipped.first() {
                None => Finding::good("knowledge", text),
                Some(first) => Finding::fair("knowledge", text, first.to_string()),
            };
            (finding, Some((loaded.len(), loaded.skipped.len())))
        }
    }
}

/// The operator's sentences for the skills, where there are any.
fn grammars(settings: &Settings) -> Vec<Finding> {
    let count = settings.mind.grammars.len();
    match assembly::unused_grammars(settings) {
        _ if count == 0 => Vec::new(),
        Ok(unused) if unused.is_empty() => vec![Finding::good(
            "sentences",
            settings
                .mind
                .grammars
                .iter()
                .map(|path| path.display().to_string())
                .collect::<Vec<_>>()
                .join(", "),
        )],
        Ok(unused) => unused
            .iter()
            .map(|sentence| Finding::bad("sentences", sentence))
            .collect(),
        Err(error) => vec![Finding::bad("sentences", &error.to_string())],
    }
}

/// The operator's policy, where one is configured.
pub(super) fn policy(settings: &Settings) -> Option<Finding> {
    let path = settings.mind.policy.as_ref()?;
    Some(match assembly::policy(settings) {
        Ok(_) => Finding::good("policy", path.display().to_string()),
        Err(error) => Finding::bad("policy", &error.to_string()),
    })
}

/// The languages of a kiosk, where a visitor can choose one.
fn languages(settings: &Settings) -> Option<Finding> {
    let offered = settings.kiosk.languages.join(", ");
    (!offered.is_empty()).then(|| match kiosk::partly_known(&settings.kiosk) {
        None => Finding::good("languages", offered),
        Some(sentence) => Finding::fair("languages", offered, sentence),
    })
}

fn voice(settings: &Settings) -> Finding {
    let config = assembly::speaking(settings);
    let language = settings.spoken_language().map(str::to_owned);
    let spoken = Voices::new(&config, language).and_then(|mut voices| {
        if config.engine == speaking::VoiceEngine::Platform {
            Platform::open(&config)?;
        } else {
            voices.speech("Hello.", None)?;
        }
        let (engine, name) = voices.described();
        Ok(format!("{engine}, {name}"))
    });
    match spoken {
        Ok(name) => Finding::good("voice", name),
        Err(error) => Finding::bad("voice", &error.to_string()),
    }
}

/// A language that no speech model knows.
fn language(settings: &Settings) -> Option<Finding> {
    let (found, remedy) = unmet::language(settings)?;
    Some(Finding {
        severity: Severity::Bad,
        what: "language",
        found,
        remedy: Some(remedy),
    })
}

pub(super) fn sound(settings: &Settings) -> Vec<Finding> {
    let found = devices::list();
    let missing = |what, key, name: &Option<String>, direction| {
        let name = name.as_ref().filter(|name| !found.has(name, direction))?;
        Some(Finding {
            severity: Severity::Bad,
            what,
            found: format!("{key} is \"{name}\", which is not connected"),
            remedy: Some("connect it, or choose another: mynah devices lists them".to_owned()),
        })
    };
    let chosen = [
        missing(
            "microphone",
            "capture.device",
            &settings.capture.device,
            Direction::Input,
        ),
        missing(
            "loudspeaker",
            "playback.device",
            &settings.playback.device,
            Direction::Output,
        ),
    ];
    let microphone = found.default_input.map_or_else(
        || {
            Finding::fair(
                "microphone",
                "none found".to_owned(),
                "plug one in, or ask with recordings: mynah ask --wav FILE.wav".to_owned(),
            )
        },
        |name| Finding::good("microphone", name.to_string()),
    );
    let loudspeaker = found.default_output.map_or_else(
        || {
            Finding::fair(
                "loudspeaker",
                "none found".to_owned(),
                "plug one in, or keep the answers as files: mynah ask --speak FILE.wav; with PipeWire install pipewire-alsa"
                    .to_owned(),
            )
        },
        |name| Finding::good("loudspeaker", name.to_string()),
    );
    let [chosen_microphone, chosen_loudspeaker] = chosen;
    vec![
        chosen_microphone.unwrap_or(microphone),
        chosen_loudspeaker.unwrap_or(loudspeaker),
    ]
}
