//! Folders with all that people put into them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::documents::{Limits, Loaded, load};

fn loaded(folder: &Path) -> Loaded {
    load(&[folder.to_owned()], &Limits::default()).unwrap()
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
        ("e.csv", "Day,Hours\nMonday,9-5\n"),
        ("f.tsv", "Day\tHours\nMonday\t9-5\n"),
        ("g.text", "Text."),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::write(folder.path().join(".hidden.md"), "Text.").unwrap();
    let loaded = loaded(folder.path());
    let files: Vec<PathBuf> = loaded
        .units
        .iter()
        .map(|unit| unit.location.file.as_ref().clone())
        .collect();
    let expected = [
        "a.TXT",
        "b.md",
        "e.csv",
        "f.tsv",
        "g.text",
        "inner/most/c.markdown",
    ];
    assert_eq!(files, expected.map(PathBuf::from));
    assert_eq!(loaded.files.len(), expected.len());
    assert_eq!(loaded.files[0].path, folder.path().join("a.TXT"));
    assert_eq!(loaded.skipped, []);
}

#[test]
fn names_and_blocks_count_up_over_all_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "We open. We close.\n\nThree.").unwrap();
    fs::write(
        folder.path().join("b.csv"),
        "Day,Hours\nMonday,9-5\nTuesday,9-6\n",
    )
    .unwrap();
    let units = loaded(folder.path()).units;
    let ids: Vec<u32> = units.iter().map(|unit| unit.id.0).collect();
    let blocks: Vec<u32> = units.iter().map(|unit| unit.block).collect();
    assert_eq!(ids, [0, 1, 2, 3, 4]);
    assert_eq!(blocks, [0, 0, 1, 2, 2]);
}

#[test]
fn a_missing_folder_is_named_with_the_remedy() {
    let error = load(&[PathBuf::from("/nowhere/facts")], &Limits::default()).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("/nowhere/facts") && message.contains("mind.knowledge"),
        "{message}"
    );
}

#[test]
fn unusable_files_are_reported_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.md"), "# Good\nText.").unwrap();
    fs::write(folder.path().join("zeros.md"), b"text\0text").unwrap();
    fs::write(folder.path().join("latin.txt"), b"one\ncaf\xe9").unwrap();
    fs::write(folder.path().join("notepad.txt"), b"\xff\xfeT\0e").unwrap();
    // A gigabyte that takes no room: it must be refused by its size.
    fs::File::create(folder.path().join("huge.md"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let loaded = loaded(folder.path());
    assert_eq!(loaded.units.len(), 1);
    let reasons = reasons(&loaded).join("\n");
    for expected in [
        "huge.md was skipped: it is larger than 4 MB",
        "latin.txt was skipped: it is not UTF-8 text (line 2)",
        "notepad.txt was skipped: it has a UTF-16 byte order mark but is not valid UTF-16",
        "zeros.md was skipped: it is not a text",
    ] {
        assert!(reasons.contains(expected), "{reasons}");
    }
}

#[test]
fn a_file_saved_as_unicode_by_notepad_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Das Café öffnet um 9.";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    fs::write(folder.path().join("a.txt"), [&[0xff, 0xfe], &little[..]].concat()).unwrap();
    fs::write(folder.path().join("b.txt"), [&[0xfe, 0xff], &big[..]].concat()).unwrap();
    let loaded = loaded(folder.path());
    assert_eq!(reasons(&loaded), [""; 0]);
    assert_eq!(loaded.units.len(), 2);
    assert!(
        loaded
            .units
            .iter()
            .all(|unit| format!("{:?}", unit.body).contains("Café öffnet"))
    );
}

#[test]
fn a_file_in_place_of_a_folder_is_read_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("prices.txt");
    fs::write(&path, "A coffee costs £3.").unwrap();
    fs::write(folder.path().join("other.txt"), "The garden is closed.").unwrap();
    let loaded = load(&[path], &Limits::default()).unwrap();
    assert_eq!(loaded.units.len(), 1);
    assert_eq!(loaded.files[0].relative.as_path(), Path::new("prices.txt"));
}

#[test]
fn the_end_of_an_endless_line_is_left_out_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("First.\n{}\nLast.", "word ".repeat(5_000));
    fs::write(folder.path().join("long.txt"), text).unwrap();
    let loaded = loaded(folder.path());
    let reasons = reasons(&loaded);
    assert_eq!(reasons.len(), 1);
    assert!(
        reasons[0].ends_with("long.txt, line 2: it is longer than 20000 bytes, and its end was left out."),
        "{reasons:?}"
    );
    assert!(loaded.units.len() >= 3);
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
    let loaded = loaded(folder.path());
    assert_eq!(loaded.units.len(), 1);
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

#[cfg(unix)]
#[test]
fn a_pipe_or_a_link_that_takes_the_place_of_a_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let loaded = loaded(folder.path());
    assert_eq!(
        reasons(&loaded),
        [format!(
            "{} was skipped: it is not a regular file.",
            pipe.display()
        )]
    );
    // The same when the listing still took it for a file.
    assert!(matches!(super::bytes(&pipe, 100), Ok(super::Bytes::NoFile)));
    let link = folder.path().join("link.md");
    std::os::unix::fs::symlink("/etc/passwd", &link).unwrap();
    assert!(super::bytes(&link, 1 << 20).is_err());
}

#[test]
fn files_units_and_depth_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("1/2/3");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("deep.md"), "Text.").unwrap();
    for name in ["a.md", "b.md", "c.md"] {
        fs::write(folder.path().join(name), "# One\nText.\n# Two\nText.").unwrap();
    }
    let limits = Limits {
        files: 2,
        units: 3,
        depth: 2,
        ..Limits::default()
    };
    let loaded = load(&[folder.path().to_owned()], &limits).unwrap();
    assert_eq!(loaded.units.len(), 3);
    let reasons = reasons(&loaded).join("\n");
    for expected in ["too deep", "more than the 2 files", "more than the 3 statements"] {
        assert!(reasons.contains(expected), "{reasons}");
    }
}
