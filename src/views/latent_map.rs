//! The plane on which codes are shown, and the way back from a place to a code.

use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::model::{Autoencoder, EVAL_ROWS, Pca, Workspace};
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

/// What the map's two axes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    /// The two numbers of the code themselves.
    Code,
    /// The first two principal components of the codes.
    Components,
    /// Two numbers of the code that were chosen.
    Dims,
    /// A code of one number, in rows by class.
    Strip,
}

impl MapKind {
    /// The name that the page knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Components => "components",
            Self::Dims => "dims",
            Self::Strip => "strip",
        }
    }
}

/// Which image stands in a row of the map: its set, and its index there.
pub type ImageAt<'a> = dyn Fn(usize) -> Result<(&'a Dataset, u32)> + 'a;

/// The map of one model.
#[derive(Debug)]
pub struct LatentMap {
    latent_dim: usize,
    dims: Option<(usize, usize)>,
    pca: Option<Pca>,
    /// Mean of the codes seen last; stands in for the numbers that the map does not show.
    mean: Vec<f32>,
    workspace: Workspace,
    images: Vec<f32>,
    /// The codes seen last, `(n, latent_dim)`.
    codes: Array2<f32>,
}

impl LatentMap {
    /// A map for `model`, before any code was seen.
    pub fn new(model: &Autoencoder) -> Self {
        let latent_dim = model.config().latent_dim();
        Self {
            latent_dim,
            dims: None,
            pca: None,
            mean: vec![0.0; latent_dim],
            workspace: model.encoder_workspace(EVAL_ROWS),
            images: vec![0.0; EVAL_ROWS * model.config().features()],
            codes: Array2::zeros((0, latent_dim)),
        }
    }

    /// Chooses the two numbers of the code that are shown; `None` chooses by the code's length.
    ///
    /// # Errors
    /// [`Error::Shape`] for numbers that the code does not have.
    pub fn set_dims(&mut self, dims: Option<(usize, usize)>) -> Result<()> {
        if let Some((i, j)) = dims
            && i.max(j) >= self.latent_dim
        {
            return Err(Error::shape(
                "Numbers of the code",
                format!("{i} and {j}"),
                format!("0 to {}", self.latent_dim - 1),
            ));
        }
        self.dims = dims;
        Ok(())
    }

    /// What the axes are.
    pub fn kind(&self) -> MapKind {
        match (self.latent_dim, self.dims) {
            (1, _) => MapKind::Strip,
            (_, Some(_)) => MapKind::Dims,
            (2, None) => MapKind::Code,
            _ => MapKind::Components,
        }
    }

    /// Encodes `n` images and returns their places, `(n, 2)`.
    ///
    /// # Errors
    /// [`Error::Shape`] if codes are not finite numbers and the axes would be components; what `image_at` fails with.
    pub fn points(
        &mut self,
        model: &Autoencoder,
        n: usize,
        image_at: &ImageAt<'_>,
    ) -> Result<Array2<f32>> {
        self.encode(model, n, image_at)?;
        for (mean, numbers) in self.mean.iter_mut().zip(self.codes.columns()) {
            let sum: f64 = numbers.iter().map(|&x| f64::from(x)).sum();
            *mean = (sum / n.max(1) as f64) as f32;
        }
        if self.kind() == MapKind::Components && n > 0 {
            let mut pca = Pca::fit(&self.codes.view(), 2)?;
            if let Some(previous) = &self.pca {
                pca.align_to(previous);
            }
            self.pca = Some(pca);
        }
        let mut places = self.places(&self.codes.view());
        if self.kind() == MapKind::Strip {
            for (row, mut place) in places.rows_mut().into_iter().enumerate() {
                let (set, idx) = image_at(row)?;
                place[1] = strip_height(set.labels().map(|labels| labels[idx as usize]), row);
            }
        }
        Ok(places)
    }

    fn encode(&mut self, model: &Autoencoder, n: usize, image_at: &ImageAt<'_>) -> Result<()> {
        let features = model.config().features();
        if self.codes.nrows() != n {
            self.codes = Array2::zeros((n, self.latent_dim));
        }
        let codes = self.codes.as_slice_mut().unwrap_or_default();
        let codes = codes.chunks_mut(EVAL_ROWS * self.latent_dim);
        for (start, codes) in (0..n).step_by(EVAL_ROWS).zip(codes) {
            let rows = EVAL_ROWS.min(n - start);
            let batch = &mut self.images[..rows * features];
            for (row, image) in batch.chunks_exact_mut(features).enumerate() {
                let (set, idx) = image_at(start + row)?;
                set.write_batch(&[idx], image);
            }
            model.forward_encoder(batch, &mut self.workspace, rows);
            codes.copy_from_slice(self.workspace.code(codes.len()));
        }
        Ok(())
    }

    /// The place of a code.
    ///
    /// # Errors
    /// [`Error::Shape`] for a code of another length.
    pub fn place(&self, code: &[f32]) -> Result<[f32; 2]> {
        if code.len() != self.latent_dim {
            return Err(Error::shape(
                "Numbers in a code",
                code.len(),
                self.latent_dim,
            ));
        }
        let places = self.places(&ArrayView1::from(code).insert_axis(Axis(0)));
        Ok([places[[0, 0]], places[[0, 1]]])
    }

    /// The numbers of the code that the axes show; a strip has only the first.
    fn axes(&self) -> (usize, usize) {
        let dims = self.dims.filter(|_| self.latent_dim > 1);
        dims.unwrap_or((0, 1))
    }

    /// The places of codes, `(n, latent_dim)` → `(n, 2)`; on a strip all in its middle.
    fn places(&self, codes: &ArrayView2<'_, f32>) -> Array2<f32> {
        if let (MapKind::Components, Some(pca)) = (self.kind(), &self.pca) {
            return pca.project(codes);
        }
        let (i, j) = self.axes();
        let mut places = Array2::zeros((codes.nrows(), 2));
        for (mut place, code) in places.rows_mut().into_iter().zip(codes.rows()) {
            place[0] = code[i];
            place[1] = code.get(j).copied().unwrap_or(STRIP_MIDDLE);
        }
        places
    }

    /// The codes at places, `(n, 2)` → `(n, latent_dim)`. The numbers that the map does not show are those of
    /// the mean code.
    pub fn codes_at(&self, places: &ArrayView2<'_, f32>) -> Array2<f32> {
        if let (MapKind::Components, Some(pca)) = (self.kind(), &self.pca) {
            return pca.reconstruct(places);
        }
        let (i, j) = self.axes();
        let mut codes = Array2::zeros((places.nrows(), self.latent_dim));
        for (mut code, place) in codes.rows_mut().into_iter().zip(places.rows()) {
            for (number, mean) in code.iter_mut().zip(&self.mean) {
                *number = *mean;
            }
            code[i] = place[0];
            if let Some(number) = code.get_mut(j) {
                *number = place[1];
            }
        }
        codes
    }
}

/// The height of a code of one number without a class.
const STRIP_MIDDLE: f32 = 4.5;

/// The height in a strip of one row a class. The golden ratio spreads the images of a class over its row by their order.
fn strip_height(label: Option<u8>, row: usize) -> f32 {
    let spread = (row as f32 * 0.618_034).fract() - 0.5;
    label.map_or(STRIP_MIDDLE + 9.0 * spread, |label| {
        f32::from(label) + 0.7 * spread
    })
}
