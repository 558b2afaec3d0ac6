//! Several threads at one loop: each computes whole elements of the result, so the bits are those of one thread.
//!
//! A `Team` of threads stands by while a function runs; the loops that it calls cut their results into pieces, and
//! whoever is free takes the next piece. No sum is ever divided: an element's sum is made by one thread, in the order
//! in which a single thread makes it. So neither the number of threads nor their speed changes a bit.
//!
//! A training step takes a millisecond or two and has dozens of such loops. So a thread that has nothing to do looks
//! out for the next loop for a while before it goes to sleep, and nobody waits for a thread that comes late: whoever
//! called for help does the work alone then.

#[cfg(not(target_arch = "wasm32"))]
mod gate;
#[cfg(not(target_arch = "wasm32"))]
mod team;

#[cfg(target_arch = "wasm32")]
use std::ops::Range;

#[cfg(not(target_arch = "wasm32"))]
pub use team::{MAX_THREADS, Team};

/// Runs `f(items, parts, scratch)` for pieces of `items` items. `outs` are slices with `each` numbers for an item;
/// a piece gets its own part of each, and working memory as long as `scratch`, which may hold anything. All pieces but
/// the last have a multiple of the load's `unit` items. One piece has all items where there is no team, or where the
/// load does not pay for calling it.
///
/// # Panics
/// If a slice has another length than it should, or if `f` panics.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
pub(crate) fn split<const N: usize>(
    items: usize,
    _load: impl FnOnce() -> Load,
    outs: [&mut [f32]; N],
    _each: [usize; N],
    scratch: &mut [f32],
    f: impl Fn(Range<usize>, [&mut [f32]; N], &mut [f32]) + Sync,
) {
    f(0..items, outs, scratch);
}

/// How many threads would work on a loop that is called here.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
pub(crate) fn n_threads() -> usize {
    1
}

/// How much there is to do, and how it can be divided. Nobody asks in the browser.
#[derive(Clone, Copy)]
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
pub(crate) struct Load {
    /// Items that should stay together.
    pub unit: usize,
    /// About how many multiplications there are in all.
    pub work: usize,
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use team::{n_threads, split};

/// The load of a loop over `len` numbers.
#[inline(always)]
pub(crate) fn elementwise(len: usize) -> Load {
    Load {
        // Whole registers, and a cache line for one thread.
        unit: 64,
        work: 8 * len,
    }
}
