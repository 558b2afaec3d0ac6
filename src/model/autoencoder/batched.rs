//! Whole sets of images or codes through a trained model.

use super::Autoencoder;
use crate::error::{Error, Result};
use crate::model::EVAL_ROWS;
use ndarray::{Array2, ArrayView2};

impl Autoencoder {
    /// Codes of images, `(count, features)` in 0..1 → `(count, latent_dim)`.
    ///
    /// # Errors
    /// [`Error::Shape`] if the images have another number of features than the model.
    pub fn encode(&self, images: &ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let mut workspace = self.encoder_workspace(EVAL_ROWS.min(images.nrows()));
        in_parts(
            images,
            self.config.features(),
            self.config.latent_dim(),
            "image",
            |input, out, rows| {
                self.forward_encoder(input, &mut workspace, rows);
                out.copy_from_slice(workspace.code(out.len()));
            },
        )
    }

    /// Pictures of codes, `(count, latent_dim)` → `(count, features)`.
    ///
    /// # Errors
    /// [`Error::Shape`] if the codes have another length than the model's.
    pub fn decode(&self, codes: &ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let mut workspace = self.workspace(EVAL_ROWS.min(codes.nrows()), false);
        in_parts(
            codes,
            self.config.latent_dim(),
            self.config.features(),
            "code",
            |input, out, rows| {
                self.forward_decoder(input, &mut workspace, rows);
                out.copy_from_slice(workspace.reconstruction(out.len()));
            },
        )
    }

    /// Images through code and back, `(count, features)` → the same.
    ///
    /// # Errors
    /// [`Error::Shape`] if the images have another number of features than the model.
    pub fn reconstruct(&self, images: &ArrayView2<'_, f32>) -> Result<Array2<f32>> {
        let mut workspace = self.workspace(EVAL_ROWS.min(images.nrows()), false);
        let features = self.config.features();
        in_parts(images, features, features, "image", |input, out, rows| {
            self.forward(input, &mut workspace, rows);
            out.copy_from_slice(workspace.reconstruction(out.len()));
        })
    }
}

/// Sends rows through `pass`, [`EVAL_ROWS`] at a time.
fn in_parts(
    input: &ArrayView2<'_, f32>,
    wanted: usize,
    out_width: usize,
    what: &str,
    mut pass: impl FnMut(&[f32], &mut [f32], usize),
) -> Result<Array2<f32>> {
    if input.ncols() != wanted {
        return Err(Error::shape(
            format!("Numbers in a {what}"),
            input.ncols(),
            wanted,
        ));
    }
    let mut output = vec![0.0; input.nrows() * out_width];
    let input = input.as_standard_layout();
    let input = input.as_slice().unwrap_or(&[]);
    for (x, y) in input
        .chunks(EVAL_ROWS * wanted)
        .zip(output.chunks_mut(EVAL_ROWS * out_width))
    {
        pass(x, y, x.len() / wanted);
    }
    Array2::from_shape_vec((input.len() / wanted, out_width), output)
        .map_err(|e| Error::shape("Output", e, "count × width"))
}
