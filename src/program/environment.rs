//! What libraries read from the environment before they start.
//!
//! Owns the one change that this program makes to its environment: candle, which runs the encoder of the documents,
//! computes on one thread. Its own pool of threads waits for each other by spinning, which makes a question slower by a
//! factor of five as soon as other programs compute too; one thread needs a few milliseconds.

use std::env;

use crate::offline;

const CANDLE_THREADS: &str = "CANDLE_NUM_THREADS";

/// To be called before any thread is started.
pub(crate) fn prepare() {
    if env::var_os(CANDLE_THREADS).is_none() {
        offline::set_variable(CANDLE_THREADS, "1");
    }
}
