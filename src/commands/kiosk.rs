//! `mynah kiosk`: one isolated session per visitor, with a locked keyboard.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;

use crate::assembly;
use crate::config::KioskSettings;
use crate::kiosk;
use crate::offline::Layer;
use crate::terminal;
use crate::terminal::strings::LANGUAGES;

use super::{Failure, Global, Outcome};

#[derive(Debug, Args)]
pub(super) struct Kiosk {
    /// Run without sound: questions are typed, answers are only written
    #[arg(long)]
    text: bool,
    /// Ask for a new operator PIN and print its hash for the configuration
    #[arg(long)]
    new_pin: bool,
    /// Show this console and let no key lead to another one, as the service does before it starts
    #[arg(long, hide = true, value_name = "DEVICE")]
    hold_console: Option<PathBuf>,
    /// The opposite, after it has ended
    #[arg(long, hide = true, value_name = "DEVICE")]
    free_console: Option<PathBuf>,
}

impl Kiosk {
    /// What the service asks with privileges: one request to the kernel, before any file is opened or protection needed.
    /// `None` where nothing of it is asked.
    pub(super) fn console(&self) -> Option<Outcome> {
        let (device, done) = match (&self.hold_console, &self.free_console) {
            (Some(device), _) => (device, kiosk::console::hold(device)),
            (None, Some(device)) => (device, kiosk::console::free(device)),
            (None, None) => return None,
        };
        Some(done.map_err(|error| {
            Failure::Sentence(format!(
                "The console {} cannot be held ({error}): name one such as /dev/tty1, and run as root.",
                device.display()
            ))
        }))
    }

    /// `missing` are the layers of the protection that this kernel refuses: a kiosk does not run without them.
    pub(super) fn run(self, global: &Global, missing: &[(Layer, String)]) -> Outcome {
        if self.new_pin {
            return new_pin();
        }
        if let Some((layer, reason)) = missing.first() {
            return Err(Failure::Sentence(format!(
                "The kiosk does not start without its protection: {} is not active ({reason}); use a newer kernel.",
                layer.name()
            )));
        }
        let settings = global.settings()?;
        // Without its policy a kiosk would answer no emergency: it does not run then, and its service tries again.
        let check = || {
            assembly::policy(&settings)
                .map(drop)
                .map_err(std::io::Error::other)
        };
        check()?;
        if let Some(sentence) = partly_known(&settings.kiosk) {
            tracing::warn!("{sentence}");
            super::remark(&sentence);
        }
        if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
            return Err(Failure::Sentence(
                "A kiosk needs a terminal of its own: start it on a console, as the service does.".to_owned(),
            ));
        }
        let mut arguments: Vec<OsString> = vec!["talk".into(), "--visit".into()];
        if self.text {
            arguments.push("--text".into());
        }
        let options = [
            ("--config", &global.config),
            ("--models", &global.models),
            ("--log", &global.log),
        ];
        for (name, value) in options {
            if let Some(value) = value {
                arguments.extend([name.into(), value.into()]);
            }
        }
        if let Some(code) = &global.lang {
            arguments.extend(["--lang".into(), code.into()]);
        }
        match kiosk::supervise(std::env::current_exe()?, arguments, &settings.kiosk, &check)? {
            kiosk::End::Stopped => Ok(()),
            end => Err(Failure::Kiosk(end)),
        }
    }
}

/// The languages among which a visitor chooses and that only recognition and the voice know, in a sentence.
pub(super) fn partly_known(settings: &KioskSettings) -> Option<String> {
    let base = |code: &str| code.split('-').next().unwrap_or_default().to_lowercase();
    let known: Vec<String> = LANGUAGES.iter().map(|(code, _, _)| base(code)).collect();
    let partly: Vec<&str> = settings
        .languages
        .iter()
        .map(String::as_str)
        .filter(|code| !known.contains(&base(code)))
        .collect();
    (!partly.is_empty()).then(|| {
        format!(
            "In {} a visitor is heard and answered aloud, but the screen stays English, skills do not understand, and documents \
             are searched by their words alone: kiosk.languages knows {}.",
            partly.join(", "),
            known.join(", ")
        )
    })
}

/// A PIN is a line of standard input; it is not shown while it is typed.
fn new_pin() -> Outcome {
    let ask = |question: &str| -> Result<String, Failure> {
        super::remark(question);
        terminal::hidden_line().map_err(Failure::from)
    };
    let pin = ask("The operator's new PIN:")?;
    if std::io::stdin().is_terminal() && ask("The same PIN again:")? != pin {
        return Err(Failure::Sentence("The two PINs differ: try again.".to_owned()));
    }
    let hash = kiosk::hashed(&pin).map_err(Failure::Sentence)?;
    super::answer(&format!("pin = \"{hash}\""))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_is_known_only_in_part_is_told() {
        let of = |languages: &[&str]| {
            partly_known(&KioskSettings {
                languages: languages.iter().map(|code| (*code).to_owned()).collect(),
                ..KioskSettings::default()
            })
        };
        assert_eq!(of(&["en", "ru", "zh"]), None);
        let told = of(&["en", "de", "fr"]).unwrap();
        assert!(
            told.starts_with("In de, fr a visitor") && told.ends_with("knows en, ru, zh."),
            "{told}"
        );
    }
}
