//! Where a picture lies in the square that a model sees.

use super::{Fit, Preparation};
use crate::data::limits::reserve;
use crate::error::Result;
use crate::kernel::resample::{View, bounds, on_white, resample};

/// A number this near to the edge's color counts as the edge's. The noise of JPEG around lines on plain paper is
/// less.
const TOLERANCE: f32 = 32.0;

/// The picture in its square, `(y, x, channel)` with the view's channels, as numbers about 0..255.
///
/// # Errors
/// [`TooLarge`](crate::error::Error::TooLarge) if the memory is refused.
pub fn place(view: &View, to: &Preparation) -> Result<Vec<f32>> {
    let (size, width, height) = (to.size, view.width, view.height);
    if to.center
        && let Some(canvas) = centered(view, size)?
    {
        return Ok(canvas);
    }
    match to.fit {
        Fit::Stretch => scale(view, (size, size)),
        Fit::Fill => {
            let side = width.min(height);
            let (left, top) = ((width - side) / 2, (height - side) / 2);
            scale(&view.crop(left, top, side, side), (size, size))
        }
        Fit::Fit => {
            let longer = width.max(height);
            let sides = (share(width, size, longer), share(height, size, longer));
            let scaled = scale(view, sides)?;
            let at = ((size - sides.0) / 2, (size - sides.1) / 2);
            on_canvas(&scaled, sides, at, view.channels, edge(view), size)
        }
    }
}

/// `side · to / from` to the nearest whole number, at least 1.
pub fn share(side: usize, to: usize, from: usize) -> usize {
    ((2 * side * to + from) / (2 * from)).max(1)
}

/// The picture at `sides` (width, height).
///
/// # Errors
/// As [`place`].
pub fn scale(view: &View, sides: (usize, usize)) -> Result<Vec<f32>> {
    let len = sides.0 * sides.1 * view.channels;
    let mut scaled = reserve("The scaled picture", len)?;
    scaled.resize(len, 0.0);
    resample(view, sides, &mut scaled);
    Ok(scaled)
}

/// Mean color of the outermost pixels, laid on white. For a gray picture only the first number counts.
fn edge(view: &View) -> [f32; 3] {
    let (mut sums, mut count) = ([0_u64; 3], 0_u64);
    view.for_edge(|pixel| {
        for (sum, v) in sums.iter_mut().zip(on_white(pixel)) {
            *sum += u64::from(v);
        }
        count += 1;
    });
    sums.map(|sum| (sum as f64 / count as f64) as f32)
}

/// A square of `color` with the scaled picture at `(left, top)`.
fn on_canvas(
    scaled: &[f32],
    (width, height): (usize, usize),
    (left, top): (usize, usize),
    channels: usize,
    [r, g, b]: [f32; 3],
    size: usize,
) -> Result<Vec<f32>> {
    let len = size * size * channels;
    let mut canvas = reserve("The prepared picture", len)?;
    let color = [r, g, b, 255.0];
    canvas.extend(color[..channels].iter().cycle().take(len));
    let rows = canvas.chunks_exact_mut(size * channels).skip(top);
    for (out, row) in rows.zip(scaled.chunks_exact(width * channels)).take(height) {
        out[left * channels..][..row.len()].copy_from_slice(row);
    }
    Ok(canvas)
}

/// The content, scaled to 20/28 of the side, its center of mass in the middle; `None` if there is none.
fn centered(view: &View, size: usize) -> Result<Option<Vec<f32>>> {
    let color = edge(view);
    let Some((left, top, width, height)) = bounds(view, color, TOLERANCE) else {
        return Ok(None);
    };
    let (longer, target) = (width.max(height), (size * 20 + 14) / 28);
    let sides = (share(width, target, longer), share(height, target, longer));
    let scaled = scale(&view.crop(left, top, width, height), sides)?;
    let (x, y) = center_of_mass(&scaled, sides.0, view.channels, color);
    let at = (offset(size, sides.0, x), offset(size, sides.1, y));
    on_canvas(&scaled, sides, at, view.channels, color, size).map(Some)
}

/// Mean position in pixel indices, weighted by how much a pixel's channels differ from `color`.
fn center_of_mass(scaled: &[f32], width: usize, channels: usize, color: [f32; 3]) -> (f32, f32) {
    let (mut mass, mut at_x, mut at_y) = (0.0, 0.0, 0.0);
    for (y, row) in scaled.chunks_exact(width * channels).enumerate() {
        for (x, pixel) in row.chunks_exact(channels).enumerate() {
            let apart = pixel.iter().zip(color).map(|(v, c)| (v - c).abs());
            let weight: f32 = apart.sum();
            mass += weight;
            at_x += weight * x as f32;
            at_y += weight * y as f32;
        }
    }
    if mass > 0.0 {
        (at_x / mass, at_y / mass)
    } else {
        // Scaling has averaged the content away, so there is no center of mass: the middle will do.
        let height = scaled.len() / (width * channels);
        (0.5 * (width as f32 - 1.0), 0.5 * (height as f32 - 1.0))
    }
}

/// Where a box starts so that its center of mass falls on the middle pixel, kept inside the square.
fn offset(size: usize, side: usize, center: f32) -> usize {
    let wanted = ((size / 2) as f32 - center).round();
    (wanted.max(0.0) as usize).min(size - side)
}
