//! Element-wise loops over slices of any length.
//!
//! The last, incomplete register is filled up with zeros and goes through the same code, so every
//! element gets the same bits wherever it stands.

use super::simd::{F32x4, LANES};
use super::threads;

/// The numbers of a slice shorter than a register, filled up with zeros.
#[inline(always)]
fn padded(x: &[f32]) -> F32x4 {
    let mut lanes = [0.0; LANES];
    lanes[..x.len()].copy_from_slice(x);
    F32x4::new(lanes)
}

/// Writes the first lanes to a slice shorter than a register.
#[inline(always)]
fn store_head(value: F32x4, x: &mut [f32]) {
    x.copy_from_slice(&value.to_array()[..x.len()]);
}

/// `y[i] = f(x[i])`.
///
/// # Panics
/// Unless both have the same length.
#[inline(always)]
pub fn map(x: &[f32], y: &mut [f32], f: impl Fn(F32x4) -> F32x4 + Sync) {
    assert_eq!(x.len(), y.len(), "map: lengths");
    let len = y.len();
    let load = || threads::elementwise(len);
    threads::split(len, load, [y], [1], &mut [], |places, [y], _| {
        let (x_body, x_tail) = x[places].as_chunks::<LANES>();
        let (y_body, y_tail) = y.as_chunks_mut::<LANES>();
        for (x, y) in x_body.iter().zip(y_body) {
            *y = f(F32x4::new(*x)).to_array();
        }
        store_head(f(padded(x_tail)), y_tail);
    });
}

/// `x[i] = f(x[i])`.
#[inline(always)]
pub fn map_in_place(x: &mut [f32], f: impl Fn(F32x4) -> F32x4) {
    let (body, tail) = x.as_chunks_mut::<LANES>();
    for x in body {
        *x = f(F32x4::new(*x)).to_array();
    }
    store_head(f(padded(tail)), tail);
}

/// `y[i] = f(a[i], b[i])`.
///
/// # Panics
/// Unless all have the same length.
#[inline(always)]
pub fn zip_map(a: &[f32], b: &[f32], y: &mut [f32], f: impl Fn(F32x4, F32x4) -> F32x4 + Sync) {
    assert_eq!((a.len(), b.len()), (y.len(), y.len()), "zip_map: lengths");
    let len = y.len();
    let load = || threads::elementwise(len);
    threads::split(len, load, [y], [1], &mut [], |places, [y], _| {
        let (a_body, a_tail) = a[places.clone()].as_chunks::<LANES>();
        let (b_body, b_tail) = b[places].as_chunks::<LANES>();
        let (y_body, y_tail) = y.as_chunks_mut::<LANES>();
        for ((a, b), y) in a_body.iter().zip(b_body).zip(y_body) {
            *y = f(F32x4::new(*a), F32x4::new(*b)).to_array();
        }
        store_head(f(padded(a_tail), padded(b_tail)), y_tail);
    });
}

/// `y[i] = f(y[i], b[i])`.
///
/// # Panics
/// Unless both have the same length.
#[inline(always)]
pub fn zip_in_place(y: &mut [f32], b: &[f32], f: impl Fn(F32x4, F32x4) -> F32x4 + Sync) {
    assert_eq!(y.len(), b.len(), "zip_in_place: lengths");
    let len = y.len();
    let load = || threads::elementwise(len);
    threads::split(len, load, [y], [1], &mut [], |places, [y], _| {
        let (b_body, b_tail) = b[places].as_chunks::<LANES>();
        let (y_body, y_tail) = y.as_chunks_mut::<LANES>();
        for (y, b) in y_body.iter_mut().zip(b_body) {
            *y = f(F32x4::new(*y), F32x4::new(*b)).to_array();
        }
        store_head(f(padded(y_tail), padded(b_tail)), y_tail);
    });
}

/// `y += b`, element by element.
pub fn add_in_place(y: &mut [f32], b: &[f32]) {
    zip_in_place(y, b, |y, b| y + b);
}
