//! Models that change their names while they are loaded: what was checked is what is loaded, by either engine.
//!
//! The broken model crashes whisper.cpp, which writes as many dimensions to its stack as the file says. How often is `MODEL_SWAPS`:
//! a few times in every test run, 1,000 in `make offline-check`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;

/// Where the number of dimensions of the first tensor stands in a speech model: behind the head, the filters and the words.
fn dimensions(model: &[u8]) -> usize {
    let number = |at: usize| u32::from_le_bytes(model[at..at + 4].try_into().unwrap()) as usize;
    // The magic and eleven numbers; then the filters with their two.
    let mut at = 4 * 12;
    at += 8 + number(at) * number(at + 4) * 4;
    let words = number(at);
    at += 4;
    for _ in 0..words {
        at += 4 + number(at);
    }
    at
}

fn broken(model: &[u8]) -> Vec<u8> {
    let mut bytes = model.to_vec();
    let at = dimensions(model);
    assert!(
        (1..=4).contains(&bytes[at]),
        "a tensor has one to four dimensions"
    );
    bytes[at..at + 4].copy_from_slice(&100_000_u32.to_le_bytes());
    bytes
}

/// Gives a name to the one and the other file in turn, until it is told to stop; returns how often.
fn swap(name: &Path, files: &[PathBuf; 2], over: &AtomicBool, swaps: &AtomicUsize) {
    let next = name.with_extension("next");
    for file in files.iter().cycle() {
        symlink(file, &next).unwrap();
        fs::rename(&next, name).unwrap();
        swaps.fetch_add(1, Ordering::Relaxed);
        if over.load(Ordering::Relaxed) {
            return;
        }
    }
}

#[test]
fn a_model_whose_name_is_swapped_between_check_and_use_crashes_nothing() {
    let rounds = std::env::var("MODEL_SWAPS").map_or(20, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let sound = fs::read("models/starter/speech.bin").unwrap();
    let files = ["sound.bin", "broken.bin"].map(|name| folder.path().join(name));
    fs::write(&files[0], &sound).unwrap();
    fs::write(&files[1], broken(&sound)).unwrap();
    let name = folder.path().join("model.bin");
    symlink(&files[0], &name).unwrap();
    let found = Found {
        path: name.clone(),
        origin: Origin::Starter,
    };
    let [ours, theirs] = [SpeechEngine::Mynah, SpeechEngine::WhisperCpp].map(|engine| {
        let mut settings = Settings::default();
        settings.hearing.engine = engine;
        settings
    });
    let (over, swaps) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (mut loaded, mut refused) = (0, 0);
    let mut tried = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| swap(&name, &files, &over, &swaps));
        // On a busy machine one of the two may win every one of a few rounds.
        let both_seen = |loaded: usize, refused: usize| rounds <= 10 || loaded > 0 && refused > 0;
        for round in 0..rounds * 20 {
            if round >= rounds && both_seen(loaded, refused) {
                break;
            }
            tried += 1;
            let settings = if round % 2 == 0 { &ours } else { &theirs };
            match speech_model(&found, settings, &AtomicU64::new(0)) {
                Ok(_) => loaded += 1,
                Err(sentence) => {
                    assert!(sentence.contains("model.bin"), "{sentence}");
                    refused += 1;
                }
            }
        }
        over.store(true, Ordering::Relaxed);
    });
    let swaps = swaps.into_inner();
    let crashed = tried - loaded - refused;
    println!(
        "offline-check: {tried} loads of a model during {swaps} swaps: {loaded} loaded, {refused} refused, {crashed} crashed"
    );
    assert_eq!(crashed, 0);
    assert!(swaps > rounds, "{swaps}");
    if rounds > 10 {
        assert!(loaded > 0 && refused > 0, "{loaded} {refused}");
    }
}
