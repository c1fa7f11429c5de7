//! Files that llama.cpp's own converter and quantiser wrote, against what llama.cpp computes from them.
//!
//! `tests/peers/upstream_gguf.py` makes them; `MYNAH_UPSTREAM_GGUF` names another folder that it has made, such as that of all
//! quantisations.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use serde::Deserialize;

use super::decoder::Decoder;
use super::fixture::{asked, chat, generate, open};
use super::gguf::{self, Metadata};
use super::sample::greedy;
use super::tokenizer::Tokenizer;
use super::*;

/// llama.cpp rounds the inputs of a product with F16 matrices to F16; we do not.
const HALVES: f32 = 3e-3;

#[derive(Deserialize)]
struct Expected {
    texts: Vec<String>,
    models: BTreeMap<String, Model>,
}

#[derive(Deserialize)]
struct Model {
    /// What every prompt begins with.
    first: Vec<u32>,
    end: u32,
    /// Of each text.
    tokens: Vec<Vec<u32>>,
    prompt: Vec<u32>,
    logits: Vec<f32>,
    continuation: Vec<u32>,
    /// How far the quantised model is from the exact one, in llama.cpp.
    stored: Option<f32>,
}

fn folder() -> PathBuf {
    std::env::var_os("MYNAH_UPSTREAM_GGUF").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/upstream/gguf"),
        PathBuf::from,
    )
}

fn expected() -> Expected {
    let text = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Whether a file is in one of the storages that our decoder leaves out: the quantiser's `IQ` and `TQ`.
fn is_refused(name: &str, path: &Path) -> bool {
    let refused = crate::models::validate::language(path).err();
    if let Some(error) = &refused {
        assert!(error.to_string().contains("storage type"), "{name}: {error}");
        assert!(name.contains("-IQ") || name.contains("-TQ"), "{name}: {error}");
    }
    refused.is_some()
}

fn deviation(ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let length =
        |values: &mut dyn Iterator<Item = f32>| values.map(|value| value * value).sum::<f32>().sqrt();
    let difference = length(&mut ours.iter().zip(theirs).map(|(one, other)| one - other));
    difference / length(&mut theirs.iter().copied())
}

#[test]
fn converted_models_give_the_logits_and_words_of_llama_cpp() {
    let mut wrong = Vec::new();
    for (name, theirs) in expected().models {
        let path = folder().join(&name);
        if is_refused(&name, &path) {
            continue;
        }
        let (content, mut file) = gguf::open(&path).unwrap();
        let metadata = Metadata::of(&content);
        let mut decoder = Decoder::load(&content, &metadata, &mut file, 2, &AtomicU64::new(0)).unwrap();
        let read = decoder.prefill(&theirs.prompt, &mut || true).unwrap().unwrap();
        let mut scores = read.scores;
        let (ours, tolerance) = (
            deviation(&scores, &theirs.logits),
            theirs.stored.unwrap_or_default().max(HALVES),
        );
        println!("{name}: {ours:e}, allowed {tolerance:e}");
        if ours > tolerance {
            wrong.push(format!("{name}: logits deviate by {ours}"));
        }
        for (number, token) in theirs.continuation.iter().enumerate() {
            let chosen = greedy(&scores).unwrap();
            if chosen != *token {
                wrong.push(format!("{name}: word {number} is {chosen} instead of {token}"));
                break;
            }
            scores = decoder.feed(&[*token]).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn their_tokenizers_cut_text_as_llama_cpp_does() {
    let expected = expected();
    let mut wrong = Vec::new();
    for (name, theirs) in &expected.models {
        let (content, _) = match gguf::open(&folder().join(name)) {
            Ok(opened) => opened,
            Err(_) if is_refused(name, &folder().join(name)) => continue,
            Err(error) => panic!("{name}: {error}"),
        };
        let tokenizer = Tokenizer::from_metadata(&Metadata::of(&content)).unwrap();
        if tokenizer.end() != Some(theirs.end) {
            wrong.push(format!(
                "{name}: ends with {:?} instead of {}",
                tokenizer.end(),
                theirs.end
            ));
        }
        let first: Vec<u32> = tokenizer.beginning().into_iter().collect();
        if first != theirs.first {
            wrong.push(format!(
                "{name}: begins with {first:?} instead of {:?}",
                theirs.first
            ));
        }
        for (text, theirs) in expected.texts.iter().zip(&theirs.tokens) {
            let mut ours = Vec::new();
            tokenizer.encode(text, true, &mut ours);
            if ours != *theirs {
                wrong.push(format!("{name}: {text:?} is {ours:?} instead of {theirs:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn they_hold_a_conversation_from_end_to_end() {
    for name in expected().models.keys() {
        let path = folder().join(name);
        if is_refused(name, &path) {
            continue;
        }
        let options = Sampling {
            max_tokens: 8,
            ..Sampling::default()
        };
        let turns = chat(vec![asked(&[], "Where is the cafe?")]);
        let (reply, _) = generate(&mut *open(&path), &turns, &options);
        assert!(
            reply.tokens.prompt > 8 && reply.tokens.generated > 0,
            "{name}: {reply:?}"
        );
    }
}
