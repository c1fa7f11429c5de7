//! What the documents mean, by an encoder.
//!
//! Owns the vectors of the passages: where they are kept, and the thread that makes those that are missing while questions
//! are answered without them. How an encoder works is `mynah_encoder`'s.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use mynah_encoder::{Cache, Encoder, Files, Limits, Passages};
use mynah_knowledge::similarity::Similarity;

/// Passages whose vectors are kept.
const MAX_PASSAGES: usize = 200_000;

/// An encoder for documents.
pub struct Meaning {
    encoder: Arc<Encoder>,
    /// Where vectors are kept between two starts; nowhere without it.
    cache: Option<PathBuf>,
    coming: Option<Coming>,
}

/// Vectors that are being made.
struct Coming {
    ready: Receiver<Passages>,
    stop: Arc<AtomicBool>,
}

impl Drop for Coming {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Passages as the search asks for them.
pub(super) struct Encoded(Passages);

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
                if let Some(made) = made(encoder, cache.as_deref(), passages, &stopped) {
                    // Whoever waited may be gone.
                    let _ = tell.send(made);
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
        Some(Encoded(made))
    }
}

fn made(
    encoder: Arc<Encoder>,
    cache: Option<&Path>,
    passages: Vec<String>,
    stop: &AtomicBool,
) -> Option<Passages> {
    let made = match cache {
        Some(path) => {
            let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
            Cache::open(path, &encoder, MAX_PASSAGES)
                .rows(&encoder, &texts, |_, _| !stop.load(Ordering::Relaxed))
                .map(|rows| Some(Passages::new(encoder, passages, rows?)))
        }
        None => Passages::encode(encoder, passages).map(Some),
    };
    made.unwrap_or_else(|error| {
        tracing::warn!(%error, "the documents are searched by their words alone");
        None
    })
}

impl Similarity for Encoded {
    fn question(&self, text: &str) -> Option<Vec<f32>> {
        self.0.question(text)
    }

    fn scores(&self, question: &[f32], passages: &[usize]) -> Vec<f32> {
        self.0.scores(question, passages)
    }

    fn nearest(&self, question: &[f32], count: usize) -> Vec<usize> {
        self.0.nearest(question, count)
    }

    fn answers(&self, question: &str, passages: &[usize]) -> Option<Vec<f32>> {
        self.0.answers(question, passages)
    }
}
