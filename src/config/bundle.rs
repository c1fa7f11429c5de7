//! The settings in a bundle: which it may hold, and those that name its models and documents.
//!
//! Owns that the machine, not whoever signs bundles, decides whose signatures count and where bundles lie. Where these settings stand
//! among the others is `sources`'s.

use std::path::Path;

use toml_edit::{DocumentMut, Value};

use super::settings::Settings;

/// Settings that a bundle may not hold.
const OF_THE_MACHINE: [(&str, &str); 3] = [
    ("models", "trusted_keys"),
    ("models", "require_signature"),
    ("bundles", "folder"),
];

/// Refuses a bundle's configuration that is none, or sets what only the machine may.
///
/// # Errors
/// Why, in a sentence.
pub fn check(text: &str, bundle: &Path) -> Result<(), String> {
    Settings::check(text, bundle).map_err(|error| error.to_string())?;
    let document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let is_set = |(table, key): &&(&str, &str)| {
        let table = document.get(table).and_then(|item| item.as_table_like());
        table.is_some_and(|table| table.contains_key(key))
    };
    match OF_THE_MACHINE.iter().find(is_set) {
        Some((table, key)) => Err(format!(
            "it sets {table}.{key}, which only the machine's own configuration may: remove it."
        )),
        None => Ok(()),
    }
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
