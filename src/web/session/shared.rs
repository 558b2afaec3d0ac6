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

    /// The gradient of rows `from..to` of a batch of `of` rows; what it is computed from, if it is deferred.
    pub fn part(
        &mut self,
        from: usize,
        to: usize,
        of: usize,
        step: f64,
        is_deferred: bool,
    ) -> Result<()> {
        self.trainer_mut()?
            .part(from..to, of, step as u64, is_deferred);
        Ok(())
    }

    /// The gradients of a side that were deferred, of `rows`.
    pub fn side(&mut self, is_decoder: bool, rows: usize) -> Result<()> {
        self.trainer_mut()?.side(is_decoder, rows);
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

    /// Where the buffers lie in the module's memory: an address and a number of floats each. First those of
    /// `Trainer::visit_buffers`, then, where gradients can be deferred, those of the encoder's and of the decoder's
    /// side. Three numbers before them say where each of the three ends; 0 where there are none. They stay there as long
    /// as the model is the same.
    pub fn buffers(&mut self) -> Result<Vec<u32>> {
        let trainer = self.trainer_mut()?;
        let mut places = vec![0; 3];
        for part in 0..3 {
            let mut visit = |buffer: &mut [f32]| {
                places.extend([buffer.as_ptr() as u32, buffer.len() as u32]);
            };
            match part {
                0 => trainer.visit_buffers(&mut visit),
                _ if trainer.can_defer() => trainer.visit_side(part == 2, &mut visit),
                _ => continue,
            }
            places[part] = places.len() as u32;
        }
        Ok(places)
    }
}
