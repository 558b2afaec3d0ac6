//! The lanes as four plain numbers, for every target without wasm SIMD128.

use std::array::from_fn;

#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub struct Floats([f32; 4]);

#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub struct Ints([i32; 4]);

macro_rules! floats {
    ($($name:ident($a:ident, $b:ident) = $value:expr;)+) => {$(
        #[inline(always)]
        pub fn $name(x: Floats, y: Floats) -> Floats {
            Floats(from_fn(|i| {
                let ($a, $b) = (x.0[i], y.0[i]);
                $value
            }))
        }
    )+};
}
floats! {
    add(a, b) = a + b;
    sub(a, b) = a - b;
    mul(a, b) = a * b;
    div(a, b) = a / b;
    min(a, b) = if b < a { b } else { a };
    max(a, b) = if a < b { b } else { a };
}

macro_rules! ints {
    ($($name:ident($a:ident, $b:ident) = $value:expr;)+) => {$(
        #[inline(always)]
        pub fn $name(x: Ints, y: Ints) -> Ints {
            Ints(from_fn(|i| {
                let ($a, $b) = (x.0[i], y.0[i]);
                $value
            }))
        }
    )+};
}
ints! {
    add_int(a, b) = a.wrapping_add(b);
    sub_int(a, b) = a.wrapping_sub(b);
    and(a, b) = a & b;
    or(a, b) = a | b;
    xor(a, b) = a ^ b;
}

#[inline(always)]
pub fn splat(x: f32) -> Floats {
    Floats([x; 4])
}

#[inline(always)]
pub fn new(x: [f32; 4]) -> Floats {
    Floats(x)
}

#[inline(always)]
pub fn to_array(x: Floats) -> [f32; 4] {
    x.0
}

#[inline(always)]
pub unsafe fn load(p: *const f32) -> Floats {
    // SAFETY: the caller vouches for four readable f32; an array of f32 is aligned like one f32.
    Floats(unsafe { p.cast::<[f32; 4]>().read() })
}

#[inline(always)]
pub unsafe fn load_splat(p: *const f32) -> Floats {
    // SAFETY: the caller vouches for one readable f32.
    splat(unsafe { p.read() })
}

#[inline(always)]
pub unsafe fn store(x: Floats, p: *mut f32) {
    // SAFETY: the caller vouches for four writable f32; an array of f32 is aligned like one f32.
    unsafe { p.cast::<[f32; 4]>().write(x.0) }
}

#[inline(always)]
pub fn sqrt(x: Floats) -> Floats {
    Floats(x.0.map(f32::sqrt))
}

#[inline(always)]
pub fn abs(x: Floats) -> Floats {
    Floats(x.0.map(f32::abs))
}

#[inline(always)]
pub fn neg(x: Floats) -> Floats {
    Floats(x.0.map(|x| -x))
}

#[inline(always)]
pub fn lt(x: Floats, y: Floats) -> Ints {
    Ints(from_fn(|i| -i32::from(x.0[i] < y.0[i])))
}

#[inline(always)]
pub fn is_nan(x: Floats) -> Ints {
    Ints(x.0.map(|x| -i32::from(x.is_nan())))
}

#[inline(always)]
pub fn to_bits(x: Floats) -> Ints {
    Ints(x.0.map(|x| x.to_bits() as i32))
}

#[inline(always)]
pub fn from_bits(x: Ints) -> Floats {
    Floats(x.0.map(|x| f32::from_bits(x as u32)))
}

#[inline(always)]
pub fn splat_int(x: i32) -> Ints {
    Ints([x; 4])
}

#[inline(always)]
pub fn convert(x: Ints) -> Floats {
    Floats(x.0.map(|x| x as f32))
}

#[inline(always)]
pub fn shl(x: Ints, bits: u32) -> Ints {
    Ints(x.0.map(|x| x << bits))
}

#[inline(always)]
pub fn shr(x: Ints, bits: u32) -> Ints {
    Ints(x.0.map(|x| x >> bits))
}

#[inline(always)]
pub fn select(mask: Ints, yes: Floats, no: Floats) -> Floats {
    from_bits(Ints(from_fn(|i| {
        let (m, y, n) = (
            mask.0[i],
            yes.0[i].to_bits() as i32,
            no.0[i].to_bits() as i32,
        );
        (y & m) | (n & !m)
    })))
}

#[inline(always)]
pub fn transpose(rows: [Floats; 4]) -> [Floats; 4] {
    from_fn(|i| Floats(from_fn(|j| rows[j].0[i])))
}
