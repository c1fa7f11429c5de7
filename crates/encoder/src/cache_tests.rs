//! Tests of the cache: what it keeps, and that no file can harm it.

use super::*;
use crate::files::{Files, Limits};
use crate::testing;

const TEXTS: [&str; 4] = [
    "where is the loo",
    "toilets on floor two",
    "the cafe opens at nine",
    "where is the loo",
];

fn encoder(folder: &Path) -> Encoder {
    let files: Files = testing::write(folder, &testing::config(), &testing::bert(false));
    Encoder::load(&files, &Limits::default()).unwrap()
}

#[test]
fn vectors_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let encoder = encoder(folder.path());
    let path = folder.path().join("deep/vectors");
    let mut cache = Cache::open(&path, &encoder, 100);
    assert!(cache.is_empty());
    let mut heard = Vec::new();
    let rows = cache
        .rows(&encoder, &TEXTS, |a, b| {
            heard.push((a, b));
            true
        })
        .unwrap()
        .unwrap();
    assert_eq!((rows.len(), cache.len(), heard), (4, 3, vec![(3, 3)]));
    assert_eq!(rows.row(0), rows.row(3));
    let mut again = Cache::open(&path, &encoder, 100);
    assert_eq!(again.len(), 3);
    let same = again
        .rows(&encoder, &TEXTS, |_, _| panic!("nothing is left to encode"))
        .unwrap()
        .unwrap();
    assert_eq!(rows, same);
    assert_eq!(
        std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "no temporary file is left"
    );
}

#[test]
fn another_encoders_file_and_broken_ones_are_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let encoder = encoder(folder.path());
    let path = folder.path().join("vectors");
    Cache::open(&path, &encoder, 100)
        .rows(&encoder, &TEXTS, |_, _| true)
        .unwrap();
    let good = std::fs::read(&path).unwrap();
    assert_eq!(Cache::open_as(&path, encoder.fingerprint(), 16, 100).len(), 3);
    assert_eq!(Cache::open_as(&path, encoder.fingerprint() + 1, 16, 100).len(), 0);
    assert_eq!(Cache::open_as(&path, encoder.fingerprint(), 17, 100).len(), 0);
    assert_eq!(Cache::open_as(&path, encoder.fingerprint(), 16, 2).len(), 0);
    for length in 0..good.len() {
        std::fs::write(&path, &good[..length]).unwrap();
        assert!(Cache::open(&path, &encoder, 100).is_empty(), "{length}");
    }
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        std::fs::write(&path, &bytes).unwrap();
        assert!(Cache::open(&path, &encoder, 100).is_empty(), "{at}");
    }
    let mut cache = Cache::open(&path, &encoder, 100);
    assert_eq!(
        cache.rows(&encoder, &TEXTS, |_, _| true).unwrap().unwrap().len(),
        4
    );
    assert_eq!(std::fs::read(&path).unwrap(), good);
}

#[test]
fn it_is_bounded_and_keeps_what_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let encoder = encoder(folder.path());
    let path = folder.path().join("vectors");
    Cache::open(&path, &encoder, 3)
        .rows(&encoder, &TEXTS, |_, _| true)
        .unwrap();
    let mut cache = Cache::open(&path, &encoder, 3);
    cache
        .rows(&encoder, &[TEXTS[2], "cafe", "nine"], |_, _| true)
        .unwrap();
    let mut kept = Cache::open(&path, &encoder, 3);
    assert_eq!(kept.len(), 3);
    kept.rows(&encoder, &[TEXTS[2], "cafe", "nine"], |_, _| {
        panic!("these were used last")
    })
    .unwrap();
}

#[test]
fn it_can_be_ended_early() {
    let folder = tempfile::tempdir().unwrap();
    let encoder = encoder(folder.path());
    let path = folder.path().join("vectors");
    let texts: Vec<String> = (0..600)
        .map(|i| format!("loo {}", "cafe ".repeat(i % 7) + &i.to_string()))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut cache = Cache::open(&path, &encoder, 1000);
    assert!(
        cache
            .rows(&encoder, &texts, |done, _| done < 300)
            .unwrap()
            .is_none()
    );
    assert_eq!(Cache::open(&path, &encoder, 1000).len(), 512);
}

#[test]
fn a_place_that_cannot_be_written_is_no_obstacle() {
    let folder = tempfile::tempdir().unwrap();
    let encoder = encoder(folder.path());
    let path = folder.path().join("vectors");
    std::fs::create_dir(&path).unwrap();
    let mut cache = Cache::open(&path, &encoder, 100);
    assert_eq!(
        cache.rows(&encoder, &TEXTS, |_, _| true).unwrap().unwrap().len(),
        4
    );
    assert!(cache.save().is_err());
    assert_eq!(
        std::fs::read_dir(folder.path())
            .unwrap()
            .filter(|e| {
                e.as_ref()
                    .unwrap()
                    .file_name()
                    .to_string_lossy()
                    .ends_with(".new")
            })
            .count(),
        0
    );
}
