//! PCA of the training images, found some at a time: of many pixels it takes seconds.

use crate::bench::{COMPONENTS, Images};
use hourglass::error::Result;
use hourglass::model::pca::{Covariance, PcaSolver};
use ndarray::s;

/// Training images that the covariance takes at once, as many as it multiplies at once.
const ROWS: usize = 128;
/// Features up to which PCA is exact and done in one go.
const FEW_FEATURES: usize = 64;
/// The share of the work that is done once all images are gathered. How long solving takes nobody knows.
const GATHERED: f64 = 0.5;

/// What comes next.
enum Part {
    Gather(Covariance, usize),
    Solve(PcaSolver),
}

/// Puts PCA on the bench, unless it is there.
pub struct PcaFit(Option<Part>);

impl PcaFit {
    /// Of these images.
    pub fn new(images: &Images) -> Result<Self> {
        let features = images.shape.features();
        if images.has_pca() || features <= FEW_FEATURES {
            return Ok(Self(None));
        }
        let covariance = Covariance::new(features)?;
        Ok(Self(Some(Part::Gather(covariance, 0))))
    }

    /// Goes on until `is_over`; the share that is done.
    pub fn advance(&mut self, images: &Images, is_over: &dyn Fn() -> bool) -> Result<f64> {
        let training = images.training();
        let (count, features) = training.dim();
        while let Some(part) = self.0.take().filter(|_| !images.has_pca()) {
            let share = match part {
                Part::Gather(mut covariance, done) => {
                    let end = count.min(done + ROWS);
                    let rows = training.slice(s![done..end, ..]);
                    covariance.add(rows.as_slice().unwrap_or_default(), end - done);
                    self.0 = Some(if end < count {
                        Part::Gather(covariance, end)
                    } else {
                        let components = COMPONENTS.min(features).min(count);
                        Part::Solve(PcaSolver::new(covariance, components, 0)?)
                    });
                    GATHERED * end as f64 / count as f64
                }
                Part::Solve(mut solver) => {
                    if solver.advance()? {
                        images.keep_pca(solver.finish()?);
                        return Ok(1.0);
                    }
                    self.0 = Some(Part::Solve(solver));
                    GATHERED
                }
            };
            if is_over() {
                return Ok(share);
            }
        }
        images.pca()?;
        Ok(1.0)
    }
}
