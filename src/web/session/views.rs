//! What the page looks at: the latent map, one image's way, a drawing.

use super::{JsResult, Session, no_model};
use crate::data::drawing;
use crate::labs;
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

    /// All stations of one image's way, one after the other.
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
        Ok(labs::walk(
            trainer.model(),
            input.as_slice().unwrap_or(&[]),
            walk,
        ))
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
