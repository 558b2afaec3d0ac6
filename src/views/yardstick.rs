//! The linear yardstick: what PCA with a code of the same length does on the held-out images.

use crate::data::Dataset;
use crate::error::Result;
use crate::model::Pca;
use crate::model::pca::{Covariance, PcaSolver};
use ndarray::Array2;

/// Longest code for which the yardstick is computed.
pub const MAX_COMPONENTS: usize = 32;
/// Images of one unit of work; fixed, so that the sums do not depend on the machine's speed.
const ROWS: usize = 64;

/// PCA of the training images, a unit of work at a time.
#[derive(Debug, Default)]
pub struct Yardstick {
    stage: Stage,
    /// Mean squared error on the held-out images by number of components, from 1.
    mse: Vec<f64>,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Start,
    Gather {
        covariance: Box<Covariance>,
        next: usize,
        images: Vec<f32>,
    },
    Solve(Box<PcaSolver>),
    Done,
}

impl Yardstick {
    /// Does one unit of work of a few milliseconds; true when there is nothing (more) to do now.
    ///
    /// # Errors
    /// [`crate::Error::TooLarge`] for images too large for a covariance.
    pub fn advance(
        &mut self,
        data: &Dataset,
        held_out: Option<&Dataset>,
        seed: u64,
    ) -> Result<bool> {
        let Some(held_out) = held_out.filter(|set| data.is_complete() && !set.is_empty()) else {
            return Ok(true);
        };
        let features = data.shape().features();
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Start => Stage::Gather {
                covariance: Box::new(Covariance::new(features)?),
                next: 0,
                images: vec![0.0; ROWS * features],
            },
            Stage::Gather {
                mut covariance,
                next,
                mut images,
            } => {
                let rows = ROWS.min(data.len() - next);
                let part = &mut images[..rows * features];
                data.write_range(next, rows, part);
                covariance.add(part, rows);
                if next + rows < data.len() {
                    Stage::Gather {
                        covariance,
                        next: next + rows,
                        images,
                    }
                } else {
                    Stage::Solve(Box::new(PcaSolver::new(
                        *covariance,
                        MAX_COMPONENTS.min(features),
                        seed,
                    )?))
                }
            }
            Stage::Solve(mut solver) => {
                if solver.advance()? {
                    self.mse = errors(&solver.finish()?, held_out);
                    Stage::Done
                } else {
                    Stage::Solve(solver)
                }
            }
            Stage::Done => Stage::Done,
        };
        Ok(matches!(self.stage, Stage::Done))
    }

    /// Mean squared error a pixel with `latent_dim` components, once it is known.
    pub fn mse(&self, latent_dim: usize) -> Option<f64> {
        self.mse.get(latent_dim.checked_sub(1)?).copied()
    }
}

/// Errors with 1, 2, … components: since these are orthonormal, each takes its squared coordinates off
/// what the mean image leaves.
fn errors(pca: &Pca, held_out: &Dataset) -> Vec<f64> {
    let (n, features) = (held_out.len(), held_out.shape().features());
    let mut images = Array2::zeros((n, features));
    held_out.write_range(0, n, images.as_slice_mut().unwrap_or_default());
    let squared = |x: f32| f64::from(x) * f64::from(x);
    let rows = images.rows();
    let deviations = rows
        .into_iter()
        .flat_map(|image| image.into_iter().zip(&pca.mean));
    let mut left: f64 = deviations.map(|(x, mean)| squared(x - mean)).sum();
    let codes = pca.project(&images.view());
    let columns = codes.columns();
    let errors = columns.into_iter().map(|numbers| {
        left -= numbers.iter().map(|&c| squared(c)).sum::<f64>();
        // Rounding may take off more than is left: an error is not negative.
        left.max(0.0) / (n * features) as f64
    });
    errors.collect()
}
