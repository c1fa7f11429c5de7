//! The encoder as others use it: texts in, vectors and likelihoods out.
//!
//! Owns the order of loading and the making of batches. Files, numbers and the network have their own modules.

use std::error::Error;

use xxhash_rust::xxh3::Xxh3;

use crate::adapter::Adapter;
use crate::config::Shape;
use crate::error::EncoderError;
use crate::files::{Files, Limits};
use crate::network::{Batch, Network};
use crate::pieces::Pieces;
use crate::weights;

/// Ids of a batch, padding included: more would only wait in memory.
const BATCH: usize = 2048;
/// Tokens of a question and a passage together that the reader looks at: more take longer and change no answer.
const PAIR: usize = 80;
/// Tokens of a question that the reader looks at.
const QUESTION: usize = 40;
/// Changes whenever the same files would give other vectors.
const VERSION: u64 = 1;

/// A loaded encoder. Loading it is slow, using it quick; it may be shared between threads.
pub struct Encoder {
    shape: Shape,
    network: Network,
    pieces: Pieces,
    fingerprint: u64,
    /// Changes the vectors of questions.
    adapter: Option<Adapter>,
}

/// A row for the network: its ids, and how many of them belong to the first part.
type Row = (Vec<u32>, usize);

/// Starts the threads that multiply matrices: where that fails, candle would panic later.
fn start_threads() -> Result<(), EncoderError> {
    match rayon_core::ThreadPoolBuilder::new().build_global() {
        Err(error) if error.source().is_some() => Err(EncoderError::Threads(error.to_string())),
        // They run already.
        Err(_) | Ok(()) => Ok(()),
    }
}

impl Encoder {
    /// Loads an encoder. Everything that the files say is checked against the limits and against each other first.
    pub fn load(files: &Files, limits: &Limits) -> Result<Self, EncoderError> {
        start_threads()?;
        let mut print = Xxh3::with_seed(VERSION);
        let shape = Shape::load(files, limits)?;
        print.update(format!("{shape:?}").as_bytes());
        let pieces = Pieces::load(&files.tokenizer, shape.vocabulary, limits, &mut print)?;
        let weights = weights::load(&files.weights, &shape, limits, &mut print)?;
        if weights.reader.is_some() && !(pieces.has_ends() && shape.types == 2) {
            let what = "the reader needs a tokenizer that puts a mark before and behind a text".into();
            return Err(EncoderError::Tokenizer {
                file: files.tokenizer.clone(),
                what,
            });
        }
        let network = Network::new(&shape, weights)?;
        let fingerprint = print.digest();
        let adapter = files
            .adapter
            .as_ref()
            .filter(|file| file.symlink_metadata().is_ok());
        let adapter = adapter
            .map(|file| Adapter::load(file, fingerprint, shape.hidden))
            .transpose()?;
        Ok(Self {
            shape,
            network,
            pieces,
            fingerprint,
            adapter,
        })
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.shape.hidden
    }

    /// Tells encoders apart: equal only where equal texts get equal vectors. An adapter, which changes questions alone, is not part of it.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Whether [`Encoder::answers`] can be asked.
    pub fn reads(&self) -> bool {
        self.network.reads()
    }

    /// The texts' vectors, each of length 1, in the order of the texts; what exceeds the tokens is cut off.
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        self.encode_with("", texts)
    }

    /// The same for questions, with what this encoder wants put before them, and changed by the adapter if there is one.
    pub fn encode_questions(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        let mut vectors = self.encode_with(&self.shape.question_prefix, texts)?;
        if let Some(adapter) = &self.adapter {
            for vector in &mut vectors {
                adapter.apply(vector);
            }
        }
        Ok(vectors)
    }

    /// The same for passages, with what this encoder wants put before them.
    pub fn encode_passages(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        self.encode_with(&self.shape.passage_prefix, texts)
    }

    /// How likely each of the passages answers the question, from 0 to 1, by reading both together.
    pub fn answers(&self, question: &str, units: &[&str]) -> Result<Vec<f32>, EncoderError> {
        if !self.reads() {
            return Err(EncoderError::NoReader);
        }
        let most = self.shape.tokens.min(PAIR);
        let asked = self.pieces.ids(question, QUESTION.min(most / 2))?;
        let rows = units.iter().map(|unit| {
            let mut ids = asked.clone();
            ids.extend(self.pieces.ids(unit, most - asked.len() + 1)?.into_iter().skip(1));
            Ok((ids, asked.len()))
        });
        self.run(&rows.collect::<Result<Vec<Row>, EncoderError>>()?, |batch| {
            self.network.answers(batch)
        })
    }

    fn encode_with(&self, prefix: &str, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        let rows = texts.iter().map(|text| {
            let ids = if prefix.is_empty() {
                self.pieces.ids(text, self.shape.tokens)?
            } else {
                self.pieces.ids(&format!("{prefix}{text}"), self.shape.tokens)?
            };
            let length = ids.len();
            Ok((ids, length))
        });
        self.run(&rows.collect::<Result<Vec<Row>, EncoderError>>()?, |batch| {
            self.network.vectors(batch)
        })
    }

    /// Runs rows of like length together and gives the results in the rows' order.
    fn run<T: Default + Clone>(
        &self,
        rows: &[Row],
        step: impl Fn(&Batch) -> Result<Vec<T>, EncoderError>,
    ) -> Result<Vec<T>, EncoderError> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|i| rows[*i].0.len());
        let mut out = vec![T::default(); rows.len()];
        let mut left = &order[..];
        while !left.is_empty() {
            let (now, later) = left.split_at(batch_size(rows, left));
            let batch = Batch::new(now.iter().map(|i| &rows[*i]), self.pieces.padding);
            for (i, result) in now.iter().zip(step(&batch)?) {
                out[*i] = result;
            }
            left = later;
        }
        Ok(out)
    }
}

/// How many of the rows, shortest first, make the next batch: at least one. Padding may cost a quarter and no more.
fn batch_size(rows: &[Row], order: &[usize]) -> usize {
    let shortest = rows[order[0]].0.len();
    let fits = |(n, i): (usize, &usize)| {
        let width = rows[*i].0.len();
        (n + 1) * width <= BATCH && width * 4 <= shortest * 5 + 8
    };
    order.iter().enumerate().take_while(|x| fits(*x)).count().max(1)
}

#[cfg(test)]
#[path = "encoder_tests.rs"]
mod tests;
