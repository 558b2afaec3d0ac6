//! Where the threads of a team meet: one announces a job, the others enter as long as it is open.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a thread looks out for the next job before it sleeps: longer than the stretches of a training step that
/// one thread makes alone.
const PATIENCE: Duration = Duration::from_micros(100);
/// Looks between two glances at the clock.
const LOOKS: usize = 64;
/// The bit of the state that says that a job is open. Below it stands how many helpers are inside, above it the
/// number of the job.
const OPEN: u64 = 1 << 16;
/// One job more.
const JOB: u64 = 1 << 17;

/// The state of the meeting.
#[derive(Debug, Default)]
pub(super) struct Gate {
    state: AtomicU64,
    sleepers: AtomicUsize,
    is_over: AtomicBool,
    lock: Mutex<()>,
    bell: Condvar,
}

impl Gate {
    /// Announces a job. Whoever announces is the only one to do so, and closes the last job first.
    pub fn open(&self) {
        let job = (self.state.load(Ordering::Relaxed) & !(JOB - 1)).wrapping_add(JOB);
        self.state.store(job | OPEN, Ordering::SeqCst);
        self.ring();
    }

    /// Lets nobody in any more, and waits until all who are inside have left.
    pub fn close(&self) {
        self.state.fetch_and(!OPEN, Ordering::SeqCst);
        let mut looks = 0_usize;
        while self.state.load(Ordering::Acquire) & (OPEN - 1) > 0 {
            looks += 1;
            // A helper may have lost its processor to another program, and is to get this one then.
            if looks.is_multiple_of(LOOKS * LOOKS) {
                std::thread::yield_now();
            }
            spin_loop();
        }
    }

    /// Ends the waiting of all helpers, for good.
    pub fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        self.ring();
    }

    /// Waits for a job that is open and is not `last`, and enters. Its number, or nothing once all is over.
    pub fn enter(&self, last: u64) -> Option<u64> {
        loop {
            self.wait(last);
            if self.is_over.load(Ordering::SeqCst) {
                return None;
            }
            let state = self.state.load(Ordering::SeqCst);
            let entered = is_new(state, last)
                && self
                    .state
                    .compare_exchange(state, state + 1, Ordering::SeqCst, Ordering::Relaxed)
                    .is_ok();
            if entered {
                return Some(state / JOB);
            }
        }
    }

    /// Leaves the job that was entered.
    pub fn leave(&self) {
        self.state.fetch_sub(1, Ordering::Release);
    }

    /// Wakes whoever sleeps.
    fn ring(&self) {
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            drop(self.lock.lock().unwrap_or_else(PoisonError::into_inner));
            self.bell.notify_all();
        }
    }

    /// Looks out for a job for a while, then sleeps until one is announced or all is over.
    fn wait(&self, last: u64) {
        let goes_on = || {
            is_new(self.state.load(Ordering::SeqCst), last) || self.is_over.load(Ordering::SeqCst)
        };
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            for _ in 0..LOOKS {
                if goes_on() {
                    return;
                }
                spin_loop();
            }
        }
        let mut guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        // Counted before the last look: whoever announces a job after it sees the count and rings.
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        while !goes_on() {
            guard = self
                .bell
                .wait(guard)
                .unwrap_or_else(PoisonError::into_inner);
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Whether a job is open that is not `last`.
fn is_new(state: u64, last: u64) -> bool {
    state & OPEN > 0 && state / JOB != last
}
