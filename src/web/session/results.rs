//! What the model makes of images and codes.

use super::{JsResult, Session};
use crate::error::Error;
use crate::train::Trainer;
use crate::views;
use crate::web::convert::{self, to_js, to_json};
use ndarray::Array2;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Session {
    /// Codes of images, `count × latentDim`.
    pub fn encode(&self, bytes: &[u8], count: usize) -> JsResult<Vec<f32>> {
        let input = convert::input(self.shape, bytes, count).map_err(to_js)?;
        let codes = self
            .trainer()
            .and_then(|t| t.model().encode(&input.view()))
            .map_err(to_js)?;
        Ok(codes.into_raw_vec_and_offset().0)
    }

    /// Pictures of codes, `count × features`, in 0..1, pixel by pixel.
    pub fn decode(&self, codes: Vec<f32>, count: usize) -> JsResult<Vec<f32>> {
        let decode = |trainer: &Trainer| {
            let latent_dim = trainer.model().config().latent_dim();
            let wrong = Error::shape(
                "Numbers of the codes",
                codes.len(),
                format!("{count} × {latent_dim}"),
            );
            let codes = Array2::from_shape_vec((count, latent_dim), codes).map_err(|_| wrong)?;
            trainer.model().decode(&codes.view())
        };
        let pictures = self.trainer().and_then(decode).map_err(to_js)?;
        Ok(convert::interleaved(self.shape, pictures))
    }

    /// Images through the code and back, `count × features`.
    pub fn reconstruct(&self, bytes: &[u8], count: usize) -> JsResult<Vec<f32>> {
        let input = convert::input(self.shape, bytes, count).map_err(to_js)?;
        let pictures = self
            .trainer()
            .and_then(|t| t.model().reconstruct(&input.view()))
            .map_err(to_js)?;
        Ok(convert::interleaved(self.shape, pictures))
    }

    /// Images with the model's noise and what it makes of them, `2 × count × features`: first all the noisy
    /// images, then all reconstructions.
    pub fn denoise(&self, bytes: &[u8], count: usize) -> JsResult<Vec<f32>> {
        let input = convert::input(self.shape, bytes, count).map_err(to_js)?;
        let denoise = |trainer: &Trainer| {
            let (model, clean) = (trainer.model(), input.as_slice().unwrap_or(&[]));
            let noisy =
                Array2::from_shape_vec(input.dim(), views::with_noise(model.config(), clean))
                    .map_err(|e| Error::shape("Images", e, "count × features"))?;
            let pictures = model.reconstruct(&noisy.view())?;
            let mut both = convert::interleaved(self.shape, noisy);
            both.extend(convert::interleaved(self.shape, pictures));
            Ok(both)
        };
        self.trainer().and_then(denoise).map_err(to_js)
    }

    /// Errors on images, as JSON.
    pub fn evaluate(&self, bytes: &[u8], count: usize) -> JsResult<String> {
        let images = convert::images(self.shape, bytes, None, count).map_err(to_js)?;
        self.trainer()
            .and_then(|t| to_json(&t.evaluate(&images)))
            .map_err(to_js)
    }
}
