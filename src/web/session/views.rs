//! What the page looks at: the latent map, one image's way, a drawing.

use super::{JsResult, Session, no_model};
use crate::data::drawing;
use crate::views;
use crate::web::convert::{self, to_js};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Session {
    /// Shows numbers `i` and `j` of the code on the map; below 0, what suits the code best.
    #[wasm_bindgen(js_name = setMapDims)]
    pub fn set_map_dims(&mut self, i: i32, j: i32) -> JsResult<()> {
        let dims = (i >= 0 && j >= 0).then_some((i as usize, j as usize));
        self.map.set_dims(dims).map_err(to_js)
    }

    /// Places of the held-out images on the map, (x, y) pairs.
    #[wasm_bindgen(js_name = mapPoints)]
    pub fn map_points(&mut self) -> JsResult<Vec<f32>> {
        let Self {
            trainer: Some(trainer),
            map,
            ..
        } = self
        else {
            return Err(to_js(no_model()));
        };
        trainer
            .held_out()
            .map_or(Ok(Vec::new()), |images| map.points(trainer.model(), images))
            .map_err(to_js)
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

    /// The place of a code on the map.
    #[wasm_bindgen(js_name = mapPlace)]
    pub fn map_place(&self, code: &[f32]) -> JsResult<Vec<f32>> {
        self.map.place(code).map(Vec::from).map_err(to_js)
    }

    /// All stations of one image's way, one after the other; then, for a variational code, its standard
    /// deviations and a sample.
    pub fn walk(&mut self, bytes: &[u8]) -> JsResult<Vec<f32>> {
        let input = convert::input(self.shape, bytes, 1).map_err(to_js)?;
        let Self {
            trainer: Some(trainer),
            walk,
            ..
        } = self
        else {
            return Err(to_js(no_model()));
        };
        let (model, image) = (trainer.model(), input.as_slice().unwrap_or(&[]));
        let mut numbers = views::walk(model, image, walk, trainer.steps());
        let mut rest = &mut numbers[..];
        for station in views::stations(model) {
            let values;
            (values, rest) = rest.split_at_mut(station.features);
            if let ("image" | "noisy", Some(shape)) = (station.kind, station.shape) {
                values.copy_from_slice(&convert::pixels(shape, values));
            }
        }
        Ok(numbers)
    }

    /// Pictures of an n × n grid of codes over a window of the map, the top row first.
    pub fn manifold(&self, n: usize, x0: f32, y0: f32, x1: f32, y1: f32) -> JsResult<Vec<f32>> {
        let pictures = self
            .trainer()
            .and_then(|t| views::manifold(t.model(), &self.map, n, [x0, y0, x1, y1]))
            .map_err(to_js)?;
        Ok(convert::interleaved(self.shape, pictures))
    }

    /// Weights next to the image as pictures: count, height, width and channels, then at most `most` of them.
    pub fn filters(&mut self, side: &str, most: usize) -> JsResult<Vec<f32>> {
        let filters = self
            .trainer_mut()
            .and_then(|t| views::filters(t.model_mut(), side, most))
            .map_err(to_js)?;
        let (count, [channels, height, width]) = (filters.count, filters.shape);
        let mut numbers = [count, height, width, channels].map(|n| n as f32).to_vec();
        numbers.extend(convert::pixels(filters.shape, &filters.weights));
        Ok(numbers)
    }

    /// A drawing as an image of the model's size, placed as the digits are.
    #[wasm_bindgen(js_name = placeDrawing)]
    pub fn place_drawing(&self, ink: &[u8], width: usize, height: usize) -> JsResult<Vec<u8>> {
        let placed = drawing::place(ink, width, height, self.shape.width, self.shape.height)
            .map_err(to_js)?;
        Ok(placed
            .into_iter()
            .flat_map(|byte| std::iter::repeat_n(byte, self.shape.channels))
            .collect())
    }
}
