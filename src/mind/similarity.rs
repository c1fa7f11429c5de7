//! What the documents mean, by an encoder.
//!
//! Owns the vectors of the passages: where they are kept, and the thread that makes those that are missing while questions
//! are answered without them. How an encoder works is `mynah_encoder`'s.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use mynah_encoder::{Cache, Encoder, Files, Limits, Rows, search};
use mynah_knowledge::similarity::Similarity;

/// Passages whose vectors are kept.
const MOST: usize = 200_000;

/// An encoder for documents.
pub struct Meaning {
    encoder: Arc<Encoder>,
    /// Where vectors are kept between two starts; nowhere without it.
    cache: Option<PathBuf>,
    coming: Option<Coming>,
}

/// Vectors that are being made.
struct Coming {
    ready: Receiver<Made>,
    stop: Arc<AtomicBool>,
}

impl Drop for Coming {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Vectors of all passages, and what makes that of a question.
pub(super) struct Encoded {
    encoder: Arc<Encoder>,
    made: Made,
}

/// Passages with their vectors.
struct Made {
    passages: Vec<String>,
    rows: Rows,
}

impl Meaning {
    /// Loads the encoder of these files.
    ///
    /// # Errors
    /// A sentence that names the file and the remedy.
    pub fn load(files: &Files, cache: Option<PathBuf>) -> Result<Self, String> {
        let encoder = Encoder::load(files, &Limits::default()).map_err(|error| error.to_string())?;
        Ok(Self {
            encoder: Arc::new(encoder),
            cache,
            coming: None,
        })
    }

    /// Begins to make the vectors of these passages; those that are kept from an earlier start are only read. What was
    /// being made before is given up.
    pub(super) fn begin(&mut self, passages: Vec<String>) {
        let stop = Arc::new(AtomicBool::new(false));
        let (tell, ready) = channel();
        let (encoder, cache, stopped) = (Arc::clone(&self.encoder), self.cache.clone(), Arc::clone(&stop));
        let started = std::thread::Builder::new()
            .name("encoder".to_owned())
            .spawn(move || {
                if let Some(rows) = rows(&encoder, cache.as_deref(), &passages, &stopped) {
                    // Whoever waited may be gone.
                    let _ = tell.send(Made { passages, rows });
                }
            });
        match started {
            Ok(_) => self.coming = Some(Coming { ready, stop }),
            Err(error) => tracing::warn!(%error, "the documents are searched by their words alone"),
        }
    }

    /// The vectors, if they are made within this time: few passages are encoded before the first question.
    pub(super) fn take_within(&mut self, patience: Duration) -> Option<Encoded> {
        let made = self.coming.as_ref()?.ready.recv_timeout(patience).ok()?;
        self.coming = None;
        Some(Encoded {
            encoder: Arc::clone(&self.encoder),
            made,
        })
    }
}

fn rows(encoder: &Encoder, cache: Option<&Path>, passages: &[String], stop: &AtomicBool) -> Option<Rows> {
    let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
    let made = match cache {
        Some(path) => {
            Cache::open(path, encoder, MOST).rows(encoder, &texts, |_, _| !stop.load(Ordering::Relaxed))
        }
        None => encoder.encode_passages(&texts).map(|vectors| {
            let mut rows = Rows::new(encoder.dimensions());
            for vector in &vectors {
                rows.push(vector);
            }
            Some(rows)
        }),
    };
    made.unwrap_or_else(|error| {
        tracing::warn!(%error, "the documents are searched by their words alone");
        None
    })
}

impl Similarity for Encoded {
    fn question(&self, text: &str) -> Option<Vec<f32>> {
        self.encoder.encode_questions(&[text]).ok()?.pop()
    }

    fn scores(&self, question: &[f32], passages: &[usize]) -> Vec<f32> {
        self.made.rows.scores(question, passages)
    }

    fn nearest(&self, question: &[f32], count: usize) -> Vec<usize> {
        search(&self.made.rows, question, count)
            .into_iter()
            .map(|hit| hit.row)
            .collect()
    }

    fn answers(&self, question: &str, passages: &[usize]) -> Option<Vec<f32>> {
        if !self.encoder.reads() {
            return None;
        }
        let texts: Vec<&str> = passages
            .iter()
            .map(|number| self.made.passages.get(*number).map_or("", String::as_str))
            .collect();
        self.encoder.answers(question, &texts).ok()
    }
}
