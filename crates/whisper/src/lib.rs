//! Whisper (Radford et al. 2022) on the processor, from model files in whisper.cpp's ggml format.
//!
//! Owns the whole way from samples to tokens: spectrogram, encoder, decoder, search. The matrices are those of `mynah-matrix`.
//! Does not know pauses, segments of a recording or what a transcript is worth: it takes at most 30 seconds and tells the
//! probability of each token. whisper.cpp is the reference: the same file gives
//! the same words (`src/hearing/reference_tests.rs` of the program compares).
//!
//! What it leaves out of whisper.cpp: timestamps, translation, repeated decoding at higher temperatures.

mod attention;
mod decoder;
mod encoder;
mod file;
mod model;
mod search;
mod spectrogram;
mod vocabulary;
mod weights;

pub use file::SpeechFileError;
pub use model::{Hypothesis, RecognizedToken, RunOptions, WhisperModel};
pub use spectrogram::real_fft;
pub use vocabulary::language_code;

#[cfg(test)]
mod tests;
