//! What the page looks at: the latent map, one image's way, filters, a drawing.

use super::{Session, no_model};
use crate::data::{Dataset, drawing};
use crate::error::{Error, Result};
use crate::views;
use crate::web::convert;
use js_sys::Float32Array;
use ndarray::Array2;
use wasm_bindgen::prelude::*;

/// One image on its way through the network.
#[wasm_bindgen(getter_with_clone)]
pub struct Walk {
    /// The numbers at each of `info().layers`; images pixel by pixel, feature maps one after the other.
    #[wasm_bindgen(readonly)]
    pub stations: Vec<Float32Array>,
    /// The code of the image without noise; mu, if it is a distribution.
    #[wasm_bindgen(readonly)]
    pub code: Float32Array,
    /// Standard deviations of a variational code.
    #[wasm_bindgen(readonly)]
    pub sigma: Option<Float32Array>,
    /// A sample of a variational code.
    #[wasm_bindgen(readonly)]
    pub sample: Option<Float32Array>,
    /// The code's place on the map, x and y.
    #[wasm_bindgen(readonly)]
    pub place: Float32Array,
    /// Mean squared error of the reconstruction of the image without noise.
    #[wasm_bindgen(readonly)]
    pub mse: f64,
}

/// Images beside what the model makes of them, `count × features`, pixel by pixel.
#[wasm_bindgen(getter_with_clone)]
pub struct Pairs {
    /// The images with the model's noise, if it adds any.
    #[wasm_bindgen(readonly)]
    pub noisy: Option<Float32Array>,
    /// The reconstructions, of the noisy images if there are any.
    #[wasm_bindgen(readonly)]
    pub reconstructions: Float32Array,
}

/// Weights next to the image as pictures, signed.
#[wasm_bindgen(getter_with_clone)]
pub struct Filters {
    /// Number of pictures.
    #[wasm_bindgen(readonly)]
    pub count: usize,
    /// Rows of pixels.
    #[wasm_bindgen(readonly)]
    pub height: usize,
    /// Pixels in a row.
    #[wasm_bindgen(readonly)]
    pub width: usize,
    /// Numbers of a pixel.
    #[wasm_bindgen(readonly)]
    pub channels: usize,
    /// The pictures, one after the other, pixel by pixel.
    #[wasm_bindgen(readonly)]
    pub weights: Float32Array,
}

#[wasm_bindgen]
impl Session {
    /// Shows numbers `i` and `j` of the code on the map; below 0, what suits the code best.
    #[wasm_bindgen(js_name = setMapDims)]
    pub fn set_map_dims(&mut self, i: i32, j: i32) -> Result<()> {
        let dims = (i >= 0 && j >= 0).then_some((i as usize, j as usize));
        self.map.set_dims(dims)
    }

    /// Places of the held-out images on the map, (x, y) pairs.
    #[wasm_bindgen(js_name = mapPoints)]
    pub fn map_points(&mut self) -> Result<Vec<f32>> {
        let Self {
            trainer: Some(trainer),
            map,
            ..
        } = self
        else {
            return Err(no_model());
        };
        trainer
            .held_out()
            .map_or(Ok(Vec::new()), |images| map.points(trainer.model(), images))
    }

    /// What the map's axes are: "code", "components", "dims" or "strip".
    #[wasm_bindgen(js_name = mapKind)]
    pub fn map_kind(&self) -> String {
        self.map.kind().name().into()
    }

    /// The code at a place of the map.
    #[wasm_bindgen(js_name = mapCode)]
    pub fn map_code(&self, x: f32, y: f32) -> Vec<f32> {
        self.map.code_at([x, y])
    }

    /// One image's way through the network.
    pub fn walk(&mut self, bytes: &[u8]) -> Result<Walk> {
        let input = convert::input(self.shape, bytes, 1)?;
        self.walk_of(input)
    }

    /// The way of held-out image `idx`.
    #[wasm_bindgen(js_name = walkHeldOut)]
    pub fn walk_held_out(&mut self, idx: u32) -> Result<Walk> {
        let input = self.held_out_images(&[idx])?;
        self.walk_of(input)
    }

    fn walk_of(&mut self, image: Array2<f32>) -> Result<Walk> {
        let Self {
            trainer: Some(trainer),
            workspace,
            map,
            ..
        } = self
        else {
            return Err(no_model());
        };
        let (model, image) = (trainer.model(), image.as_slice().unwrap_or(&[]));
        let walk = views::walk(model, image, workspace, trainer.steps());
        let stations = views::stations(model).into_iter().zip(&walk.stations);
        let stations = stations.map(|(station, numbers)| match (station.kind, station.shape) {
            ("image" | "noisy", Some(shape)) => copied(&convert::pixels(shape, numbers)),
            _ => copied(numbers),
        });
        Ok(Walk {
            stations: stations.collect(),
            place: copied(&map.place(&walk.code)?),
            code: copied(&walk.code),
            sigma: walk.sigma.as_deref().map(copied),
            sample: walk.sample.as_deref().map(copied),
            mse: walk.mse,
        })
    }

    /// Held-out images, by their indices, beside what the model makes of them.
    pub fn pairs(&self, held_out_idxs: &[u32]) -> Result<Pairs> {
        let clean = self.held_out_images(held_out_idxs)?;
        let model = self.trainer()?.model();
        let pictures = |pictures| copied(&convert::interleaved(self.shape, pictures));
        if !model.config().has_noise() {
            let reconstructions = pictures(model.reconstruct(&clean.view())?);
            return Ok(Pairs {
                noisy: None,
                reconstructions,
            });
        }
        let noisy = views::with_noise(model.config(), clean.as_slice().unwrap_or(&[]));
        let noisy = Array2::from_shape_vec(clean.dim(), noisy)
            .map_err(|e| Error::shape("Images", e, "count × features"))?;
        let reconstructions = pictures(model.reconstruct(&noisy.view())?);
        Ok(Pairs {
            noisy: Some(pictures(noisy)),
            reconstructions,
        })
    }

    /// Held-out images as the model's input, `(count, features)`.
    fn held_out_images(&self, idxs: &[u32]) -> Result<Array2<f32>> {
        let held_out = self.trainer()?.held_out();
        let n = held_out.map_or(0, Dataset::len);
        if let Some(idx) = idxs.iter().find(|&&idx| idx as usize >= n) {
            let wanted = format!("less than {n}");
            return Err(Error::shape("The index of a held-out image", idx, wanted));
        }
        let mut images = Array2::zeros((idxs.len(), self.shape.features()));
        if let (Some(held_out), Some(numbers)) = (held_out, images.as_slice_mut()) {
            held_out.write_batch(idxs, numbers);
        }
        Ok(images)
    }

    /// Pictures of an n × n grid of codes over a window of the map, the top row first.
    pub fn manifold(&self, n: usize, x0: f32, y0: f32, x1: f32, y1: f32) -> Result<Vec<f32>> {
        let model = self.trainer()?.model();
        let pictures = views::manifold(model, &self.map, n, [x0, y0, x1, y1])?;
        Ok(convert::interleaved(self.shape, pictures))
    }

    /// At most `most` of the weights next to the image, on the side "encoder" or "decoder".
    pub fn filters(&mut self, side: &str, most: usize) -> Result<Filters> {
        let filters = views::filters(self.trainer_mut()?.model_mut(), side, most)?;
        let [channels, height, width] = filters.shape;
        Ok(Filters {
            count: filters.count,
            height,
            width,
            channels,
            weights: copied(&convert::pixels(filters.shape, &filters.weights)),
        })
    }

    /// A drawing as an image of the model's size, placed as the digits are.
    #[wasm_bindgen(js_name = placeDrawing)]
    pub fn place_drawing(&self, ink: &[u8], width: usize, height: usize) -> Result<Vec<u8>> {
        let placed = drawing::place(ink, width, height, self.shape.width, self.shape.height)?;
        Ok(placed
            .into_iter()
            .flat_map(|byte| std::iter::repeat_n(byte, self.shape.channels))
            .collect())
    }
}

/// A copy that JavaScript owns.
fn copied(numbers: &[f32]) -> Float32Array {
    Float32Array::from(numbers)
}
