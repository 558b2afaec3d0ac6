//! Labels that spread from a few images to their neighbors, and on to all.

use crate::error::{Error, Result};
use crate::labs::nearest::Nearest;
use ndarray::{Array2, ArrayView2};

/// Neighbors of a point in the graph.
pub const NEIGHBORS: usize = 5;
/// The share of a point's scores that comes from its neighbors, α.
const FROM_NEIGHBORS: f32 = 0.99;
/// Rounds in which scores spread.
const ROUNDS: usize = 30;

/// Points with the classes that have come to them.
pub struct Spreading {
    nearest: Nearest,
    /// `(count, classes)`.
    scores: Array2<f32>,
    neighbors: usize,
}

impl Spreading {
    /// Spreads the labels of some `points`, `(count, features)`: `known` has the place of a point and that of its class.
    ///
    /// `F ← α·D^−½·W·D^−½·F + (1 − α)·Y`, beginning with `F = Y`, which is 1 for the class of a known point and 0
    /// elsewhere. W is 1 where one of two points is among the five nearest of the other, D has its row sums (Zhou et al.
    /// 2004, "Learning with local and global consistency"; scikit-learn's `LabelSpreading` with this W). α is 0.99, which
    /// suits few labels: of many it blurs the borders. Time grows with the square of the count.
    ///
    /// # Errors
    /// [`Error::NotReady`] of fewer than two points, [`Error::Shape`] of a place that there is not.
    pub fn new(
        points: &ArrayView2<'_, f32>,
        known: &[(usize, u8)],
        classes: usize,
    ) -> Result<Self> {
        let count = points.nrows();
        if count < 2 {
            let what = "Labels spread among at least two images".into();
            return Err(Error::NotReady { what });
        }
        let is_there =
            |&(place, class): &(usize, u8)| place < count && usize::from(class) < classes;
        if !known.iter().all(is_there) {
            return Err(Error::shape(
                "Known labels",
                "another place",
                "places of points",
            ));
        }
        let neighbors = NEIGHBORS.min(count - 1);
        let nearest = Nearest::new(points)?;
        let graph = Graph::new(&nearest, points, neighbors);
        let mut given = Array2::zeros((count, classes));
        for &(place, class) in known {
            given[[place, usize::from(class)]] = 1.0;
        }
        let mut scores = given.clone();
        for _ in 0..ROUNDS {
            scores = graph.spread(&scores, &given);
        }
        Ok(Self {
            nearest,
            scores,
            neighbors,
        })
    }

    /// The scores of each point, `(count, classes)`.
    pub fn scores(&self) -> ArrayView2<'_, f32> {
        self.scores.view()
    }

    /// The place of the class of each of `points`, `(count, features)`: the largest sum of its nearest points' scores,
    /// each brought to a sum of 1.
    pub fn predict(&self, points: &ArrayView2<'_, f32>) -> Vec<u8> {
        let found = self.nearest.neighbors(points, self.neighbors);
        let class = |places: Vec<usize>| {
            let mut sums = vec![0.0; self.scores.ncols()];
            for place in places {
                let scores = self.scores.row(place);
                let all: f32 = scores.sum();
                if all > 0.0 {
                    sums.iter_mut()
                        .zip(scores)
                        .for_each(|(sum, score)| *sum += score / all);
                }
            }
            super::classifier::likeliest(&sums)
        };
        found.into_iter().map(class).collect()
    }
}

/// Who is whose neighbor.
struct Graph {
    /// The neighbors of each point.
    neighbors: Vec<Vec<u32>>,
    /// One over the root of their number.
    roots: Vec<f32>,
}

impl Graph {
    fn new(nearest: &Nearest, points: &ArrayView2<'_, f32>, k: usize) -> Self {
        let mut neighbors: Vec<Vec<u32>> = vec![Vec::new(); points.nrows()];
        // One more, since a point is its own nearest, though not always the first among its twins.
        for (own, mut places) in nearest.neighbors(points, k + 1).into_iter().enumerate() {
            places.retain(|&place| place != own);
            for &place in places.iter().take(k) {
                neighbors[own].push(place as u32);
                neighbors[place].push(own as u32);
            }
        }
        for places in &mut neighbors {
            places.sort_unstable();
            places.dedup();
        }
        let root = |places: &Vec<u32>| 1.0 / (places.len() as f32).sqrt();
        Self {
            roots: neighbors.iter().map(root).collect(),
            neighbors,
        }
    }

    /// One round.
    fn spread(&self, scores: &Array2<f32>, given: &Array2<f32>) -> Array2<f32> {
        let mut out = given * (1.0 - FROM_NEIGHBORS);
        for (own, mut sums) in out.rows_mut().into_iter().enumerate() {
            for &place in &self.neighbors[own] {
                let place = place as usize;
                let share = FROM_NEIGHBORS * self.roots[own] * self.roots[place];
                let scores = scores.row(place);
                sums.iter_mut()
                    .zip(scores)
                    .for_each(|(sum, score)| *sum += share * score);
            }
        }
        out
    }
}
