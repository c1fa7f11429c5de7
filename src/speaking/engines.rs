//! The voices, one file each.

pub mod espeak;
pub mod piper;
pub mod platform;
mod program;
