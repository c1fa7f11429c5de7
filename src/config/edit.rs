//! Changes one setting in the configuration file; its comments and everything else in it stay as they are.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, Value};

use super::error::ConfigError;
use super::settings::Settings;
use super::sources::MAX_FILE_LEN;

/// Writes a setting (`capture.mode`), or removes it; the file and its folder are made if need be.
///
/// What the file would mean is checked before it is replaced, so that a wrong value leaves it as it was.
pub fn set(file: &Path, key: &str, value: Option<Value>) -> Result<(), ConfigError> {
    let unwritable = |error: mynah_files::FileError| ConfigError::Unwritable {
        path: file.to_owned(),
        reason: error.to_string(),
    };
    let text = match mynah_files::read_text(file, MAX_FILE_LEN) {
        Ok(text) => text,
        Err(error) if error.is_absent() => String::new(),
        Err(error) => return Err(unwritable(error)),
    };
    let mut document: DocumentMut =
        text.parse()
            .map_err(|error: toml_edit::TomlError| ConfigError::Wrong {
                origin: file.display().to_string(),
                reason: error.message().to_owned(),
            })?;
    put(document.as_table_mut(), key, value);
    let text = document.to_string();
    Settings::check(&text, file)?;
    mynah_files::save(file, text.as_bytes()).map_err(unwritable)
}

fn put(table: &mut Table, key: &str, value: Option<Value>) {
    let Some((first, rest)) = key.split_once('.') else {
        match value {
            Some(mut value) => {
                // What stands around the old value, such as a comment behind it, stays.
                if let Some(old) = table.get(key).and_then(Item::as_value) {
                    *value.decor_mut() = old.decor().clone();
                }
                table.insert(key, Item::Value(value));
            }
            None => {
                table.remove(key);
            }
        }
        return;
    };
    if value.is_none() && table.get(first).is_none() {
        return;
    }
    let item = table.entry(first).or_insert_with(|| {
        let mut new = Table::new();
        new.set_implicit(true);
        Item::Table(new)
    });
    if let Some(inner) = item.as_table_mut() {
        if inner.is_implicit() && !rest.contains('.') {
            inner.set_implicit(false);
        }
        put(inner, rest, value);
    } else if let Some(inline) = item.as_inline_table_mut() {
        let mut inner = std::mem::take(inline).into_table();
        put(&mut inner, rest, value);
        *item = Item::Table(inner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_setting_changes_and_the_comments_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/config.toml");
        set(&file, "speaking.rate", Some(200.into())).unwrap();
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "[speaking]\nrate = 200\n"
        );
        let text = "# mine\n[capture]\nmode = \"off\" # for now\nwake.phrase = \"hello\"\n\n[mind]\nwording = \"model\"\n";
        std::fs::write(&file, text).unwrap();
        set(&file, "capture.mode", Some("hands-free".into())).unwrap();
        set(&file, "capture.wake.phrase", Some("computer".into())).unwrap();
        set(&file, "capture.hang_over.usual", Some(800.into())).unwrap();
        set(&file, "mind.wording", None).unwrap();
        set(&file, "playback.device", None).unwrap();
        let expected = "# mine\n[capture]\nmode = \"hands-free\" # for now\nwake.phrase = \"computer\"\n\n\
                        [capture.hang_over]\nusual = 800\n\n[mind]\n";
        assert_eq!(std::fs::read_to_string(&file).unwrap(), expected);
        assert!(Settings::load(Some(&file)).is_ok());
    }

    #[test]
    fn a_wrong_value_or_a_broken_file_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, "[speaking]\nrate = 200\n").unwrap();
        assert!(set(&file, "speaking.rate", Some("fast".into())).is_err());
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "[speaking]\nrate = 200\n"
        );
        std::fs::write(&file, "[speaking\n").unwrap();
        let message = set(&file, "speaking.rate", Some(180.into()))
            .unwrap_err()
            .to_string();
        assert!(message.contains("config.toml"), "{message}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
