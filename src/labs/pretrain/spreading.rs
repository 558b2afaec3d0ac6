//! Labels that spread from a few images to their neighbors, and on to all.

use super::classifier::likeliest;
use super::features::{Features, Start};
use super::{Labeled, Plan, classes_of, judged, known};
use crate::error::{Error, Result};
use crate::labs::features::Accuracy;
use crate::labs::nearest::Nearest;
use ndarray::{Array2, ArrayView2, s};

/// Neighbors of a point in the graph.
pub const NEIGHBORS: usize = 5;
/// The share of a point's scores that comes from its neighbors, α.
const FROM_NEIGHBORS: f32 = 0.99;
/// Rounds in which scores spread.
const ROUNDS: usize = 30;

/// Points whose nearest neighbors are looked for at once.
const AT_ONCE: usize = 64;

/// Points, and who is whose neighbor.
pub struct Graph {
    points: Array2<f32>,
    nearest: Nearest,
    /// Neighbors that are looked for.
    k: usize,
    /// The neighbors of each point: those near to it, and those that it is near to.
    neighbors: Vec<Vec<u32>>,
    /// One over the root of their number; none before all are found.
    roots: Vec<f32>,
    done: usize,
}

impl Graph {
    /// Points `(count, features)` whose neighbors are still to be found.
    ///
    /// # Errors
    /// [`Error::NotReady`] of fewer than two points.
    pub fn new(points: Array2<f32>) -> Result<Self> {
        let count = points.nrows();
        if count < 2 {
            let what = "Labels spread among at least two images".into();
            return Err(Error::NotReady { what });
        }
        Ok(Self {
            nearest: Nearest::new(&points.view())?,
            k: NEIGHBORS.min(count - 1),
            neighbors: vec![Vec::new(); count],
            roots: Vec::new(),
            done: 0,
            points,
        })
    }

    /// Finds the neighbors of some more points; the share that is done, 1 for all. Time grows with the square of the count.
    pub fn advance(&mut self) -> f64 {
        let count = self.points.nrows();
        let end = count.min(self.done + AT_ONCE);
        let part = self.points.slice(s![self.done..end, ..]);
        // One more, since a point is its own nearest, though not always the first among its twins.
        let found = self.nearest.neighbors(&part, self.k + 1);
        for (own, mut places) in (self.done..end).zip(found) {
            places.retain(|&place| place != own);
            for &place in places.iter().take(self.k) {
                self.neighbors[own].push(place as u32);
                self.neighbors[place].push(own as u32);
            }
        }
        self.done = end;
        if end == count && self.roots.is_empty() {
            for places in &mut self.neighbors {
                places.sort_unstable();
                places.dedup();
            }
            let root = |places: &Vec<u32>| 1.0 / (places.len() as f32).sqrt();
            self.roots = self.neighbors.iter().map(root).collect();
        }
        end as f64 / count as f64
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

/// The classes that have come to the points of a graph.
pub struct Spreading<'a> {
    graph: &'a Graph,
    /// `(count, classes)`.
    scores: Array2<f32>,
}

impl<'a> Spreading<'a> {
    /// Spreads the labels of some points of a `graph`: `known` has the place of a point and that of its class.
    ///
    /// `F ← α·D^−½·W·D^−½·F + (1 − α)·Y`, beginning with `F = Y`, which is 1 for the class of a known point and 0
    /// elsewhere. W is 1 where one of two points is among the five nearest of the other, D has its row sums (Zhou et al.
    /// 2004, "Learning with local and global consistency"; scikit-learn's `LabelSpreading` with this W). α is 0.99, which
    /// suits few labels: of many it blurs the borders.
    ///
    /// # Errors
    /// [`Error::NotReady`] of a graph whose neighbors are not all found, [`Error::Shape`] of a place that there is not.
    pub fn new(graph: &'a Graph, known: &[(usize, u8)], classes: usize) -> Result<Self> {
        let count = graph.points.nrows();
        if graph.roots.is_empty() {
            let what = "The neighbors are still being looked for".into();
            return Err(Error::NotReady { what });
        }
        let is_there =
            |&(place, class): &(usize, u8)| place < count && usize::from(class) < classes;
        if !known.iter().all(is_there) {
            let wanted = "places of points and classes";
            return Err(Error::shape("Known labels", "other places", wanted));
        }
        let mut given = Array2::zeros((count, classes));
        for &(place, class) in known {
            given[[place, usize::from(class)]] = 1.0;
        }
        let mut scores = given.clone();
        for _ in 0..ROUNDS {
            scores = graph.spread(&scores, &given);
        }
        Ok(Self { graph, scores })
    }

    /// The scores of each point, `(count, classes)`.
    pub fn scores(&self) -> ArrayView2<'_, f32> {
        self.scores.view()
    }

    /// The place of the class of each of `points`, `(count, features)`: the largest sum of its nearest points' scores,
    /// each brought to a sum of 1.
    pub fn predict(&self, points: &ArrayView2<'_, f32>) -> Vec<u8> {
        let found = self.graph.nearest.neighbors(points, self.graph.k);
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
            likeliest(&sums)
        };
        found.into_iter().map(class).collect()
    }
}

/// Spreads few labels among all training images, as a start sees them: by their code, by coordinates of PCA, or else by
/// their pixels.
pub struct Spreader {
    features: Features,
    /// What is seen of the images so far, row by row.
    rows: Vec<f32>,
    graph: Option<Graph>,
    done: usize,
}

/// The share of the work that is seeing the images.
const SEEING: f64 = 0.2;

impl Spreader {
    /// For the `training` images, `(count, features)`.
    ///
    /// # Errors
    /// [`Error::Shape`] of images of another size than the start knows.
    pub fn new(start: Start<'_>, training: &ArrayView2<'_, f32>) -> Result<Self> {
        let (features, _) = Features::new(start, training, 0)?;
        Ok(Self {
            features,
            rows: Vec::new(),
            graph: None,
            done: 0,
        })
    }

    /// Goes on with the same `training` images, some at a time; the share that is done, 1 for all.
    ///
    /// # Errors
    /// [`Error::NotReady`] of fewer than two images.
    pub fn advance(&mut self, training: &ArrayView2<'_, f32>) -> Result<f64> {
        if let Some(graph) = &mut self.graph {
            return Ok(SEEING + (1.0 - SEEING) * graph.advance());
        }
        let count = training.nrows();
        let end = count.min(self.done + AT_ONCE);
        let seen = self.features.of(&training.slice(s![self.done..end, ..]))?;
        let width = seen.ncols();
        self.rows.extend(seen);
        self.done = end;
        if end == count {
            let rows = std::mem::take(&mut self.rows);
            let points = Array2::from_shape_vec((count, width), rows)
                .map_err(|error| Error::shape("Points", error, "count × features"))?;
            self.graph = Some(Graph::new(points)?);
        }
        Ok(SEEING * end as f64 / count as f64)
    }

    /// How many of the `held_out` images' classes are found where the labels of a few of the `training` images spread. Held-out
    /// images have no part in the graph.
    ///
    /// # Errors
    /// Those of [`super::choose`] and [`Spreading::new`]; [`Error::NotReady`] where no held-out image has a label, and
    /// before all is done.
    pub fn accuracy(
        &self,
        training: Labeled<'_>,
        held_out: Labeled<'_>,
        plan: Plan,
    ) -> Result<Accuracy> {
        training.check()?;
        let graph = self.graph.as_ref().ok_or_else(|| Error::NotReady {
            what: "The neighbors are still being looked for".into(),
        })?;
        let classes = classes_of(training.labels);
        let known = known(training, &classes, plan)?;
        let spreading = Spreading::new(graph, &known, classes.len())?;
        let (images, labels) = judged(held_out)?;
        let found = spreading.predict(&self.features.of(&images.view())?.view());
        let found: Vec<u8> = found
            .into_iter()
            .map(|place| classes[usize::from(place)])
            .collect();
        Ok(Accuracy::new(&found, &labels))
    }
}
