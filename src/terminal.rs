//! The terminal interface: a face over the conversation.
//!
//! Owns the screen and its state; draws snapshots and sends events. Holds no logic of a turn. The only part that knows `ratatui`
//! and `crossterm`. Read `run.rs`, then `app.rs`, then the views.

pub mod app;
pub mod clean;
pub mod commands;
pub mod entries;
pub mod export;
pub mod glyphs;
pub mod input;
pub mod intents;
pub mod keys;
pub mod pages;
pub mod readings;
mod run;
pub mod sample;
pub mod scan;
mod screen;
pub mod services;
pub mod strings;
pub mod theme;
pub mod updates;
pub mod views;
pub mod visit;

pub use readings::{About, Readings, ShownLayer, Verdict};
pub use run::{Ending, run};
pub use screen::{RawTerminal, TerminalError, hidden_line, prepare};
pub use services::Services;
pub use visit::Liveness;
