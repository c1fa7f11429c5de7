//! The number of threads that compute.
//!
//! Owns the count: one for each physical core that this process may use, because hyper-threads share the core's vector units.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Most threads: more would only wait for each other.
const MAX_THREADS: usize = 64;

/// The number of threads: `wished`, or what is quickest here when that is 0.
pub(super) fn count(wished: usize) -> usize {
    if wished == 0 {
        usable()
    } else {
        wished.min(MAX_THREADS)
    }
}

/// Physical cores, at most as many as the affinity and the cgroup's quota allow.
fn usable() -> usize {
    let allowed = std::thread::available_parallelism().map_or(1, usize::from);
    let cores = physical(Path::new("/sys/devices/system/cpu"));
    let count = if cores == 0 { allowed } else { cores.min(allowed) };
    count.min(MAX_THREADS)
}

/// Physical cores, counted by `thread_siblings_list`; 0 where the system does not tell.
fn physical(folder: &Path) -> usize {
    let cores: BTreeSet<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| fs::read_to_string(entry.path().join("topology/thread_siblings_list")).ok())
        .collect();
    cores.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_threads_of_a_core_count_once() {
        let folder = tempfile::tempdir().unwrap();
        for (cpu, siblings) in [
            ("cpu0", "0,2\n"),
            ("cpu1", "1,3\n"),
            ("cpu2", "0,2\n"),
            ("cpu3", "1,3\n"),
        ] {
            let topology = folder.path().join(cpu).join("topology");
            fs::create_dir_all(&topology).unwrap();
            fs::write(topology.join("thread_siblings_list"), siblings).unwrap();
        }
        fs::create_dir(folder.path().join("cpuidle")).unwrap();
        assert_eq!(physical(folder.path()), 2);
        assert_eq!(physical(&folder.path().join("none")), 0);
        assert!(usable() >= 1);
    }
}
