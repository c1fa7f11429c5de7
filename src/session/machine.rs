//! What the program reads of this machine while a conversation runs: its sound devices and its own memory.

use crate::audio::devices;

/// The names of microphones or loudspeakers.
pub(crate) fn device_names(inputs: bool) -> Vec<String> {
    let found = devices::list();
    let names = if inputs { found.inputs } else { found.outputs };
    names.into_iter().map(|name| name.0).collect()
}

/// Memory of this process in bytes (`proc_pid_statm(5)`).
pub(crate) fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let resident = pages.and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
    resident.unwrap_or_default() * rustix::param::page_size() as u64
}
