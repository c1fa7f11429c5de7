//! What a turn costs: processor time, memory, energy.
//!
//! Owns the reading of `/proc` and of the processor's energy counters (RAPL). Knows nothing of assistants.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

const POWERCAP: &str = "/sys/class/powercap";

/// The machine, for the report.
pub struct Machine {
    processor: String,
    threads: usize,
    load: String,
}

impl Machine {
    pub fn read() -> Self {
        let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = text
            .lines()
            .find_map(|line| line.strip_prefix("model name"))
            .map(|name| name.trim_start_matches([' ', '\t', ':']).to_owned());
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Self {
            processor: processor.unwrap_or_else(|| "unknown".to_owned()),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            load: load.split(' ').next().unwrap_or_default().to_owned(),
        }
    }

    pub fn to_json(&self) -> Value {
        json!({
            "processor": self.processor,
            "threads": self.threads,
            "load average before": self.load,
        })
    }
}

/// The costs of a turn.
pub struct Usage {
    pub processor_ms: f64,
    pub memory_mb: f64,
    /// `None` where the machine does not tell.
    pub joules: Option<f64>,
}

/// Costs from a moment on, of a process and all that it has started.
pub struct UsageMeter {
    process: u32,
    processor: f64,
    joules: Option<f64>,
}

impl UsageMeter {
    pub fn start(process: u32) -> Self {
        Self {
            process,
            processor: processor_seconds(process),
            joules: joules(),
        }
    }

    pub fn finish(self) -> Usage {
        let spent = self.joules.zip(joules()).map(|(before, after)| after - before);
        Usage {
            processor_ms: (processor_seconds(self.process) - self.processor) * 1000.0,
            memory_mb: memory_mb(self.process),
            // The counter begins anew now and then.
            joules: spent.filter(|spent| *spent >= 0.0),
        }
    }
}

/// A process and all that it has started.
fn family(process: u32) -> Vec<u32> {
    let mut parents: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(child) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let parent = stat
            .rsplit(')')
            .next()
            .and_then(|rest| rest.split_whitespace().nth(1))
            .and_then(|parent| parent.parse().ok());
        if let Some(parent) = parent {
            parents.entry(parent).or_default().push(child);
        }
    }
    let mut all = vec![process];
    let mut at = 0;
    while let Some(one) = all.get(at) {
        all.extend(parents.get(one).cloned().unwrap_or_default());
        at += 1;
    }
    all
}

/// Processor time of a process and of all that it has started, in seconds; of those that have ended, too.
pub fn processor_seconds(process: u32) -> f64 {
    let running: f64 = family(process).into_iter().filter_map(ticks).sum();
    // Linux counts in hundredths of a second.
    running / 100.0
}

/// Its own ticks and those of its children that have ended; `None` once it has ended itself.
fn ticks(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let spent = fields.get(11..15)?.iter();
    spent.map(|field| field.parse::<f64>().ok()).sum()
}

/// The largest resident size of a process and of all that it has started, in megabytes.
pub fn memory_mb(process: u32) -> f64 {
    let of = |process: u32| -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    };
    family(process).into_iter().filter_map(of).sum::<f64>() / 1000.0
}

/// What the machine's processors have used so far, in joules.
fn joules() -> Option<f64> {
    let mut total = None;
    for entry in fs::read_dir(POWERCAP).ok()?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // `intel-rapl:0` is a package; `intel-rapl:0:0` is a part of it.
        if !name.starts_with("intel-rapl:") || name.matches(':').count() != 1 {
            continue;
        }
        let counted = fs::read_to_string(entry.path().join("energy_uj")).ok();
        if let Some(counted) = counted.and_then(|text| text.trim().parse::<f64>().ok()) {
            *total.get_or_insert(0.0) += counted / 1e6;
        }
    }
    total
}
