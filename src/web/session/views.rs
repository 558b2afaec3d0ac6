//! What the page looks at: the latent map, one image's way, filters, a drawing.

use super::{Session, no_model};
use crate::data::{Dataset, drawing};
use crate::error::{Error, Result};
use crate::train::Trainer;
use crate::views;
use crate::web::convert;
use crate::web::parts::{Parts, floats, floats_or_null};
use ndarray::{Array2, ArrayView2};
use wasm_bindgen::prelude::*;

/// The set in which the image of an index lies, and its index there. Indices count the held-out images, and after them
/// the training images that have arrived.
fn image_of(trainer: &Trainer, idx: u32) -> Result<(&Dataset, u32)> {
    let (held_out, data) = (trainer.held_out(), trainer.data());
    let n_held_out = held_out.map_or(0, Dataset::len) as u32;
    match (held_out, idx.checked_sub(n_held_out)) {
        (Some(held_out), None) => Ok((held_out, idx)),
        (_, Some(at)) if (at as usize) < data.len() => Ok((data, at)),
        _ => Err(Error::shape(
            "The index of an image",
            idx,
            "one that is there",
        )),
    }
}

#[wasm_bindgen]
impl Session {
    /// Shows numbers `i` and `j` of the code on the map; a negative one leaves the choice to the map.
    #[wasm_bindgen(js_name = setMapDims)]
    pub fn set_map_dims(&mut self, i: i32, j: i32) -> Result<()> {
        let dims = (i >= 0 && j >= 0).then_some((i as usize, j as usize));
        self.map.set_dims(dims)
    }

    /// Places of the held-out images on the map, (x, y) pairs, and after them those of the images `beside` them, by
    /// their indices.
    #[wasm_bindgen(js_name = mapPoints)]
    pub fn map_points(&mut self, beside: &[u32]) -> Result<Vec<f32>> {
        let Self {
            trainer: Some(trainer),
            map,
            ..
        } = self
        else {
            return Err(no_model());
        };
        let n_held_out = trainer.held_out().map_or(0, Dataset::len);
        let image_at = |row: usize| {
            let other = row.checked_sub(n_held_out);
            image_of(trainer, other.map_or(row as u32, |other| beside[other]))
        };
        let places = map.points(trainer.model(), n_held_out + beside.len(), &image_at)?;
        Ok(places.into_raw_vec_and_offset().0)
    }

    /// What the map's axes are: "code", "components", "dims" or "strip".
    #[wasm_bindgen(js_name = mapKind)]
    pub fn map_kind(&self) -> String {
        self.map.kind().name().into()
    }

    /// The code at a place of the map.
    #[wasm_bindgen(js_name = mapCode)]
    pub fn map_code(&self, x: f32, y: f32) -> Vec<f32> {
        let place = [[x, y]];
        let codes = self.map.codes_at(&ArrayView2::from(&place));
        codes.into_raw_vec_and_offset().0
    }

    /// One image's way through the network: an object with
    /// - `stations`, the numbers at each of `info().layers`, images pixel by pixel, feature maps one after the other;
    /// - `code`, that of the image without noise (mu, if it is a distribution), and its `place` on the map, x and y;
    /// - `sigma` and a `sample` of a variational code, else null;
    /// - `mse`, the mean squared error of the reconstruction of the image without noise.
    pub fn walk(&mut self, bytes: &[u8]) -> Result<Parts> {
        let input = convert::input(self.shape, bytes, 1)?;
        self.walk_of(input)
    }

    /// The walk of the image of an index.
    #[wasm_bindgen(js_name = walkAt)]
    pub fn walk_at(&mut self, idx: u32) -> Result<Parts> {
        let input = self.images_at(&[idx])?;
        self.walk_of(input)
    }

    fn walk_of(&mut self, image: Array2<f32>) -> Result<Parts> {
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
            ("image" | "noisy", Some(shape)) => floats(&convert::pixels(shape, numbers)),
            _ => floats(numbers),
        });
        Ok(Parts::of([
            ("stations", stations.collect::<js_sys::Array>().into()),
            ("code", floats(&walk.code)),
            ("sigma", floats_or_null(walk.sigma.as_deref())),
            ("sample", floats_or_null(walk.sample.as_deref())),
            ("place", floats(&map.place(&walk.code)?)),
            ("mse", walk.mse.into()),
        ]))
    }

    /// Images, by their indices, and their reconstructions: an object with `noisy`, the images with the model's noise
    /// (null without noise), and `reconstructions`, each `count × features`, pixel by pixel.
    pub fn pairs(&self, idxs: &[u32]) -> Result<Parts> {
        let mut images = self.images_at(idxs)?;
        let (model, shape) = (self.trainer()?.model(), self.shape);
        let mut noisy = None;
        if model.config().has_noise()
            && let Some(images) = images.as_slice_mut()
        {
            images.copy_from_slice(&views::with_noise(model.config(), images));
            noisy = Some(convert::pixels(
                [shape.channels, shape.height, shape.width],
                images,
            ));
        }
        let pictures = convert::interleaved(shape, model.reconstruct(&images.view())?);
        Ok(Parts::of([
            ("noisy", floats_or_null(noisy.as_deref())),
            ("reconstructions", floats(&pictures)),
        ]))
    }

    /// Images, by their indices, as the model's input, `(count, features)`.
    fn images_at(&self, idxs: &[u32]) -> Result<Array2<f32>> {
        let trainer = self.trainer()?;
        let features = self.shape.features();
        let mut images = Array2::zeros((idxs.len(), features));
        let numbers = images.as_slice_mut().unwrap_or_default();
        for (&idx, numbers) in idxs.iter().zip(numbers.chunks_exact_mut(features)) {
            let (set, idx) = image_of(trainer, idx)?;
            set.write_batch(&[idx], numbers);
        }
        Ok(images)
    }

    /// Pictures of an n × n grid of codes over a window of the map, the top row first.
    pub fn manifold(&self, n: usize, x0: f32, y0: f32, x1: f32, y1: f32) -> Result<Vec<f32>> {
        let model = self.trainer()?.model();
        let pictures = views::manifold(model, &self.map, n, [x0, y0, x1, y1])?;
        Ok(convert::interleaved(self.shape, pictures))
    }

    /// At most `most` of the weights next to the image, on the side "encoder" or "decoder", as pictures: an object
    /// with their `count`, `height`, `width` and `channels`, and the signed `weights`, pixel by pixel.
    pub fn filters(&mut self, side: &str, most: usize) -> Result<Parts> {
        let filters = views::filters(self.trainer_mut()?.model_mut(), side, most)?;
        let [channels, height, width] = filters.shape;
        Ok(Parts::of([
            ("count", filters.count.into()),
            ("height", height.into()),
            ("width", width.into()),
            ("channels", channels.into()),
            (
                "weights",
                floats(&convert::pixels(filters.shape, &filters.weights)),
            ),
        ]))
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
