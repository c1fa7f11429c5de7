//! The voices, one file each.

pub mod espeak;
mod onnx;
pub mod piper;
pub mod platform;
mod program;
