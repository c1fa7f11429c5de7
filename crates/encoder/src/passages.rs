//! Texts with their vectors, and the encoder that compares a question with them.
//!
//! Owns what a search asks of an encoder; how vectors are kept between two starts is `cache`'s.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use crate::encoder::Encoder;
use crate::error::EncoderError;
use crate::rows::{Rows, search};

/// Passages by their number, in the order in which they were given.
pub struct Passages {
    encoder: Arc<Encoder>,
    texts: Vec<String>,
    rows: Rows,
    /// The latest questions with their vectors: a sum asks for the same thing in several places.
    asked: Mutex<VecDeque<(String, Vec<f32>)>>,
}

/// As many questions are remembered.
const REMEMBERED: usize = 32;

impl Passages {
    /// Passages whose vectors are there already: as many rows as texts.
    pub fn new(encoder: Arc<Encoder>, texts: Vec<String>, rows: Rows) -> Self {
        Self {
            encoder,
            texts,
            rows,
            asked: Mutex::default(),
        }
    }

    /// Makes the vectors of the texts.
    ///
    /// # Errors
    /// When the network fails.
    pub fn encode(encoder: Arc<Encoder>, texts: Vec<String>) -> Result<Self, EncoderError> {
        let all: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut rows = Rows::new(encoder.dimensions());
        for vector in encoder.encode_passages(&all)? {
            rows.push(&vector);
        }
        Ok(Self::new(encoder, texts, rows))
    }

    /// The vector of a question; `None` where it cannot be made.
    pub fn question(&self, text: &str) -> Option<Vec<f32>> {
        let known = |asked: &VecDeque<(String, Vec<f32>)>| {
            let (_, vector) = asked.iter().find(|(known, _)| known == text)?;
            Some(vector.clone())
        };
        if let Some(vector) = self.asked.lock().ok().and_then(|asked| known(&asked)) {
            return Some(vector);
        }
        let vector = self.encoder.encode_questions(&[text]).ok()?.pop()?;
        if let Ok(mut asked) = self.asked.lock() {
            asked.truncate(REMEMBERED - 1);
            asked.push_front((text.to_owned(), vector.clone()));
        }
        Some(vector)
    }

    /// How near each of these passages is to a question's vector, about -1 to 1.
    pub fn scores(&self, question: &[f32], passages: &[usize]) -> Vec<f32> {
        self.rows.scores(question, passages)
    }

    /// The passages nearest to a question's vector.
    pub fn nearest(&self, question: &[f32], count: usize) -> Vec<usize> {
        let hits = search(&self.rows, question, count);
        hits.into_iter().map(|hit| hit.row).collect()
    }

    /// How likely each of these passages answers the question, 0 to 1, read together with it; `None` without a reader.
    pub fn answers(&self, question: &str, passages: &[usize]) -> Option<Vec<f32>> {
        if !self.encoder.reads() {
            return None;
        }
        let texts: Vec<&str> = passages
            .iter()
            .map(|number| self.texts.get(*number).map_or("", String::as_str))
            .collect();
        self.encoder.answers(question, &texts).ok()
    }
}
