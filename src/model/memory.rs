//! What training a model takes of the memory, told by its configuration before anything is allocated.

use super::config::{Bottleneck, ModelConfig};
use super::{Architecture, EVAL_ROWS, limits};
use crate::error::{Error, Result};
use crate::nn::{Activation, ConvShape, SHARD_ROWS};

/// Columns of a panel of packed numbers.
const PANEL: u64 = 8;
/// Numbers of a register.
const LANES: u64 = 4;
/// Numbers that an image adds to the loss.
const TERMS: u64 = 3;
/// Bytes of a number.
const BYTES: u64 = 4;

/// What a pass keeps of one layer, in numbers a row.
struct Kept {
    features: u64,
    /// Whether it is kept for a shard at a time wherever that is all that is needed.
    by_shard: bool,
}

impl ModelConfig {
    /// Rows of a batch that a training step takes at a time: those of a shard where feature maps are what is large, else
    /// all.
    pub(crate) fn rows_at_a_time(&self, batch: usize) -> usize {
        let whole = self.convolutions().is_empty() || self.sparsity_target > 0.0;
        if whole { batch } else { batch.min(SHARD_ROWS) }
    }

    /// The memory that training takes, in bytes: weights with their gradients, the optimizer's means, both ways back and
    /// packed forms, a batch with its activations, and an evaluation. Images are not in it, nor what is saved.
    pub fn memory_bytes(&self) -> u64 {
        self.memory_with(self.rows_at_a_time(self.batch_size))
    }

    /// As [`ModelConfig::memory_bytes`], with so many rows at a time.
    fn memory_with(&self, rows_at_a_time: usize) -> u64 {
        let (rows, shard) = (rows_at_a_time as u64, rows_at_a_time.min(SHARD_ROWS) as u64);
        let (features, latent_dim) = (self.features() as u64, self.latent_dim() as u64);
        let noisy = features * u64::from(self.has_noise());
        let sampled = latent_dim * u64::from(self.is_variational());
        let hidden = self
            .dense_widths()
            .iter()
            .rev()
            .nth(1)
            .map_or(0, |&w| w as u64);
        let kept = self.kept();
        let numbers = |by_shard: u64, rows: u64| {
            let of = |kept: &Kept| kept.features * if kept.by_shard { by_shard } else { rows };
            kept.iter().map(of).sum::<u64>()
        };
        let [eval, eval_shard] = [EVAL_ROWS, SHARD_ROWS].map(|rows| rows as u64);
        let training = numbers(rows, rows) + numbers(shard, rows) + rows * features;
        let code = rows * (5 * sampled + hidden * u64::from(self.is_variational()));
        let feed = self.batch_size as u64 * (features + noisy + sampled + TERMS);
        let evaluation = numbers(eval_shard, eval) + eval * (2 * features + noisy + 4 * sampled);
        BYTES * (training + code + feed + evaluation + self.working_numbers(rows))
    }

    /// What forward passes leave on both sides, layer by layer, as the chains' tapes keep it.
    fn kept(&self) -> Vec<Kept> {
        // An activation function that needs what went in has a place of its own.
        let twice = |function: Activation| 1 + u64::from(!function.needs_no_input());
        let (times, maps) = (twice(self.activation), self.convolutions());
        let mut all = Vec::new();
        let mut keep = |numbers: usize, times: u64, by_shard: bool| {
            let features = numbers as u64 * times;
            all.push(Kept { features, by_shard });
        };
        let widths = self.dense_widths();
        let hidden = &widths[1..widths.len() - 1];
        if let Some(last) = maps.last() {
            let [first, last] = [self.features(), last.out_features()];
            // Image and code stand in planes, maps in pixels.
            keep(first, u64::from(self.input.channels > 1), true);
            maps.iter()
                .for_each(|shape| keep(shape.out_features(), times, true));
            keep(last, 1, false);
            keep(last, times, false);
            keep(last, 1, true);
            maps.iter()
                .skip(1)
                .for_each(|shape| keep(shape.in_features(), times, true));
            keep(first, u64::from(self.input.channels > 1), true);
        }
        hidden
            .iter()
            .for_each(|&width| keep(width, 2 * times, false));
        keep(self.features(), 1, false);
        if !self.is_variational() {
            keep(self.latent_dim(), twice(self.code_activation), false);
        }
        all
    }

    /// Numbers of the weights with all that stands beside them, and of working memory, with so many rows at a time.
    fn working_numbers(&self, rows: u64) -> u64 {
        // Value and gradient, the optimizer's means, and two copies of values and means for the ways back.
        let slots = self.optimizer.kind.n_slots() as u64;
        let each = 2 + slots + 2 * (1 + slots);
        let panels = |n: u64| n.next_multiple_of(PANEL);
        let dense = |ins: u64, outs: u64, has_input: bool| {
            // Packed for both directions, and the input with a list of its rows.
            let inwards = if has_input { outs * panels(ins) } else { 0 };
            let input = rows * panels(ins);
            (each * (ins + 1) * outs) + ins * panels(outs) + inwards + input + input / PANEL
        };
        let (maps, widths) = (self.convolutions(), self.dense_widths());
        let mut total = 0;
        let last = widths.len().saturating_sub(2);
        for (i, pair) in widths.windows(2).enumerate() {
            let [ins, outs] = [pair[0] as u64, pair[1] as u64];
            let heads = 1 + u64::from(self.is_variational() && i == last);
            total += heads * dense(ins, outs, i > 0 || !maps.is_empty()) + dense(outs, ins, true);
        }
        for (i, shape) in maps.iter().enumerate() {
            total += 2 * each * shape.weights() as u64 + convolution(shape, i > 0);
        }
        // What the largest layer needs while it is at work, once for each direction.
        let work = maps.iter().map(|s| s.in_features() + s.out_features());
        total + 4 * work.max().unwrap_or(0) as u64
    }

    /// Refuses a model whose training would take more than the limit, and says what to make smaller.
    pub(super) fn check_memory(self) -> Result<Self> {
        match self.refused(self.memory_bytes()) {
            Some(got) => Err(self.too_large(got)),
            None => Ok(self),
        }
    }

    /// Refuses passes that keep all `rows` of a batch.
    pub(crate) fn check_memory_of(&self, rows: usize) -> Result<()> {
        match self.refused(self.memory_with(rows)) {
            Some(got) => Err(self.too_large(got)),
            None => Ok(()),
        }
    }

    /// What came, if it is too much.
    fn refused(&self, bytes: u64) -> Option<String> {
        let (mib, weights) = (bytes >> 20, self.n_params());
        (bytes > limits::MEMORY_BYTES).then(|| format!("about {mib} MiB with {weights} weights"))
    }

    fn too_large(&self, got: String) -> Error {
        let advice = self.smaller();
        Error::TooLarge {
            what: "The model".into(),
            got,
            limit: format!("{} MiB, and {advice}", limits::MEMORY_BYTES >> 20),
        }
    }

    /// The least change of a single setting with which the model would fit.
    fn smaller(&self) -> String {
        type Cap = fn(&mut ModelConfig, usize);
        let settings: [(&str, usize, Cap); 4] = [
            ("batchSize {}", self.batch_size, |config, most| {
                config.batch_size = most;
            }),
            (
                "architecture.hidden of at most {}",
                self.architecture
                    .hidden()
                    .iter()
                    .copied()
                    .max()
                    .unwrap_or(0),
                |config, most| {
                    let (Architecture::Dense { hidden } | Architecture::Conv { hidden, .. }) =
                        &mut config.architecture;
                    cap(hidden, most);
                },
            ),
            (
                "architecture.channels of at most {}",
                self.convolutions()
                    .iter()
                    .map(|s| s.out_channels)
                    .max()
                    .unwrap_or(0),
                |config, most| {
                    if let Architecture::Conv { channels, .. } = &mut config.architecture {
                        cap(channels, most);
                    }
                },
            ),
            (
                "bottleneck.latentDim {}",
                self.latent_dim(),
                |config, most| {
                    let (Bottleneck::Plain { latent_dim }
                    | Bottleneck::Variational { latent_dim, .. }) = &mut config.bottleneck;
                    *latent_dim = most;
                },
            ),
        ];
        let fits = |cap: Cap, most: usize| {
            let mut config = self.clone();
            cap(&mut config, most);
            config.memory_bytes() <= limits::MEMORY_BYTES
        };
        for (words, now, cap) in settings {
            if now > 1 && fits(cap, 1) {
                // The largest that fits: it does below `most`, and no longer at `past`.
                let (mut most, mut past) = (1, now);
                while past - most > 1 {
                    let middle = usize::midpoint(most, past);
                    let end = if fits(cap, middle) {
                        &mut most
                    } else {
                        &mut past
                    };
                    *end = middle;
                }
                return format!("{} would fit", words.replace("{}", &most.to_string()));
            }
        }
        "no single setting is enough to make it fit".into()
    }
}

fn cap(sizes: &mut [usize], most: usize) {
    for size in sizes {
        *size = most.min(*size);
    }
}

/// Packed weights and sums of a convolution and of its mirror; `has_input` says whether the encoder's one passes a
/// gradient on.
fn convolution(shape: &ConvShape, has_input: bool) -> u64 {
    let [ins, outs, area] = [
        shape.in_channels,
        shape.out_channels,
        shape.kernel * shape.kernel,
    ]
    .map(|n| n as u64);
    let down = area * ins * outs.next_multiple_of(LANES);
    let up = area * outs * ins.next_multiple_of(LANES);
    let run = (shape.kernel as u64 * ins).next_multiple_of(LANES);
    let sums = 2 * shape.kernel as u64 * run * outs.next_multiple_of(PANEL);
    2 * (down + up + sums) - if has_input { 0 } else { up }
}
