//! What this machine has for models: processors, memory, and how fast it reads memory.
//!
//! Owns the measurement. It reads a block of memory with every processor, several times, and takes the quickest time, as the
//! benchmark STREAM does (J. D. `McCalpin` 1995, "Memory Bandwidth and Machine Balance in Current High Performance Computers").

use std::hint::black_box;
use std::thread;

use crate::engine::clock::Clock;
use crate::kiosk::machine_memory;

/// Bytes that are read at most: more than the caches of small machines hold.
const BLOCK: u64 = 256 << 20;
/// The part of the memory that is read at most.
const SHARE: u64 = 8;
/// How often it is read; the quickest time counts, because other programs only slow it down.
const ROUNDS: u32 = 5;

/// What a machine has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Machine {
    /// Processors that this process may use.
    pub cores: u32,
    /// Bytes of memory in all.
    pub memory: u64,
    /// Bytes that it reads in a second; `None` where that cannot be measured.
    pub bandwidth: Option<f64>,
}

impl Machine {
    /// Measures this machine; takes about a second.
    pub(super) fn measure() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let memory = machine_memory();
        Self {
            cores: u32::try_from(cores).unwrap_or(u32::MAX),
            memory,
            bandwidth: bandwidth(BLOCK.min(memory / SHARE), cores),
        }
    }
}

/// Bytes in a second at which `threads` threads together read `bytes` bytes of memory.
fn bandwidth(bytes: u64, threads: usize) -> Option<f64> {
    let words = usize::try_from(bytes / 8).ok().filter(|&words| words > 0)?;
    // Numbers that differ, so that every page is really there.
    let block: Vec<u64> = (0..words as u64).collect();
    let piece = words.div_ceil(threads.max(1));
    let clock = Clock::start();
    let mut quickest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let before = clock.now();
        let all_read = thread::scope(|scope| {
            let readers: Vec<_> = block
                .chunks(piece)
                .map(|piece| {
                    thread::Builder::new()
                        .name("bandwidth".to_owned())
                        .spawn_scoped(scope, move || black_box(sum(piece)))
                })
                .collect();
            readers
                .into_iter()
                .all(|reader| reader.is_ok_and(|reader| reader.join().is_ok()))
        });
        if !all_read {
            return None;
        }
        quickest = quickest.min(clock.now().since(before).0);
    }
    (quickest > 0.0).then(|| words as f64 * 8.0 * 1000.0 / quickest)
}

fn sum(numbers: &[u64]) -> u64 {
    numbers
        .iter()
        .fold(0, |sum: u64, &number| sum.wrapping_add(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_at_a_speed_that_memory_can_have() {
        let speed = bandwidth(8 << 20, 2).unwrap();
        assert!((1e7..1e13).contains(&speed), "{speed}");
        assert_eq!(bandwidth(0, 2), None);
    }

    #[test]
    fn this_machine_has_a_processor_and_memory() {
        let machine = Machine::measure();
        assert!(machine.cores >= 1 && machine.memory > 1 << 26, "{machine:?}");
    }
}
