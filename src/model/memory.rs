//! What training a model takes of the memory, told by its configuration before anything is allocated.

use super::config::{Bottleneck, ModelConfig};
use super::{Architecture, EVAL_ROWS, limits};
use crate::error::{Error, Result};
use crate::nn::{Activation, SHARD_ROWS};

/// Numbers that an image adds to the loss.
const TERMS: u64 = 3;
/// Bytes of a number.
const BYTES: u64 = 4;

/// Settings that can be made smaller, in the order in which they are looked at, with words for it.
const SETTINGS: [&str; 4] = [
    "batchSize",
    "architecture.hidden of at most",
    "architecture.channels of at most",
    "bottleneck.latentDim",
];
/// Larger than any setting may be.
const BEYOND: usize = 1 << 13;

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
    fn memory_with(&self, rows: usize) -> u64 {
        let (features, latent_dim) = (self.features() as u64, self.latent_dim() as u64);
        let hidden = self
            .dense_widths()
            .iter()
            .rev()
            .nth(1)
            .map_or(0, |&w| w as u64);
        let [noisy, sampled, heads] = [
            (self.has_noise(), features),
            (self.is_variational(), latent_dim),
            (self.is_variational(), hidden),
        ]
        .map(|(wanted, numbers)| if wanted { numbers } else { 0 });
        let [all, by_shard] = self.kept();
        let [rows, shard, eval, eval_shard] =
            [rows, rows.min(SHARD_ROWS), EVAL_ROWS, SHARD_ROWS].map(|rows| rows as u64);
        // Activations and their gradients.
        let tapes = rows * (2 * all + by_shard) + shard * by_shard;
        let training = tapes + rows * (features + 5 * sampled + heads);
        let feed = self.batch_size as u64 * (features + noisy + sampled + TERMS);
        let evaluation = eval * (all + 2 * features + noisy + 4 * sampled) + eval_shard * by_shard;
        BYTES * (training + feed + evaluation + self.working_numbers(rows))
    }

    /// Numbers that forward passes leave on both sides for each row, as the chains' tapes keep them: of every row, and of
    /// a shard's rows wherever that is all that is needed.
    fn kept(&self) -> [u64; 2] {
        // An activation function that needs what went in has a place of its own.
        let twice = |function: Activation| 1 + usize::from(!function.needs_no_input());
        let (times, widths) = (twice(self.activation), self.dense_widths());
        let hidden: usize = widths[1..widths.len() - 1].iter().sum();
        let mut all = 2 * times * hidden + self.features();
        if !self.is_variational() {
            all += twice(self.code_activation) * self.latent_dim();
        }
        let mut by_shard = 0;
        let maps = self.convolutions();
        for (i, shape) in maps.iter().enumerate() {
            by_shard += times * shape.out_features();
            if i > 0 {
                by_shard += times * shape.in_features();
            } else if self.input.channels > 1 {
                // Image and code stand in planes, maps in pixels.
                by_shard += 2 * shape.in_features();
            }
            if i + 1 == maps.len() {
                all += (1 + times) * shape.out_features();
                by_shard += shape.out_features();
            }
        }
        [all as u64, by_shard as u64]
    }

    /// Numbers of the weights with all that stands beside them, and of working memory, with so many rows at a time. What
    /// fills panels up is left out, since it is little wherever weights are many.
    fn working_numbers(&self, rows: u64) -> u64 {
        let (maps, widths) = (self.convolutions(), self.dense_widths());
        // Value and gradient, the optimizer's means, two copies of values and means for the ways back, and a packed form
        // for each direction.
        let slots = self.optimizer.kind.n_slots() as u64;
        let mut total = (6 + 3 * slots) * self.n_params();
        if maps.is_empty() {
            // Nobody asks for a gradient by the image.
            total -= (widths[0] * widths[1]) as u64;
        }
        // Dense layers pack their input, with a list of its rows.
        let inputs: usize = widths.iter().chain(&widths[1..widths.len() - 1]).sum();
        total += rows * inputs as u64 * 9 / 8;
        // A convolution and its mirror sum their gradients twice, and have room for maps while they are at work.
        for shape in &maps {
            total += (4 * shape.weights() + 2 * shape.in_features()) as u64;
        }
        total
    }

    /// Refuses a model whose training would take more than the limit, and says what to make smaller.
    pub(super) fn check_memory(self) -> Result<Self> {
        self.check_memory_of(self.rows_at_a_time(self.batch_size))?;
        Ok(self)
    }

    /// Refuses passes that keep so many rows of a batch.
    pub(crate) fn check_memory_of(&self, rows: usize) -> Result<()> {
        let bytes = self.memory_with(rows);
        if bytes <= limits::MEMORY_BYTES {
            return Ok(());
        }
        let (mib, weights) = (bytes >> 20, self.n_params());
        let advice = match self.smaller(rows) {
            Some((what, most)) => format!("{what} {most} would fit"),
            None => "no single setting is enough to make it fit".into(),
        };
        Err(Error::TooLarge {
            what: "The model".into(),
            got: format!("about {mib} MiB with {weights} weights"),
            limit: format!("{} MiB, and {advice}", limits::MEMORY_BYTES >> 20),
        })
    }

    /// The first setting that makes the model fit by itself, and the most that it may be then.
    fn smaller(&self, rows: usize) -> Option<(&'static str, usize)> {
        let is_whole = rows == self.batch_size;
        let fits = |setting: usize, most: usize| {
            let mut config = self.clone();
            config.cap(setting, most);
            let batch = config.batch_size;
            let rows = if is_whole {
                batch
            } else {
                config.rows_at_a_time(batch)
            };
            config.memory_with(rows) <= limits::MEMORY_BYTES
        };
        let setting = (0..SETTINGS.len()).find(|&setting| fits(setting, 1))?;
        // It fits with `most`, and no longer with `past`.
        let (mut most, mut past) = (1, BEYOND);
        while past - most > 1 {
            let middle = usize::midpoint(most, past);
            if fits(setting, middle) {
                most = middle;
            } else {
                past = middle;
            }
        }
        Some((SETTINGS[setting], most))
    }

    /// Makes one of the [`SETTINGS`] no larger than `most`.
    fn cap(&mut self, setting: usize, most: usize) {
        let (hidden, channels) = match &mut self.architecture {
            Architecture::Dense { hidden } => (&mut hidden[..], &mut [][..]),
            Architecture::Conv {
                hidden, channels, ..
            } => (&mut hidden[..], &mut channels[..]),
        };
        let (Bottleneck::Plain { latent_dim } | Bottleneck::Variational { latent_dim, .. }) =
            &mut self.bottleneck;
        let sizes = match setting {
            0 => std::slice::from_mut(&mut self.batch_size),
            1 => hidden,
            2 => channels,
            _ => std::slice::from_mut(latent_dim),
        };
        for size in sizes {
            *size = most.min(*size);
        }
    }
}
