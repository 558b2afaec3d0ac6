//! How many threads train.

use super::Result;
use hourglass::kernel::threads::{MAX_THREADS, Team};
use std::ffi::OsStr;
use std::num::NonZeroUsize;

/// Most threads that a program takes unasked: the loops of a batch leave little for more.
const USUAL: usize = 8;

/// Reads the value of `--threads`.
pub fn parse(value: &OsStr) -> Result<NonZeroUsize> {
    let text = value.to_string_lossy();
    let n_threads = text.parse().ok().filter(|n| *n <= MAX_THREADS);
    let n_threads = n_threads.and_then(NonZeroUsize::new);
    n_threads.ok_or_else(|| {
        format!("--threads N: got {text}, wanted a number from 1 to {MAX_THREADS}").into()
    })
}

/// The threads that were asked for, else as many as the machine has cores for this program.
pub fn team(wanted: Option<NonZeroUsize>) -> Result<Team> {
    let n_threads = wanted.unwrap_or_else(|| {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        NonZeroUsize::new(cores.min(USUAL)).unwrap_or(NonZeroUsize::MIN)
    });
    Team::new(n_threads).map_err(|error| format!("--threads {n_threads}: {error}").into())
}
