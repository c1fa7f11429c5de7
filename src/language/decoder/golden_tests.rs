//! Compares the decoder with llama.cpp's logits, for every family (`tests/peers/golden.py` writes them).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::gguf;
use super::super::sample::greedy;
use super::super::tiny;
use super::*;

#[derive(Deserialize)]
struct Golden {
    prompt: Vec<u32>,
    families: BTreeMap<String, Expected>,
    /// The logits of one model, stored in different ways.
    storages: BTreeMap<String, Vec<f32>>,
}

#[derive(Deserialize)]
struct Expected {
    logits: Vec<f32>,
    continuation: Vec<u32>,
}

fn golden() -> Golden {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/golden.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn decoder(family: &str) -> Decoder {
    load(|path| tiny::write(family, path))
}

fn load(write: impl Fn(&std::path::Path) -> candle_core::Result<()>) -> Decoder {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiny.gguf");
    write(&path).unwrap();
    crate::models::validate::language(&path).unwrap();
    let (content, mut file) = gguf::open(&path).unwrap();
    Decoder::load(
        &content,
        &Metadata::of(&content),
        &mut file,
        2,
        &AtomicU64::new(0),
    )
    .unwrap()
}

/// The relative error: the norm of the difference by the norm of the reference.
fn deviation(ours: &[f32], theirs: &[f32]) -> f32 {
    let length =
        |values: &mut dyn Iterator<Item = f32>| values.map(|value| value * value).sum::<f32>().sqrt();
    let difference = length(&mut ours.iter().zip(theirs).map(|(one, other)| one - other));
    difference / length(&mut theirs.iter().copied())
}

fn read(decoder: &mut Decoder, prompt: &[u32]) -> Prefill {
    decoder.prefill(prompt, &mut || true).unwrap().unwrap()
}

fn likeliest(scores: &[f32]) -> u32 {
    greedy(scores).unwrap()
}

#[test]
fn every_family_agrees_with_the_reference_number_by_number_and_word_by_word() {
    let golden = golden();
    for &family in tiny::FAMILIES {
        let expected = &golden.families[family];
        let mut decoder = decoder(family);
        let mut scores = read(&mut decoder, &golden.prompt).scores;
        let deviation = deviation(&scores, &expected.logits);
        assert!(deviation <= 1e-3, "{family}: {deviation}");
        for (number, token) in expected.continuation.iter().enumerate() {
            assert_eq!(likeliest(&scores), *token, "{family}: token {number}");
            scores = decoder.feed(&[*token]).unwrap();
        }
    }
}

#[test]
fn every_storage_agrees_with_the_reference_better_than_it_stores() {
    let golden = golden();
    let exact = &golden.storages["F32"];
    for &storage in tiny::STORAGES {
        let expected = &golden.storages[&format!("{storage:?}")];
        let mut decoder = load(|path| tiny::write_stored(storage, path));
        let scores = read(&mut decoder, &golden.prompt).scores;
        let ours = deviation(&scores, expected);
        let stored = deviation(expected, exact);
        assert!(ours <= stored.max(1e-4), "{storage:?}: {ours} for {stored}");
    }
}

#[test]
fn drafting_changes_no_word() {
    let golden = golden();
    for &family in tiny::FAMILIES {
        let expected = &golden.families[family];
        let mut decoder = decoder(family);
        // The prompt holds what will be said, so that there is something to draft, followed by something wrong.
        let prompt = [
            &golden.prompt[..],
            &expected.continuation[..20],
            &[9, 9, 9],
            &golden.prompt[..],
        ]
        .concat();
        let mut write = |drafts| {
            decoder.truncate(0);
            decoder.drafts = drafts;
            let mut scores = read(&mut decoder, &prompt).scores;
            let mut words = Vec::new();
            for _ in 0..40 {
                let token = likeliest(&scores);
                words.push(token);
                scores = decoder.advance(token).unwrap();
            }
            words
        };
        assert_eq!(write(true), write(false), "{family}");
    }
}

#[test]
fn what_was_forgotten_leaves_no_trace() {
    let golden = golden();
    for &family in tiny::FAMILIES {
        let mut decoder = decoder(family);
        let first = read(&mut decoder, &golden.prompt).scores;
        read(&mut decoder, &[1, 5, 9, 30]);
        let mut other = golden.prompt.clone();
        other.truncate(20);
        other.extend([7, 8, 9]);
        assert_eq!(read(&mut decoder, &golden.prompt).reused, 1);
        read(&mut decoder, &other);
        let again = read(&mut decoder, &golden.prompt);
        assert_eq!(again.reused, 20);
        assert!(deviation(&again.scores, &first) < 1e-5, "{family}");
    }
}

#[test]
fn a_prompt_read_in_pieces_is_the_same_prompt() {
    for &family in tiny::FAMILIES {
        let prompt: Vec<u32> = (0..400_u32).map(|number| 3 + number * 31 % 300).collect();
        let whole = read(&mut decoder(family), &prompt).scores;
        let mut pieces = decoder(family);
        let mut scores = Vec::new();
        for piece in prompt.chunks(37) {
            scores = pieces.feed(piece).unwrap();
        }
        assert!(deviation(&scores, &whole) < 1e-4, "{family}");
    }
}
