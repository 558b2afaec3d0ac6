//! The products once more in registers of eight lanes, for processors that have AVX2.
//!
//! Which processor a program runs on is known only when it runs, and Rust builds for the oldest x86-64. So each
//! product asks whether it is there and then takes the loops of this module or those beside it. Both read the same panels
//! and make the same sums: an element's products are added in the same order, each multiplied and then added, so
//! they give the same bits. Only the tile is another one: four rows by sixteen columns, or eight rows by eight.
//!
//! AVX2 has no fused multiply-add of its own (that is another extension, which stays off), so none can slip in.

mod gemm;
pub(crate) mod lanes;
mod shards;
pub(crate) mod tile;

use std::cell::Cell;
use std::sync::OnceLock;

pub(super) use gemm::product;
pub(super) use shards::gemm_at;

/// The environment variable that keeps programs from the loops of this module, whatever its value.
pub const PORTABLE: &str = "HOURGLASS_PORTABLE";

thread_local! {
    /// Whether this thread is to do without the loops of this module.
    static IS_OFF: Cell<bool> = const { Cell::new(false) };
}

/// Whether the processor has AVX2, and nobody wants to do without.
pub(super) fn is_there() -> bool {
    static HAS: OnceLock<bool> = OnceLock::new();
    *HAS.get_or_init(|| {
        std::env::var_os(PORTABLE).is_none() && std::arch::is_x86_feature_detected!("avx2")
    }) && !IS_OFF.get()
}

/// Runs `f` without the loops of this module on this thread.
pub fn without<R>(f: impl FnOnce() -> R) -> R {
    /// Puts back what was there before, also where `f` panics.
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            IS_OFF.set(self.0);
        }
    }
    let _before = Before(IS_OFF.replace(true));
    f()
}
