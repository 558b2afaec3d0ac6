//! Layers one after the other.

use std::ops::Range;

use super::{Activation, ActivationLayer, Backward, Dense, Layer, Param, SHARD_ROWS, Tape};
use crate::rng::{Purpose, Rng};

/// A chain of layers.
#[derive(Debug, Default)]
pub struct Sequential {
    pub(super) layers: Vec<Box<dyn Layer>>,
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
        self.push(Box::new(ActivationLayer::new(function, features, maps)));
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
        let shard = capacity.min(SHARD_ROWS);
        let buffer = |i: usize, rows: usize| match self.place(i) {
            place if place == i => vec![0.0; rows * self.layers[i].out_features()],
            _ => Vec::new(),
        };
        let least = |i: usize| if self.is_within(i) { shard } else { capacity };
        let n_gradients = if with_gradients { self.len() } else { 0 };
        Tape {
            outputs: (0..self.len())
                .map(|i| buffer(i, if with_gradients { capacity } else { least(i) }))
                .collect(),
            d_outputs: (0..n_gradients).map(|i| buffer(i, least(i))).collect(),
            scratch: vec![0.0; self.layers().map(Layer::scratch_len).max().unwrap_or(0)],
        }
    }

    /// Runs `rows` rows of `input` through all layers, keeping every activation on a `tape` with gradients.
    pub fn forward(&self, input: &[f32], tape: &mut Tape, rows: usize) {
        let mut start = 0;
        while start < self.len() {
            let end = (start + 1..self.len()).find(|&i| !self.is_within(i - 1));
            let end = end.unwrap_or(self.len());
            for shard in self.shards(start, rows) {
                for i in start..end {
                    self.forward_layer(i, input, tape, &shard);
                }
            }
            start = end;
        }
    }

    fn forward_layer(&self, i: usize, input: &[f32], tape: &mut Tape, rows: &Range<usize>) {
        let (layer, place) = (&self.layers[i], self.place(i));
        // What a backward pass will not ask for is kept for one shard only.
        let (is_kept, shard) = (!tape.d_outputs.is_empty(), 0..rows.len());
        let is_short = |i: usize| !is_kept && self.is_within(i);
        let rows_of = |i: usize| if is_short(i) { &shard } else { rows };
        let (before, from) = tape.outputs.split_at_mut(place);
        let output = &mut from[0][span(rows_of(place), layer.out_features())];
        if let Some(function) = self.in_place(i) {
            return function.forward_in_place(output);
        }
        let (input, rows_in) = match i {
            0 => (input, rows),
            _ => (&before[i - 1][..], rows_of(i - 1)),
        };
        let input = &input[span(rows_in, layer.in_features())];
        layer.forward(input, output, rows.len(), &mut tape.scratch);
    }

    /// Whether layer `i` takes a batch shard by shard. An activation function that works in place follows
    /// the layer before it.
    fn by_shards(&self, i: usize) -> bool {
        let i = i - usize::from(self.in_place(i).is_some());
        self.layers.get(i).is_some_and(|layer| layer.by_shards())
    }

    /// Whether a shard goes from layer `i` to the next one before the next shard comes.
    fn is_within(&self, i: usize) -> bool {
        self.by_shards(i) && self.by_shards(i + 1)
    }

    /// The rows that layer `i` takes at a time.
    fn shards(&self, i: usize, rows: usize) -> impl Iterator<Item = Range<usize>> + use<> {
        let step = if self.by_shards(i) {
            SHARD_ROWS
        } else {
            rows.max(1)
        };
        (0..rows)
            .step_by(step)
            .map(move |at| at..rows.min(at + step))
    }

    /// The function that layer `i` applies in place; `None` if it does not work in place.
    fn in_place(&self, i: usize) -> Option<Activation> {
        let before = self.layers.get(i.checked_sub(1)?)?;
        let function = self.layers.get(i)?.activation()?;
        (function.needs_no_input() && !before.is_activation()).then_some(function)
    }

    /// Index of the buffers that layer `i` writes to: `i + 1` if the next layer works in place, else `i`.
    pub(super) fn place(&self, i: usize) -> usize {
        i + usize::from(self.in_place(i + 1).is_some())
    }

    /// Writes all gradients, given the gradient by the last output in [`Tape::d_output_mut`].
    ///
    /// `input` is the input of the forward pass; the gradient by it is written to `d_input` if given.
    pub fn backward(
        &mut self,
        input: &[f32],
        d_input: Option<&mut [f32]>,
        tape: &mut Tape,
        rows: usize,
    ) {
        self.backward_part(input, d_input, tape, rows, true);
    }

    /// As [`Sequential::backward`] for some shards of a batch. Unless they are what it `begins` with, the parameters'
    /// gradients are added to those of the shards before.
    pub fn backward_part(
        &mut self,
        input: &[f32],
        d_input: Option<&mut [f32]>,
        tape: &mut Tape,
        rows: usize,
        begins: bool,
    ) {
        let mut d_first = d_input;
        let first = match d_first {
            Some(_) => 0,
            None => self.first_with_params(),
        };
        let mut end = self.len();
        while end > first {
            let start = (first..end - 1).rev().find(|&i| !self.is_within(i));
            let start = start.map_or(first, |i| i + 1);
            for shard in self.shards(end - 1, rows) {
                for i in (start..end).rev() {
                    let d_input = d_first.as_deref_mut().filter(|_| i == 0);
                    let begins = begins && shard.start == 0;
                    self.backward_layer(i, input, d_input, (i > first, begins), tape, &shard);
                }
            }
            end = start;
        }
    }

    /// Layer `i`'s share of a backward pass. Layer 0 writes the gradient by the chain's input to `d_input`, if
    /// given. Any other layer writes the gradient by its own input to the tape if it shall `go_on`.
    fn backward_layer(
        &mut self,
        i: usize,
        input: &[f32],
        d_input: Option<&mut [f32]>,
        (go_on, begins): (bool, bool),
        tape: &mut Tape,
        rows: &Range<usize>,
    ) {
        let (function, place) = (self.in_place(i), self.place(i));
        // Gradients within a stretch of layers are kept for one shard only.
        let shard = 0..rows.len();
        let rows_of = |i: usize| if self.is_within(i) { &shard } else { rows };
        let (rows_out, rows_in) = (rows_of(place), i.checked_sub(1).map_or(rows, rows_of));
        let layer = &mut self.layers[i];
        let (ins, outs) = (layer.in_features(), layer.out_features());
        let (d_before, d_from) = tape.d_outputs.split_at_mut(place);
        let output = &tape.outputs[place][span(rows, outs)];
        let d_output = &mut d_from[0][span(rows_out, outs)];
        if let Some(function) = function {
            return function.backward(output, output, d_output);
        }
        let d_input = match i {
            0 => d_input,
            _ => go_on.then(|| &mut d_before[i - 1][..]),
        };
        let input = if i == 0 { input } else { &tape.outputs[i - 1] };
        layer.backward(Backward {
            input: &input[span(rows, ins)],
            output,
            d_output,
            d_input: d_input.map(|d| &mut d[span(rows_in, ins)]),
            rows: rows.len(),
            begins,
        });
    }

    /// The first layer with parameters. No gradient is needed before it.
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

/// Where `rows` stand among rows of `features` numbers.
fn span(rows: &Range<usize>, features: usize) -> Range<usize> {
    rows.start * features..rows.end * features
}
