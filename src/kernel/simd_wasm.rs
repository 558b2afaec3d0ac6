//! The lanes as a wasm SIMD128 register; a thin layer of names over `core::arch::wasm32`.

use core::arch::wasm32 as w;

pub type Floats = w::v128;
pub type Ints = w::v128;

macro_rules! names {
    ($($name:ident($($arg:ident),+) = $call:ident;)+) => {$(
        #[inline(always)]
        pub fn $name($($arg: w::v128),+) -> w::v128 {
            w::$call($($arg),+)
        }
    )+};
}
names! {
    add(a, b) = f32x4_add;
    sub(a, b) = f32x4_sub;
    mul(a, b) = f32x4_mul;
    div(a, b) = f32x4_div;
    sqrt(a) = f32x4_sqrt;
    abs(a) = f32x4_abs;
    neg(a) = f32x4_neg;
    min(a, b) = f32x4_pmin;
    max(a, b) = f32x4_pmax;
    lt(a, b) = f32x4_lt;
    convert(a) = f32x4_convert_i32x4;
    add_int(a, b) = i32x4_add;
    sub_int(a, b) = i32x4_sub;
    and(a, b) = v128_and;
    or(a, b) = v128_or;
    xor(a, b) = v128_xor;
}

#[inline(always)]
pub fn splat(x: f32) -> Floats {
    w::f32x4_splat(x)
}

#[inline(always)]
pub fn new([a, b, c, d]: [f32; 4]) -> Floats {
    w::f32x4(a, b, c, d)
}

#[inline(always)]
pub fn to_array(x: Floats) -> [f32; 4] {
    [
        w::f32x4_extract_lane::<0>(x),
        w::f32x4_extract_lane::<1>(x),
        w::f32x4_extract_lane::<2>(x),
        w::f32x4_extract_lane::<3>(x),
    ]
}

#[inline(always)]
pub unsafe fn load(p: *const f32) -> Floats {
    // SAFETY: the caller vouches for 16 readable bytes; wasm loads need no alignment.
    unsafe { w::v128_load(p.cast()) }
}

#[inline(always)]
pub unsafe fn load_splat(p: *const f32) -> Floats {
    // SAFETY: the caller vouches for 4 readable bytes.
    unsafe { w::v128_load32_splat(p.cast()) }
}

#[inline(always)]
pub unsafe fn store(x: Floats, p: *mut f32) {
    // SAFETY: the caller vouches for 16 writable bytes; wasm stores need no alignment.
    unsafe { w::v128_store(p.cast(), x) }
}

#[inline(always)]
pub fn is_nan(x: Floats) -> Ints {
    w::f32x4_ne(x, x)
}

#[inline(always)]
pub fn to_bits(x: Floats) -> Ints {
    x
}

#[inline(always)]
pub fn from_bits(x: Ints) -> Floats {
    x
}

#[inline(always)]
pub fn splat_int(x: i32) -> Ints {
    w::i32x4_splat(x)
}

#[inline(always)]
pub fn shl(x: Ints, bits: u32) -> Ints {
    w::i32x4_shl(x, bits)
}

#[inline(always)]
pub fn shr(x: Ints, bits: u32) -> Ints {
    w::i32x4_shr(x, bits)
}

#[inline(always)]
pub fn select(mask: Ints, yes: Floats, no: Floats) -> Floats {
    w::v128_bitselect(yes, no, mask)
}

#[inline(always)]
pub fn transpose([a, b, c, d]: [Floats; 4]) -> [Floats; 4] {
    let ab_low = w::i32x4_shuffle::<0, 4, 1, 5>(a, b);
    let ab_high = w::i32x4_shuffle::<2, 6, 3, 7>(a, b);
    let cd_low = w::i32x4_shuffle::<0, 4, 1, 5>(c, d);
    let cd_high = w::i32x4_shuffle::<2, 6, 3, 7>(c, d);
    [
        w::i64x2_shuffle::<0, 2>(ab_low, cd_low),
        w::i64x2_shuffle::<1, 3>(ab_low, cd_low),
        w::i64x2_shuffle::<0, 2>(ab_high, cd_high),
        w::i64x2_shuffle::<1, 3>(ab_high, cd_high),
    ]
}
