//! The threads that compute: a few that wait for the same work, divided among them as they come.
//!
//! Owns their life and the sharing of one piece of memory among them. Between two rounds of a token they wait awake for some
//! microseconds, because waking a thread takes longer than a round; then they sleep, so that an idle machine is idle. Unsafe
//! for two reasons only, named at each block: the work is borrowed although threads outlive it, and each task gets its own part
//! of a slice.
#![allow(unsafe_code, reason = "see the first paragraph")]

use std::cell::UnsafeCell;
use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

/// How often a waiting thread looks before it sleeps: some tens of microseconds.
const LOOKS: usize = 4_000;

/// The threads; the one that owns it computes too.
#[derive(Debug)]
pub(super) struct Team {
    shared: Arc<Shared>,
    helpers: Vec<JoinHandle<()>>,
}

/// What a round does with a task's number; a lifetime that is not true, see `Team::each`.
type Task = &'static (dyn Fn(usize) + Sync);

struct Shared {
    /// Odd while a round is open.
    round: AtomicUsize,
    /// Written only while no round is open and nobody is inside.
    task: UnsafeCell<Option<(Task, usize)>>,
    /// The next task.
    next: AtomicUsize,
    /// Helpers that may be looking at `task`.
    inside: AtomicUsize,
    failed: AtomicBool,
    leaving: AtomicBool,
    asleep: AtomicUsize,
    door: Mutex<()>,
    bell: Condvar,
}

// SAFETY: `task` is read by a helper only between `inside` += 1 with an open round seen after it, and `inside` -= 1; it is
// written only when the round was closed and `inside` seen at 0 after that.
unsafe impl Sync for Shared {}

impl std::fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Team {
    /// So many threads together, at least the caller's own.
    pub(super) fn new(threads: usize) -> Self {
        let shared = Arc::new(Shared {
            round: AtomicUsize::new(0),
            task: UnsafeCell::new(None),
            next: AtomicUsize::new(0),
            inside: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            leaving: AtomicBool::new(false),
            asleep: AtomicUsize::new(0),
            door: Mutex::new(()),
            bell: Condvar::new(),
        });
        let helpers = (1..threads)
            .filter_map(|_| {
                let shared = Arc::clone(&shared);
                std::thread::Builder::new()
                    .name("decoder".to_owned())
                    .spawn(move || shared.help())
                    .inspect_err(|error| tracing::warn!(%error, "a thread less computes"))
                    .ok()
            })
            .collect();
        Self { shared, helpers }
    }

    /// The threads together.
    pub(super) fn threads(&self) -> usize {
        self.helpers.len() + 1
    }

    /// Does tasks 0 to `count`, in any order, all of them before it returns.
    ///
    /// # Panics
    /// If a task did.
    pub(super) fn each(&mut self, count: usize, task: &(dyn Fn(usize) + Sync)) {
        if count <= 1 || self.helpers.is_empty() {
            (0..count).for_each(task);
            return;
        }
        let shared = &*self.shared;
        // SAFETY: the borrow ends when this function does, and `Closing` lets it end only when no helper is inside.
        let task = unsafe { std::mem::transmute::<&(dyn Fn(usize) + Sync), Task>(task) };
        // SAFETY: no round is open and nobody is inside: the last one ended so.
        unsafe { *shared.task.get() = Some((task, count)) };
        shared.next.store(0, SeqCst);
        shared.round.fetch_add(1, SeqCst);
        if shared.asleep.load(SeqCst) > 0 {
            drop(shared.door.lock().unwrap_or_else(PoisonError::into_inner));
            shared.bell.notify_all();
        }
        let closing = Closing(shared);
        shared.take(task, count);
        drop(closing);
        assert!(!shared.failed.load(SeqCst), "a thread of the decoder failed");
    }

    /// Gives each part of so many elements of `data` to `task`, with its number.
    pub(super) fn each_part<T: Send>(
        &mut self,
        data: &mut [T],
        size: usize,
        task: &(dyn Fn(usize, &mut [T]) + Sync),
    ) {
        struct Start<T>(*mut T);
        // SAFETY: it is used only to reach parts that do not overlap, of elements that may be sent.
        unsafe impl<T: Send> Sync for Start<T> {}

        let size = size.max(1);
        let (length, start) = (data.len(), Start(data.as_mut_ptr()));
        let start = &start;
        self.each(length.div_ceil(size), &|number| {
            let from = number * size;
            let many = size.min(length - from);
            // SAFETY: within `data`, which is borrowed until all tasks are done; every number is given out once.
            let part = unsafe { std::slice::from_raw_parts_mut(start.0.add(from), many) };
            task(number, part);
        });
    }
}

/// Ends a round, even when a task panicked: nobody looks at it any more.
struct Closing<'a>(&'a Shared);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.round.fetch_add(1, SeqCst);
        let mut looks = 0;
        while self.0.inside.load(SeqCst) > 0 {
            looks += 1;
            if looks > LOOKS {
                std::thread::yield_now();
            } else {
                spin_loop();
            }
        }
    }
}

impl Shared {
    fn take(&self, task: Task, count: usize) {
        loop {
            let number = self.next.fetch_add(1, SeqCst);
            if number >= count {
                return;
            }
            task(number);
        }
    }

    fn help(&self) {
        let mut done = 0;
        loop {
            self.wait_for_other_than(done);
            if self.leaving.load(SeqCst) {
                return;
            }
            self.inside.fetch_add(1, SeqCst);
            let round = self.round.load(SeqCst);
            if round % 2 == 1 {
                // SAFETY: the round is open and `inside` counts us, so that nobody writes.
                let task = unsafe { *self.task.get() };
                if let Some((task, count)) = task
                    && catch_unwind(AssertUnwindSafe(|| self.take(task, count))).is_err()
                {
                    self.failed.store(true, SeqCst);
                }
            }
            done = round;
            self.inside.fetch_sub(1, SeqCst);
        }
    }

    /// Waits for a round to open that is not `done`.
    fn wait_for_other_than(&self, done: usize) {
        let is_there = || {
            let round = self.round.load(SeqCst);
            (round % 2 == 1 && round != done) || self.leaving.load(SeqCst)
        };
        for _ in 0..LOOKS {
            if is_there() {
                return;
            }
            spin_loop();
        }
        let mut guard = self.door.lock().unwrap_or_else(PoisonError::into_inner);
        self.asleep.fetch_add(1, SeqCst);
        while !is_there() {
            guard = self.bell.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        self.asleep.fetch_sub(1, SeqCst);
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        self.shared.leaving.store(true, SeqCst);
        drop(self.shared.door.lock().unwrap_or_else(PoisonError::into_inner));
        self.shared.bell.notify_all();
        for helper in self.helpers.drain(..) {
            // A helper's panic was caught and told already.
            let _ = helper.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_given_out_once() {
        let mut team = Team::new(3);
        for round in 0..2_000_usize {
            let mut numbers = vec![0_usize; 1 + round % 70];
            team.each_part(&mut numbers, 1 + round % 4, &|number, part| {
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
        let mut team = Team::new(2);
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            team.each(50, &|number| assert!(number != 20, "on purpose"));
        }));
        assert!(panicked.is_err());
    }
}
