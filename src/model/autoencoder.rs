//! The auto-encoder: encoder, code, decoder, and the loss between reconstruction and target.

mod batched;
mod bottleneck;
mod build;
mod deferred;
mod passes;
mod terms;

use super::ModelConfig;
use crate::nn::{Activation, Param, Sequential, Tape};
use bottleneck::{CodeTape, Heads};
pub(crate) use terms::TERMS;

/// A model: `code = encoder(x)`, `logits = decoder(code)`, `reconstruction = f(logits)` with `f` the
/// output activation. A variational code is a distribution, whose mean is called the code.
#[derive(Debug)]
pub struct Autoencoder {
    config: ModelConfig,
    encoder: Sequential,
    /// The heads of a variational code; `None` for a plain one.
    heads: Option<Heads>,
    decoder: Sequential,
}

/// Everything that a pass leaves behind. Each user of a model has a workspace: training one, the views another.
#[derive(Debug)]
pub struct Workspace {
    encoder: Tape,
    code: CodeTape,
    decoder: Tape,
    reconstruction: Vec<f32>,
    /// Scratch of the sparsity penalty: how often each number of the code is on.
    rates: Vec<f32>,
    capacity: usize,
}

/// A training batch.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// What goes in, `(rows, features)`.
    pub input: &'a [f32],
    /// What should come out, `(rows, features)`: the input without its noise.
    pub target: &'a [f32],
    /// Standard normal numbers for the sample of a variational code, `(rows, latent_dim)`; empty for a
    /// plain one.
    pub epsilon: &'a [f32],
    /// The present price of the KL divergence; a plain code ignores it.
    pub beta: f32,
    /// Number of images.
    pub rows: usize,
}

/// Which part of a batch some rows are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Rows of the whole batch.
    pub of: usize,
    /// Whether these are its first rows, whose gradients are written. Those of others are added.
    pub begins: bool,
}

/// A loss and what it is made of. `loss = reconstruction_loss + beta·kl + penalties`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LossParts {
    /// What the optimizer lowers.
    pub loss: f32,
    /// The part that compares reconstruction and target: a mean over pixels and batch, but for a
    /// variational code summed over pixels, as the evidence lower bound has it.
    pub reconstruction_loss: f32,
    /// KL divergence between the codes' distributions and the standard normal one, in nats, summed over
    /// the code and averaged over the batch; `None` for a plain code.
    pub kl: Option<f32>,
}

impl Autoencoder {
    /// A model with the initial weights that its configuration's seed gives.
    pub fn new(config: &ModelConfig) -> Self {
        Self {
            config: config.clone(),
            encoder: build::encoder(config),
            heads: config.is_variational().then(|| Heads::new(config)),
            decoder: build::decoder(config),
        }
    }

    /// The configuration that made this model.
    pub fn config(&self) -> &ModelConfig {
        &self.config
    }

    /// Takes a configuration with other steering values; the layers stay.
    pub(crate) fn set_config(&mut self, steered: ModelConfig) {
        self.config = steered;
    }

    /// The encoder's layers, without the heads of a variational code.
    pub fn encoder(&self) -> &Sequential {
        &self.encoder
    }

    /// The layers from image to code; of a variational code to its mean.
    pub fn into_encoder(self) -> Sequential {
        let mut chain = self.encoder;
        if let Some(heads) = self.heads {
            chain.push(Box::new(heads.into_mu()));
        }
        chain
    }

    /// A copy with weights of its own. Nothing is changed; parameters are shown only to those who may.
    #[must_use]
    pub fn copy(&mut self) -> Self {
        let mut values = Vec::new();
        self.visit_params(&mut |_, param| values.push(param.value.clone()));
        let (mut copy, mut values) = (Self::new(&self.config), values.into_iter());
        copy.visit_params(&mut |_, param| {
            if let Some(value) = values.next() {
                param.value = value;
            }
        });
        copy.weights_changed();
        copy
    }

    /// The decoder's layers.
    pub fn decoder(&self) -> &Sequential {
        &self.decoder
    }

    /// How many rows of a batch a training step should take at a time. Feature maps are large, and a batch's gradient is
    /// the ordered sum of its shards', so a shard's maps are all that need be kept. Dense layers' weights are what
    /// is large of them: a batch comes as a whole. So it does where a price looks at all rows together, a rate of activity.
    pub(crate) fn rows_at_a_time(&self, batch: usize) -> usize {
        self.config.rows_at_a_time(batch)
    }

    /// A workspace for passes of up to `capacity` images; backward passes need `with_gradients`.
    pub fn workspace(&self, capacity: usize, with_gradients: bool) -> Workspace {
        let heads = self.heads.as_ref();
        Workspace {
            encoder: self.encoder.tape(capacity, with_gradients),
            code: heads.map_or_else(CodeTape::default, |h| h.tape(capacity, with_gradients)),
            decoder: self.decoder.tape(capacity, with_gradients),
            reconstruction: vec![0.0; capacity * self.config.features()],
            rates: vec![0.0; self.config.latent_dim()],
            capacity,
        }
    }

    /// A workspace that is large enough for [`Autoencoder::forward_encoder`] and nothing else.
    pub fn encoder_workspace(&self, capacity: usize) -> Workspace {
        let heads = self.heads.as_ref();
        Workspace {
            encoder: self.encoder.tape(capacity, false),
            code: heads.map_or_else(CodeTape::default, |h| h.tape(capacity, false)),
            capacity,
            ..self.workspace(0, false)
        }
    }

    /// Shows every parameter with PyTorch's name for it (`encoder.0.weight`), always in the same order.
    ///
    /// After writing to a parameter, call [`Autoencoder::weights_changed`].
    pub fn visit_params(&mut self, visit: &mut dyn FnMut(ParamName, &mut Param)) {
        let mut visit = |side, index, param: &mut Param| {
            let name = param.name;
            visit(ParamName { side, index, name }, param);
        };
        self.encoder
            .visit_params(&mut |index, param| visit("encoder", Some(index), param));
        if let Some(heads) = &mut self.heads {
            heads.visit_params(&mut |side, param| visit(side, None, param));
        }
        self.decoder
            .visit_params(&mut |index, param| visit("decoder", Some(index), param));
    }

    /// Prepares changed weights for the next passes.
    pub fn weights_changed(&mut self) {
        self.encoder.weights_changed();
        if let Some(heads) = &mut self.heads {
            heads.weights_changed();
        }
        self.decoder.weights_changed();
    }
}

impl Workspace {
    /// Rows for which there is room.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    fn activate(&mut self, function: Activation, len: usize) {
        function.forward(
            &self.decoder.output()[..len],
            &mut self.reconstruction[..len],
        );
    }

    /// The first `len` numbers of the last codes; mu of a variational one.
    pub fn code(&self, len: usize) -> &[f32] {
        match self.code.mu.as_slice() {
            [] => &self.encoder.output()[..len],
            mu => &mu[..len],
        }
    }

    /// The first `len` numbers of the last codes' `log_var` and of the samples z; `None` for a plain code.
    pub fn sampled(&self, len: usize) -> Option<(&[f32], &[f32])> {
        let CodeTape { log_var, z, .. } = &self.code;
        (!z.is_empty()).then(|| (&log_var[..len], &z[..len]))
    }

    /// The first `len` numbers of the last reconstructions.
    pub fn reconstruction(&self, len: usize) -> &[f32] {
        &self.reconstruction[..len]
    }

    /// What the last pass left on the encoder's and the decoder's tape.
    pub fn tapes(&self) -> (&Tape, &Tape) {
        (&self.encoder, &self.decoder)
    }
}

/// PyTorch's name of a parameter, in parts so that visiting allocates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParamName {
    /// `encoder`, `bottleneck.mu`, `bottleneck.log_var` or `decoder`.
    pub side: &'static str,
    /// Number of the layer among those with parameters, on a side that has several.
    pub index: Option<usize>,
    /// `weight` or `bias`.
    pub name: &'static str,
}

impl std::fmt::Display for ParamName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.index {
            Some(index) => write!(f, "{}.{index}.{}", self.side, self.name),
            None => write!(f, "{}.{}", self.side, self.name),
        }
    }
}
