//! The hot loops on plain slices: matrix products, element-wise functions, sums, optimizer updates.
//!
//! Everything gives the same bits natively and in every browser: only correctly rounded operations,
//! a multiply and then an add (never fused), our own exp and ln, and every sum in a stated order.
//! Beside each tuned loop stands its plain twin in [`naive`], which the tests compare it with bit for
//! bit. This is the only module with `unsafe` code.

// A call would pass the registers through memory.
#![allow(clippy::inline_always)]

pub mod activations;
pub mod bytes;
mod constants;
pub mod conv;
pub mod gemm;
pub mod loss_terms;
pub mod map;
pub mod math;
pub mod naive;
pub mod normal;
pub mod optimize;
pub mod pack;
pub mod pcg;
pub mod reduce;
pub mod resample;
pub mod shards;
pub mod simd;
pub mod strokes;
pub mod threads;
mod tile;
mod transpose;
pub mod variational;
pub mod warp;
#[cfg(target_arch = "x86_64")]
pub mod wide;
mod zeros;

pub use conv::{ConvDown, ConvGradient, ConvShape, ConvUp};
pub use gemm::{gemm, gemm_bias};
pub use map::{add_in_place, map, map_in_place, zip_in_place, zip_map};
pub use math::{erf, exp, ln, sigmoid, softplus, tanh};
pub use pack::Packed;
pub use reduce::{sum, sum_by};
pub use shards::{column_sums, gemm_at, gemm_at_add};
pub use simd::{F32x4, I32x4, LANES, Mask};
pub use transpose::transpose;
