//! The settings in a bundle: which it may hold, and those that name its models and documents.
//!
//! Ensures that the machine's own configuration, not a bundle, sets the trusted keys and the bundle folder. `sources` owns the order of
//! the files.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Value};

use super::error::ConfigError;
use super::mistakes::{self, ConfigFile};
use super::settings::Settings;
use super::sources::{self, BundleLayer};

/// Settings that a bundle may not hold; without a key, the whole table.
const OF_THE_MACHINE: [(&str, Option<&str>); 8] = [
    ("models", Some("trusted_keys")),
    ("models", Some("require_signature")),
    ("bundles", None),
    ("kiosk", Some("pin")),
    ("control", None),
    ("metrics", None),
    ("tools", None),
    ("unanswered", None),
];

/// The folder of bundles that a machine's main file names, whatever the rest of the configuration is worth.
///
/// # Errors
/// The file cannot be read.
pub fn folder(given: Option<&Path>) -> Result<Option<PathBuf>, ConfigError> {
    let Some(main) = sources::main_file(given).filter(|path| given.is_some() || path.is_file()) else {
        return Ok(None);
    };
    Ok(sources::bundle_folder(&sources::read(&main, given)?))
}

/// Refuses a bundle's configuration that is none, or sets what only the machine may; gives the settings that the machine would have with
/// it.
///
/// # Errors
/// Why, in a sentence.
pub fn check(text: &str, bundle: &Path, given: Option<&Path>) -> Result<Settings, String> {
    let file = ConfigFile {
        path: bundle.to_owned(),
        text: text.to_owned(),
    };
    if let Some(error) = mistakes::syntax(&file) {
        return Err(error.to_string());
    }
    let document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let is_set = |(table, key): &&(&str, Option<&str>)| match (document.get(table), key) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(item), Some(key)) => item.as_table_like().is_some_and(|table| table.contains_key(key)),
    };
    if let Some((table, key)) = OF_THE_MACHINE.iter().find(is_set) {
        let name = key.map_or_else(|| (*table).to_owned(), |key| format!("{table}.{key}"));
        return Err(format!(
            "it sets {name}, which only the machine's own configuration may set: remove it from the bundle's configuration."
        ));
    }
    Settings::load_with_bundle(given, BundleLayer::Text(bundle, text)).map_err(|error| error.to_string())
}

/// A file of settings that names these folders.
pub fn contents(models: Option<&Path>, documents: Option<&Path>) -> String {
    let quoted = |path: &Path| Value::from(path.display().to_string());
    let models = models.map(|path| format!("[models]\nfolder = {}\n", quoted(path)));
    let documents = documents.map(|path| format!("[mind]\nknowledge = [{}]\n", quoted(path)));
    let comment = "# Written by 'mynah bundle install'.\n".to_owned();
    [Some(comment), models, documents].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_path_is_read_back_as_it_was() {
        let (models, documents) = (Path::new("/a \"b\"/m\\n"), Path::new("/c\nd"));
        let text = contents(Some(models), Some(documents));
        Settings::check(&text, Path::new("contents.toml")).unwrap();
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table["models"]["folder"].as_str(), models.to_str());
        assert_eq!(table["mind"]["knowledge"][0].as_str(), documents.to_str());
        assert_eq!(contents(None, None).lines().count(), 1);
    }
}
