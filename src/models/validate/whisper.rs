//! Whisper models in whisper.cpp's ggml format.
//!
//! Owns the layout: magic, eleven numbers, mel filters, vocabulary, tensors (`whisper_model_load`, whisper.cpp
//! 1.8.3). Every tensor must be one that the layout calls for, once, with its exact shape and storage; that
//! leaves the loader no room to write past a buffer or to use one that was never filled.

use std::collections::HashMap;

use super::super::ModelError;
use super::SpeechModel;
use super::envelope::{Envelope, F16, F32, Storage};
use super::tensors::{self, Expected};

const MAX_WORD_LEN: u32 = 1024;
/// Whisper's spectrogram: 400 points give 201 frequencies.
const FREQUENCIES: u32 = 201;
/// whisper.cpp derives the ids of its special tokens from this; fewer would put them outside the logits.
const VOCABULARIES: std::ops::RangeInclusive<u32> = 51_864..=51_866;
/// `ftype` carries the quantisation's version in the thousands.
const VERSION_FACTOR: u32 = 1000;

/// The numbers at the head of the file.
struct Dimensions {
    vocabulary: u32,
    audio_context: u32,
    width: u32,
    encoder_layers: u32,
    text_context: u32,
    decoder_layers: u32,
    mels: u32,
    storage: Storage,
}

pub(super) fn check(file: &mut Envelope) -> Result<SpeechModel, ModelError> {
    file.skip(4)?; // The magic was compared when the file was opened.
    let dimensions = dimensions(file)?;
    filters(file, &dimensions)?;
    vocabulary(file, &dimensions)?;
    tensors::check(file, expected(&dimensions))?;
    Ok(SpeechModel {
        multilingual: dimensions.vocabulary > *VOCABULARIES.start(),
        layers: (dimensions.encoder_layers, dimensions.decoder_layers),
        width: dimensions.width,
        quantisation: dimensions.storage.name,
        size: file.size,
    })
}

fn dimensions(file: &mut Envelope) -> Result<Dimensions, ModelError> {
    let mut number = |what: &str, allowed: std::ops::RangeInclusive<u32>| {
        let value = file.u32()?;
        if allowed.contains(&value) {
            Ok(value)
        } else {
            Err(file.damaged(format!("{what} {value}")))
        }
    };
    let vocabulary = number("vocabulary of", VOCABULARIES)?;
    let audio_context = number("audio context of", 64..=1500)?;
    let width = number("encoder width of", 32..=2048)?;
    let audio_heads = number("encoder heads:", 1..=64)?;
    let encoder_layers = number("encoder layers:", 1..=64)?;
    let text_context = number("text context of", 16..=448)?;
    let text_width = number("decoder width of", width..=width)?;
    let text_heads = number("decoder heads:", 1..=64)?;
    let decoder_layers = number("decoder layers:", 1..=64)?;
    let mels = number("mel bands:", 80..=128)?;
    let file_type = file.u32()?;
    let storage = storage(file_type % VERSION_FACTOR)
        .filter(|_| file_type / VERSION_FACTOR <= 2)
        .ok_or_else(|| file.damaged(format!("storage type {file_type}")))?;
    if storage == F32 {
        // whisper.cpp 1.8.3 asserts that the filters are halves, and the assertion ends the program.
        return Err(file.unsupported("weights stored as F32"));
    }
    if !matches!(mels, 80 | 128) {
        return Err(file.damaged(format!("mel bands: {mels}")));
    }
    if width % audio_heads != 0 || text_width % text_heads != 0 {
        return Err(file.damaged("a width that the heads do not divide"));
    }
    Ok(Dimensions {
        vocabulary,
        audio_context,
        width,
        encoder_layers,
        text_context,
        decoder_layers,
        mels,
        storage,
    })
}

/// From `ggml_ftype` to the storage of the matrices.
fn storage(file_type: u32) -> Option<Storage> {
    let id = match file_type {
        0..=3 | 10..=14 => file_type,
        7 => 8,
        8 => 6,
        9 => 7,
        _ => return None,
    };
    Storage::of(id)
}

fn filters(file: &mut Envelope, dimensions: &Dimensions) -> Result<(), ModelError> {
    let (mels, frequencies) = (file.u32()?, file.u32()?);
    if mels != dimensions.mels || frequencies != FREQUENCIES {
        return Err(file.damaged(format!("mel filters of {mels} x {frequencies}")));
    }
    file.skip(u64::from(mels) * u64::from(frequencies) * 4)
}

fn vocabulary(file: &mut Envelope, dimensions: &Dimensions) -> Result<(), ModelError> {
    let words = file.u32()?;
    if words == 0 || words > dimensions.vocabulary {
        return Err(file.damaged(format!(
            "{words} words in a vocabulary of {}",
            dimensions.vocabulary
        )));
    }
    for index in 0..words {
        let length = file.u32()?;
        if length > MAX_WORD_LEN {
            return Err(file.damaged(format!("word {index} has {length} bytes")));
        }
        file.skip(u64::from(length))?;
    }
    Ok(())
}

/// Every tensor that the loader asks for (`ASR_TENSOR_NAMES`).
fn expected(dimensions: &Dimensions) -> HashMap<String, Expected> {
    let width = u64::from(dimensions.width);
    let floats = F32;
    // The convolutions are never quantised.
    let filters = F16;
    let mut all = HashMap::new();
    let mut add = |name: String, shape: &[u64], storage| {
        all.insert(
            name,
            Expected {
                shape: shape.to_vec(),
                storage,
            },
        );
    };
    add(
        "encoder.positional_embedding".into(),
        &[width, u64::from(dimensions.audio_context)],
        floats,
    );
    add(
        "encoder.conv1.weight".into(),
        &[3, u64::from(dimensions.mels), width],
        filters,
    );
    add("encoder.conv1.bias".into(), &[1, width], floats);
    add("encoder.conv2.weight".into(), &[3, width, width], filters);
    add("encoder.conv2.bias".into(), &[1, width], floats);
    add(
        "decoder.positional_embedding".into(),
        &[width, u64::from(dimensions.text_context)],
        floats,
    );
    let vocabulary = u64::from(dimensions.vocabulary);
    add(
        "decoder.token_embedding.weight".into(),
        &[width, vocabulary],
        dimensions.storage,
    );
    for ending in ["weight", "bias"] {
        add(format!("encoder.ln_post.{ending}"), &[width], floats);
        add(format!("decoder.ln.{ending}"), &[width], floats);
    }
    let encoder =
        (0..dimensions.encoder_layers).map(|layer| (format!("encoder.blocks.{layer}"), &["attn"][..]));
    let decoder = (0..dimensions.decoder_layers)
        .map(|layer| (format!("decoder.blocks.{layer}"), &["attn", "cross_attn"][..]));
    for (block, attentions) in encoder.chain(decoder) {
        for ending in ["weight", "bias"] {
            add(format!("{block}.mlp_ln.{ending}"), &[width], floats);
            for attention in attentions {
                add(format!("{block}.{attention}_ln.{ending}"), &[width], floats);
            }
        }
        add(
            format!("{block}.mlp.0.weight"),
            &[width, 4 * width],
            dimensions.storage,
        );
        add(format!("{block}.mlp.0.bias"), &[4 * width], floats);
        add(
            format!("{block}.mlp.2.weight"),
            &[4 * width, width],
            dimensions.storage,
        );
        add(format!("{block}.mlp.2.bias"), &[width], floats);
        for attention in attentions {
            for part in ["query", "key", "value", "out"] {
                add(
                    format!("{block}.{attention}.{part}.weight"),
                    &[width, width],
                    dimensions.storage,
                );
                if part != "key" {
                    add(format!("{block}.{attention}.{part}.bias"), &[width], floats);
                }
            }
        }
    }
    all
}
