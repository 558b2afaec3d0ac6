//! What a pass through a chain of layers leaves behind.

/// The activations of one pass and, for training, their gradients. Buffers are kept between passes.
///
/// An activation function whose derivative follows from its output works in place: the layer before it
/// writes into the activation function's buffers and has none of its own. This saves a pass over memory.
/// The maps of a convolution do not fit into the cache, so every pass over them counts.
#[derive(Debug, Default)]
pub struct Tape {
    /// `outputs[i]` is layer `i`'s output, `(capacity, features)`; empty if layer `i + 1` works in place. Where only
    /// forward passes are made, it has room for one shard if each shard goes on to the next layer before another comes.
    pub(super) outputs: Vec<Vec<f32>>,
    /// `d_outputs[i]` is the gradient by `outputs[i]`. It has room for one shard where each shard goes on to
    /// the next layer before another shard comes. There are no gradients where only forward passes are made.
    pub(super) d_outputs: Vec<Vec<f32>>,
    /// Working memory for whichever layer is at work.
    pub(super) scratch: Vec<f32>,
}

impl Tape {
    /// Layer `i`'s output; empty if layer `i + 1` worked in place. Of more than a shard of images it is whole only on a
    /// tape with gradients.
    pub fn output_of(&self, i: usize) -> &[f32] {
        &self.outputs[i]
    }

    /// The last layer's output, `(capacity, features)`.
    pub fn output(&self) -> &[f32] {
        self.outputs.last().map_or(&[], Vec::as_slice)
    }

    /// Where the gradient by the last output is written before a backward pass.
    pub fn d_output_mut(&mut self) -> &mut [f32] {
        self.d_outputs.last_mut().map_or(&mut [], Vec::as_mut_slice)
    }

    /// The last output together with the place for its gradient.
    pub fn output_and_gradient(&mut self) -> (&[f32], &mut [f32]) {
        match (self.outputs.last(), self.d_outputs.last_mut()) {
            (Some(output), Some(d_output)) => (output, d_output),
            _ => (&[], &mut []),
        }
    }
}
