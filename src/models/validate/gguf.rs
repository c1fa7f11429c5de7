//! The header of a GGUF file: metadata and the table of tensors.
//!
//! Owns the format (versions 2 and 3, little-endian) and its bounds. Keeps single values and the lengths of
//! arrays; the arrays themselves are passed over. Does not know what an architecture needs: see `llama`.

use std::collections::HashMap;

use super::super::ModelError;
use super::envelope::{Envelope, Storage};

const MAX_TENSORS: u64 = 20_000;
const MAX_KEYS: u64 = 4_096;
const MAX_KEY_LEN: u64 = 512;
/// A chat template has a few kilobytes.
const MAX_TEXT_LEN: u64 = 1 << 20;
/// Longest vocabularies have 260 thousand words and twice as many merges.
const MAX_ELEMENTS: u64 = 1 << 20;
/// Over all arrays, because candle keeps 32 bytes for each.
const MAX_ELEMENTS_IN_ALL: u64 = 4 << 20;
const MAX_ARRAY: u32 = 3;
const DEFAULT_ALIGNMENT: u64 = 32;
const MAX_ALIGNMENT: u64 = 1 << 16;
const MAX_DIMENSION: u64 = 1 << 31;

/// A single value of the metadata.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// `u32`, the type that counts have.
    Count(u32),
    Float(f32),
    Text(String),
    /// Of how many elements.
    Array(u64),
    /// Of a type that nothing here asks for.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tensor {
    /// Innermost dimension first.
    pub shape: Vec<u64>,
    pub storage: Storage,
}

/// What the header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub values: HashMap<String, Value>,
    pub tensors: HashMap<String, Tensor>,
}

impl Header {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.values.get(key) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn count(&self, key: &str) -> Option<u32> {
        match self.values.get(key) {
            Some(Value::Count(count)) => Some(*count),
            _ => None,
        }
    }

    pub(super) fn float(&self, key: &str) -> Option<f32> {
        match self.values.get(key) {
            Some(Value::Float(float)) => Some(*float),
            _ => None,
        }
    }

    pub(super) fn length(&self, key: &str) -> Option<u64> {
        match self.values.get(key) {
            Some(Value::Array(length)) => Some(*length),
            _ => None,
        }
    }
}

pub(super) fn read(file: &mut Envelope) -> Result<Header, ModelError> {
    file.skip(4)?; // The magic was compared when the file was opened.
    let version = file.u32()?;
    if !(2..=3).contains(&version) {
        return Err(file.unsupported(format!("GGUF version {version}")));
    }
    let (tensors, keys) = (file.u64()?, file.u64()?);
    if tensors == 0 || tensors > MAX_TENSORS || keys > MAX_KEYS {
        return Err(file.damaged(format!("it claims {tensors} tensors and {keys} properties")));
    }
    let mut header = Header::default();
    let mut elements = 0;
    for _ in 0..keys {
        let key = name(file)?;
        let kind = file.u32()?;
        let value = value(file, kind, &mut elements, 0)?;
        if header.values.insert(key.clone(), value).is_some() {
            return Err(file.damaged(format!("'{}' is there twice", key.escape_debug())));
        }
    }
    let alignment = alignment(file, &header)?;
    table(file, &mut header, tensors, alignment)?;
    Ok(header)
}

fn name(file: &mut Envelope) -> Result<String, ModelError> {
    let length = file.u64()?;
    if length == 0 || length > MAX_KEY_LEN {
        return Err(file.damaged(format!("a name of {length} bytes")));
    }
    file.text(length)
}

/// Reads one value; `elements` counts those of all arrays.
fn value(file: &mut Envelope, kind: u32, elements: &mut u64, depth: u32) -> Result<Value, ModelError> {
    Ok(match kind {
        4 => Value::Count(file.u32()?),
        6 => Value::Float(f32::from_le_bytes(file.array()?)),
        8 => {
            let length = file.u64()?;
            if length > MAX_TEXT_LEN {
                return Err(file.damaged(format!("a text of {length} bytes")));
            }
            Value::Text(file.text(length)?)
        }
        9 => array(file, elements, depth)?,
        7 => match file.u8()? {
            0 | 1 => Value::Other,
            other => return Err(file.damaged(format!("a truth value of {other}"))),
        },
        _ => {
            let width = width(kind).ok_or_else(|| file.damaged(format!("a value of type {kind}")))?;
            file.skip(width)?;
            Value::Other
        }
    })
}

fn array(file: &mut Envelope, elements: &mut u64, depth: u32) -> Result<Value, ModelError> {
    let (kind, length) = (file.u32()?, file.u64()?);
    *elements = elements.saturating_add(length);
    if depth >= MAX_ARRAY || length > MAX_ELEMENTS || *elements > MAX_ELEMENTS_IN_ALL {
        return Err(file.damaged(format!("a list of {length} values")));
    }
    match kind {
        8 => {
            for _ in 0..length {
                let bytes = file.u64()?;
                if bytes > MAX_TEXT_LEN {
                    return Err(file.damaged(format!("a text of {bytes} bytes")));
                }
                file.skip(bytes)?;
            }
        }
        7 | 9 => {
            for _ in 0..length {
                value(file, kind, elements, depth + 1)?;
            }
        }
        _ => {
            let width =
                width(kind).ok_or_else(|| file.damaged(format!("a list of values of type {kind}")))?;
            file.skip(length * width)?;
        }
    }
    Ok(Value::Array(length))
}

/// Bytes of a number of this type.
fn width(kind: u32) -> Option<u64> {
    match kind {
        0 | 1 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}

fn alignment(file: &Envelope, header: &Header) -> Result<u64, ModelError> {
    match header.values.get("general.alignment") {
        None => Ok(DEFAULT_ALIGNMENT),
        Some(&Value::Count(count)) if count.is_power_of_two() && u64::from(count) <= MAX_ALIGNMENT => {
            Ok(u64::from(count))
        }
        Some(other) => Err(file.damaged(format!("an alignment of {other:?}"))),
    }
}

/// Reads the table of tensors and checks that each lies within the file.
fn table(file: &mut Envelope, header: &mut Header, tensors: u64, alignment: u64) -> Result<(), ModelError> {
    let (mut end, mut sum) = (0_u64, 0_u64);
    for _ in 0..tensors {
        let name = name(file)?;
        let rank = file.u32()?;
        if !(1..=4).contains(&rank) {
            return Err(file.damaged(format!("'{}' has {rank} dimensions", name.escape_debug())));
        }
        let mut shape = Vec::with_capacity(4);
        for _ in 0..rank {
            let size = file.u64()?;
            if size == 0 || size > MAX_DIMENSION {
                return Err(file.damaged(format!("'{}' has a dimension of {size}", name.escape_debug())));
            }
            shape.push(size);
        }
        let kind = file.u32()?;
        let storage = Storage::of(kind).ok_or_else(|| file.unsupported(format!("storage type {kind}")))?;
        let offset = file.u64()?;
        let bytes = storage.bytes_of(&shape);
        let (Some(past), Some(total)) = (
            bytes.and_then(|bytes| offset.checked_add(bytes)),
            bytes.and_then(|bytes| sum.checked_add(bytes)),
        ) else {
            return Err(file.damaged(format!("'{}' has an impossible shape", name.escape_debug())));
        };
        if offset % alignment != 0 {
            return Err(file.damaged(format!("'{}' lies between the grid", name.escape_debug())));
        }
        (end, sum) = (end.max(past), total);
        if header
            .tensors
            .insert(name.clone(), Tensor { shape, storage })
            .is_some()
        {
            return Err(file.damaged(format!("'{}' is there twice", name.escape_debug())));
        }
    }
    if sum > end {
        return Err(file.damaged("tensors that share their bytes"));
    }
    let start = file.position().next_multiple_of(alignment);
    match start.checked_add(end) {
        Some(whole) if whole <= file.size => Ok(()),
        // A table that claims a hundred times what is there is no cut file but a wrong table.
        Some(whole) if whole / 100 <= file.size => Err(file.cut_short(Some(whole))),
        _ => Err(file.damaged("tensors beyond the end of the file")),
    }
}
