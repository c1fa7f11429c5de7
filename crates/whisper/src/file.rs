//! A model file in whisper.cpp's ggml format, read without its tensors' numbers.
//!
//! Owns the layout: magic, eleven numbers, mel filters, vocabulary, tensors. Every size is checked before it is used, so that a
//! hostile file gives an error; which tensors a model needs is known to `weights`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use candle_core::quantized::GgmlDType;
use mynah_matrix::NOT_FINITE;

/// "ggml", little-endian.
const MAGIC: u32 = 0x6767_6d6c;
/// Points of the spectrum: the transform has 400 samples.
pub(crate) const FREQUENCIES: usize = 201;
/// The longest entry of a vocabulary, in bytes.
const MAX_WORD_LEN: usize = 1024;
/// The longest name of a tensor, in bytes.
const MAX_NAME_LEN: usize = 128;
/// More tensors than any model has.
const MAX_TENSORS: usize = 8_192;

/// Why a file is refused.
#[derive(Debug, thiserror::Error)]
pub enum SpeechFileError {
    /// The file cannot be read, or ends too early.
    #[error("it cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// The contents are no model.
    #[error("{0}")]
    Damaged(String),
}

/// The numbers at the head of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dimensions {
    pub vocabulary: usize,
    pub audio_context: usize,
    pub width: usize,
    pub audio_heads: usize,
    pub encoder_layers: usize,
    pub text_context: usize,
    pub text_heads: usize,
    pub decoder_layers: usize,
    pub mels: usize,
}

/// Where the numbers of a tensor are.
#[derive(Debug, Clone)]
pub(crate) struct TensorPlace {
    /// The innermost dimension first.
    pub shape: Vec<usize>,
    pub format: GgmlDType,
    pub offset: u64,
}

/// A file that has been read up to its tensors' numbers.
#[derive(Debug)]
pub(crate) struct SpeechFile {
    pub file: File,
    pub dimensions: Dimensions,
    /// `[mels, FREQUENCIES]`
    pub filters: Vec<f32>,
    /// The bytes of each token; tokens past the end of the list have none.
    pub words: Vec<Vec<u8>>,
    pub tensors: HashMap<String, TensorPlace>,
}

impl SpeechFile {
    /// Reads everything but the tensors' numbers.
    pub(crate) fn read(file: File) -> Result<Self, SpeechFileError> {
        let length = file.metadata()?.len();
        let mut reader = Reader {
            inner: BufReader::new(file),
            position: 0,
            length,
        };
        reader.inner.seek(SeekFrom::Start(0))?;
        if reader.u32()? != MAGIC {
            return Err(damaged("it is no ggml file".to_owned()));
        }
        let dimensions = dimensions(&mut reader)?;
        let filters = filters(&mut reader, &dimensions)?;
        let words = words(&mut reader, &dimensions)?;
        let tensors = tensors(&mut reader)?;
        Ok(Self {
            file: reader.inner.into_inner(),
            dimensions,
            filters,
            words,
            tensors,
        })
    }
}

struct Reader {
    inner: BufReader<File>,
    position: u64,
    length: u64,
}

impl Reader {
    fn u32(&mut self) -> Result<u32, SpeechFileError> {
        let mut bytes = [0; 4];
        self.inner.read_exact(&mut bytes)?;
        self.position += 4;
        Ok(u32::from_le_bytes(bytes))
    }

    fn size(
        &mut self,
        what: &str,
        allowed: std::ops::RangeInclusive<usize>,
    ) -> Result<usize, SpeechFileError> {
        let value = self.u32()? as usize;
        if allowed.contains(&value) {
            Ok(value)
        } else {
            Err(damaged(format!(
                "{what}: {value} instead of {} to {}",
                allowed.start(),
                allowed.end()
            )))
        }
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>, SpeechFileError> {
        let mut bytes = vec![0; count];
        self.inner.read_exact(&mut bytes)?;
        self.position += count as u64;
        Ok(bytes)
    }

    /// Skips the numbers of a tensor, which must be in the file.
    fn skip(&mut self, count: u64) -> Result<(), SpeechFileError> {
        let end = self.position.checked_add(count).filter(|&end| end <= self.length);
        let end = end.ok_or_else(|| damaged("it ends within a tensor".to_owned()))?;
        let by = i64::try_from(count).map_err(|_| damaged("a tensor is too large".to_owned()))?;
        self.inner.seek_relative(by)?;
        self.position = end;
        Ok(())
    }
}

fn damaged(reason: String) -> SpeechFileError {
    SpeechFileError::Damaged(reason)
}

fn dimensions(reader: &mut Reader) -> Result<Dimensions, SpeechFileError> {
    let vocabulary = reader.size("vocabulary", 51_864..=51_866)?;
    let audio_context = reader.size("audio context", 64..=1500)?;
    let width = reader.size("encoder width", 32..=2048)?;
    let audio_heads = reader.size("encoder heads", 1..=64)?;
    let encoder_layers = reader.size("encoder layers", 1..=64)?;
    let text_context = reader.size("text context", 16..=448)?;
    reader.size("decoder width", width..=width)?;
    let text_heads = reader.size("decoder heads", 1..=64)?;
    let decoder_layers = reader.size("decoder layers", 1..=64)?;
    let mels = reader.size("mel bands", 80..=128)?;
    if !matches!(mels, 80 | 128) {
        return Err(damaged(format!("it has {mels} mel bands instead of 80 or 128")));
    }
    // The storage type: every tensor names its own.
    reader.u32()?;
    if ![audio_heads, text_heads]
        .iter()
        .all(|heads| width.is_multiple_of(32 * heads))
    {
        return Err(damaged(format!(
            "its width of {width} does not divide into heads of 32, 64, … numbers"
        )));
    }
    Ok(Dimensions {
        vocabulary,
        audio_context,
        width,
        audio_heads,
        encoder_layers,
        text_context,
        text_heads,
        decoder_layers,
        mels,
    })
}

fn filters(reader: &mut Reader, dimensions: &Dimensions) -> Result<Vec<f32>, SpeechFileError> {
    let mels = reader.size("mel filters", dimensions.mels..=dimensions.mels)?;
    let frequencies = reader.size("frequencies", FREQUENCIES..=FREQUENCIES)?;
    let bytes = reader.bytes(mels * frequencies * 4)?;
    let filters: Vec<f32> = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect();
    if filters.iter().all(|weight| weight.is_finite()) {
        Ok(filters)
    } else {
        Err(damaged(format!("the mel filters: {NOT_FINITE}")))
    }
}

fn words(reader: &mut Reader, dimensions: &Dimensions) -> Result<Vec<Vec<u8>>, SpeechFileError> {
    let count = reader.size("words", 1..=dimensions.vocabulary)?;
    (0..count)
        .map(|_| {
            let length = reader.size("length of a word", 0..=MAX_WORD_LEN)?;
            reader.bytes(length)
        })
        .collect()
}

fn tensors(reader: &mut Reader) -> Result<HashMap<String, TensorPlace>, SpeechFileError> {
    let mut tensors = HashMap::new();
    while reader.position < reader.length {
        let rank = reader.size("dimensions of a tensor", 0..=4)?;
        let name_length = reader.size("length of a name", 1..=MAX_NAME_LEN)?;
        let format = reader.u32()?;
        let shape = (0..rank)
            .map(|_| Ok(reader.u32()? as usize))
            .collect::<Result<Vec<_>, SpeechFileError>>()?;
        let name = String::from_utf8_lossy(&reader.bytes(name_length)?).into_owned();
        let format =
            format_of(format).ok_or_else(|| damaged(format!("the storage of {name:?}: {format}")))?;
        let numbers = shape
            .iter()
            .try_fold(1_usize, |product, &size| product.checked_mul(size));
        let row = shape.first().copied().unwrap_or(1);
        let bytes = numbers
            .filter(|_| row.is_multiple_of(format.block_size()))
            .and_then(|numbers| (numbers / format.block_size()).checked_mul(format.type_size()));
        let bytes = bytes.ok_or_else(|| damaged(format!("the shape of {name:?}: {shape:?}")))?;
        let offset = reader.position;
        reader.skip(bytes as u64)?;
        tensors.insert(
            name,
            TensorPlace {
                shape,
                format,
                offset,
            },
        );
        if tensors.len() > MAX_TENSORS {
            return Err(damaged("too many tensors".to_owned()));
        }
    }
    Ok(tensors)
}

/// A number format by ggml's number for it.
fn format_of(id: u32) -> Option<GgmlDType> {
    Some(match id {
        0 => GgmlDType::F32,
        1 => GgmlDType::F16,
        2 => GgmlDType::Q4_0,
        3 => GgmlDType::Q4_1,
        6 => GgmlDType::Q5_0,
        7 => GgmlDType::Q5_1,
        8 => GgmlDType::Q8_0,
        10 => GgmlDType::Q2K,
        11 => GgmlDType::Q3K,
        12 => GgmlDType::Q4K,
        13 => GgmlDType::Q5K,
        14 => GgmlDType::Q6K,
        30 => GgmlDType::BF16,
        _ => return None,
    })
}
