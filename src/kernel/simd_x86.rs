//! The lanes as an SSE2 register, which every x86-64 has; a thin layer of names over `core::arch::x86_64`.

use core::arch::x86_64 as x;

/// An expression of SSE2's instructions.
macro_rules! sse2 {
    ($value:expr) => {
        // SAFETY: every x86-64 has SSE2, and what touches memory stands in functions whose callers vouch for it.
        unsafe { $value }
    };
}

pub type Floats = x::__m128;
pub type Ints = x::__m128i;

macro_rules! names {
    ($type:ty: $($name:ident($($arg:ident),+) = $call:ident;)+) => {$(
        #[inline(always)]
        pub fn $name($($arg: $type),+) -> $type {
            sse2!(x::$call($($arg),+))
        }
    )+};
}
names! {
    x::__m128:
    add(a, b) = _mm_add_ps;
    sub(a, b) = _mm_sub_ps;
    mul(a, b) = _mm_mul_ps;
    div(a, b) = _mm_div_ps;
    sqrt(a) = _mm_sqrt_ps;
}
names! {
    x::__m128i:
    add_int(a, b) = _mm_add_epi32;
    sub_int(a, b) = _mm_sub_epi32;
    and(a, b) = _mm_and_si128;
    or(a, b) = _mm_or_si128;
    xor(a, b) = _mm_xor_si128;
}

#[inline(always)]
pub fn splat(a: f32) -> Floats {
    sse2!(x::_mm_set1_ps(a))
}

#[inline(always)]
pub fn new([a, b, c, d]: [f32; 4]) -> Floats {
    sse2!(x::_mm_setr_ps(a, b, c, d))
}

#[inline(always)]
pub fn to_array(a: Floats) -> [f32; 4] {
    let mut lanes = [0.0; 4];
    // This store needs no alignment.
    sse2!(x::_mm_storeu_ps(lanes.as_mut_ptr(), a));
    lanes
}

#[inline(always)]
pub unsafe fn load(p: *const f32) -> Floats {
    // SAFETY: the caller vouches for four readable f32; this load needs no alignment.
    unsafe { x::_mm_loadu_ps(p) }
}

#[inline(always)]
pub unsafe fn load_splat(p: *const f32) -> Floats {
    // SAFETY: the caller vouches for one readable f32.
    unsafe { x::_mm_load1_ps(p) }
}

#[inline(always)]
pub unsafe fn store(a: Floats, p: *mut f32) {
    // SAFETY: the caller vouches for four writable f32; this store needs no alignment.
    unsafe { x::_mm_storeu_ps(p, a) }
}

#[inline(always)]
pub fn abs(a: Floats) -> Floats {
    sse2!(x::_mm_andnot_ps(splat(-0.0), a))
}

#[inline(always)]
pub fn neg(a: Floats) -> Floats {
    sse2!(x::_mm_xor_ps(splat(-0.0), a))
}

/// `b < a ? b : a`. The instruction gives its second operand unless the first one is less.
#[inline(always)]
pub fn min(a: Floats, b: Floats) -> Floats {
    sse2!(x::_mm_min_ps(b, a))
}

/// `a < b ? b : a`, likewise.
#[inline(always)]
pub fn max(a: Floats, b: Floats) -> Floats {
    sse2!(x::_mm_max_ps(b, a))
}

#[inline(always)]
pub fn lt(a: Floats, b: Floats) -> Ints {
    to_bits(sse2!(x::_mm_cmplt_ps(a, b)))
}

#[inline(always)]
pub fn is_nan(a: Floats) -> Ints {
    to_bits(sse2!(x::_mm_cmpunord_ps(a, a)))
}

#[inline(always)]
pub fn to_bits(a: Floats) -> Ints {
    sse2!(x::_mm_castps_si128(a))
}

#[inline(always)]
pub fn from_bits(a: Ints) -> Floats {
    sse2!(x::_mm_castsi128_ps(a))
}

#[inline(always)]
pub fn splat_int(a: i32) -> Ints {
    sse2!(x::_mm_set1_epi32(a))
}

#[inline(always)]
pub fn convert(a: Ints) -> Floats {
    sse2!(x::_mm_cvtepi32_ps(a))
}

#[inline(always)]
pub fn shl(a: Ints, bits: u32) -> Ints {
    sse2!(x::_mm_sll_epi32(a, x::_mm_cvtsi32_si128(bits as i32)))
}

#[inline(always)]
pub fn shr(a: Ints, bits: u32) -> Ints {
    sse2!(x::_mm_sra_epi32(a, x::_mm_cvtsi32_si128(bits as i32)))
}

#[inline(always)]
pub fn select(mask: Ints, yes: Floats, no: Floats) -> Floats {
    let mask = from_bits(mask);
    sse2!(x::_mm_or_ps(
        x::_mm_and_ps(mask, yes),
        x::_mm_andnot_ps(mask, no)
    ))
}

#[inline(always)]
pub fn transpose([a, b, c, d]: [Floats; 4]) -> [Floats; 4] {
    sse2!({
        let [ab_low, ab_high] = [x::_mm_unpacklo_ps(a, b), x::_mm_unpackhi_ps(a, b)];
        let [cd_low, cd_high] = [x::_mm_unpacklo_ps(c, d), x::_mm_unpackhi_ps(c, d)];
        [
            x::_mm_movelh_ps(ab_low, cd_low),
            x::_mm_movehl_ps(cd_low, ab_low),
            x::_mm_movelh_ps(ab_high, cd_high),
            x::_mm_movehl_ps(cd_high, ab_high),
        ]
    })
}
