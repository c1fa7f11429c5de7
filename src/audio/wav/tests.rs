//! Reading and writing, with files that are cut, mutated or too long.

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

fn sound() -> Samples {
    Samples {
        rate: SampleRate(16_000),
        samples: (0..1600).map(|at| (at as f32 / 50.0).sin() * 0.5).collect(),
    }
}

fn bytes() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound.wav");
    write(&path, &sound()).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    (folder, path, bytes)
}

#[test]
fn what_is_written_is_read_again() {
    let (_folder, path, _) = bytes();
    let read = read(&path, MINUTE).unwrap();
    assert_eq!(read.rate, SampleRate(16_000));
    assert_eq!(read.samples.len(), 1600);
    let original = sound();
    assert!(
        read.samples
            .iter()
            .zip(&original.samples)
            .all(|(got, expected)| (got - expected).abs() < 1e-4)
    );
}

#[test]
fn a_length_that_is_unknown_reaches_to_the_end() {
    let (_folder, path, mut bytes) = bytes();
    for length in [0_u32, 0x7FFF_F000, u32::MAX] {
        bytes[40..44].copy_from_slice(&length.to_le_bytes());
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(read(&path, MINUTE).unwrap().samples.len(), 1600, "{length:x}");
        assert_eq!(decode(bytes.clone()).unwrap().samples.len(), 1600, "{length:x}");
    }
}

#[test]
fn a_file_that_is_cut_anywhere_is_refused_without_panic() {
    let (_folder, path, bytes) = bytes();
    for end in 0..bytes.len() {
        std::fs::write(&path, &bytes[..end]).unwrap();
        assert!(read(&path, MINUTE).is_err(), "{end}");
    }
}

#[test]
fn hostile_headers_never_panic() {
    let (_folder, path, bytes) = bytes();
    for at in 0..44 {
        for value in [0, 1, 0x7F, 0x80, 0xFF] {
            let mut mutated = bytes.clone();
            mutated[at] = value;
            std::fs::write(&path, &mutated).unwrap();
            // Either is fine; a panic or a huge allocation is not.
            let _ = read(&path, MINUTE);
        }
    }
}

#[test]
fn a_file_that_is_too_long_is_refused_from_its_header() {
    let (_folder, path, mut bytes) = bytes();
    bytes[40..44].copy_from_slice(&0x7000_0000_u32.to_le_bytes());
    std::fs::write(&path, &bytes).unwrap();
    let message = read(&path, MINUTE).unwrap_err().to_string();
    assert!(
        message.contains("minutes long") && message.contains("60 seconds"),
        "{message}"
    );
}

#[test]
fn an_existing_file_survives_what_cannot_be_written() {
    let (folder, path, bytes) = bytes();
    assert!(write(&folder.path().join("nowhere/sound.wav"), &sound()).is_err());
    assert!(write(folder.path(), &sound()).is_err());
    assert!(write(Path::new("/dev/null"), &sound()).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
