//! The `.npy` format: arrays that `numpy.save` wrote, and tables of f32 that `numpy.load` reads.

mod header;

pub use header::{parse, sizes};

use crate::data::limits::reserve;
use crate::error::{Error, Result};

/// The kind of file, in messages.
const NPY: &str = "NumPy";

/// The file of `values` as a `(rows, columns)` array of little-endian f32, version 1.0
/// (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).
///
/// # Errors
/// [`Error::Shape`] unless there are `rows · columns` values, [`Error::TooLarge`] if the memory is
/// refused.
pub fn to_bytes(values: &[f32], rows: usize, columns: usize) -> Result<Vec<u8>> {
    if rows.checked_mul(columns) != Some(values.len()) {
        let wanted = format!("{rows} × {columns}");
        return Err(Error::shape(
            "Numbers for the .npy file",
            values.len(),
            wanted,
        ));
    }
    let mut header =
        format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    // Magic, version, length and header fill whole blocks of 64 bytes; the header ends the line.
    let before = 6 + 2 + 2;
    let unpadded = before + header.len() + 1;
    header.extend(std::iter::repeat_n(
        ' ',
        unpadded.next_multiple_of(64) - unpadded,
    ));
    header.push('\n');

    let mut file = reserve("The .npy file", before + header.len() + 4 * values.len())?;
    file.extend_from_slice(b"\x93NUMPY\x01\x00");
    file.extend_from_slice(&(header.len() as u16).to_le_bytes());
    file.extend_from_slice(header.as_bytes());
    for value in values {
        file.extend_from_slice(&value.to_le_bytes());
    }
    Ok(file)
}
