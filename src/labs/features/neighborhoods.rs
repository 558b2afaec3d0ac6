//! Whether neighbors on a map are neighbors in the space that it shows, and the other way round.

use super::{centered, check_finite, check_neighbors, mean_of};
use crate::error::{Error, Result};
use crate::labs::nearest::{Nearest, least};
use ndarray::{Array2, ArrayView2};

/// Neighbors that are looked at.
pub const NEIGHBORS: usize = 12;

/// How far the `k` nearest neighbors on a `map`, `(n, m)`, are neighbors in the `space` that it shows, `(n, d)`: 1 where
/// all are, about ½ where chance places the points.
///
/// `T = 1 − 2 / (n·k·(2n − 3k − 1)) · Σᵢ Σⱼ (r(i, j) − k)`, where j runs over the k nearest neighbors of i on the map
/// that are not among its k nearest in the space, and `r(i, j)` is the rank of j by distance from i in the space
/// (Venna and Kaski 2001, "Neighborhood preservation in nonlinear projection methods"; scikit-learn's `trustworthiness`).
/// Of points at the same distance the first is nearer. Time grows with n².
///
/// # Errors
/// [`Error::NotReady`] unless there are more than 2k points, [`Error::Config`] of no neighbor, [`Error::Shape`] unless
/// both have as many rows and all numbers are finite.
pub fn trustworthiness(
    space: &ArrayView2<'_, f32>,
    map: &ArrayView2<'_, f32>,
    k: usize,
) -> Result<f64> {
    let n = space.nrows();
    if map.nrows() != n {
        return Err(Error::shape("Points on the map", map.nrows(), n));
    }
    check_neighbors(k)?;
    if n <= 2 * k {
        let more = 2 * k;
        let what = format!("Comparing {k} neighbors needs more than {more} images: got {n}");
        return Err(Error::NotReady { what });
    }
    let neighbors = others(map, k)?;
    let (space, nearest) = prepared(space)?;
    let (mut at, mut beyond) = (0, 0);
    nearest.each(&space.view(), &mut |_, distances| {
        for &neighbor in &neighbors[at] {
            beyond += rank(distances, at, neighbor).saturating_sub(k);
        }
        at += 1;
    });
    let (n, k) = (n as f64, k as f64);
    Ok(1.0 - beyond as f64 * 2.0 / (n * k * (2.0 * n - 3.0 * k - 1.0)))
}

/// How far the `k` nearest neighbors in the `space`, `(n, d)`, are neighbors on the `map`, `(n, m)`, too:
/// [`trustworthiness`] with the two exchanged (Venna and Kaski 2001). A map that tears a cluster apart loses here, one that
/// lays two over each other loses there.
///
/// # Errors
/// Those of [`trustworthiness`].
pub fn continuity(space: &ArrayView2<'_, f32>, map: &ArrayView2<'_, f32>, k: usize) -> Result<f64> {
    trustworthiness(map, space, k)
}

/// Points from their mean, and what finds the nearest of them.
fn prepared(points: &ArrayView2<'_, f32>) -> Result<(Array2<f32>, Nearest)> {
    check_finite(points)?;
    let points = centered(points, &mean_of(points));
    let nearest = Nearest::new(&points.view())?;
    Ok((points, nearest))
}

/// The `k` nearest of the other points to each.
fn others(points: &ArrayView2<'_, f32>, k: usize) -> Result<Vec<Vec<usize>>> {
    let (points, nearest) = prepared(points)?;
    let mut found = Vec::with_capacity(points.nrows());
    nearest.each(&points.view(), &mut |_, distances| {
        // One more, since the point itself need not come first among its twins.
        let own = found.len();
        let mut places = least(distances, k + 1);
        places.retain(|&place| place != own);
        places.truncate(k);
        found.push(places);
    });
    Ok(found)
}

/// The rank of `neighbor` by distance from the point `own`, from 1 on, which itself does not count.
fn rank(distances: &[f32], own: usize, neighbor: usize) -> usize {
    let wanted = distances[neighbor];
    let is_nearer = |(place, distance): (usize, &f32)| {
        place != own && (*distance < wanted || (*distance == wanted && place < neighbor))
    };
    let nearer = distances.iter().enumerate().filter(|&it| is_nearer(it));
    1 + nearer.count()
}
