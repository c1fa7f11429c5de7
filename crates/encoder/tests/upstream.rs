//! Encoders that sentence-transformers and transformers saved, against the vectors that these libraries compute.
//!
//! `tests/peers/upstream_encoders.py` makes `tests/fixtures/upstream/encoders`.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use mynah_encoder::{Encoder, Files, Limits};
use serde::Deserialize;

/// Sums in another order, and the six digits that are written down.
const TOLERANCE: f32 = 2e-5;
/// candle's `DistilBERT` computes GELU by its tanh approximation, transformers exactly.
const APPROXIMATE: f32 = 5e-4;

#[derive(Deserialize)]
struct Expected {
    texts: Vec<String>,
    vectors: BTreeMap<String, Vectors>,
    refused: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Vectors {
    questions: Vec<Vec<f32>>,
    passages: Vec<Vec<f32>>,
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/fixtures/upstream/encoders"
    ))
}

fn expected() -> Expected {
    serde_json::from_str(&std::fs::read_to_string(folder().join("expected.json")).unwrap()).unwrap()
}

fn furthest(ours: &[Vec<f32>], theirs: &[Vec<f32>]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let pairs = ours.iter().flatten().zip(theirs.iter().flatten());
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn encoders_of_sentence_transformers_give_its_vectors() {
    let expected = expected();
    let texts: Vec<&str> = expected.texts.iter().map(String::as_str).collect();
    let mut wrong = Vec::new();
    for (name, theirs) in &expected.vectors {
        let encoder = match Encoder::load(&Files::in_folder(folder().join(name)), &Limits::default()) {
            Ok(encoder) => encoder,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let questions = furthest(&encoder.encode_questions(&texts).unwrap(), &theirs.questions);
        let passages = furthest(&encoder.encode_passages(&texts).unwrap(), &theirs.passages);
        let tolerance = if name.starts_with("distilbert") && !name.ends_with("relu") {
            APPROXIMATE
        } else {
            TOLERANCE
        };
        println!("{name}: {questions:e} {passages:e}");
        if questions.max(passages) > tolerance {
            wrong.push(format!(
                "{name}: questions differ by {questions}, passages by {passages}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn encoders_that_cannot_be_run_are_refused_for_the_right_reason() {
    for (name, reason) in expected().refused {
        let loaded = Encoder::load(&Files::in_folder(folder().join(&name)), &Limits::default());
        let told = loaded
            .err()
            .unwrap_or_else(|| panic!("{name} is taken"))
            .to_string();
        assert!(told.contains(&reason), "{name}: {told}");
    }
}
