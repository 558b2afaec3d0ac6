//! Gradients that a backward pass leaves out, so that another one may compute them.

use super::{Backward, Sequential, Tape};

impl Tape {
    /// The last layer's output, to be written.
    pub fn output_mut(&mut self) -> &mut [f32] {
        self.outputs.last_mut().map_or(&mut [], Vec::as_mut_slice)
    }
}

impl Sequential {
    /// Leaves the gradients of the layers that can do so out of backward passes, or no longer.
    pub fn defer(&mut self, is_deferred: bool) {
        for layer in &mut self.layers {
            layer.defer(is_deferred);
        }
    }

    /// Shows what the gradients that were left out are computed from, row by row, but for the chain's own input.
    pub fn visit_deferred(&mut self, tape: &mut Tape, visit: &mut dyn FnMut(&mut [f32])) {
        for i in 0..self.len() {
            if self.layers[i].defer(false) {
                if i > 0 {
                    visit(&mut tape.outputs[i - 1]);
                }
                let place = self.place(i);
                visit(&mut tape.d_outputs[place]);
            }
        }
    }

    /// Computes the gradients that were left out, of all `rows` on the tape.
    pub fn deferred_gradients(&mut self, input: &[f32], tape: &Tape, rows: usize) {
        for i in 0..self.len() {
            let place = self.place(i);
            let layer = &mut self.layers[i];
            if !layer.defer(false) {
                continue;
            }
            let (ins, outs) = (rows * layer.in_features(), rows * layer.out_features());
            let input = if i == 0 { input } else { &tape.outputs[i - 1] };
            layer.backward(Backward {
                input: &input[..ins],
                output: &tape.outputs[place][..outs],
                d_output: &tape.d_outputs[place][..outs],
                d_input: None,
                rows,
                begins: true,
            });
        }
    }
}
