//! Parts: what is continued, what starts anew, and what is left behind.

use super::*;

const ADDRESS: &str = "https://hub.example/model.bin";

fn origin(validator: Option<&str>, digest: Option<&str>) -> Origin {
    Origin {
        address: ADDRESS.to_owned(),
        validator: validator.map(str::to_owned),
        whole: Some(10),
        digest: digest.map(str::to_owned),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_part_is_continued_and_placed_whole() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("model.bin");
    let mut part = Part::open(&target, ADDRESS, true).unwrap();
    part.belongs_to(origin(Some("\"a\""), None)).unwrap();
    part.write(b"01234").unwrap();
    drop(part);
    assert_eq!(names(folder.path()), ["model.bin.origin.part", "model.bin.part"]);
    assert_eq!(left(&target), 5);
    let mut part = Part::open(&target, ADDRESS, true).unwrap();
    assert_eq!(
        (part.length(), part.head(), part.is_whole()),
        (5, &b"01234"[..], false)
    );
    part.write(b"56789").unwrap();
    assert!(part.is_whole());
    let digest = part.digest();
    part.place().unwrap();
    assert_eq!(names(folder.path()), ["model.bin"]);
    assert_eq!(fs::read(&target).unwrap(), b"0123456789");
    assert_eq!(digest, digest_of(&target).unwrap());
    assert_eq!(
        digest,
        "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"
    );
}

#[test]
fn what_cannot_be_checked_or_is_of_another_address_starts_anew() {
    for (known, saved, address, length) in [
        (true, origin(Some("\"a\""), None), ADDRESS, 5),
        (false, origin(Some("\"a\""), Some("ab")), ADDRESS, 5),
        (false, origin(Some("\"a\""), None), ADDRESS, 0),
        (true, origin(None, Some("ab")), ADDRESS, 0),
        (true, origin(Some("\"a\""), None), "https://hub.example/other", 0),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("model.bin");
        let mut part = Part::open(&target, ADDRESS, true).unwrap();
        part.belongs_to(saved.clone()).unwrap();
        part.write(b"01234").unwrap();
        drop(part);
        let part = Part::open(&target, address, known).unwrap();
        assert_eq!(part.length(), length, "{saved:?} {known}");
    }
}

#[test]
fn a_damaged_origin_starts_anew_and_a_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("model.bin");
    fs::write(folder.path().join("model.bin.part"), "01234").unwrap();
    fs::write(folder.path().join("model.bin.origin.part"), "{\"address\":").unwrap();
    let part = Part::open(&target, ADDRESS, true).unwrap();
    assert_eq!(part.length(), 0);
    part.discard();
    assert!(names(folder.path()).is_empty());
    let elsewhere = folder.path().join("elsewhere");
    fs::write(&elsewhere, "precious").unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.path().join("model.bin.part")).unwrap();
    assert!(Part::open(&target, ADDRESS, true).is_err());
    assert_eq!(fs::read(&elsewhere).unwrap(), b"precious");
}
