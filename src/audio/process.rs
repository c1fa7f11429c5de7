//! The sound process: microphones and loudspeakers live in a process of their own, and their samples come over lines.
//!
//! Owns what is said over these lines (`messages`), the sound process itself (`server`) and this process's side (`client`). The
//! process that parses models, documents and speech reaches no sound server and no sound card this way. Where the sound process was
//! not started, as in a program that embeds the library, devices are opened directly.

mod client;
mod messages;
mod server;

pub(super) use client::{CaptureLine, PlaybackLine, devices, is_there};
pub use client::{choose_source_and_sink, use_process};
pub(super) use messages::samples;
pub use server::serve;
