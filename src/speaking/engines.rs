//! The voices, one file each.

pub mod espeak;
