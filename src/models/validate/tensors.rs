//! The tensors of a file in whisper.cpp's ggml format: rank, name length, storage, shape, name, numbers.
//!
//! Owns their order and bounds. Each must be one that the layout calls for, once, with its exact shape and storage.

use std::collections::HashMap;

use super::super::ModelError;
use super::envelope::{Envelope, Storage};

const MAX_NAME_LEN: u32 = 128;

/// What the loader asks for under a name.
pub(super) struct Expected {
    /// Innermost dimension first.
    pub(super) shape: Vec<u64>,
    pub(super) storage: Storage,
}

/// Reads the rest of the file, which must hold the expected tensors and nothing else.
pub(super) fn check(file: &mut Envelope, mut expected: HashMap<String, Expected>) -> Result<(), ModelError> {
    let whole = file.position()
        + expected
            .iter()
            .map(|(name, tensor)| tensor.length(name))
            .sum::<u64>();
    let cut = |error| match error {
        ModelError::CutShort { path, present, .. } => ModelError::CutShort {
            path,
            present,
            whole: Some(whole).filter(|&whole| whole > present),
        },
        other => other,
    };
    while file.remaining() > 0 {
        tensor(file, &mut expected).map_err(cut)?;
    }
    match expected.keys().min() {
        None => Ok(()),
        Some(_) if file.size < whole => Err(file.cut_short(Some(whole))),
        Some(name) => Err(file.damaged(format!("{name} is missing"))),
    }
}

fn tensor(file: &mut Envelope, expected: &mut HashMap<String, Expected>) -> Result<(), ModelError> {
    let (rank, length, storage) = (file.u32()?, file.u32()?, file.u32()?);
    // A single number has rank 0: the converter of Silero squeezes it.
    if rank > 4 {
        return Err(file.damaged(format!("a tensor of {rank} dimensions")));
    }
    if length == 0 || length > MAX_NAME_LEN {
        return Err(file.damaged(format!("a tensor name of {length} bytes")));
    }
    let mut shape = Vec::with_capacity(4);
    for _ in 0..rank {
        shape.push(u64::from(file.u32()?));
    }
    let name = file.text(u64::from(length))?;
    let Some(wanted) = expected.remove(&name) else {
        return Err(file.damaged(format!("unexpected or repeated tensor '{}'", name.escape_debug())));
    };
    if trimmed(&shape) != trimmed(&wanted.shape) {
        return Err(file.damaged(format!(
            "{name} has the shape {shape:?} instead of {:?}",
            wanted.shape
        )));
    }
    if storage != wanted.storage.id {
        return Err(file.damaged(format!(
            "{name} has storage type {storage} instead of {}",
            wanted.storage.name
        )));
    }
    let bytes = wanted.storage.bytes_of(&wanted.shape);
    let bytes = bytes.ok_or_else(|| file.damaged(format!("{name} has rows of no whole blocks")))?;
    file.skip(bytes)
}

/// Dimensions of 1 at the end make no difference.
fn trimmed(shape: &[u64]) -> &[u64] {
    let ones = shape.iter().rev().take_while(|&&size| size == 1).count();
    &shape[..shape.len() - ones]
}

impl Expected {
    /// Bytes in the file, header included.
    fn length(&self, name: &str) -> u64 {
        let data = self.storage.bytes_of(&self.shape).unwrap_or_default();
        12 + 4 * self.shape.len() as u64 + name.len() as u64 + data
    }
}
