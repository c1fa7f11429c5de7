//! The files of a configuration in their order: the main file, the settings of the current bundle, drop-ins, and the choices of a kiosk's
//! operator.
//!
//! Owns where drop-ins lie, which files of their folder count, how many there may be, and what becomes of one that cannot be
//! used. What the files mean is known to `merging`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mynah_files::FileError;

use super::error::ConfigError;
use super::mistakes::{self, ConfigFile};
use super::settings::{ConfigSources, Settings};
use super::{overlay, paths};

/// The longest configuration file, in bytes.
pub(super) const MAX_FILE_LEN: u64 = 1 << 20;
/// Most drop-ins of a configuration.
const MAX_DROP_INS: usize = 64;
/// So many names in their folder are looked at.
const MAX_NAMES: usize = 4_096;

/// What becomes of a drop-in that cannot be read or has a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BrokenDropIn {
    /// It is left out.
    LeftOut,
    /// There is no configuration.
    Refused,
}

/// Which bundle's settings stand over the main file's.
#[derive(Debug, Clone, Copy)]
pub(super) enum BundleLayer<'a> {
    /// Those of the bundle that is current.
    Installed,
    /// None: the machine's own settings alone.
    None,
    /// Those of a bundle that is to be installed: its path, and the text of its configuration.
    Text(&'a Path, &'a str),
}

/// Files and their texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The later one overrides the earlier.
    pub files: Vec<ConfigFile>,
    /// For each drop-in that was left out, why.
    pub left_out: Vec<String>,
}

impl Texts {
    /// Reads the files of a configuration whose main file is `main`. `given` is its name if the person gave one, `over` the file of a
    /// kiosk operator's choices.
    pub(super) fn read(
        main: Option<&Path>,
        given: Option<&Path>,
        over: Option<&Path>,
        (layer, broken): (BundleLayer<'_>, BrokenDropIn),
    ) -> Result<Self, ConfigError> {
        let mut texts = Self::default();
        if let Some(main) = main {
            // A folder of drop-ins needs no main file, unless that was named.
            if given.is_some() || main.is_file() {
                texts.files.push(parsed(main, given)?);
                Settings::of(&texts.files)?;
            }
            texts.read_added(main, layer, broken)?;
        }
        match over.map(|path| (path, overlay::read(path))) {
            // There need not be one.
            Some((_, Ok(text))) if text.is_empty() => {}
            Some((path, Ok(text))) => texts.files.push(ConfigFile {
                path: path.to_owned(),
                text,
            }),
            Some((_, Err(error))) => tracing::warn!(%error, "settings"),
            None => {}
        }
        Ok(texts)
    }

    /// Reads the files of the current bundle and the drop-ins.
    fn read_added(
        &mut self,
        main: &Path,
        layer: BundleLayer<'_>,
        broken: BrokenDropIn,
    ) -> Result<(), ConfigError> {
        let drop_ins = match drop_ins(main) {
            Ok(paths) => paths,
            Err(error) => return self.leave_out(error, broken),
        };
        let bundle = match (layer, self.files.first()) {
            (BundleLayer::Installed, Some(main)) => match bundle_files(main) {
                Ok(paths) => paths,
                Err(error) => {
                    self.leave_out(error, broken)?;
                    Vec::new()
                }
            },
            (BundleLayer::Text(path, text), Some(_)) => {
                self.files.push(ConfigFile {
                    path: path.to_owned(),
                    text: text.to_owned(),
                });
                Settings::of(&self.files)?;
                Vec::new()
            }
            (BundleLayer::None, _) | (_, None) => Vec::new(),
        };
        for path in bundle.into_iter().chain(drop_ins) {
            let read = parsed(&path, None).and_then(|file| {
                self.files.push(file);
                // The files before it have no mistake.
                Settings::of(&self.files).inspect_err(|_| drop(self.files.pop()))
            });
            if let Err(error) = read {
                // Without a file that asks for signatures, unsigned models would be used.
                let broken = if asks_for_signatures(&path) {
                    BrokenDropIn::Refused
                } else {
                    broken
                };
                self.leave_out(error, broken)?;
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, error: ConfigError, broken: BrokenDropIn) -> Result<(), ConfigError> {
        match broken {
            BrokenDropIn::Refused => Err(error),
            BrokenDropIn::LeftOut => {
                self.left_out.push(format!("{error} The file is left out."));
                Ok(())
            }
        }
    }

    /// What was read, without the texts.
    pub(super) fn sources(&self) -> ConfigSources {
        ConfigSources {
            files: self.files.iter().map(|file| file.path.clone()).collect(),
            left_out: self.left_out.clone(),
        }
    }
}

/// The main file of a configuration, and by it the folder of its drop-ins: the given one, else the user's, else the system's.
pub fn main_file(given: Option<&Path>) -> Option<PathBuf> {
    let standard = || {
        [paths::user_config(), Some(PathBuf::from(paths::SYSTEM_CONFIG))]
            .into_iter()
            .flatten()
            .find(|path| path.is_file() || has_drop_ins(path))
    };
    given.map(Path::to_owned).or_else(standard)
}

/// Whether a file speaks of signatures of models, however broken it is.
fn asks_for_signatures(path: &Path) -> bool {
    let text = mynah_files::read_text(path, MAX_FILE_LEN).unwrap_or_default();
    text.contains("require_signature") || text.contains("trusted_keys")
}

/// Whether there are drop-ins beside a configuration file, which need not be there itself. An empty folder is none.
pub fn has_drop_ins(main: &Path) -> bool {
    drop_ins(main).is_ok_and(|files| !files.is_empty())
}

/// The folder of a configuration file's drop-ins, beside it: `/etc/mynah/kiosk.d` for `/etc/mynah/kiosk.toml`.
pub fn drop_in_folder(main: &Path) -> PathBuf {
    main.with_extension("d")
}

/// The files of settings of the bundle that is used, if this main file names a folder of bundles.
pub(super) fn bundle_files(main: &ConfigFile) -> Result<Vec<PathBuf>, ConfigError> {
    let Some(folder) = bundle_folder(main) else {
        return Ok(Vec::new());
    };
    mynah_bundles::settings(&folder).map_err(|error| ConfigError::Unreadable {
        path: folder.join(mynah_bundles::CURRENT),
        kind: error.kind(),
        reason: error.to_string(),
        remedy: "check the permissions of the bundle, or leave it with 'mynah bundle rollback'",
    })
}

/// The folder of bundles that a main file names; one that is no TOML names none.
pub(super) fn bundle_folder(main: &ConfigFile) -> Option<PathBuf> {
    let text: toml::Table = main.text.parse().ok()?;
    let folder = text.get("bundles")?.get("folder")?.as_str()?;
    let beside = main.path.parent().unwrap_or(Path::new(""));
    Some(beside.join(folder))
}

/// The drop-ins of a configuration file, in their order.
pub(super) fn drop_ins(main: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let folder = drop_in_folder(main);
    let unreadable = |error: io::Error| ConfigError::Unreadable {
        path: folder.clone(),
        kind: error.kind(),
        reason: error.to_string(),
        remedy: "check the folder and its permissions",
    };
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Vec::new());
        }
        Err(error) => return Err(unreadable(error)),
    };
    let mut paths = Vec::new();
    for entry in entries.take(MAX_NAMES) {
        let path = entry.map_err(unreadable)?.path();
        if is_drop_in(&path) {
            paths.push(path);
        }
    }
    if paths.len() > MAX_DROP_INS {
        return Err(ConfigError::Wrong {
            origin: folder.display().to_string(),
            reason: format!("there are more than {MAX_DROP_INS} files; use at most {MAX_DROP_INS}"),
        });
    }
    paths.sort();
    Ok(paths)
}

/// Neither hidden nor what an editor or a package manager left: their names begin with a sign or end otherwise.
fn is_drop_in(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    path.extension().is_some_and(|ending| ending == "toml") && !name.starts_with(['.', '#'])
}

/// A file that is TOML.
fn parsed(path: &Path, given: Option<&Path>) -> Result<ConfigFile, ConfigError> {
    let file = read(path, given)?;
    mistakes::syntax(&file).map_or(Ok(file), Err)
}

/// A file's text.
pub(super) fn read(path: &Path, given: Option<&Path>) -> Result<ConfigFile, ConfigError> {
    let remedy = mistakes::remedy(path, given);
    let text = mynah_files::read_text(path, MAX_FILE_LEN).map_err(|error| match error {
        FileError::TooLarge(_) => ConfigError::TooLong {
            path: path.to_owned(),
            remedy,
        },
        error => ConfigError::Unreadable {
            path: path.to_owned(),
            kind: error.kind(),
            reason: error.to_string(),
            remedy,
        },
    })?;
    Ok(ConfigFile {
        path: path.to_owned(),
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A configuration with these files; `config.d/` precedes the names of drop-ins.
    fn files(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("config.d")).unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let main = folder.path().join("config.toml");
        (folder, main)
    }

    #[test]
    fn drop_ins_override_the_main_file_by_their_names_key_by_key() {
        let (_folder, main) = files(&[
            (
                "config.toml",
                "[speaking]\nrate = 100\npitch = 10\n[mind]\nallow = [\"time\", \"date\"]\n",
            ),
            ("config.d/20-last.toml", "[speaking]\nrate = 300\n"),
            (
                "config.d/10-first.toml",
                "[speaking]\nrate = 200\npitch = 20\n[mind]\nallow = [\"timer\"]\n",
            ),
            ("config.d/30.toml~", "broken"),
            ("config.d/.30.toml", "broken"),
            ("config.d/#30.toml", "broken"),
            ("config.d/30.toml.dpkg-old", "broken"),
            ("config.d/README", "broken"),
        ]);
        let settings = Settings::load(Some(&main)).unwrap();
        assert_eq!((settings.speaking.rate, settings.speaking.pitch), (300, 20));
        assert_eq!(
            settings.mind.allow,
            Some(vec!["timer".to_owned()]),
            "lists are replaced"
        );
        let names: Vec<_> = settings
            .sources
            .files
            .iter()
            .map(|path| path.file_name().unwrap())
            .collect();
        assert_eq!(names, ["config.toml", "10-first.toml", "20-last.toml"]);
    }

    #[test]
    fn a_broken_drop_in_is_left_out_with_a_sentence_and_keeps_a_kiosk_from_starting() {
        for (text, reason) in [
            ("[speaking]\nrate = 1\n", "speaking.rate is 1; use 80 to 450."),
            (
                "\n[speaking]\nrat = 100\n",
                "line 3: there is no setting speaking.rat; did you mean",
            ),
            ("[speaking\n", "line 1: "),
            ("\u{0}", "line 1: "),
        ] {
            let (folder, main) = files(&[
                ("config.toml", "[speaking]\nrate = 100\n"),
                ("config.d/10.toml", text),
                ("config.d/20.toml", "[speaking]\npitch = 20\n"),
            ]);
            let settings = Settings::load(Some(&main)).unwrap();
            assert_eq!((settings.speaking.rate, settings.speaking.pitch), (100, 20));
            let [sentence] = settings.sources.left_out.as_slice() else {
                panic!("{:?}", settings.sources);
            };
            assert!(
                sentence.contains("10.toml")
                    && sentence.contains(reason)
                    && sentence.ends_with("is left out."),
                "{sentence}"
            );
            let operator = folder.path().join("operator.toml");
            let refused = Settings::load_over(Some(&main), Some(&operator))
                .unwrap_err()
                .to_string();
            assert!(
                refused.contains("10.toml") && refused.contains(reason),
                "{refused}"
            );
        }
    }

    #[test]
    fn what_is_no_file_is_named_and_too_many_files_are_refused() {
        let (folder, main) = files(&[]);
        fs::create_dir(folder.path().join("config.d/10.toml")).unwrap();
        // A main file that the person named must be there.
        assert!(Settings::load(Some(&main)).is_err());
        fs::write(&main, "").unwrap();
        let left_out = Settings::load(Some(&main)).unwrap().sources.left_out;
        assert!(
            left_out[0].contains("it is a folder, not a regular file"),
            "{left_out:?}"
        );
        for number in 0..=MAX_DROP_INS {
            fs::write(folder.path().join(format!("config.d/d{number}.toml")), "").unwrap();
        }
        let error = drop_ins(&main).unwrap_err().to_string();
        assert!(
            error.contains("config.d: there are more than 64 files"),
            "{error}"
        );
    }
}
