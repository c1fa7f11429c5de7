//! Small models with random weights, as upstream's converter would write them, and broken ones.

use std::fs::File;
use std::io::{Seek, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{RunOptions, SpeechFileError, WhisperModel};

const WIDTH: usize = 64;
const CONTEXT: usize = 64;
const MELS: usize = 80;

/// A writer of model files, byte by byte; it shares no code with the reader.
struct Writer {
    bytes: Vec<u8>,
    state: u32,
    vocabulary: usize,
}

impl Writer {
    fn number(&mut self, number: usize) {
        self.bytes.extend(u32::try_from(number).unwrap().to_le_bytes());
    }

    fn random(&mut self) -> f32 {
        self.state = self.state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.state >> 8) as f32 / (1 << 24) as f32 - 0.5
    }

    /// A tensor in single precision.
    fn tensor(&mut self, name: &str, shape: &[usize], value: Option<f32>) {
        self.number(shape.len());
        self.number(name.len());
        self.number(0);
        for &size in shape {
            self.number(size);
        }
        self.bytes.extend(name.as_bytes());
        for _ in 0..shape.iter().product() {
            let number = value.unwrap_or_else(|| self.random() * 0.5);
            self.bytes.extend(number.to_le_bytes());
        }
    }

    fn norm(&mut self, name: &str) {
        self.tensor(&format!("{name}.weight"), &[WIDTH], Some(1.0));
        self.tensor(&format!("{name}.bias"), &[WIDTH], Some(0.0));
    }

    fn block(&mut self, block: &str, attentions: &[&str]) {
        for attention in attentions {
            self.norm(&format!("{block}.{attention}_ln"));
            for part in ["query", "key", "value", "out"] {
                let name = format!("{block}.{attention}.{part}");
                self.tensor(&format!("{name}.weight"), &[WIDTH, WIDTH], None);
                if part != "key" {
                    self.tensor(&format!("{name}.bias"), &[WIDTH], None);
                }
            }
        }
        self.norm(&format!("{block}.mlp_ln"));
        self.tensor(&format!("{block}.mlp.0.weight"), &[WIDTH, 4 * WIDTH], None);
        self.tensor(&format!("{block}.mlp.0.bias"), &[4 * WIDTH], None);
        self.tensor(&format!("{block}.mlp.2.weight"), &[4 * WIDTH, WIDTH], None);
        self.tensor(&format!("{block}.mlp.2.bias"), &[WIDTH], None);
    }
}

fn model(vocabulary: usize) -> Vec<u8> {
    let mut file = Writer {
        bytes: Vec::new(),
        state: 7,
        vocabulary,
    };
    for number in [
        0x6767_6d6c,
        file.vocabulary,
        CONTEXT,
        WIDTH,
        2,
        1,
        32,
        WIDTH,
        2,
        1,
        MELS,
        0,
        MELS,
        201,
    ] {
        file.number(number);
    }
    for _ in 0..MELS * 201 {
        let weight = file.random().abs() * 0.01;
        file.bytes.extend(weight.to_le_bytes());
    }
    let words = [" one", " two", "three"];
    file.number(words.len());
    for word in words {
        file.number(word.len());
        file.bytes.extend(word.as_bytes());
    }
    file.tensor("encoder.positional_embedding", &[WIDTH, CONTEXT], None);
    file.tensor("encoder.conv1.weight", &[3, MELS, WIDTH], None);
    file.tensor("encoder.conv1.bias", &[1, WIDTH], None);
    file.tensor("encoder.conv2.weight", &[3, WIDTH, WIDTH], None);
    file.tensor("encoder.conv2.bias", &[1, WIDTH], None);
    file.norm("encoder.ln_post");
    file.block("encoder.blocks.0", &["attn"]);
    file.tensor("decoder.positional_embedding", &[WIDTH, 32], None);
    file.norm("decoder.ln");
    file.block("decoder.blocks.0", &["attn", "cross_attn"]);
    let vocabulary = file.vocabulary;
    file.tensor("decoder.token_embedding.weight", &[WIDTH, vocabulary], None);
    file.bytes
}

fn load(bytes: &[u8]) -> Result<WhisperModel, SpeechFileError> {
    let mut file: File = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    WhisperModel::load(file, 2, &AtomicU64::new(0))
}

fn options(beams: usize) -> RunOptions<'static> {
    RunOptions {
        positions: 48,
        language: None,
        prompt: &[0, 1],
        beams,
    }
}

fn tone() -> Vec<f32> {
    (0..12_000)
        .map(|sample| (sample as f32 * 0.05).sin() * 0.3)
        .collect()
}

#[test]
fn a_model_runs_alike_with_any_number_of_threads_and_each_time() {
    let bytes = model(51_865);
    let mut first = load(&bytes).unwrap();
    assert!(first.is_multilingual());
    for beams in [1, 3] {
        let once = first.recognize(&tone(), &options(beams), &|| false).unwrap();
        assert_eq!(
            first.recognize(&tone(), &options(beams), &|| false).unwrap(),
            once
        );
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        file.rewind().unwrap();
        let read = AtomicU64::new(0);
        let mut alone = WhisperModel::load(file, 1, &read).unwrap();
        assert_eq!(
            alone.recognize(&tone(), &options(beams), &|| false).unwrap(),
            once
        );
        assert!(read.load(Ordering::Relaxed) > (51_865 * WIDTH * 4) as u64);
        assert!((0.0..=1.0).contains(&once.no_speech), "{once:?}");
        assert!(
            once.tokens
                .iter()
                .all(|token| (0.0..=1.0).contains(&token.probability))
        );
    }
}

#[test]
fn a_file_that_ends_early_anywhere_is_refused() {
    let bytes = model(51_864);
    let places = (0..60)
        .map(|at| at * 11)
        .chain((1..40).map(|at| at * (bytes.len() / 40)));
    for length in places.filter(|&length| length < bytes.len()) {
        assert!(load(&bytes[..length]).is_err(), "{length} bytes");
    }
    assert!(load(&bytes).is_ok());
}

#[test]
fn numbers_that_are_not_finite_are_refused_with_the_name_of_their_tensor() {
    let bytes = model(51_864);
    for name in [
        "encoder.blocks.0.attn.query.weight",
        "decoder.ln.bias",
        "decoder.token_embedding.weight",
    ] {
        let at = bytes
            .windows(name.len())
            .position(|part| part == name.as_bytes())
            .unwrap()
            + name.len();
        let mut broken = bytes.clone();
        broken[at + 8..at + 12].copy_from_slice(&f32::NAN.to_le_bytes());
        let error = load(&broken).unwrap_err().to_string();
        assert_eq!(error, format!("{name}: it contains numbers that are not finite"));
    }
}

#[test]
fn a_flipped_number_in_the_head_of_a_file_never_panics() {
    let bytes = model(51_864);
    let mut state = 1_u64;
    for _ in 0..300 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut broken = bytes.clone();
        // The dimensions, the words, and the heads of the first tensors.
        let places = [4..56, 64_376..64_420, 80_000..81_000];
        let place = places[(state >> 33) as usize % places.len()].clone();
        let at = place.start + (state >> 40) as usize % place.len();
        broken[at] ^= 1 << (state >> 60 & 7);
        if let Ok(mut model) = load(&broken) {
            let _ = model.recognize(&tone(), &options(1), &|| false);
        }
    }
}
