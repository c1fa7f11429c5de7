//! Ends a run of whisper.cpp before its end.
//!
//! Owns the callback that whisper.cpp asks between two operations, and the one unsafe place of hearing. Does not know why a run
//! should end: that is the closure's business.

#![allow(unsafe_code, reason = "a callback of whisper.cpp")]

use std::ffi::c_void;

use whisper_rs::{FullParams, WhisperError, WhisperState};

/// Whether the run should end; asked hundreds of times a run, from the thread that called.
pub type ShouldEnd<'a> = dyn Fn() -> bool + 'a;

/// The closure as a thin pointer.
struct Asked<'a>(&'a ShouldEnd<'a>);

/// Runs whisper.cpp on these samples; a run that `should_end` ends early gives an error.
pub fn run(
    state: &mut WhisperState,
    mut parameters: FullParams<'_, '_>,
    samples: &[f32],
    should_end: &ShouldEnd<'_>,
) -> Result<(), WhisperError> {
    let asked = Asked(should_end);
    // SAFETY: `ask` takes a pointer to `Asked`, which lives until `full` has returned; whisper.cpp calls it only inside
    // `full`, and keeps neither pointer: each run sets both anew.
    unsafe {
        parameters.set_abort_callback(Some(ask));
        parameters.set_abort_callback_user_data((&raw const asked).cast_mut().cast::<c_void>());
    }
    state.full(parameters, samples)
}

unsafe extern "C" fn ask(data: *mut c_void) -> bool {
    // SAFETY: `run` passes a pointer to an `Asked` that outlives the call; nothing else refers to it mutably. whisper.cpp asks
    // from the calling thread only (the first thread of a graph is the caller's).
    let asked = unsafe { &*data.cast::<Asked<'_>>() };
    (asked.0)()
}
