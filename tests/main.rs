//! The one test binary: linking whisper.cpp and candle again for every file would be slow.
//! Each module is one capability.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod answers;
mod apt_repository;
mod architecture;
mod ask;
mod bad_input;
mod bench;
mod bundles;
mod clients_of_others;
mod clock;
mod control;
mod embedding;
mod evaluation;
mod failures;
mod fleet;
mod history;
mod import_circles;
mod kiosk;
mod mcp;
mod models_store;
mod mutations;
mod offline;
mod own_sentences;
mod rig;
mod say;
mod talk;
mod terminal;
mod tools;
mod torture;
mod transcribe;
mod units;
mod unused;
mod wyoming;
