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
///
/// An activation function that needs its input no more works in place: it shares the buffers of its own
/// output with the layer before, which has none. A convolution's maps do not fit into the cache, so
/// every pass over them counts.
#[derive(Debug, Default)]
pub struct Tape {
    /// `outputs[i]` is layer `i`'s output, `(capacity, features)`, unless layer `i + 1` works in it.
    outputs: Vec<Vec<f32>>,
    /// `d_outputs[i]` is the gradient by it; empty where only forward passes are made.
    d_outputs: Vec<Vec<f32>>,
    /// Working memory for whichever layer is at work.
    scratch: Vec<f32>,
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

    /// Appends an activation function over `features` values a row; `maps` is `[channels, height, width]`
    /// if these are a feature map.
    pub fn push_activation(
        &mut self,
        function: Activation,
        features: usize,
        maps: Option<[usize; 3]>,
    ) {
        self.push(Box::new(ActivationLayer {
            function,
            features,
            maps,
        }));
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
                chain.push_activation(hidden, pair[1], None);
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
        let buffer = |i: usize| match self.place(i) {
            place if place == i => vec![0.0; capacity * self.layers[i].out_features()],
            _ => Vec::new(),
        };
        let buffers = |n: usize| (0..n).map(buffer).collect();
        Tape {
            outputs: buffers(self.len()),
            d_outputs: buffers(if with_gradients { self.len() } else { 0 }),
            scratch: vec![0.0; self.layers().map(Layer::scratch_len).max().unwrap_or(0)],
        }
    }

    /// Runs `rows` rows of `input` through all layers, keeping every activation on `tape`.
    pub fn forward(&self, input: &[f32], tape: &mut Tape, rows: usize) {
        for (i, layer) in self.layers.iter().enumerate() {
            let place = self.place(i);
            let (before, from) = tape.outputs.split_at_mut(place);
            let output = &mut from[0][..rows * layer.out_features()];
            if let Some(function) = self.in_place(i) {
                function.forward_in_place(output);
                continue;
            }
            let input = if i == 0 { input } else { &before[i - 1] };
            let input = &input[..rows * layer.in_features()];
            layer.forward(input, output, rows, &mut tape.scratch);
        }
    }

    /// The function that layer `i` applies in place, if it does.
    fn in_place(&self, i: usize) -> Option<Activation> {
        let before = self.layers.get(i.checked_sub(1)?)?;
        let function = self.layers.get(i)?.activation()?;
        (function.needs_no_input() && !before.is_activation()).then_some(function)
    }

    /// Whose buffers layer `i` writes to: its own, or those of the next layer, if that works in place.
    fn place(&self, i: usize) -> usize {
        i + usize::from(self.in_place(i + 1).is_some())
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
        let first = if d_first.is_some() {
            0
        } else {
            self.first_with_params()
        };
        for i in (first..self.len()).rev() {
            let (function, place) = (self.in_place(i), self.place(i));
            let layer = &mut self.layers[i];
            let (ins, outs) = (rows * layer.in_features(), rows * layer.out_features());
            let (d_before, d_from) = tape.d_outputs.split_at_mut(place);
            let (output, d_output) = (&tape.outputs[place][..outs], &mut d_from[0][..outs]);
            if let Some(function) = function {
                function.backward(output, output, d_output);
                continue;
            }
            let d_input = match i {
                _ if i == first => d_first.take(),
                _ => Some(&mut d_before[i - 1][..]),
            };
            let input = if i == 0 { input } else { &tape.outputs[i - 1] };
            layer.backward(Backward {
                input: &input[..ins],
                output,
                d_output,
                d_input: d_input.map(|d| &mut d[..ins]),
                rows,
            });
        }
    }

    /// The first layer that has something to learn; nobody asks for gradients further down.
    fn first_with_params(&mut self) -> usize {
        let found = self.layers.iter_mut().position(|layer| {
            let mut any = false;
            layer.visit_params(&mut |_| any = true);
            any
        });
        found.unwrap_or(self.layers.len())
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
    /// Layer `i`'s output; empty if the activation function behind it worked in place.
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
