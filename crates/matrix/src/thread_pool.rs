//! The thread pool of inference: workers that share the tasks of one round.
//!
//! Owns the threads and the division of a slice among them. Between two rounds the workers spin for some hundred microseconds at most,
//! because waking a thread takes longer than a round; then they sleep, so that an idle machine is idle. Unsafe for two reasons
//! only, named at each block: a task is borrowed although the threads outlive it, and each task gets its own chunk of a slice.
#![allow(unsafe_code, reason = "see the first paragraph")]

use std::cell::UnsafeCell;
use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

/// How often a waiting thread spins before it sleeps: some hundred microseconds at most.
const SPINS: usize = 4_000;

/// A pool of threads; the calling thread computes too.
#[derive(Debug)]
pub struct ThreadPool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

/// What a round does for each task number. The lifetime is extended: see `ThreadPool::for_each`.
type Task = &'static (dyn Fn(usize) + Sync);

struct Shared {
    /// The round's number: odd while a round is open.
    round: AtomicUsize,
    /// Written only while no round is open and no worker is active.
    task: UnsafeCell<Option<(Task, usize)>>,
    /// The number of the next task.
    next: AtomicUsize,
    /// Workers that may be reading `task`.
    active: AtomicUsize,
    failed: AtomicBool,
    stopping: AtomicBool,
    sleeping: AtomicUsize,
    mutex: Mutex<()>,
    wakeup: Condvar,
}

// SAFETY: `task` is read by a worker only between `active` += 1 with an open round seen after it, and `active` -= 1; it is
// written only when the round was closed and `active` seen at 0 after that.
unsafe impl Sync for Shared {}

impl std::fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl ThreadPool {
    /// A pool of `threads` threads, the caller's own included.
    pub fn new(threads: usize) -> Self {
        let shared = Arc::new(Shared {
            round: AtomicUsize::new(0),
            task: UnsafeCell::new(None),
            next: AtomicUsize::new(0),
            active: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            sleeping: AtomicUsize::new(0),
            mutex: Mutex::new(()),
            wakeup: Condvar::new(),
        });
        let workers = (1..threads)
            .filter_map(|_| {
                let shared = Arc::clone(&shared);
                std::thread::Builder::new()
                    .name("inference".to_owned())
                    .spawn(move || shared.work())
                    .inspect_err(|error| tracing::warn!(%error, "could not start an inference thread; continuing with fewer"))
                    .ok()
            })
            .collect();
        Self { shared, workers }
    }

    /// The number of threads, the caller's own included.
    pub fn threads(&self) -> usize {
        self.workers.len() + 1
    }

    /// Runs tasks 0 to `count` in any order and returns when all are done.
    ///
    /// # Panics
    /// If a task panics.
    pub fn for_each(&mut self, count: usize, task: &(dyn Fn(usize) + Sync)) {
        if count <= 1 || self.workers.is_empty() {
            (0..count).for_each(task);
            return;
        }
        let shared = &*self.shared;
        // SAFETY: the borrow ends when this function does, and `RoundGuard` lets it return only when no worker is active.
        let task = unsafe { std::mem::transmute::<&(dyn Fn(usize) + Sync), Task>(task) };
        // SAFETY: no round is open and no worker is active: that is how the previous round ended.
        unsafe { *shared.task.get() = Some((task, count)) };
        shared.next.store(0, SeqCst);
        shared.round.fetch_add(1, SeqCst);
        if shared.sleeping.load(SeqCst) > 0 {
            drop(shared.mutex.lock().unwrap_or_else(PoisonError::into_inner));
            shared.wakeup.notify_all();
        }
        let guard = RoundGuard(shared);
        shared.run_tasks(task, count);
        drop(guard);
        assert!(!shared.failed.swap(false, SeqCst), "an inference thread failed");
    }

    /// Splits `data` into chunks of `size` elements and calls `task` with each chunk and its number.
    pub fn for_each_chunk<T: Send>(
        &mut self,
        data: &mut [T],
        size: usize,
        task: &(dyn Fn(usize, &mut [T]) + Sync),
    ) {
        struct Start<T>(*mut T);
        // SAFETY: it is used only to reach chunks that do not overlap, of elements that are `Send`.
        unsafe impl<T: Send> Sync for Start<T> {}

        let size = size.max(1);
        let (length, start) = (data.len(), Start(data.as_mut_ptr()));
        let start = &start;
        self.for_each(length.div_ceil(size), &|number| {
            let from = number * size;
            let many = size.min(length - from);
            // SAFETY: the chunk lies within `data`, which is borrowed until all tasks are done; every number is handed out once.
            let part = unsafe { std::slice::from_raw_parts_mut(start.0.add(from), many) };
            task(number, part);
        });
    }
}

/// Ends a round, even when a task panicked: waits until no worker reads the task.
struct RoundGuard<'a>(&'a Shared);

impl Drop for RoundGuard<'_> {
    fn drop(&mut self) {
        self.0.round.fetch_add(1, SeqCst);
        let mut spins = 0;
        while self.0.active.load(SeqCst) > 0 {
            spins += 1;
            if spins > SPINS {
                std::thread::yield_now();
            } else {
                spin_loop();
            }
        }
    }
}

impl Shared {
    fn run_tasks(&self, task: Task, count: usize) {
        loop {
            let number = self.next.fetch_add(1, SeqCst);
            if number >= count {
                return;
            }
            task(number);
        }
    }

    fn work(&self) {
        let mut done = 0;
        loop {
            self.wait_for_other_than(done);
            if self.stopping.load(SeqCst) {
                return;
            }
            self.active.fetch_add(1, SeqCst);
            let round = self.round.load(SeqCst);
            if round % 2 == 1 {
                // SAFETY: the round is open and `active` counts this worker, so nobody writes.
                let task = unsafe { *self.task.get() };
                if let Some((task, count)) = task
                    && catch_unwind(AssertUnwindSafe(|| self.run_tasks(task, count))).is_err()
                {
                    self.failed.store(true, SeqCst);
                }
            }
            done = round;
            self.active.fetch_sub(1, SeqCst);
        }
    }

    /// Waits until a round other than `done` opens, or the pool stops.
    fn wait_for_other_than(&self, done: usize) {
        let is_there = || {
            let round = self.round.load(SeqCst);
            (round % 2 == 1 && round != done) || self.stopping.load(SeqCst)
        };
        for _ in 0..SPINS {
            if is_there() {
                return;
            }
            spin_loop();
        }
        let mut guard = self.mutex.lock().unwrap_or_else(PoisonError::into_inner);
        self.sleeping.fetch_add(1, SeqCst);
        while !is_there() {
            guard = self.wakeup.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        self.sleeping.fetch_sub(1, SeqCst);
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.shared.stopping.store(true, SeqCst);
        drop(self.shared.mutex.lock().unwrap_or_else(PoisonError::into_inner));
        self.shared.wakeup.notify_all();
        for worker in self.workers.drain(..) {
            // A worker's panic has been caught and reported already.
            let _ = worker.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chunk_is_handed_out_once() {
        let mut pool = ThreadPool::new(3);
        for round in 0..2_000_usize {
            let mut numbers = vec![0_usize; 1 + round % 70];
            pool.for_each_chunk(&mut numbers, 1 + round % 4, &|number, part| {
                for value in part {
                    *value += 1 + number;
                }
            });
            let expected: Vec<usize> = (0..numbers.len()).map(|at| 1 + at / (1 + round % 4)).collect();
            assert_eq!(numbers, expected);
        }
    }

    #[test]
    fn a_panic_in_a_task_is_the_callers() {
        let mut pool = ThreadPool::new(2);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            pool.for_each(50, &|number| assert!(number != 20, "on purpose"));
        }));
        assert!(panicked.is_err());
        // The next round is a good one again.
        let done = AtomicUsize::new(0);
        pool.for_each(50, &|_| {
            done.fetch_add(1, SeqCst);
        });
        assert_eq!(done.into_inner(), 50);
    }
}
