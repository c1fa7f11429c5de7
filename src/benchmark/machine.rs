//! The machine on which something was measured.
//!
//! Owns its description for a report, and the memory of this process.

use std::fs;

use serde::{Deserialize, Serialize};

/// What a report says about its machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MachineDescription {
    /// The processor's name.
    pub(crate) processor: String,
    /// Processors that this process may use.
    pub(crate) processors: usize,
    /// Programs that ran or wanted to, in the minute before (`proc(5)`, `loadavg`).
    pub(crate) load_average: String,
}

impl MachineDescription {
    pub(super) fn read() -> Self {
        let told = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        // x86 names the model, ARM only the board.
        let named = ["model name", "Model", "Hardware"].into_iter().find_map(|key| {
            let line = told.lines().find(|line| line.starts_with(key))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        });
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Self {
            processor: named.unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            load_average: load.split(' ').next().unwrap_or_default().to_owned(),
        }
    }
}

/// Megabytes of memory that this process has (`VmRSS`), and the most that it has had (`VmHWM`).
pub(super) fn memory() -> Option<(f64, f64)> {
    let told = fs::read_to_string("/proc/self/status").ok()?;
    let megabytes = |key: &str| -> Option<f64> {
        let line = told.lines().find_map(|line| line.strip_prefix(key))?;
        let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes * 1024.0 / 1e6)
    };
    megabytes("VmRSS:").zip(megabytes("VmHWM:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_and_the_memory_are_told() {
        let machine = MachineDescription::read();
        assert!(!machine.processor.is_empty() && machine.processors > 0);
        let (now, most) = memory().unwrap();
        assert!(now > 1.0 && most >= now, "{now} {most}");
    }
}
