//! Decoded pictures of the map: a grid of codes across its plane.

use super::LatentMap;
use crate::error::{Error, Result};
use crate::model::Autoencoder;
use ndarray::Array2;

/// Most pictures on a side of the grid.
pub const MAX_SIDE: usize = 40;

/// Pictures of the codes at the centers of `n × n` cells of the map's window `[x0, y0, x1, y1]`, the top row
/// (the largest y) first, each `(features)` channel by channel.
///
/// # Errors
/// [`Error::Shape`] unless `n` is in 1..=[`MAX_SIDE`] and the window finite numbers.
pub fn manifold(
    model: &Autoencoder,
    map: &LatentMap,
    n: usize,
    window: [f32; 4],
) -> Result<Array2<f32>> {
    if n == 0 || n > MAX_SIDE {
        let wanted = format!("1 to {MAX_SIDE}");
        return Err(Error::shape("Pictures on a side of the grid", n, wanted));
    }
    if !window.iter().all(|x| x.is_finite()) {
        return Err(Error::shape(
            "The grid's window",
            "no number",
            "four numbers",
        ));
    }
    let [x0, y0, x1, y1] = window;
    let center = |low: f32, high: f32, i: usize| low + (high - low) * (i as f32 + 0.5) / n as f32;
    let mut places = Array2::zeros((n * n, 2));
    for (i, mut place) in places.rows_mut().into_iter().enumerate() {
        place[0] = center(x0, x1, i % n);
        place[1] = center(y1, y0, i / n);
    }
    model.decode(&map.codes_at(&places.view()).view())
}
