//! A drawing placed as MNIST's digits are.
//!
//! The ink's bounding box is scaled, keeping its aspect, to a 20-pixel box, and moved by whole
//! pixels so that the ink's center of mass falls on the middle pixel of the 28 × 28 image
//! (<http://yann.lecun.com/exdb/mnist/>). Measured on MNIST's own files: the longer side of the
//! box is 20, and the center of mass, counted in pixel indices, lies in 13.5..14.5 both ways.

use super::limits::{MAX_DRAWING_SIDE, reserve};
use crate::error::{Error, Result};

/// Places `ink` (rows of `width` bytes, 0 = none, 255 = full) in an image of `out_height` rows of
/// `out_width` bytes. The box's side is 20/28 of the image's smaller one. A drawing without ink
/// gives an image of zeros.
///
/// # Errors
/// [`Error::Shape`] if a side is 0 or `ink` is not `width · height` long, [`Error::TooLarge`] if
/// a side is over [`MAX_DRAWING_SIDE`].
pub fn place(
    ink: &[u8],
    width: usize,
    height: usize,
    out_width: usize,
    out_height: usize,
) -> Result<Vec<u8>> {
    for side in [width, height, out_width, out_height] {
        check_side(side)?;
    }
    if ink.len() != width * height {
        let wanted = format!("{width} × {height}");
        return Err(Error::shape("Bytes of the drawing", ink.len(), wanted));
    }
    let mut out = reserve("The placed drawing", out_width * out_height)?;
    out.resize(out_width * out_height, 0);
    let Some(bounds) = Bounds::of(ink, width) else {
        return Ok(out);
    };

    let longer = bounds.width.max(bounds.height);
    let smaller_side = out_width.min(out_height);
    let target = ((smaller_side * 20 + 14) / 28).max(1);
    let scaled = |side: usize| ((2 * side * target + longer) / (2 * longer)).max(1);
    let (box_width, box_height) = (scaled(bounds.width), scaled(bounds.height));

    let crop = bounds.crop(ink, width)?;
    let turned = shrink_and_turn(&crop, bounds.width, box_width)?;
    let scaled = shrink_and_turn(&turned, bounds.height, box_height)?;

    let (x, y) = center_of_mass(&scaled, box_width);
    let left = offset(out_width, box_width, x);
    let top = offset(out_height, box_height, y);
    for (row, values) in scaled.chunks_exact(box_width).enumerate() {
        let start = (top + row) * out_width + left;
        for (out, value) in out[start..][..box_width].iter_mut().zip(values) {
            *out = (value + 0.5) as u8;
        }
    }
    Ok(out)
}

fn check_side(side: usize) -> Result<()> {
    if side == 0 {
        let wanted = format!("1 to {MAX_DRAWING_SIDE}");
        return Err(Error::shape("A side of the drawing", 0, wanted));
    }
    if side > MAX_DRAWING_SIDE {
        return Err(Error::TooLarge {
            what: "A side of the drawing".into(),
            got: format!("{side} pixels"),
            limit: format!("{MAX_DRAWING_SIDE} pixels"),
        });
    }
    Ok(())
}

/// The smallest rectangle that holds all ink.
struct Bounds {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Bounds {
    /// `None` without ink.
    fn of(ink: &[u8], width: usize) -> Option<Self> {
        let is_ink = |&value: &u8| value > 0;
        let mut rows = ink.chunks_exact(width).enumerate();
        let (top, _) = rows.clone().find(|(_, row)| row.iter().any(is_ink))?;
        let (bottom, _) = rows.rfind(|(_, row)| row.iter().any(is_ink))?;
        let (mut left, mut right) = (width, 0);
        for row in ink.chunks_exact(width) {
            if let (Some(first), Some(last)) =
                (row.iter().position(is_ink), row.iter().rposition(is_ink))
            {
                left = left.min(first);
                right = right.max(last);
            }
        }
        Some(Self {
            left,
            top,
            width: right - left + 1,
            height: bottom - top + 1,
        })
    }

    fn crop(&self, ink: &[u8], width: usize) -> Result<Vec<f32>> {
        let mut crop = reserve("The drawing", self.width * self.height)?;
        for row in ink.chunks_exact(width).skip(self.top).take(self.height) {
            let row = &row[self.left..][..self.width];
            crop.extend(row.iter().map(|&value| f32::from(value)));
        }
        Ok(crop)
    }
}

/// Scales every row of `n_in` values to `n_out` by an area filter, `out_i` = the mean over
/// `i·n_in/n_out .. (i + 1)·n_in/n_out`, and writes the result transposed: doing it twice scales
/// both sides and turns the image back.
fn shrink_and_turn(src: &[f32], n_in: usize, n_out: usize) -> Result<Vec<f32>> {
    let n_rows = src.len() / n_in;
    let mut out = reserve("The drawing", n_rows * n_out)?;
    let ratio = n_in as f32 / n_out as f32;
    for i in 0..n_out {
        // Whole numbers first, so that borders that fall between two pixels are exact.
        let start = (i * n_in) as f32 / n_out as f32;
        let end = ((i + 1) * n_in) as f32 / n_out as f32;
        let first = i * n_in / n_out;
        let last = ((i + 1) * n_in).div_ceil(n_out).min(n_in);
        for row in src.chunks_exact(n_in) {
            let mut sum = 0.0;
            for (at, value) in (first..last).zip(&row[first..last]) {
                let covered = end.min((at + 1) as f32) - start.max(at as f32);
                sum += value * covered;
            }
            out.push(sum / ratio);
        }
    }
    Ok(out)
}

/// Mean position of the ink, `(Σ v·x / Σ v, Σ v·y / Σ v)`, in pixel indices.
fn center_of_mass(values: &[f32], width: usize) -> (f32, f32) {
    let (mut mass, mut at_x, mut at_y) = (0.0, 0.0, 0.0);
    for (y, row) in values.chunks_exact(width).enumerate() {
        for (x, value) in row.iter().enumerate() {
            mass += value;
            at_x += value * x as f32;
            at_y += value * y as f32;
        }
    }
    (at_x / mass, at_y / mass)
}

/// Where a box starts so that its center of mass falls on the middle pixel, kept inside the image.
fn offset(side: usize, box_side: usize, center: f32) -> usize {
    let wanted = ((side / 2) as f32 - center).round();
    (wanted.max(0.0) as usize).min(side - box_side)
}
