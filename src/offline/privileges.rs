//! What this process gives up of its own: privileges to gain, memory to be looked at, descriptors that it was started with.
//!
//! Owns these few requests. They hold for its children too, but for the last.

use std::os::fd::RawFd;

use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};

/// No core dump, also not to a program: `core(5)` says that those ignore the limit, but the kernel refuses them at 1 (`do_coredump`).
const NO_CORE_DUMP: u64 = 1;

/// Gives it up.
pub(super) fn drop_all() -> Result<(), String> {
    rustix::thread::set_no_new_privs(true).map_err(|error| error.to_string())?;
    let limit = Rlimit {
        current: Some(NO_CORE_DUMP),
        maximum: Some(NO_CORE_DUMP),
    };
    // A service's filter may refuse the call, having set the limit itself.
    let is_lower = |bytes: Option<u64>| bytes.is_some_and(|bytes| bytes <= NO_CORE_DUMP);
    if !is_lower(getrlimit(Resource::Core).maximum) {
        setrlimit(Resource::Core, limit).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Nobody of the same user may look into this process either.
pub(super) fn hide() -> Result<(), String> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|error| error.to_string())
}

/// Closes all descriptors that were inherited beside the standard ones, but those that are meant for this process: somebody's
/// connection, file or screen is none of ours.
pub(super) fn close_inherited(meant: &[RawFd]) {
    super::raw::close_all_but(meant);
}
