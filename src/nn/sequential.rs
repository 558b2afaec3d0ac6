//! Layers one after the other, and the tape that keeps what went through them.

use super::activation::ActivationLayer;
use super::{Activation, Backward, Dense, Layer, Param};
use crate::rng::{Purpose, Rng};

/// A chain of layers.
#[derive(Debug, Default)]
pub struct Sequential {
    layers: Vec<Box<dyn Layer>>,
}

/// The activations of one pass and, for training, their gradients. Buffers are kept between passes.
#[derive(Debug, Default)]
pub struct Tape {
    /// `outputs[i]` is layer `i`'s output, `(capacity, features)`.
    outputs: Vec<Vec<f32>>,
    /// `d_outputs[i]` is the gradient by it; empty where only forward passes are made.
    d_outputs: Vec<Vec<f32>>,
}

impl Sequential {
    /// A chain with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a layer, whose input must be as wide as the last one's output.
    pub fn push(&mut self, layer: Box<dyn Layer>) {
        debug_assert!(
            self.layers
                .last()
                .is_none_or(|last| last.out_features() == layer.in_features())
        );
        self.layers.push(layer);
    }

    /// Dense layers of the given widths (the input's first) with `hidden` after each but the last.
    ///
    /// The last layer's weights are drawn to suit `last`, the function that follows the chain.
    /// `first_index` numbers the streams of initial weights.
    pub fn dense(
        widths: &[usize],
        hidden: Activation,
        last: Activation,
        seed: u64,
        first_index: u64,
    ) -> Self {
        let mut chain = Self::new();
        for (i, pair) in widths.windows(2).enumerate() {
            let is_last = i + 2 == widths.len();
            let init = if is_last { last } else { hidden }.init(widths.len() - 2);
            let mut rng = Rng::stream(seed, Purpose::Init, first_index + i as u64);
            chain.push(Box::new(Dense::new(pair[0], pair[1], init, &mut rng)));
            if !is_last {
                chain.push(Box::new(ActivationLayer {
                    function: hidden,
                    features: pair[1],
                }));
            }
        }
        chain
    }

    /// Number of layers, activations included.
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    /// Whether there is no layer.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// The layers, first to last.
    pub fn layers(&self) -> impl Iterator<Item = &dyn Layer> {
        self.layers.iter().map(AsRef::as_ref)
    }

    /// A tape for passes of up to `capacity` rows.
    pub fn tape(&self, capacity: usize, with_gradients: bool) -> Tape {
        let buffers = |n: usize| {
            self.layers
                .iter()
                .take(n)
                .map(|l| vec![0.0; capacity * l.out_features()])
                .collect()
        };
        Tape {
            outputs: buffers(self.len()),
            d_outputs: buffers(if with_gradients { self.len() } else { 0 }),
        }
    }

    /// Runs `rows` rows of `input` through all layers, keeping every activation on `tape`.
    pub fn forward(&self, input: &[f32], tape: &mut Tape, rows: usize) {
        for (i, layer) in self.layers.iter().enumerate() {
            let (before, from) = tape.outputs.split_at_mut(i);
            let input = before.last().map_or(input, Vec::as_slice);
            layer.forward(
                &input[..rows * layer.in_features()],
                &mut from[0][..rows * layer.out_features()],
                rows,
            );
        }
    }

    /// Writes all gradients, given the gradient by the last output in [`Tape::d_output_mut`].
    ///
    /// `input` is the forward pass' input; the gradient by it goes to `d_input` if given.
    pub fn backward(
        &mut self,
        input: &[f32],
        d_input: Option<&mut [f32]>,
        tape: &mut Tape,
        rows: usize,
    ) {
        let mut d_first = d_input;
        for (i, layer) in self.layers.iter_mut().enumerate().rev() {
            let (ins, outs) = (rows * layer.in_features(), rows * layer.out_features());
            let (d_before, d_from) = tape.d_outputs.split_at_mut(i);
            let d_input = match d_before.last_mut() {
                Some(d) => Some(&mut d[..ins]),
                None => d_first.take().map(|d| &mut d[..ins]),
            };
            layer.backward(Backward {
                input: if i == 0 {
                    &input[..ins]
                } else {
                    &tape.outputs[i - 1][..ins]
                },
                output: &tape.outputs[i][..outs],
                d_output: &d_from[0][..outs],
                d_input,
                rows,
            });
        }
    }

    /// Shows every parameter with its name in the chain (`0.weight`, `0.bias`, `1.weight`, …), counted
    /// over layers that have parameters.
    pub fn visit_params(&mut self, visit: &mut dyn FnMut(usize, &mut Param)) {
        let mut index = 0;
        for layer in &mut self.layers {
            let mut any = false;
            layer.visit_params(&mut |param| {
                any = true;
                visit(index, param);
            });
            index += usize::from(any);
        }
    }

    /// Passes [`Layer::weights_changed`] on to every layer.
    pub fn weights_changed(&mut self) {
        for layer in &mut self.layers {
            layer.weights_changed();
        }
    }
}

impl Tape {
    /// Layer `i`'s output for the first `len` values.
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
