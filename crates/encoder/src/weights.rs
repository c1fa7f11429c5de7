//! The numbers of an encoder: a safetensors file, of which each tensor is checked before candle sees it.
//!
//! Owns the names, shapes and types that a configuration demands, and reading them one by one, so that memory holds
//! the numbers once. Does not know what they compute.

use std::collections::HashMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use candle_core::{Device, Tensor};
use half::{bf16, f16};
use safetensors::tensor::{Dtype, Metadata};
use xxhash_rust::xxh3::Xxh3;

use crate::config::{Kind, Shape};
use crate::error::{EncoderError, brief};
use crate::files::Limits;
use crate::reader::Reader;

/// What was read: tensors by the names that candle asks for, and the reader's head where there is one.
pub struct Weights {
    pub tensors: HashMap<String, Tensor>,
    pub reader: Option<Reader>,
}

/// A tensor that the configuration demands.
struct Wanted {
    name: String,
    shape: Vec<usize>,
}

/// Reads the demanded tensors, and adds what they hold to the fingerprint.
pub fn load(file: &Path, shape: &Shape, limits: &Limits, print: &mut Xxh3) -> Result<Weights, EncoderError> {
    let mut open = Opened::new(file, limits)?;
    print.update(&open.header);
    let prefix = open.prefix(shape.kind)?;
    let mut found = Vec::new();
    for want in wanted(shape) {
        let name = open.known_as(&format!("{prefix}{}", want.name));
        found.push((want.name, open.placed(&name, &want.shape)?, want.shape));
    }
    let reader = open.reader(shape.hidden, print)?;
    // In the file's order, which a disk likes best.
    found.sort_by_key(|(_, place, _)| place.start);
    let mut tensors = HashMap::with_capacity(found.len());
    for (name, place, shape) in found {
        let numbers = open.numbers(&place, &name, print)?;
        tensors.insert(name, Tensor::from_vec(numbers, shape, &Device::Cpu)?);
    }
    Ok(Weights { tensors, reader })
}

/// Where a tensor lies in the file, and as what.
struct Place {
    start: u64,
    bytes: usize,
    kind: Dtype,
}

struct Opened<'a> {
    path: &'a Path,
    file: File,
    header: Vec<u8>,
    metadata: Metadata,
    data: u64,
}

impl<'a> Opened<'a> {
    /// Reads the header and nothing else; its length is bounded, and the file must be as long as it says.
    fn new(path: &'a Path, limits: &Limits) -> Result<Self, EncoderError> {
        let failed = |source| EncoderError::Read {
            file: path.to_path_buf(),
            source,
        };
        let wrong = |what: &str| EncoderError::Weights {
            file: path.to_path_buf(),
            what: brief(what),
        };
        let mut file = mynah_files::open(path).map_err(|error| failed(error.into()))?;
        let bytes = file.metadata().map_err(failed)?.len();
        if bytes > limits.weights {
            return Err(EncoderError::TooLarge {
                file: path.to_path_buf(),
                most: limits.weights,
            });
        }
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => wrong("too short for a safetensors file"),
            _ => failed(error),
        })?;
        let length = u64::from_le_bytes(length);
        if length > limits.header || length + 8 > bytes {
            return Err(wrong("its header is longer than the file or the limit"));
        }
        let mut header = length.to_le_bytes().to_vec();
        let taken = (&mut file)
            .take(length)
            .read_to_end(&mut header)
            .map_err(failed)?;
        if taken as u64 != length {
            return Err(wrong("its header is cut off"));
        }
        // This checks that the tensors lie one behind another and that their sizes follow from their shapes.
        let metadata: Metadata = serde_json::from_slice(&header[8..]).map_err(|e| wrong(&e.to_string()))?;
        let data = length + 8;
        if metadata.data_len() as u64 != bytes - data {
            return Err(wrong("it is not as long as its header says"));
        }
        Ok(Self {
            path,
            file,
            header,
            metadata,
            data,
        })
    }

    fn wrong(&self, what: impl Into<String>) -> EncoderError {
        EncoderError::Weights {
            file: self.path.to_path_buf(),
            what: brief(&what.into()),
        }
    }

    /// Checkpoints of larger models keep the encoder under its own name.
    fn prefix(&self, kind: Kind) -> Result<&'static str, EncoderError> {
        let own = if kind == Kind::Bert {
            "bert."
        } else {
            "distilbert."
        };
        ["", own]
            .into_iter()
            .find(|p| {
                self.metadata
                    .info(&format!("{p}embeddings.word_embeddings.weight"))
                    .is_some()
            })
            .ok_or_else(|| self.wrong("embeddings.word_embeddings.weight is missing"))
    }

    /// Old checkpoints call the two halves of a layer's norm gamma and beta.
    fn known_as(&self, name: &str) -> String {
        let old = name
            .replace("LayerNorm.weight", "LayerNorm.gamma")
            .replace("LayerNorm.bias", "LayerNorm.beta");
        if self.metadata.info(name).is_none() && self.metadata.info(&old).is_some() {
            old
        } else {
            name.into()
        }
    }

    fn placed(&self, name: &str, shape: &[usize]) -> Result<Place, EncoderError> {
        let info = self
            .metadata
            .info(name)
            .ok_or_else(|| self.wrong(format!("{name} is missing")))?;
        if info.shape != shape {
            let dimensions = info.shape.iter().take(4).collect::<Vec<_>>();
            return Err(self.wrong(format!(
                "{name} is {dimensions:?}, the configuration says {shape:?}"
            )));
        }
        let each = match info.dtype {
            Dtype::F32 => 4,
            Dtype::F16 | Dtype::BF16 => 2,
            other => {
                return Err(self.wrong(format!(
                    "{name} is of type {other:?}; F32, F16 and BF16 can be read"
                )));
            }
        };
        let (start, end) = info.data_offsets;
        if end - start != each * shape.iter().product::<usize>() {
            return Err(self.wrong(format!("{name} has the wrong size")));
        }
        Ok(Place {
            start: start as u64,
            bytes: end - start,
            kind: info.dtype,
        })
    }

    /// The reader's head, if the file has one; half of one is a broken file.
    fn reader(&mut self, hidden: usize, print: &mut Xxh3) -> Result<Option<Reader>, EncoderError> {
        let names = ["reader.weight", "reader.bias", "reader.matters.weight"];
        if names.iter().all(|n| self.metadata.info(n).is_none()) {
            return Ok(None);
        }
        let shapes: [&[usize]; 3] = [&[1, Reader::width(hidden)], &[1], &[1, hidden]];
        let mut numbers = Vec::new();
        for (name, shape) in names.into_iter().zip(shapes) {
            let place = self.placed(name, shape)?;
            numbers.push(self.numbers(&place, name, print)?);
        }
        let [weight, bias, matters] = numbers
            .try_into()
            .map_err(|_| self.wrong("the reader's head is broken"))?;
        Ok(Some(Reader {
            weight,
            bias: bias[0],
            matters,
        }))
    }

    fn numbers(&mut self, place: &Place, name: &str, print: &mut Xxh3) -> Result<Vec<f32>, EncoderError> {
        let failed = |source| EncoderError::Read {
            file: self.path.to_path_buf(),
            source,
        };
        let mut bytes = vec![0; place.bytes];
        self.file
            .seek(SeekFrom::Start(self.data + place.start))
            .map_err(failed)?;
        self.file.read_exact(&mut bytes).map_err(failed)?;
        print.update(&bytes);
        let numbers: Vec<f32> = match place.kind {
            Dtype::F16 => bytes
                .as_chunks()
                .0
                .iter()
                .map(|b| f16::from_le_bytes(*b).to_f32())
                .collect(),
            Dtype::BF16 => bytes
                .as_chunks()
                .0
                .iter()
                .map(|b| bf16::from_le_bytes(*b).to_f32())
                .collect(),
            _ => bytes
                .as_chunks()
                .0
                .iter()
                .map(|b| f32::from_le_bytes(*b))
                .collect(),
        };
        if numbers.iter().all(|n| n.is_finite()) {
            Ok(numbers)
        } else {
            Err(self.wrong(format!("{name} holds what is not a number")))
        }
    }
}

/// Everything that candle will ask for.
fn wanted(shape: &Shape) -> Vec<Wanted> {
    let h = shape.hidden;
    let mut all = List(Vec::new());
    all.matrix("embeddings.word_embeddings", shape.vocabulary, h);
    all.matrix("embeddings.position_embeddings", shape.positions, h);
    if shape.kind == Kind::Bert {
        all.matrix("embeddings.token_type_embeddings", shape.types, h);
    }
    all.norm("embeddings.LayerNorm", h);
    for i in 0..shape.layers {
        let (dense, norms, up, down): (&[&str], _, _, _) = match shape.kind {
            Kind::Bert => (
                &[
                    "attention.self.query",
                    "attention.self.key",
                    "attention.self.value",
                    "attention.output.dense",
                ],
                ["attention.output.LayerNorm", "output.LayerNorm"],
                "intermediate.dense",
                "output.dense",
            ),
            Kind::Distil => (
                &[
                    "attention.q_lin",
                    "attention.k_lin",
                    "attention.v_lin",
                    "attention.out_lin",
                ],
                ["sa_layer_norm", "output_layer_norm"],
                "ffn.lin1",
                "ffn.lin2",
            ),
        };
        let layer = if shape.kind == Kind::Bert {
            "encoder.layer"
        } else {
            "transformer.layer"
        };
        for name in dense {
            all.dense(&format!("{layer}.{i}.{name}"), h, h);
        }
        all.dense(&format!("{layer}.{i}.{up}"), shape.intermediate, h);
        all.dense(&format!("{layer}.{i}.{down}"), h, shape.intermediate);
        for name in norms {
            all.norm(&format!("{layer}.{i}.{name}"), h);
        }
    }
    all.0
}

struct List(Vec<Wanted>);

impl List {
    fn matrix(&mut self, name: &str, rows: usize, columns: usize) {
        self.0.push(Wanted {
            name: format!("{name}.weight"),
            shape: vec![rows, columns],
        });
    }

    fn dense(&mut self, name: &str, rows: usize, columns: usize) {
        self.matrix(name, rows, columns);
        self.0.push(Wanted {
            name: format!("{name}.bias"),
            shape: vec![rows],
        });
    }

    fn norm(&mut self, name: &str, width: usize) {
        for end in ["weight", "bias"] {
            self.0.push(Wanted {
                name: format!("{name}.{end}"),
                shape: vec![width],
            });
        }
    }
}

#[cfg(test)]
#[path = "weights_tests.rs"]
mod tests;
