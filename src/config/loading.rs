//! The settings of a run: from the files of the configuration, and from the environment.

use std::path::Path;

use figment::providers::Env;

use super::error::ConfigError;
use super::settings::Settings;
use super::sources::{self, BrokenDropIn, BundleLayer, Texts};

impl Settings {
    /// Reads the settings from the given file, else the user's, else the system's, and from its drop-ins; environment variables
    /// override them.
    pub fn load(given: Option<&Path>) -> Result<Self, ConfigError> {
        Self::load_over(given, None)
    }

    /// The same, overridden by what a kiosk's operator has chosen, in another file: they may not write the first one. A broken one is
    /// ignored; `overlay::read` says why. A broken drop-in is left out, but for a kiosk it is an error, as the main file's.
    pub fn load_over(given: Option<&Path>, over: Option<&Path>) -> Result<Self, ConfigError> {
        let main = sources::main_file(given);
        let broken = match over {
            Some(_) => BrokenDropIn::Refused,
            None => BrokenDropIn::LeftOut,
        };
        let texts = Texts::read(main.as_deref(), given, over, (BundleLayer::Installed, broken))?;
        Self::from_texts(main.as_deref(), &texts)
    }

    /// The settings of a kiosk with this bundle's in the place of the current one's.
    ///
    /// # Errors
    /// The first mistake.
    pub(super) fn load_with_bundle(
        given: Option<&Path>,
        layer: BundleLayer<'_>,
    ) -> Result<Self, ConfigError> {
        let main = sources::main_file(given);
        let texts = Texts::read(main.as_deref(), given, None, (layer, BrokenDropIn::Refused))?;
        Self::from_texts(main.as_deref(), &texts)
    }

    /// The settings of the machine alone, without those of the current bundle; a broken drop-in is an error.
    ///
    /// # Errors
    /// The first mistake.
    pub fn of_machine(given: Option<&Path>) -> Result<Self, ConfigError> {
        Self::load_with_bundle(given, BundleLayer::None)
    }

    fn from_texts(main: Option<&Path>, texts: &Texts) -> Result<Self, ConfigError> {
        let mut settings = Self::extracted(&Self::figment(&texts.files).merge(environment()), &texts.files)?;
        if let Some(folder) = main.and_then(Path::parent) {
            settings.anchor(folder);
        }
        settings.sources = texts.sources();
        Ok(settings)
    }
}

/// The variables of the environment that are settings.
pub(super) fn environment() -> Env {
    // Not settings: variables of command-line options, of a kiosk's supervisor, and of the choice of a build.
    Env::prefixed("MYNAH_")
        .ignore(&["config", "models", "log", "lang", "pulse", "baseline"])
        .split("__")
}

#[cfg(test)]
mod tests {
    use super::super::settings::ConfigSources;
    use super::*;

    fn load(text: &str) -> Result<Settings, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        Settings::load(Some(&path))
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let settings = Settings {
            sources: ConfigSources::default(),
            ..load("").unwrap()
        };
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn relative_paths_count_from_the_files_folder() {
        let settings = load("[mind]\nknowledge = [\"facts\", \"/srv/facts\"]\n").unwrap();
        assert!(settings.mind.knowledge[0].is_absolute());
        assert!(settings.mind.knowledge[0].ends_with("facts"));
        assert_eq!(settings.mind.knowledge[1], Path::new("/srv/facts"));
        let text = "[mind]\npolicy = \"policy.md\"\n[speaking]\npiper = \"voices/amy.onnx\"\n[models]\nspeech = \"big/s.bin\"\n";
        let settings = load(text).unwrap();
        let policy = settings.mind.policy.unwrap();
        assert!(
            policy.is_absolute() && policy.ends_with("policy.md"),
            "{policy:?}"
        );
        let voice = settings.speaking.piper.unwrap();
        assert!(
            voice.is_absolute() && voice.ends_with("voices/amy.onnx"),
            "{voice:?}"
        );
        let speech = settings.models.speech.unwrap();
        assert!(
            speech.starts_with('/') && speech.ends_with("/big/s.bin"),
            "{speech}"
        );
    }

    #[test]
    fn names_of_voices_and_models_stay_names() {
        let settings = load("[speaking]\npiper = \"amy\"\n[models]\nlanguage = \"big.gguf\"\n").unwrap();
        assert_eq!(settings.speaking.piper.as_deref(), Some(Path::new("amy")));
        assert_eq!(settings.models.language.as_deref(), Some("big.gguf"));
    }

    #[test]
    fn the_voice_follows_the_language_unless_the_configuration_names_both() {
        for (text, expected) in [
            ("", Some("en")),
            ("hearing.language = \"ru\"", Some("ru")),
            (
                "hearing.language = \"ru\"\nspeaking.engine = \"espeak-ng\"",
                Some("ru"),
            ),
            ("speaking.voice = \"ru\"", None),
            ("hearing.language = \"ru\"\nspeaking.voice = \"en-gb\"", None),
            ("speaking.engine = \"piper\"\nspeaking.piper = \"amy\"", None),
            ("hearing.language = \"auto\"", None),
        ] {
            assert_eq!(load(text).unwrap().spoken_language(), expected, "{text}");
        }
        let mut settings = load("speaking.voice = \"en-gb\"").unwrap();
        settings.converse_in("ru".to_owned());
        assert_eq!(settings.spoken_language(), Some("ru"), "a visitor's choice");
        settings.converse_in("en".to_owned());
        assert_eq!(settings.speaking.voice, "en-gb", "and back");
    }

    #[test]
    fn a_missing_file_is_named() {
        let message = Settings::load(Some(Path::new("/nowhere/mynah.toml")))
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("/nowhere/mynah.toml")
                && message.ends_with("check the path given with --config."),
            "{message}"
        );
    }
}
