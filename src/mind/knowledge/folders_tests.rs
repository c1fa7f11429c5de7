//! Folders with all that people put into them.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Knowledge, KnowledgeLimits, Loaded};

fn load(folder: &Path) -> Loaded {
    Knowledge::load(&[folder.to_owned()], &KnowledgeLimits::default()).unwrap()
}

fn reasons(loaded: &Loaded) -> Vec<String> {
    loaded.skipped.iter().map(ToString::to_string).collect()
}

#[test]
fn files_are_read_in_the_order_of_their_names_and_from_inner_folders() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("inner/most")).unwrap();
    for (name, text) in [
        ("b.md", "# B\nText."),
        ("a.TXT", "Text."),
        ("inner/most/c.markdown", "Text."),
        ("d.png", "x"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::write(folder.path().join(".hidden.md"), "Text.").unwrap();
    let loaded = load(folder.path());
    let files: Vec<PathBuf> = loaded
        .knowledge
        .passages
        .iter()
        .map(|passage| passage.file.clone())
        .collect();
    assert_eq!(
        files,
        ["a.TXT", "b.md", "inner/most/c.markdown"].map(PathBuf::from)
    );
    assert_eq!(loaded.skipped, []);
}

#[test]
fn a_missing_folder_is_named_with_the_remedy() {
    let error = Knowledge::load(&[PathBuf::from("/nowhere/facts")], &KnowledgeLimits::default()).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("/nowhere/facts") && message.contains("mind.knowledge"),
        "{message}"
    );
}

#[test]
fn a_file_in_place_of_a_folder_is_an_error() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(Knowledge::load(&[file.path().to_owned()], &KnowledgeLimits::default()).is_err());
}

#[test]
fn unusable_files_are_reported_and_the_rest_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.md"), "# Good\nText.").unwrap();
    fs::write(folder.path().join("zeros.md"), b"text\0text").unwrap();
    fs::write(folder.path().join("latin.txt"), b"caf\xe9").unwrap();
    // A gigabyte that takes no room: it must be refused by its size.
    fs::File::create(folder.path().join("huge.md"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let loaded = load(folder.path());
    assert_eq!(loaded.knowledge.len(), 1);
    let reasons = reasons(&loaded).join("\n");
    for expected in [
        "huge.md was skipped: it is larger than 4 MB",
        "latin.txt was skipped: it is not UTF-8",
        "zeros.md was skipped: it is not a text",
    ] {
        assert!(reasons.contains(expected), "{reasons}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_not_followed_out_of_the_folder() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "Secret.").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "Text.").unwrap();
    symlink(folder.path().join("a.md"), folder.path().join("inside.md")).unwrap();
    symlink(outside.path().join("secret.md"), folder.path().join("link.md")).unwrap();
    symlink(outside.path(), folder.path().join("folder")).unwrap();
    symlink("/dev/zero", folder.path().join("zero.md")).unwrap();
    symlink(folder.path(), folder.path().join("loop")).unwrap();
    let loaded = load(folder.path());
    assert_eq!(loaded.knowledge.len(), 1);
    let skipped: Vec<PathBuf> = loaded
        .skipped
        .iter()
        .map(|skipped| skipped.path.clone())
        .collect();
    assert_eq!(
        skipped,
        ["link.md", "zero.md"].map(|name| folder.path().join(name))
    );
}

#[test]
fn files_passages_and_depth_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("1/2/3");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("deep.md"), "Text.").unwrap();
    for name in ["a.md", "b.md", "c.md"] {
        fs::write(folder.path().join(name), "# One\nText.\n# Two\nText.").unwrap();
    }
    let limits = KnowledgeLimits {
        files: 2,
        passages: 3,
        depth: 2,
        ..KnowledgeLimits::default()
    };
    let loaded = Knowledge::load(&[folder.path().to_owned()], &limits).unwrap();
    assert_eq!(loaded.knowledge.len(), 3);
    let reasons = reasons(&loaded).join("\n");
    for expected in ["too deep", "more than the 2 files", "more than the 3 passages"] {
        assert!(reasons.contains(expected), "{reasons}");
    }
}
