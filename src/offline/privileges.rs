//! What this process gives up of its own: privileges to gain, memory to be looked at, descriptors that it was started with.
//!
//! Owns these few requests. They hold for its children too, but for the last.

use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};

/// Gives it up.
pub(super) fn drop_all() -> Result<(), String> {
    rustix::thread::set_no_new_privs(true).map_err(|error| error.to_string())?;
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // A service's filter may refuse the call, having set the limit itself.
    if getrlimit(Resource::Core) != none {
        setrlimit(Resource::Core, none).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Nobody of the same user may look into this process either.
pub(super) fn hide() -> Result<(), String> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(|error| error.to_string())
}

/// Closes the sockets and devices among the descriptors that were inherited beside the standard ones: somebody's connection is
/// none of ours, nor is the screen that a compositor forgot to keep for itself. Files and pipes are often meant for us.
pub(super) fn close_inherited() {
    let Ok(open) = std::fs::read_dir("/proc/self/fd") else {
        return;
    };
    let numbers: Vec<i32> = open
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|number| *number > 2)
        .collect();
    for number in numbers {
        let link = std::fs::read_link(format!("/proc/self/fd/{number}")).unwrap_or_default();
        if link.to_string_lossy().starts_with("socket:") || link.starts_with("/dev") {
            super::raw::close(number);
        }
    }
}
