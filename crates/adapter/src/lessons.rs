//! Corrections as numbers: the vectors of the questions, and of the lines among which the right one is to be found.
//!
//! Owns which lines a question is compared with: those of the documents, or without documents those of all corrections. A right
//! line that the documents do not have is compared with by its own question only, so that no correction changes what another
//! one is compared with.

use std::collections::HashMap;
use std::path::PathBuf;

use mynah_encoder::Encoder;
use mynah_knowledge::answer::Answerer;
use mynah_knowledge::documents::{self, Limits};

use crate::corrections::Correction;
use crate::error::AdapterError;

/// A question with its right line.
pub struct Lesson {
    /// The question's vector, as the encoder alone makes it.
    pub question: Vec<f32>,
    /// The right line's vector.
    pub line: Vec<f32>,
    /// Where the right line is among the lines that all questions are compared with.
    pub place: Option<usize>,
}

/// Questions and the lines that they are compared with.
pub struct Lessons {
    /// The questions.
    pub all: Vec<Lesson>,
    /// The vectors of the lines.
    pub lines: Vec<Vec<f32>>,
}

/// The lines of documents, as the search compares them with a question.
///
/// # Errors
/// A folder cannot be read.
pub fn lines_of(documents: &[PathBuf]) -> Result<Vec<String>, AdapterError> {
    let loaded = documents::load(documents, &Limits::default())?;
    let mut lines = Answerer::new(loaded.units).passages();
    let mut seen = std::collections::HashSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    Ok(lines)
}

impl Lessons {
    /// Makes the vectors.
    ///
    /// # Errors
    /// The encoder fails, or there is nothing to compare with.
    pub fn new(
        encoder: &Encoder,
        corrections: &[Correction],
        documents: Option<&[String]>,
    ) -> Result<Self, AdapterError> {
        let own: Vec<String> = corrections.iter().map(|one| one.line.clone()).collect();
        let mut lines = Vec::new();
        let mut places = HashMap::new();
        for line in documents.unwrap_or(&own) {
            places.entry(line.as_str()).or_insert_with(|| {
                lines.push(line.as_str());
                lines.len() - 1
            });
        }
        if lines.len() < 2 {
            return Err(AdapterError::NoLines);
        }
        let asked: Vec<&str> = corrections.iter().map(|one| one.question.as_str()).collect();
        let right: Vec<&str> = own.iter().map(String::as_str).collect();
        let questions = encoder.encode_questions(&asked)?;
        let rights = encoder.encode_passages(&right)?;
        let all = questions.into_iter().zip(rights).zip(&right);
        let all = all.map(|((question, line), text)| Lesson {
            question,
            line,
            place: places.get(text).copied(),
        });
        Ok(Self {
            all: all.collect(),
            lines: encoder.encode_passages(&lines)?,
        })
    }
}
