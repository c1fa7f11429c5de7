//! What the processor spends, where the machine tells: RAPL's counters (`powercap` in the kernel's documentation).
//!
//! Owns the reading of the counters, which most systems show to root only.

use std::fs;
use std::path::Path;

/// Where the packages' counters are; their links in `/sys/class` lead there.
const COUNTERS: &str = "/sys/devices/virtual/powercap/intel-rapl";

/// Energy from a moment on.
pub(super) struct EnergyMeter(Option<f64>);

impl EnergyMeter {
    pub(super) fn start() -> Self {
        Self(joules(Path::new(COUNTERS)))
    }

    /// Joules that all programs together have spent since the start; `None` where the machine does not tell, or the counter began
    /// anew.
    pub(super) fn joules(&self) -> Option<f64> {
        let spent = joules(Path::new(COUNTERS))? - self.0?;
        (spent >= 0.0).then_some(spent)
    }
}

/// The counters of all processor packages together.
fn joules(folder: &Path) -> Option<f64> {
    let packages = fs::read_dir(folder).ok()?.flatten();
    let mut all = packages
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("intel-rapl:"))
        .filter_map(|entry| {
            let text = fs::read_to_string(entry.path().join("energy_uj")).ok()?;
            text.trim().parse::<f64>().ok()
        })
        .peekable();
    all.peek()?;
    Some(all.sum::<f64>() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packages_are_added_and_without_a_counter_nothing_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(joules(folder.path()), None);
        for (package, energy) in [("intel-rapl:0", "1500000\n"), ("intel-rapl:1", "500000\n")] {
            let package = folder.path().join(package);
            fs::create_dir(&package).unwrap();
            fs::write(package.join("energy_uj"), energy).unwrap();
        }
        assert_eq!(joules(folder.path()), Some(2.0));
    }
}
