//! The metadata of a GGUF file, as the tokenizer and the template need it.
//!
//! Owns typed access by key. The file must have passed `models::validate::language`, which bounds what is read
//! here. Does not interpret anything.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use candle_core::quantized::gguf_file::{Content, Value};

/// A file's properties by key.
#[derive(Debug, Default)]
pub struct Metadata(HashMap<String, Value>);

/// Opens a GGUF file and reads its header.
pub(super) fn open(path: &Path) -> Result<(Content, BufReader<File>), String> {
    let reader = BufReader::new(mynah_files::open(path).map_err(|error| error.to_string())?);
    let mut reader = TrackedReader { reader, place: 0 };
    let content = Content::read(&mut reader).map_err(|error| error.to_string())?;
    Ok((content, reader.reader))
}

/// A reader that tracks its position: candle asks for the position before every token of the vocabulary, and a `BufReader` would
/// make a system call each time.
struct TrackedReader {
    reader: BufReader<File>,
    place: u64,
}

impl Read for TrackedReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        self.place += read as u64;
        Ok(read)
    }
}

impl Seek for TrackedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if to != SeekFrom::Current(0) {
            self.place = self.reader.seek(to)?;
        }
        Ok(self.place)
    }
}

impl Metadata {
    /// Copies the properties out of a header.
    pub fn of(content: &Content) -> Self {
        Self(content.metadata.clone())
    }

    /// Properties made by hand.
    #[cfg(test)]
    pub(super) fn from_pairs(pairs: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0
            .get(key)
            .and_then(|value| value.to_string().ok())
            .map(String::as_str)
    }

    /// A whole number that is not negative, of any width.
    pub fn number(&self, key: &str) -> Option<u32> {
        self.0.get(key).and_then(number)
    }

    /// A floating-point number.
    pub fn float(&self, key: &str) -> Option<f32> {
        self.0.get(key).and_then(|value| value.to_f32().ok())
    }

    /// A truth value.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.0.get(key).and_then(|value| value.to_bool().ok())
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<Vec<&str>> {
        let list = self.0.get(key)?.to_vec().ok()?;
        list.iter()
            .map(|value| value.to_string().ok().map(String::as_str))
            .collect()
    }

    /// A list of whole numbers that are not negative.
    pub fn numbers(&self, key: &str) -> Option<Vec<u32>> {
        self.0.get(key)?.to_vec().ok()?.iter().map(number).collect()
    }

    /// A list of floating-point numbers.
    pub fn floats(&self, key: &str) -> Option<Vec<f32>> {
        self.0
            .get(key)?
            .to_vec()
            .ok()?
            .iter()
            .map(|value| value.to_f32().ok())
            .collect()
    }
}

fn number(value: &Value) -> Option<u32> {
    match *value {
        Value::U8(number) => Some(number.into()),
        Value::U16(number) => Some(number.into()),
        Value::U32(number) => Some(number),
        Value::U64(number) => number.try_into().ok(),
        Value::I8(number) => number.try_into().ok(),
        Value::I16(number) => number.try_into().ok(),
        Value::I32(number) => number.try_into().ok(),
        Value::I64(number) => number.try_into().ok(),
        _ => None,
    }
}
