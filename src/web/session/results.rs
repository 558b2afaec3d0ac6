//! Codes, pictures and errors that the model computes on request.

use super::Session;
use crate::error::{Error, Result};
use crate::model::EVAL_ROWS;
use crate::train::Evaluator;
use crate::web::convert::{self, to_json};
use ndarray::Array2;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Session {
    /// Codes of images, `count × latentDim`.
    pub fn encode(&self, bytes: &[u8], count: usize) -> Result<Vec<f32>> {
        let input = convert::input(self.shape, bytes, count)?;
        let codes = self.trainer()?.model().encode(&input.view())?;
        Ok(codes.into_raw_vec_and_offset().0)
    }

    /// Pictures of codes, `count × features`, in 0..1, pixel by pixel.
    pub fn decode(&self, codes: Vec<f32>, count: usize) -> Result<Vec<f32>> {
        let model = self.trainer()?.model();
        let latent_dim = model.config().latent_dim();
        let wanted = format!("{count} × {latent_dim}");
        let wrong = Error::shape("Numbers of the codes", codes.len(), wanted);
        let codes = Array2::from_shape_vec((count, latent_dim), codes).map_err(|_| wrong)?;
        let pictures = model.decode(&codes.view())?;
        Ok(convert::interleaved(self.shape, pictures))
    }

    /// Images through the code and back, `count × features`.
    pub fn reconstruct(&self, bytes: &[u8], count: usize) -> Result<Vec<f32>> {
        let input = convert::input(self.shape, bytes, count)?;
        let pictures = self.trainer()?.model().reconstruct(&input.view())?;
        Ok(convert::interleaved(self.shape, pictures))
    }

    /// Errors on `total` images that come in parts; this part begins at image `start`. The last part is answered by
    /// JSON, the others by nothing. All parts but the last hold a multiple of 64 images, which makes the result that
    /// of the whole.
    pub fn evaluate(&mut self, bytes: &[u8], start: usize, total: usize) -> Result<Option<String>> {
        let count = bytes.len() / self.shape.features();
        let images = convert::images(self.shape, bytes, None, count)?;
        let begun = self.evaluator.take();
        let trainer = self.trainer()?;
        let (model, step) = (trainer.model(), trainer.steps());
        let mut evaluator = match begun {
            Some(evaluator) if start > 0 => evaluator,
            _ => Evaluator::new(model),
        };
        if evaluator.seen() != start || !start.is_multiple_of(EVAL_ROWS) {
            let wanted = "the one after the last part, and a multiple of 64";
            return Err(Error::shape("The part's first image", start, wanted));
        }
        evaluator.add(model, &images);
        if evaluator.seen() < total {
            self.evaluator = Some(evaluator);
            return Ok(None);
        }
        to_json(&evaluator.result(model, step)).map(Some)
    }
}
