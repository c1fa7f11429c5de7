//! mynah: a voice assistant that lives in the terminal and never leaves the machine.
//!
//! The program is in [`commands`]. Another program holds a [`Conversation`]:
//!
//! ```no_run
//! use std::path::Path;
//! use std::time::Duration;
//!
//! use mynah::Conversation;
//! use mynah::audio::sound_file;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut conversation = Conversation::builder()
//!     .models("models/starter") // a folder with a speech and a language model
//!     .knowledge("documents") // Markdown, text and CSV files
//!     .hears(true) // recorded questions too
//!     .build()?;
//! let recording = sound_file::read(Path::new("question.wav"), Duration::from_secs(30))?;
//! let response = conversation.ask_recorded(recording)?;
//! println!("{} {}", response.question, response.text);
//! # Ok(())
//! # }
//! ```
//!
//! A language model or a voice of one's own implements [`language::LanguageModel`] or [`speaking::Voice`]; `examples/custom_model.rs`
//! and `examples/custom_voice.rs` are complete. mynah's sandbox is [`offline`]; it is the program's, and an embedded conversation runs
//! without it.
//!
//! # Inside
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
//! `conversation` is pure and decides; `engine` owns the only clock and the threads, and performs the decisions; `assembly` puts its
//! parts together from the settings; `session` and the commands are faces that send events and read snapshots.

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

pub mod tools;

pub mod serve;

mod assembly;
mod assistant;
mod benchmark;
pub mod commands;
pub mod config;
mod grants;
mod program;
mod session;
mod wording;

pub use assembly::AssemblyError;
pub use assistant::{Conversation, ConversationBuilder, ConversationError, Response};
