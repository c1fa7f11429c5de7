//! mynah: a voice assistant that lives in the terminal and never leaves the machine.
//!
//! The path of a turn, in reading order:
//!
//! ```text
//!  recording ─► hearing ─► mind ─────────────────► speaking ─► loudspeaker
//!  audio        whisper    facts, tools, history;   clauses,    audio
//!                          the language model       voices
//!      └───────────┴──────────┴── conversation: step(state, event) ──┘
//! ```
//!
//! `conversation` is pure and decides; `engine` owns the only clock and the threads, and performs the decisions; the commands are
//! faces that send events and read snapshots.

pub mod conversation;

pub mod engine;

pub mod archive;
pub mod audio;
pub mod control;
pub mod hearing;
pub mod kiosk;
pub mod language;
pub mod mind;
pub mod models;
pub mod speaking;

pub mod offline;

pub mod terminal;

pub mod commands;
pub mod config;
