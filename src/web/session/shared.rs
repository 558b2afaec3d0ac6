//! A step that several workers compute, as the training worker and each of its helpers hold it.

use super::Session;
use crate::error::Result;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Session {
    /// Rows of the next step's batch, drawn into the buffers; 0 where something else comes first.
    #[wasm_bindgen(js_name = beginShared)]
    pub fn begin_shared(&mut self) -> Result<usize> {
        Ok(self.trainer_mut()?.begin_shared())
    }

    /// The gradient of rows `from..to` of a batch of `of` rows.
    pub fn part(&mut self, from: usize, to: usize, of: usize, step: f64) -> Result<()> {
        self.trainer_mut()?.part(from..to, of, step as u64);
        Ok(())
    }

    /// Adds another worker's gradient of the next shard.
    #[wasm_bindgen(js_name = addShard)]
    pub fn add_shard(&mut self, gradient: &[f32]) -> Result<()> {
        self.trainer_mut()?.add_shard(gradient);
        Ok(())
    }

    /// The update by the gradients of all `rows`, after a step of `ms`.
    #[wasm_bindgen(js_name = finishShared)]
    pub fn finish_shared(&mut self, rows: usize, ms: f64) -> Result<()> {
        self.trainer_mut()?.finish_shared(rows)?;
        self.speed.count(rows as u64, ms);
        Ok(())
    }

    /// Prepares weights that were written into the buffers.
    #[wasm_bindgen(js_name = takeWeights)]
    pub fn take_weights(&mut self) -> Result<()> {
        self.trainer_mut()?.take_weights();
        Ok(())
    }

    /// Where the buffers lie in the module's memory: an address and a number of floats each, in the order of
    /// `Trainer::visit_buffers`. They stay there as long as the model is the same.
    pub fn buffers(&mut self) -> Result<Vec<u32>> {
        let mut places = Vec::new();
        self.trainer_mut()?.visit_buffers(&mut |buffer| {
            places.extend([buffer.as_ptr() as u32, buffer.len() as u32]);
        });
        Ok(places)
    }
}
