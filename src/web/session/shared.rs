//! A step that several workers compute, as the training worker and each of its helpers hold it.
//!
//! Only a step's end can fail. Without a model nothing happens: each way for an error out of here is a part of the page.

use super::{Session, no_model};
use crate::error::Result;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Session {
    /// Rows of the next step's batch, drawn into the buffers; 0 where something else comes first.
    #[wasm_bindgen(js_name = beginShared)]
    pub fn begin_shared(&mut self) -> usize {
        self.trainer
            .as_mut()
            .map_or(0, crate::train::Trainer::begin_shared)
    }

    /// The gradient of rows `from..to` of a batch of `of` rows; what it is computed from, if it is deferred. Weights that
    /// were written into the buffers are prepared first, if they are new.
    pub fn part(
        &mut self,
        from: usize,
        to: usize,
        of: usize,
        step: f64,
        is_deferred: bool,
        is_new: bool,
    ) {
        if let Some(trainer) = &mut self.trainer {
            if is_new {
                trainer.take_weights();
            }
            trainer.part(from..to, of, step as u64, is_deferred);
        }
    }

    /// The gradients of a side that were deferred, of `rows`.
    pub fn side(&mut self, is_decoder: bool, rows: usize) {
        if let Some(trainer) = &mut self.trainer {
            trainer.side(is_decoder, rows);
        }
    }

    /// Adds another worker's gradient of the next shard.
    #[wasm_bindgen(js_name = addShard)]
    pub fn add_shard(&mut self, gradient: &[f32]) {
        if let Some(trainer) = &mut self.trainer {
            trainer.add_shard(gradient);
        }
    }

    /// The update by the gradients of all `rows`, after a step of `ms`.
    #[wasm_bindgen(js_name = finishShared)]
    pub fn finish_shared(&mut self, rows: usize, ms: f64) -> Result<()> {
        let trainer = self.trainer.as_mut().ok_or_else(no_model)?;
        trainer.finish_shared(rows)?;
        self.speed.count(rows as u64, ms);
        Ok(())
    }

    /// Where the buffers lie in the module's memory: an address and a number of floats each. First those of
    /// `Trainer::visit_buffers`, then, where gradients can be deferred, those of the encoder's and of the decoder's
    /// side. Three numbers before them say where each of the three ends; 0 where there are none. They stay there as long
    /// as the model is the same.
    pub fn buffers(&mut self) -> Vec<u32> {
        let mut places = vec![0; 3];
        let Some(trainer) = &mut self.trainer else {
            return places;
        };
        for part in 0..3 {
            let mut visit = |buffer: &mut [f32]| {
                places.push(buffer.as_ptr() as u32);
                places.push(buffer.len() as u32);
            };
            match part {
                0 => trainer.visit_buffers(&mut visit),
                _ if trainer.can_defer() => trainer.visit_side(part == 2, &mut visit),
                _ => continue,
            }
            places[part] = places.len() as u32;
        }
        places
    }
}
