//! What a kiosk's operator has chosen on the page behind the PIN, in a file over the configuration.
//!
//! Owns which settings such a file may hold: those of the page. It is written by the very processes that visitors talk to, so that
//! it is worth no more than they are: it says nothing of the PIN, of documents, models or limits, and it is ignored as a whole
//! when there is anything else in it.

use std::path::Path;

use toml::{Table, Value};

use super::merging::merged;
use super::paths;
use super::settings::Settings;

/// The settings that the operator's page changes.
const CHOICES: [&str; 6] = [
    "capture.device",
    "playback.device",
    "playback.volume",
    "speaking.engine",
    "speaking.voice",
    "speaking.piper",
];
/// Such a file is a few lines.
const MAX_BYTES: u64 = 1 << 14;

/// Why an operator's file is ignored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "The choices in {file} are ignored ({reason}): make them again on the operator's page, or remove the file."
)]
pub(super) struct OverlayError {
    file: String,
    reason: String,
}

/// What the file holds, as TOML; nothing where there is no file.
pub(super) fn read(path: &Path) -> Result<String, OverlayError> {
    let broken = |reason: String| OverlayError {
        file: path.display().to_string(),
        reason,
    };
    // A link is no choice of the operator's page either.
    if std::fs::symlink_metadata(path).is_ok_and(|status| status.is_symlink()) {
        return Err(broken("it is a link, not a regular file".to_owned()));
    }
    let text = match mynah_files::read_text(path, MAX_BYTES) {
        Ok(text) => text,
        Err(error) if error.is_absent() => return Ok(String::new()),
        Err(error) => return Err(broken(error.to_string())),
    };
    let table: Table = text
        .parse()
        .map_err(|error: toml::de::Error| broken(error.message().to_owned()))?;
    let mut keys = Vec::new();
    names(&table, "", &mut keys);
    if let Some(other) = keys.iter().find(|key| !CHOICES.contains(&key.as_str())) {
        return Err(broken(format!("the page does not offer '{other}'")));
    }
    let settings: Settings = merged([text.as_str()])
        .extract()
        .map_err(|error| broken(error.kind.to_string()))?;
    if let Some(voice) = &settings.speaking.piper {
        let own = [path.parent().map(Path::to_owned), paths::state(), paths::cache()];
        // A voice that a visit could have written itself is none.
        if !voice.is_absolute() || own.iter().flatten().any(|folder| is_in(voice, folder)) {
            return Err(broken(
                "the voice must be an absolute path outside mynah's state and cache".to_owned(),
            ));
        }
    }
    Ok(text)
}

/// Whether a file is in a folder, wherever its links lead.
fn is_in(file: &Path, folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    real(file).starts_with(real(folder))
}

/// The full names of all settings in a table.
fn names(table: &Table, before: &str, found: &mut Vec<String>) {
    for (name, value) in table {
        let name = if before.is_empty() {
            name.clone()
        } else {
            format!("{before}.{name}")
        };
        match value {
            Value::Table(inner) => names(inner, &name, found),
            _ => found.push(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(settings: &Settings) -> String {
        format!("{:?}", settings.playback.volume)
    }

    fn load(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let (config, overlay) = (
            folder.path().join("kiosk.toml"),
            folder.path().join("operator.toml"),
        );
        std::fs::write(
            &config,
            "[kiosk]\npin = \"$argon2id$operators\"\n[playback]\nvolume = 50\n",
        )
        .unwrap();
        std::fs::write(&overlay, text).unwrap();
        let ignored = read(&overlay).err();
        let settings = Settings::load_over(Some(&config), Some(&overlay)).unwrap();
        assert_eq!(settings.kiosk.pin, "$argon2id$operators");
        assert!(ignored.is_none() || volume(&settings) == "Volume(50)");
        match ignored {
            Some(error) => Err(error.to_string()),
            None => Ok(settings),
        }
    }

    #[test]
    fn the_choices_of_the_page_count() {
        let settings =
            load("[playback]\nvolume = 90\ndevice = \"hall\"\n[speaking]\nvoice = \"de\"\n").unwrap();
        assert_eq!(settings.playback.device.as_deref(), Some("hall"));
        assert_eq!(volume(&settings), "Volume(90)");
        assert_eq!(volume(&load("").unwrap()), "Volume(50)");
    }

    #[test]
    fn anything_else_makes_it_worthless_and_is_told() {
        for (text, reason) in [
            ("[kiosk]\npin = \"stolen\"\n", "kiosk.pin"),
            (
                "[playback]\nvolume = 90\n[kiosk]\nend_after = 9\n",
                "kiosk.end_after",
            ),
            ("[mind]\nknowledge = [\"/tmp\"]\n", "mind.knowledge"),
            ("[playback]\nvolume = \"loud\"\n", "operator.toml"),
            ("[playback\n", "operator.toml"),
            ("[speaking]\npiper = \"relative.onnx\"\n", "voice"),
        ] {
            let told = load(text).unwrap_err();
            assert!(
                told.contains(reason) && told.contains("operator's page"),
                "{told}"
            );
        }
    }

    #[test]
    fn a_voice_that_a_visit_has_put_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (overlay, voice) = (
            folder.path().join("operator.toml"),
            folder.path().join("planted.onnx"),
        );
        std::fs::write(&voice, "onnx").unwrap();
        std::fs::write(
            &overlay,
            format!("[speaking]\npiper = {:?}\n", voice.display().to_string()),
        )
        .unwrap();
        assert!(read(&overlay).is_err());
    }
}
