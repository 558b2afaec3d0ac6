//! Whether neighbors on a map are neighbors in the space that it shows, and the other way round.

use super::{centered, check_finite, check_neighbors, mean_of};
use crate::error::{Error, Result};
use crate::labs::interval::{Mean, mean};
use crate::labs::nearest::{Nearest, least};
use ndarray::{Array2, ArrayView1, ArrayView2, s};
use std::ops::Range;

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
    Ok(faithful(space, map, k)?.trustworthiness.mean)
}

/// How far the `k` nearest neighbors in the `space`, `(n, d)`, are neighbors on the `map`, `(n, m)`, too:
/// [`trustworthiness`] with the two exchanged (Venna and Kaski 2001). A map that tears a cluster apart loses here, one that
/// lays two over each other loses there.
///
/// # Errors
/// Those of [`trustworthiness`].
pub fn continuity(space: &ArrayView2<'_, f32>, map: &ArrayView2<'_, f32>, k: usize) -> Result<f64> {
    Ok(faithful(space, map, k)?.continuity.mean)
}

/// Both [`trustworthiness`] and [`continuity`], for the time of one.
///
/// # Errors
/// Those of [`trustworthiness`].
pub fn faithful(
    space: &ArrayView2<'_, f32>,
    map: &ArrayView2<'_, f32>,
    k: usize,
) -> Result<Faithful> {
    let mut comparison = Comparison::new(space, map, k)?;
    while comparison.advance(&|| false) < 1.0 {}
    Ok(comparison.finish())
}

/// How faithful a map is: the means over its points, with their spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Faithful {
    /// Of [`trustworthiness`].
    pub trustworthiness: Mean,
    /// Of [`continuity`].
    pub continuity: Mean,
}

/// Points that are compared at once.
const AT_ONCE: usize = 64;

/// A comparison in slices of time: [`trustworthiness`] and [`continuity`] are all of them at once.
pub struct Comparison {
    space: Side,
    map: Side,
    k: usize,
    /// Of each point, how far false neighbors lie beyond the k nearest.
    trustworthiness: Vec<f64>,
    continuity: Vec<f64>,
}

impl Comparison {
    /// Knows the points.
    ///
    /// # Errors
    /// Those of [`trustworthiness`].
    pub fn new(space: &ArrayView2<'_, f32>, map: &ArrayView2<'_, f32>, k: usize) -> Result<Self> {
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
        Ok(Self {
            space: Side::new(space)?,
            map: Side::new(map)?,
            k,
            trustworthiness: Vec::with_capacity(n),
            continuity: Vec::with_capacity(n),
        })
    }

    /// Goes on until `is_over`; the share that is done, 1 for all.
    pub fn advance(&mut self, is_over: &dyn Fn() -> bool) -> f64 {
        let n = self.space.points.nrows();
        let k = self.k as f64;
        let weight = 2.0 / (k * (2.0 * n as f64 - 3.0 * k - 1.0));
        while self.trustworthiness.len() < n {
            let begin = self.trustworthiness.len();
            let places = begin..n.min(begin + AT_ONCE);
            let [in_space, on_map] = [&self.space, &self.map].map(|side| side.distances(&places));
            let rows = in_space.chunks_exact(n).zip(on_map.chunks_exact(n));
            for (own, (in_space, on_map)) in places.zip(rows) {
                let of = |near: &[f32], far: &[f32]| {
                    1.0 - beyond(near, far, own, self.k) as f64 * weight
                };
                self.trustworthiness.push(of(on_map, in_space));
                self.continuity.push(of(in_space, on_map));
            }
            if is_over() {
                break;
            }
        }
        self.trustworthiness.len() as f64 / n as f64
    }

    /// What it has found.
    pub fn finish(&self) -> Faithful {
        Faithful {
            trustworthiness: mean(&self.trustworthiness),
            continuity: mean(&self.continuity),
        }
    }
}

/// The space or the map: its points from their mean, and what finds the nearest of them.
struct Side {
    points: Array2<f32>,
    nearest: Nearest,
}

impl Side {
    fn new(points: &ArrayView2<'_, f32>) -> Result<Self> {
        check_finite(points)?;
        let points = centered(points, &mean_of(points));
        let nearest = Nearest::new(&points.view())?;
        Ok(Self { points, nearest })
    }

    /// Distances of some points to all, which may be less by the same for each of them.
    fn distances(&self, places: &Range<usize>) -> Vec<f32> {
        let mut all = Vec::with_capacity(places.len() * self.points.nrows());
        let rows = self.points.slice(s![places.clone(), ..]);
        let visit = &mut |_: &ArrayView1<'_, f32>, one: &[f32]| all.extend_from_slice(one);
        self.nearest.each(&rows, visit);
        all
    }
}

/// How far the `k` nearest of the others by `near` lie beyond the k nearest by `far`, all together.
fn beyond(near: &[f32], far: &[f32], own: usize, k: usize) -> usize {
    // One more, since the point itself need not come first among its twins.
    let mut places = least(near, k + 1);
    places.retain(|&place| place != own);
    places.truncate(k);
    let ranks = places.iter().map(|&place| rank(far, own, place));
    ranks.map(|rank| rank.saturating_sub(k)).sum()
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
