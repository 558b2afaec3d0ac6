//! Four f32 lanes: one register of wasm SIMD128 or of SSE2, or four plain numbers elsewhere, with the same bits.
//!
//! Only operations that IEEE 754 fixes exactly are here (no fused multiply-add, no approximate
//! reciprocal), and `min`, `max` are written as compare-and-select, so that NaN and ±0 behave alike
//! everywhere. The payload of a NaN is the one thing that is not promised.

use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Sub};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use wasm as imp;

#[cfg(target_arch = "x86_64")]
use x86 as imp;

#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "wasm32", target_feature = "simd128")
)))]
use portable as imp;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "simd_wasm.rs"]
mod wasm;

#[cfg(target_arch = "x86_64")]
#[path = "simd_x86.rs"]
mod x86;

#[cfg(not(any(
    target_arch = "x86_64",
    all(target_arch = "wasm32", target_feature = "simd128")
)))]
#[path = "simd_portable.rs"]
mod portable;

/// Number of lanes in a register.
pub const LANES: usize = 4;

/// Four f32.
#[must_use = "a register is a plain value"]
#[derive(Debug, Clone, Copy)]
#[repr(transparent)]
pub struct F32x4(imp::Floats);

/// Four i32 (or u32): the bits of an [`F32x4`].
#[must_use = "a register is a plain value"]
#[derive(Debug, Clone, Copy)]
#[repr(transparent)]
pub struct I32x4(imp::Ints);

/// Four yes-or-no answers of a comparison.
#[derive(Debug, Clone, Copy)]
#[repr(transparent)]
pub struct Mask(imp::Ints);

impl F32x4 {
    /// `[x, x, x, x]`.
    #[inline(always)]
    pub fn splat(x: f32) -> Self {
        Self(imp::splat(x))
    }

    /// The four numbers as they stand.
    #[inline(always)]
    pub fn new(x: [f32; LANES]) -> Self {
        Self(imp::new(x))
    }

    /// The lanes as an array.
    #[inline(always)]
    pub fn to_array(self) -> [f32; LANES] {
        imp::to_array(self.0)
    }

    /// The first four numbers of `x`.
    ///
    /// # Panics
    /// If there are fewer.
    #[inline(always)]
    pub fn load(x: &[f32]) -> Self {
        Self::new(x[..LANES].try_into().expect("four numbers"))
    }

    /// Writes the lanes to the first four places of `x`.
    ///
    /// # Panics
    /// If there are fewer.
    #[inline(always)]
    pub fn store(self, x: &mut [f32]) {
        let x: &mut [f32; LANES] = (&mut x[..LANES]).try_into().expect("four numbers");
        *x = self.to_array();
    }

    /// The four numbers at `p`.
    ///
    /// # Safety
    /// `p` must be valid for reading four f32; no alignment beyond f32's is needed.
    #[inline(always)]
    pub(super) unsafe fn load_ptr(p: *const f32) -> Self {
        // SAFETY: the caller vouches for the four f32 at `p`.
        Self(unsafe { imp::load(p) })
    }

    /// The number at `p` in every lane.
    ///
    /// # Safety
    /// `p` must be valid for reading one f32.
    #[inline(always)]
    pub(super) unsafe fn splat_ptr(p: *const f32) -> Self {
        // SAFETY: the caller vouches for the f32 at `p`.
        Self(unsafe { imp::load_splat(p) })
    }

    /// Writes the lanes to `p`.
    ///
    /// # Safety
    /// `p` must be valid for writing four f32; no alignment beyond f32's is needed.
    #[inline(always)]
    pub(super) unsafe fn store_ptr(self, p: *mut f32) {
        // SAFETY: the caller vouches for the four f32 at `p`.
        unsafe { imp::store(self.0, p) }
    }

    /// √x, correctly rounded.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(imp::sqrt(self.0))
    }

    /// |x|.
    #[inline(always)]
    pub fn abs(self) -> Self {
        Self(imp::abs(self.0))
    }

    /// `other < self ? other : self`; so a NaN on either side gives `self`.
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        Self(imp::min(self.0, other.0))
    }

    /// `self < other ? other : self`; so a NaN on either side gives `self`.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        Self(imp::max(self.0, other.0))
    }

    /// `self < other`, lane by lane.
    #[inline(always)]
    pub fn lt(self, other: Self) -> Mask {
        Mask(imp::lt(self.0, other.0))
    }

    /// `self > other`, lane by lane.
    #[inline(always)]
    pub fn gt(self, other: Self) -> Mask {
        other.lt(self)
    }

    /// `yes` where the mask's answer is yes, else `no`.
    #[inline(always)]
    pub fn select(mask: Mask, yes: Self, no: Self) -> Self {
        Self(imp::select(mask.0, yes.0, no.0))
    }

    /// Whether the lane is a NaN.
    #[inline(always)]
    pub fn is_nan(self) -> Mask {
        Mask(imp::is_nan(self.0))
    }

    /// Each number, or 0 where its amount is below `least`; NaN stays.
    ///
    /// Processors compute with denormal numbers many times slower. So a number that may fade away is cut off
    /// before it becomes denormal.
    #[inline(always)]
    pub fn unless_below(self, least: f32) -> Self {
        let is_below = self.abs().lt(Self::splat(least));
        Self::select(is_below, Self::splat(0.0), self)
    }

    /// `(self + grain) − grain`: a number smaller than `grain` is rounded to a multiple of about `grain · 2⁻²⁴`;
    /// NaN stays.
    ///
    /// Like [`F32x4::unless_below`] this keeps denormal numbers out. It is less exact and costs only two
    /// additions.
    #[inline(always)]
    pub fn in_grains(self, grain: f32) -> Self {
        (self + Self::splat(grain)) - Self::splat(grain)
    }

    /// |self| with the sign of `sign`.
    #[inline(always)]
    pub fn copysign(self, sign: Self) -> Self {
        let top = I32x4::splat(i32::MIN);
        (self.abs().to_bits() | (sign.to_bits() & top)).to_floats()
    }

    /// The lanes' bits.
    #[inline(always)]
    pub fn to_bits(self) -> I32x4 {
        I32x4(imp::to_bits(self.0))
    }

    /// The 4×4 matrix with these rows, rows and columns exchanged.
    #[inline(always)]
    pub fn transpose(rows: [Self; LANES]) -> [Self; LANES] {
        imp::transpose(rows.map(|row| row.0)).map(Self)
    }

    /// The sum of the lanes as `(x0 + x1) + (x2 + x3)`.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        (a + b) + (c + d)
    }
}

impl I32x4 {
    /// `[x, x, x, x]`.
    #[inline(always)]
    pub fn splat(x: i32) -> Self {
        Self(imp::splat_int(x))
    }

    /// The f32 that have these bits.
    #[inline(always)]
    pub fn to_floats(self) -> F32x4 {
        F32x4(imp::from_bits(self.0))
    }

    /// The nearest f32 of each signed number.
    #[inline(always)]
    pub fn to_nearest(self) -> F32x4 {
        F32x4(imp::convert(self.0))
    }

    /// Shift to the left.
    #[inline(always)]
    pub fn shift_left(self, bits: u32) -> Self {
        Self(imp::shl(self.0, bits))
    }

    /// Shift to the right that keeps the sign.
    #[inline(always)]
    pub fn shift_right(self, bits: u32) -> Self {
        Self(imp::shr(self.0, bits))
    }
}

/// Lane-wise operators, each one of `imp`'s functions.
macro_rules! operators {
    ($type:ty: $($trait:ident $method:ident $function:ident),+) => {$(
        impl $trait for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(imp::$function(self.0, other.0))
            }
        }
    )+};
}
operators!(F32x4: Add add add, Sub sub sub, Mul mul mul, Div div div);
operators!(I32x4: Add add add_int, Sub sub sub_int, BitAnd bitand and, BitOr bitor or, BitXor bitxor xor);
operators!(Mask: BitAnd bitand and, BitOr bitor or);

impl Neg for F32x4 {
    type Output = Self;
    /// −x, by flipping the sign bit.
    #[inline(always)]
    fn neg(self) -> Self {
        Self(imp::neg(self.0))
    }
}
