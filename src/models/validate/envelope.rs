//! A model file as a stream that cannot be read past its end.
//!
//! Owns opening, the size bound, recognising foreign files, and bounded reads. Knows neither format.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::super::{Kind, ModelError};

/// Letters that a sentence quotes of a file.
const QUOTED: usize = 120;
/// Whisper's largest model has 3.1 GB.
const MAX_SPEECH: u64 = 4 << 30;
/// Silero's model has 0.9 MB.
const MAX_VOICE_ACTIVITY: u64 = 16 << 20;
/// More than memory of the machines that this is for.
const MAX_LANGUAGE: u64 = 32 << 30;

/// How a tensor's numbers are stored; the ids are those of ggml.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Storage {
    pub id: u32,
    pub name: &'static str,
    /// Numbers in a block.
    block: u64,
    /// Bytes of a block.
    bytes: u64,
}

pub(super) const F32: Storage = Storage {
    id: 0,
    name: "F32",
    block: 1,
    bytes: 4,
};
pub(super) const F16: Storage = Storage {
    id: 1,
    name: "F16",
    block: 1,
    bytes: 2,
};

/// The storage types that both whisper.cpp and candle can compute with, and their block layouts (`ggml.c`).
const STORAGES: &[Storage] = &[
    F32,
    F16,
    Storage {
        id: 2,
        name: "Q4_0",
        block: 32,
        bytes: 18,
    },
    Storage {
        id: 3,
        name: "Q4_1",
        block: 32,
        bytes: 20,
    },
    Storage {
        id: 6,
        name: "Q5_0",
        block: 32,
        bytes: 22,
    },
    Storage {
        id: 7,
        name: "Q5_1",
        block: 32,
        bytes: 24,
    },
    Storage {
        id: 8,
        name: "Q8_0",
        block: 32,
        bytes: 34,
    },
    Storage {
        id: 10,
        name: "Q2_K",
        block: 256,
        bytes: 84,
    },
    Storage {
        id: 11,
        name: "Q3_K",
        block: 256,
        bytes: 110,
    },
    Storage {
        id: 12,
        name: "Q4_K",
        block: 256,
        bytes: 144,
    },
    Storage {
        id: 13,
        name: "Q5_K",
        block: 256,
        bytes: 176,
    },
    Storage {
        id: 14,
        name: "Q6_K",
        block: 256,
        bytes: 210,
    },
    Storage {
        id: 30,
        name: "BF16",
        block: 1,
        bytes: 2,
    },
];

impl Storage {
    pub(super) fn of(id: u32) -> Option<Self> {
        STORAGES.iter().copied().find(|storage| storage.id == id)
    }

    /// Bytes of a tensor of this shape, innermost dimension first; `None` if its rows are no whole blocks or
    /// the product is beyond any file.
    pub(super) fn bytes_of(self, shape: &[u64]) -> Option<u64> {
        let row = shape.first().copied()?;
        if row % self.block != 0 {
            return None;
        }
        let elements = shape
            .iter()
            .try_fold(1u64, |product, &size| product.checked_mul(size))?;
        (elements / self.block).checked_mul(self.bytes)
    }
}

/// An open model file.
pub(super) struct Envelope {
    reader: BufReader<File>,
    position: u64,
    pub size: u64,
    pub path: PathBuf,
    kind: Kind,
}

impl Envelope {
    pub(super) fn open(path: &Path, kind: Kind) -> Result<Self, ModelError> {
        let unreadable = |error: std::io::Error| ModelError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let mut file = mynah_files::open(path).map_err(|error| ModelError::Unreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        let size = file.metadata().map_err(unreadable)?.len();
        let limit = match kind {
            Kind::Speech => MAX_SPEECH,
            Kind::Language => MAX_LANGUAGE,
            Kind::VoiceActivity => MAX_VOICE_ACTIVITY,
        };
        if size > limit {
            return Err(ModelError::TooLarge {
                path: path.to_owned(),
                kind,
                size,
                limit,
            });
        }
        let mut start = Vec::new();
        file.by_ref()
            .take(64)
            .read_to_end(&mut start)
            .map_err(unreadable)?;
        if let Some((what, remedy)) = foreign(&start, kind) {
            return Err(ModelError::Foreign {
                path: path.to_owned(),
                kind,
                what,
                remedy,
            });
        }
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        Ok(Self {
            reader: BufReader::new(file),
            position: 0,
            size,
            path: path.to_owned(),
            kind,
        })
    }

    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn remaining(&self) -> u64 {
        self.size - self.position
    }

    pub(super) fn cut_short(&self, whole: Option<u64>) -> ModelError {
        let whole = whole.filter(|&whole| whole > self.size);
        ModelError::CutShort {
            path: self.path.clone(),
            present: self.size,
            whole,
        }
    }

    pub(super) fn damaged(&self, what: impl Into<String>) -> ModelError {
        ModelError::Damaged {
            path: self.path.clone(),
            kind: self.kind,
            what: mynah_files::brief(&what.into(), QUOTED),
        }
    }

    pub(super) fn unsupported(&self, what: impl Into<String>) -> ModelError {
        ModelError::Unsupported {
            path: self.path.clone(),
            kind: self.kind,
            what: what.into(),
        }
    }

    pub(super) fn u8(&mut self) -> Result<u8, ModelError> {
        self.array().map(|[byte]: [u8; 1]| byte)
    }

    pub(super) fn u32(&mut self) -> Result<u32, ModelError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, ModelError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut bytes = [0; N];
        self.claim(N as u64)?;
        self.reader
            .read_exact(&mut bytes)
            .map_err(|error| self.unreadable(&error))?;
        Ok(bytes)
    }

    /// Text of `length` bytes, which the caller has bounded; wrong UTF-8 becomes replacement characters.
    pub(super) fn text(&mut self, length: u64) -> Result<String, ModelError> {
        self.claim(length)?;
        let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
        self.reader
            .read_exact(&mut bytes)
            .map_err(|error| self.unreadable(&error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    pub(super) fn skip(&mut self, length: u64) -> Result<(), ModelError> {
        self.claim(length)?;
        let offset = i64::try_from(length).map_err(|_| self.damaged("a length beyond the file"))?;
        self.reader
            .seek_relative(offset)
            .map_err(|error| self.unreadable(&error))
    }

    fn claim(&mut self, length: u64) -> Result<(), ModelError> {
        if length > self.remaining() {
            return Err(self.cut_short(None));
        }
        self.position += length;
        Ok(())
    }

    fn unreadable(&self, error: &std::io::Error) -> ModelError {
        ModelError::Unreadable {
            path: self.path.clone(),
            reason: error.to_string(),
        }
    }
}

/// What a file is that does not begin like a model of this kind, and what to do about it.
fn foreign(start: &[u8], kind: Kind) -> Option<(&'static str, &'static str)> {
    let again = "download the model file itself and copy it again";
    let text = start.trim_ascii_start().to_ascii_lowercase();
    let speech: &[u8] = b"lmgg";
    let language: &[u8] = b"GGUF";
    let (own, other, what, remedy) = match kind {
        Kind::Speech | Kind::VoiceActivity => (
            speech,
            language,
            "a language model (GGUF)",
            "rename it to end in .gguf, and get a Whisper model in ggml format (ggml-*.bin)",
        ),
        Kind::Language => (
            language,
            speech,
            "a speech model (Whisper)",
            "rename it to end in .bin, and get a GGUF file",
        ),
    };
    if start.starts_with(own) {
        return None;
    }
    Some(if start.is_empty() {
        ("an empty file", again)
    } else if start.starts_with(other) {
        (what, remedy)
    } else if text.starts_with(b"<!doctype") || text.starts_with(b"<html") || text.starts_with(b"<?xml") {
        ("a web page", again)
    } else if text.starts_with(b"version https://git-lfs") {
        (
            "only a pointer to a file in Git LFS",
            "run 'git lfs pull', or download the file itself",
        )
    } else if start.starts_with(b"PK\x03\x04") {
        (
            "a ZIP archive or PyTorch file",
            "unpack it, or get the model in ggml or GGUF format",
        )
    } else if start.starts_with(b"\x1f\x8b")
        || start.starts_with(b"\xfd7zXZ")
        || start.starts_with(b"\x28\xb5\x2f\xfd")
    {
        ("a compressed file", "unpack it first")
    } else if start.len() > 9 && start[8] == b'{' && start[6..8] == [0, 0] {
        ("a safetensors file", "get the model in ggml or GGUF format")
    } else if start.starts_with(b"tjgg") || start.starts_with(b"fmgg") || start.starts_with(b"algg") {
        ("an old ggml file", "get the model in GGUF format")
    } else {
        (
            "a file of an unknown format",
            "get the model in ggml (speech, *.bin) or GGUF (language, *.gguf) format",
        )
    })
}
