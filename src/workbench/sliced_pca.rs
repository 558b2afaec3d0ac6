//! PCA of many images, in slices of time.

use hourglass::error::Result;
use hourglass::model::Pca;
use hourglass::model::pca::{Covariance, PcaSolver};
use ndarray::{ArrayView2, s};

/// Images that the covariance takes at once, as many as it multiplies at once.
const ROWS: usize = 128;
/// Features up to which PCA is exact and done in one go.
const FEW_FEATURES: usize = 64;
/// The share of the work that is gathering.
const GATHERING: f64 = 0.6;

/// How far it has come.
pub enum SlicedPca {
    /// So many images are gathered, and so many components wanted.
    Gather {
        covariance: Box<Covariance>,
        done: usize,
        components: usize,
    },
    Solve(Box<PcaSolver>),
    Done(Pca),
}

impl SlicedPca {
    /// Begins PCA with so many components.
    pub fn new(images: &ArrayView2<'_, f32>, components: usize) -> Result<Self> {
        let features = images.ncols();
        if features <= FEW_FEATURES {
            return Ok(Self::Done(Pca::fit(images, components)?));
        }
        Ok(Self::Gather {
            covariance: Box::new(Covariance::new(features)?),
            done: 0,
            components,
        })
    }

    /// Does a part that cannot be divided; the share that is done, 1 for all.
    pub fn step(self, images: &ArrayView2<'_, f32>) -> Result<(Self, f64)> {
        let count = images.nrows();
        Ok(match self {
            Self::Gather {
                mut covariance,
                done,
                components,
            } => {
                let end = count.min(done + ROWS);
                let rows = images.slice(s![done..end, ..]);
                covariance.add(rows.as_slice().unwrap_or_default(), end - done);
                if end < count {
                    let share = GATHERING * end as f64 / count as f64;
                    (
                        Self::Gather {
                            covariance,
                            done: end,
                            components,
                        },
                        share,
                    )
                } else {
                    let solver = PcaSolver::new(*covariance, components, 0)?;
                    (Self::Solve(Box::new(solver)), GATHERING)
                }
            }
            Self::Solve(mut solver) => {
                if solver.advance()? {
                    (Self::Done(solver.finish()?), 1.0)
                } else {
                    (Self::Solve(solver), GATHERING)
                }
            }
            Self::Done(pca) => (Self::Done(pca), 1.0),
        })
    }
}
