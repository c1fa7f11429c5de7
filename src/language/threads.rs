//! How many threads compute: said once, before there is any.
//!
//! Owns the count and the one way to tell candle of it. candle asks the environment at every operation, and where nothing
//! is set there it counts the processors by reading `/proc/cpuinfo` each time: a fifth of the decoding speed of a small
//! model. The only module with unsafe code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where candle, as rayon, looks.
const VARIABLE: &str = "RAYON_NUM_THREADS";

/// Fixes the number of threads for the whole program: `wished`, or one for each physical core that this process may use
/// when that is 0. What the person has set in the environment stands.
///
/// Must be called before any thread is started.
#[expect(unsafe_code, reason = "the environment can only be changed so")]
pub fn fix(wished: usize) {
    if std::env::var_os(VARIABLE).is_some() {
        return;
    }
    let count = if wished == 0 { usable() } else { wished };
    // SAFETY: the program has one thread, so that nobody reads the environment meanwhile.
    unsafe {
        std::env::set_var(VARIABLE, count.to_string());
    }
}

/// Physical cores, at most as many as the affinity and the cgroup's quota allow.
fn usable() -> usize {
    let allowed = std::thread::available_parallelism().map_or(1, usize::from);
    let cores = physical(Path::new("/sys/devices/system/cpu"));
    if cores == 0 { allowed } else { cores.min(allowed) }
}

/// Cores by their lists of threads (`thread_siblings_list`); 0 where the system does not tell.
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
