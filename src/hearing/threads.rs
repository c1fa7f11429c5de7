//! How many threads speech recognition uses, and how many a run of whisper.cpp does.
//!
//! whisper.cpp's threads wait for each other in busy loops. Where another program takes a processor, two threads are ten to
//! fifty times slower than one. Owns the number for each run, and the measure of whether a run got its processors.

use std::fs;
use std::time::Duration;

use rustix::time::{ClockId, Timespec, clock_gettime};

/// Most threads by default: the starter model does not gain from more.
const MAX_THREADS: usize = 4;
/// After a crowded run, this many runs use one thread.
const CAREFUL_RUNS: u32 = 8;
/// A run is judged when it has lasted this long.
const MIN_JUDGED: Duration = Duration::from_millis(60);
/// A run that got less than this share of the processor time of its threads is crowded.
const MIN_SHARE: f64 = 0.7;

/// The most threads: those that are `configured`; 0: one per processor, at most 4.
pub fn most(configured: u8) -> usize {
    match configured {
        0 => std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(MAX_THREADS),
        wished => usize::from(wished),
    }
}

/// The number of threads, run by run.
#[derive(Debug)]
pub struct Threads {
    most: usize,
    /// Of the machine.
    processors: usize,
    careful: u32,
}

impl Threads {
    /// At most `configured` threads; 0: one per processor, at most 4.
    pub fn new(configured: u8) -> Self {
        Self {
            most: most(configured),
            processors: processors(),
            careful: 0,
        }
    }

    /// The number for the next run: processors that nobody else uses at this moment, and one after a crowded run.
    pub fn for_next_run(&mut self) -> usize {
        if self.careful > 0 {
            self.careful -= 1;
            return 1;
        }
        if self.most == 1 {
            return 1;
        }
        let running = fs::read_to_string("/proc/stat")
            .ok()
            .and_then(|text| running(&text));
        at_most(self.most, self.processors, running)
    }

    /// The last run had to share its processors.
    pub fn was_crowded(&mut self) {
        self.careful = CAREFUL_RUNS;
    }
}

/// Processors of the machine.
fn processors() -> usize {
    fs::read_to_string("/sys/devices/system/cpu/online")
        .ok()
        .and_then(|text| listed(&text))
        .or_else(|| std::thread::available_parallelism().ok().map(usize::from))
        .unwrap_or(1)
}

/// How many numbers a list such as `0-3,6` names.
fn listed(text: &str) -> Option<usize> {
    text.trim()
        .split(',')
        .map(|range| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
            last.checked_sub(first)?.checked_add(1)
        })
        .sum()
}

/// Threads that run or wait for a processor, from the text of `/proc/stat`.
fn running(text: &str) -> Option<usize> {
    text.lines()
        .find_map(|line| line.strip_prefix("procs_running "))
        .and_then(|count| count.trim().parse().ok())
}

/// The calling thread is one of those that run; a machine that does not tell is taken for a quiet one.
fn at_most(most: usize, processors: usize, running: Option<usize>) -> usize {
    let others = running.unwrap_or(1).saturating_sub(1);
    most.min(processors.saturating_sub(others)).max(1)
}

/// Wall time and processor time since the beginning of a run.
#[derive(Debug, Clone, Copy)]
pub struct RunTime {
    threads: usize,
    wall: Duration,
    processor: Duration,
}

impl RunTime {
    /// A run of this many threads begins.
    pub fn start(threads: usize) -> Self {
        Self {
            threads,
            wall: now(ClockId::Monotonic),
            processor: now(ClockId::ProcessCPUTime),
        }
    }

    /// Whether other programs take the processors of this run, so far; asked hundreds of times a run.
    pub fn is_crowded(&self) -> bool {
        if self.threads == 1 {
            // One thread waits for nobody.
            return false;
        }
        let wall = now(ClockId::Monotonic).saturating_sub(self.wall);
        let processor = now(ClockId::ProcessCPUTime).saturating_sub(self.processor);
        is_crowded(self.threads, wall, processor)
    }
}

/// Whether a run of several threads got too little.
fn is_crowded(threads: usize, wall: Duration, processor: Duration) -> bool {
    let wanted = wall.as_secs_f64() * threads as f64;
    wall >= MIN_JUDGED && processor.as_secs_f64() < wanted * MIN_SHARE
}

fn now(clock: ClockId) -> Duration {
    let Timespec { tv_sec, tv_nsec } = clock_gettime(clock);
    let seconds = Duration::from_secs(u64::try_from(tv_sec).unwrap_or(0));
    seconds + Duration::from_nanos(u64::try_from(tv_nsec).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn busy_processors_are_left_to_those_who_use_them() {
        assert_eq!(at_most(4, 4, Some(1)), 4);
        assert_eq!(at_most(4, 4, Some(3)), 2);
        assert_eq!(at_most(2, 2, Some(3)), 1);
        assert_eq!(at_most(2, 2, Some(400)), 1);
        assert_eq!(at_most(2, 2, None), 2);
        assert_eq!(at_most(4, 2, Some(0)), 2);
    }

    #[test]
    fn the_kernels_lists_are_read() {
        assert_eq!(running("cpu  1 2 3\nprocs_running 5\nprocs_blocked 0\n"), Some(5));
        assert_eq!(running("cpu 1\n"), None);
        assert_eq!(listed("0-3,6\n"), Some(5));
        assert_eq!(listed("0"), Some(1));
        assert_eq!(listed("3-1"), None);
        assert_eq!(listed("many"), None);
        assert!(processors() >= 1);
    }

    #[test]
    fn a_run_without_its_processors_is_crowded_and_the_next_ones_are_careful() {
        let milliseconds = Duration::from_millis;
        assert!(is_crowded(2, milliseconds(200), milliseconds(210)));
        assert!(!is_crowded(2, milliseconds(200), milliseconds(390)));
        assert!(
            !is_crowded(2, milliseconds(20), milliseconds(5)),
            "too early to tell"
        );
        // It has lasted since the machine was started, and has had no processor time.
        let alone = RunTime {
            threads: 1,
            wall: Duration::ZERO,
            processor: now(ClockId::ProcessCPUTime),
        };
        assert!(!alone.is_crowded(), "one thread waits for nobody");
        assert!(RunTime { threads: 2, ..alone }.is_crowded());
        let mut threads = Threads {
            most: 8,
            processors: 8,
            careful: 0,
        };
        threads.was_crowded();
        let counts: Vec<usize> = (0..CAREFUL_RUNS).map(|_| threads.for_next_run()).collect();
        assert!(counts.iter().all(|count| *count == 1));
        assert_eq!(threads.careful, 0);
    }

    #[test]
    fn the_clocks_advance() {
        let run = RunTime::start(1);
        assert!(now(ClockId::Monotonic) >= run.wall);
        assert!(now(ClockId::ProcessCPUTime) >= run.processor);
        assert!(!run.is_crowded());
    }
}
