//! The plane on which codes are shown, and the way back from a place to a code.

use crate::data::Dataset;
use crate::error::{Error, Result};
use crate::model::{Autoencoder, EVAL_ROWS, Pca, Workspace};

/// What the map's two axes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapKind {
    /// The two numbers of the code themselves.
    Code,
    /// The first two principal components of the held-out codes.
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

/// The map of one model.
#[derive(Debug)]
pub struct LatentMap {
    latent_dim: usize,
    dims: Option<(usize, usize)>,
    pca: Option<Pca>,
    /// Mean of the codes seen last: where the numbers that the map does not show stand.
    mean: Vec<f32>,
    workspace: Workspace,
    images: Vec<f32>,
    codes: Vec<f32>,
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
            codes: Vec::new(),
        }
    }

    /// Shows two numbers of the code, or with `None` what suits its length best.
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

    /// Encodes all `images` and returns their places, `(n, 2)`.
    ///
    /// # Errors
    /// [`Error::Shape`] if codes are not finite numbers and the axes would be components.
    pub fn points(&mut self, model: &Autoencoder, images: &Dataset) -> Result<Vec<f32>> {
        let (n, features) = (images.len(), model.config().features());
        self.codes.clear();
        for start in (0..n).step_by(EVAL_ROWS) {
            let rows = EVAL_ROWS.min(n - start);
            let batch = &mut self.images[..rows * features];
            images.write_range(start, rows, batch);
            model.forward_encoder(batch, &mut self.workspace, rows);
            self.codes
                .extend_from_slice(self.workspace.code(rows * self.latent_dim));
        }
        for (i, mean) in self.mean.iter_mut().enumerate() {
            let sum: f64 = self
                .codes
                .iter()
                .skip(i)
                .step_by(self.latent_dim)
                .map(|&x| f64::from(x))
                .sum();
            *mean = (sum / n.max(1) as f64) as f32;
        }
        if self.kind() == MapKind::Components && n > 0 {
            let mut pca = Pca::fit(&self.codes, n, self.latent_dim, 2)?;
            if let Some(previous) = &self.pca {
                pca.align_to(previous);
            }
            self.pca = Some(pca);
        }
        let labels = images.labels();
        let codes = self.codes.chunks_exact(self.latent_dim).enumerate();
        Ok(codes
            .flat_map(|(i, code)| self.place_with(code, strip_height(labels.map(|l| l[i]), i)))
            .collect())
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
        Ok(self.place_with(code, STRIP_MIDDLE))
    }

    fn place_with(&self, code: &[f32], height: f32) -> [f32; 2] {
        match (self.kind(), self.dims, &self.pca) {
            (MapKind::Strip, ..) => [code[0], height],
            (MapKind::Dims, Some((i, j)), _) => [code[i], code[j]],
            (MapKind::Components, _, Some(pca)) => {
                let place = pca.project(code);
                [place[0], place[1]]
            }
            _ => [code[0], code[1]],
        }
    }

    /// The code at a place: the numbers that the map does not show are those of the mean code.
    pub fn code_at(&self, place: [f32; 2]) -> Vec<f32> {
        match (self.kind(), self.dims, &self.pca) {
            (MapKind::Strip, ..) => vec![place[0]],
            (MapKind::Components, _, Some(pca)) => pca.reconstruct(&place),
            (_, dims, _) => {
                let (i, j) = dims.unwrap_or((0, 1));
                let mut code = self.mean.clone();
                (code[i], code[j]) = (place[0], place[1]);
                code
            }
        }
    }
}

/// Where a code of one number without a class stands.
const STRIP_MIDDLE: f32 = 4.5;

/// One row a class, the images of a class spread over most of its row by their index (golden ratio).
fn strip_height(label: Option<u8>, image_idx: usize) -> f32 {
    let spread = (image_idx as f32 * 0.618_034).fract() - 0.5;
    label.map_or(STRIP_MIDDLE + 9.0 * spread, |label| {
        f32::from(label) + 0.7 * spread
    })
}
