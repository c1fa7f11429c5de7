//! Writing, and decoding what a program wrote into a pipe.

use super::super::SampleRate;
use super::*;

fn sound() -> Samples {
    Samples {
        rate: SampleRate(16_000),
        samples: (0..1600).map(|at| (at as f32 / 50.0).sin() * 0.5).collect(),
    }
}

#[test]
fn a_length_that_is_unknown_reaches_to_the_end_of_the_pipe() {
    let mut bytes = encode(&sound()).unwrap();
    for length in [3200, 0_u32, 0x7FFF_F000, u32::MAX] {
        bytes[40..44].copy_from_slice(&length.to_le_bytes());
        assert_eq!(decode(bytes.clone()).unwrap().samples.len(), 1600, "{length:x}");
    }
}

#[test]
fn hostile_headers_never_panic() {
    let bytes = encode(&sound()).unwrap();
    for at in 0..44 {
        for value in [0, 1, 0x7F, 0x80, 0xFF] {
            let mut mutated = bytes.clone();
            mutated[at] = value;
            // Either is fine; a panic or a huge allocation is not.
            let _ = decode(mutated);
        }
    }
}

#[test]
fn an_existing_file_survives_what_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound.wav");
    write(&path, &sound()).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert!(write(&folder.path().join("nowhere/sound.wav"), &sound()).is_err());
    assert!(write(folder.path(), &sound()).is_err());
    assert!(write(Path::new("/dev/null"), &sound()).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
