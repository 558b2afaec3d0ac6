//! Rows and columns of a matrix exchanged.

use std::array::from_fn;

use super::simd::{F32x4, LANES};

/// Writes the transpose of `x` (rows×columns) to `out` (columns×rows).
///
/// # Panics
/// If a length does not fit.
pub fn transpose(x: &[f32], out: &mut [f32], rows: usize, columns: usize) {
    assert_eq!(
        (x.len(), out.len()),
        (rows * columns, rows * columns),
        "transpose: lengths of a {rows}×{columns} matrix"
    );
    if rows == 1 || columns == 1 {
        return out.copy_from_slice(x);
    }
    // Along the rows of `out`: stores that jump about cost more than loads that do.
    let (whole_rows, whole_columns) = (rows / LANES * LANES, columns / LANES * LANES);
    for j in (0..whole_columns).step_by(LANES) {
        for i in (0..whole_rows).step_by(LANES) {
            // SAFETY: rows i..i+4 ≤ `rows` and columns j..j+4 ≤ `columns`, and both slices are that long.
            unsafe {
                let square = from_fn(|r| F32x4::load_ptr(x.as_ptr().add((i + r) * columns + j)));
                for (c, column) in F32x4::transpose(square).into_iter().enumerate() {
                    column.store_ptr(out.as_mut_ptr().add((j + c) * rows + i));
                }
            }
        }
        for j in j..j + LANES {
            for i in whole_rows..rows {
                out[j * rows + i] = x[i * columns + j];
            }
        }
    }
    for j in whole_columns..columns {
        for i in 0..rows {
            out[j * rows + i] = x[i * columns + j];
        }
    }
}
