//! The auto-encoder: encoder, code, decoder, and the loss between reconstruction and target.

mod sets;

use super::ModelConfig;
use crate::nn::{self, Activation, Loss, Param, Sequential, Tape};

/// The decoder's first stream of initial weights: far from the encoder's, however deep that is.
const DECODER_STREAMS: u64 = 1000;

/// A model: `code = encoder(x)`, `logits = decoder(code)`, `reconstruction = f(logits)` with `f` the
/// output activation.
#[derive(Debug)]
pub struct Autoencoder {
    config: ModelConfig,
    encoder: Sequential,
    decoder: Sequential,
}

/// Everything a pass leaves behind. Belongs to one user of a model: training has its own, pictures too.
#[derive(Debug)]
pub struct Workspace {
    encoder: Tape,
    decoder: Tape,
    reconstruction: Vec<f32>,
    capacity: usize,
}

/// A loss and what it is made of. `loss = reconstruction_loss + penalties`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LossParts {
    /// What the optimizer lowers.
    pub loss: f32,
    /// The part that compares reconstruction and target.
    pub reconstruction_loss: f32,
    /// The variational part; `None` for a plain code.
    pub kl: Option<f32>,
}

impl Autoencoder {
    /// A model with the initial weights that its configuration's seed gives.
    pub fn new(config: &ModelConfig) -> Self {
        let mut widths = config.encoder_widths();
        let encoder = Sequential::dense(
            &widths,
            config.activation,
            Activation::Linear,
            config.seed,
            0,
        );
        widths.reverse();
        let output = config.output_activation;
        let decoder = Sequential::dense(
            &widths,
            config.activation,
            output,
            config.seed,
            DECODER_STREAMS,
        );
        Self {
            config: config.clone(),
            encoder,
            decoder,
        }
    }

    /// The configuration that made this model.
    pub fn config(&self) -> &ModelConfig {
        &self.config
    }

    /// Notes that training goes on with another step size.
    pub(crate) fn set_learning_rate(&mut self, rate: f64) {
        self.config.optimizer.learning_rate = rate;
    }

    /// The encoder's layers.
    pub fn encoder(&self) -> &Sequential {
        &self.encoder
    }

    /// The decoder's layers.
    pub fn decoder(&self) -> &Sequential {
        &self.decoder
    }

    /// A workspace for passes of up to `capacity` images; backward passes need `with_gradients`.
    pub fn workspace(&self, capacity: usize, with_gradients: bool) -> Workspace {
        Workspace {
            encoder: self.encoder.tape(capacity, with_gradients),
            decoder: self.decoder.tape(capacity, with_gradients),
            reconstruction: vec![0.0; capacity * self.config.features()],
            capacity,
        }
    }

    /// Codes of `rows` images, `(rows, latent_dim)`, in [`Workspace::code`].
    pub fn forward_encoder(&self, input: &[f32], workspace: &mut Workspace, rows: usize) {
        debug_assert!(rows <= workspace.capacity);
        self.encoder.forward(input, &mut workspace.encoder, rows);
    }

    /// Reconstructions of `rows` images, `(rows, features)`, in [`Workspace::reconstruction`].
    pub fn forward(&self, input: &[f32], workspace: &mut Workspace, rows: usize) {
        self.forward_encoder(input, workspace, rows);
        self.decoder
            .forward(workspace.encoder.output(), &mut workspace.decoder, rows);
        workspace.activate(self.config.output_activation, rows * self.config.features());
    }

    /// Pictures of `rows` codes, in [`Workspace::reconstruction`].
    pub fn forward_decoder(&self, codes: &[f32], workspace: &mut Workspace, rows: usize) {
        self.decoder.forward(codes, &mut workspace.decoder, rows);
        workspace.activate(self.config.output_activation, rows * self.config.features());
    }

    /// The loss of the last [`Autoencoder::forward`] against `target`, without gradients.
    pub fn loss(&self, target: &[f32], workspace: &Workspace, rows: usize) -> LossParts {
        let len = rows * self.config.features();
        let reconstruction_loss = match self.config.loss {
            Loss::Mse => nn::mse(&workspace.reconstruction[..len], &target[..len], None, rows),
            Loss::Bce => nn::bce_with_logits(
                &workspace.decoder.output()[..len],
                &target[..len],
                None,
                rows,
            ),
        };
        let code = &workspace.encoder.output()[..rows * self.config.latent_dim()];
        LossParts {
            loss: reconstruction_loss + self.penalty(code, None, rows),
            reconstruction_loss,
            kl: None,
        }
    }

    /// One forward and backward pass: the loss, and every parameter's gradient.
    pub fn gradients(
        &mut self,
        input: &[f32],
        target: &[f32],
        workspace: &mut Workspace,
        rows: usize,
    ) -> LossParts {
        self.forward(input, workspace, rows);
        let len = rows * self.config.features();
        let Workspace {
            encoder,
            decoder,
            reconstruction,
            ..
        } = workspace;
        let (logits, d_logits) = decoder.output_and_gradient();
        let (logits, d_logits) = (&logits[..len], &mut d_logits[..len]);
        let reconstruction_loss = match self.config.loss {
            Loss::Mse => {
                let loss = nn::mse(&reconstruction[..len], &target[..len], Some(d_logits), rows);
                self.config
                    .output_activation
                    .backward(logits, &reconstruction[..len], d_logits);
                loss
            }
            Loss::Bce => nn::bce_with_logits(logits, &target[..len], Some(d_logits), rows),
        };
        let (code, d_code) = encoder.output_and_gradient();
        self.decoder.backward(code, Some(d_code), decoder, rows);
        let code_len = rows * self.config.latent_dim();
        let penalty = self.penalty(&code[..code_len], Some(&mut d_code[..code_len]), rows);
        self.encoder.backward(input, None, encoder, rows);
        LossParts {
            loss: reconstruction_loss + penalty,
            reconstruction_loss,
            kl: None,
        }
    }

    fn penalty(&self, code: &[f32], d_code: Option<&mut [f32]>, rows: usize) -> f32 {
        match self.config.code_sparsity {
            0.0 => 0.0,
            amount => nn::code_sparsity(code, amount as f32, d_code, rows),
        }
    }

    /// Shows every parameter with PyTorch's name for it (`encoder.0.weight`), always in the same order.
    ///
    /// Whoever writes to one calls [`Autoencoder::weights_changed`] afterwards.
    pub fn visit_params(&mut self, visit: &mut dyn FnMut(ParamName, &mut Param)) {
        for (side, chain) in [
            ("encoder", &mut self.encoder),
            ("decoder", &mut self.decoder),
        ] {
            chain.visit_params(&mut |index, param| {
                let name = param.name;
                visit(ParamName { side, index, name }, param);
            });
        }
    }

    /// Prepares changed weights for the next passes.
    pub fn weights_changed(&mut self) {
        self.encoder.weights_changed();
        self.decoder.weights_changed();
    }
}

impl Workspace {
    fn activate(&mut self, function: Activation, len: usize) {
        function.forward(
            &self.decoder.output()[..len],
            &mut self.reconstruction[..len],
        );
    }

    /// The first `len` numbers of the last codes.
    pub fn code(&self, len: usize) -> &[f32] {
        &self.encoder.output()[..len]
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
    /// `encoder` or `decoder`.
    pub side: &'static str,
    /// Number of the layer among those with parameters.
    pub index: usize,
    /// `weight` or `bias`.
    pub name: &'static str,
}

impl std::fmt::Display for ParamName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.side, self.index, self.name)
    }
}
