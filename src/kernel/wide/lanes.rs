//! Eight f32 lanes: a register of AVX2.
//!
//! Functions that take part in a loop are inlined into one that is compiled for AVX2. None of them may be called
//! from anywhere else, which is what makes them `unsafe`.

use core::arch::x86_64 as x;

use crate::simd::{F32x4, LANES};

/// Number of lanes in a register.
pub(crate) const WIDE: usize = 2 * LANES;

/// Eight f32.
#[derive(Clone, Copy)]
pub(crate) struct F32x8(x::__m256);

impl F32x8 {
    /// Zeros.
    ///
    /// # Safety
    /// The processor must have AVX2.
    #[inline(always)]
    pub unsafe fn zero() -> Self {
        // SAFETY: the caller vouches for the processor.
        Self(unsafe { x::_mm256_setzero_ps() })
    }

    /// The eight numbers at `p`.
    ///
    /// # Safety
    /// The processor must have AVX2, and `p` must be valid for reading eight f32 of any alignment.
    #[inline(always)]
    pub unsafe fn load(p: *const f32) -> Self {
        // SAFETY: the caller vouches for the processor and for the numbers.
        Self(unsafe { x::_mm256_loadu_ps(p) })
    }

    /// Writes the lanes to `p`.
    ///
    /// # Safety
    /// The processor must have AVX2, and `p` must be valid for writing eight f32 of any alignment.
    #[inline(always)]
    pub unsafe fn store(self, p: *mut f32) {
        // SAFETY: the caller vouches for the processor and for the place.
        unsafe { x::_mm256_storeu_ps(p, self.0) }
    }

    /// The number at `p` in every lane.
    ///
    /// # Safety
    /// The processor must have AVX2, and `p` must be valid for reading one f32.
    #[inline(always)]
    pub unsafe fn splat(p: *const f32) -> Self {
        // SAFETY: the caller vouches for the processor and for the number.
        Self(unsafe { x::_mm256_broadcast_ss(&*p) })
    }

    /// Two registers of four lanes as one.
    ///
    /// # Safety
    /// The processor must have AVX2.
    #[inline(always)]
    pub unsafe fn of([low, high]: [F32x4; 2]) -> Self {
        let lanes = [low.to_array(), high.to_array()];
        // SAFETY: the caller vouches for the processor, and the array has eight numbers.
        unsafe { Self::load(lanes.as_ptr().cast()) }
    }

    /// `self + other`.
    ///
    /// # Safety
    /// The processor must have AVX2.
    #[inline(always)]
    pub unsafe fn plus(self, other: Self) -> Self {
        // SAFETY: the caller vouches for the processor.
        Self(unsafe { x::_mm256_add_ps(self.0, other.0) })
    }

    /// `self + a·b`: the product is rounded, then the sum.
    ///
    /// # Safety
    /// The processor must have AVX2.
    #[inline(always)]
    pub unsafe fn plus_product(self, a: Self, b: Self) -> Self {
        // SAFETY: the caller vouches for the processor.
        Self(unsafe { x::_mm256_add_ps(self.0, x::_mm256_mul_ps(a.0, b.0)) })
    }
}
