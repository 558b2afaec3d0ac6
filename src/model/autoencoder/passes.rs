//! Forward and backward through a model.

use super::bottleneck::Pass;
use super::{Autoencoder, Batch, LossParts, Part, Workspace};
use crate::kernel::loss_terms;
use crate::model::ModelConfig;
use crate::nn::{self, Loss, Reduction};

impl Autoencoder {
    /// Codes of `rows` images, `(rows, latent_dim)`, in [`Workspace::code`].
    pub fn forward_encoder(&self, input: &[f32], workspace: &mut Workspace, rows: usize) {
        self.forward_code(input, None, workspace, rows);
    }

    /// Reconstructions of `rows` images, `(rows, features)`, in [`Workspace::reconstruction`]: from mu, if
    /// the code is a distribution.
    pub fn forward(&self, input: &[f32], workspace: &mut Workspace, rows: usize) {
        self.forward_all(input, None, workspace, rows);
    }

    /// As [`Autoencoder::forward`], but from a sample of a variational code, drawn with the standard normal
    /// numbers `epsilon`, `(rows, latent_dim)`.
    pub fn forward_sampled(
        &self,
        input: &[f32],
        epsilon: &[f32],
        workspace: &mut Workspace,
        rows: usize,
    ) {
        self.forward_all(input, Some(epsilon), workspace, rows);
    }

    /// Pictures of `rows` codes, in [`Workspace::reconstruction`].
    pub fn forward_decoder(&self, codes: &[f32], workspace: &mut Workspace, rows: usize) {
        self.decoder.forward(codes, &mut workspace.decoder, rows);
        workspace.activate(self.config.output_activation, rows * self.config.features());
    }

    fn forward_code(
        &self,
        input: &[f32],
        epsilon: Option<&[f32]>,
        workspace: &mut Workspace,
        rows: usize,
    ) {
        debug_assert!(rows <= workspace.capacity);
        let Workspace { encoder, code, .. } = workspace;
        self.encoder.forward(input, encoder, rows);
        if let Some(heads) = &self.heads {
            let hidden = if self.encoder.is_empty() {
                input
            } else {
                encoder.output()
            };
            heads.forward(hidden, epsilon, code, rows);
        }
    }

    fn forward_all(
        &self,
        input: &[f32],
        epsilon: Option<&[f32]>,
        workspace: &mut Workspace,
        rows: usize,
    ) {
        self.forward_code(input, epsilon, workspace, rows);
        let code = match &self.heads {
            Some(_) => &workspace.code.z[..],
            None => workspace.encoder.output(),
        };
        self.decoder.forward(code, &mut workspace.decoder, rows);
        workspace.activate(self.config.output_activation, rows * self.config.features());
    }

    pub(super) fn reduction(&self) -> Reduction {
        match self.heads {
            Some(_) => Reduction::SumPerImage,
            None => Reduction::Mean,
        }
    }

    /// The loss of the last forward pass against `target`, without gradients, at the price `beta`.
    pub fn loss(
        &self,
        target: &[f32],
        workspace: &mut Workspace,
        beta: f32,
        rows: usize,
    ) -> LossParts {
        let len = rows * self.config.features();
        let (target, reduction) = (&target[..len], self.reduction());
        let reconstruction_loss = match self.config.loss {
            Loss::Mse => {
                let reconstruction = &workspace.reconstruction[..len];
                nn::mse(reconstruction, target, None, rows, reduction)
            }
            Loss::Bce => {
                let logits = &workspace.decoder.output()[..len];
                nn::bce_with_logits(logits, target, None, rows, reduction)
            }
        };
        let codes = rows * self.config.latent_dim();
        let Workspace {
            encoder,
            code,
            rates,
            ..
        } = workspace;
        let (kl, code) = match &self.heads {
            Some(_) => {
                let (mu, log_var) = (&code.mu[..codes], &code.log_var[..codes]);
                (Some(nn::gaussian_kl(mu, log_var, beta, None, rows)), mu)
            }
            None => (None, &encoder.output()[..codes]),
        };
        let penalty = penalty(&self.config, code, rates, rows);
        parts(reconstruction_loss, kl, beta, penalty)
    }

    /// The price of a code that is not sparse, a part of the last pass' loss; 0 where none is asked for.
    pub fn code_penalty(&self, workspace: &mut Workspace, rows: usize) -> f32 {
        let codes = rows * self.config.latent_dim();
        let Workspace {
            encoder,
            code,
            rates,
            ..
        } = workspace;
        let code = match &self.heads {
            Some(_) => &code.mu[..codes],
            None => &encoder.output()[..codes],
        };
        penalty(&self.config, code, rates, rows)
    }

    /// One forward and backward pass: the loss, and every parameter's gradient.
    pub fn gradients(&mut self, batch: Batch<'_>, workspace: &mut Workspace) -> LossParts {
        let part = Part {
            of: batch.rows,
            begins: true,
        };
        self.part_gradients(batch, part, workspace);
        self.loss(batch.target, workspace, batch.beta, batch.rows)
    }

    /// The share that the rows of `batch` have in the gradients of the batch whose `part` they are. Of a price that looks at all
    /// rows together, a rate of activity, only a whole batch gives the gradient.
    pub(crate) fn part_gradients(
        &mut self,
        batch: Batch<'_>,
        part: Part,
        workspace: &mut Workspace,
    ) {
        let Batch { input, target, .. } = batch;
        let Part { of, begins } = part;
        let (rows, epsilon) = (batch.rows, self.heads.is_some().then_some(batch.epsilon));
        self.forward_all(input, epsilon, workspace, rows);
        self.output_gradient(target, workspace, rows, of);
        let codes = rows * self.config.latent_dim();
        let Workspace {
            encoder,
            code,
            decoder,
            rates,
            ..
        } = workspace;
        let config = &self.config;
        if let Some(heads) = &mut self.heads {
            let z = &code.z[..codes];
            self.decoder
                .backward_part(z, Some(&mut code.d_z[..codes]), decoder, rows, begins);
            let (hidden, d_hidden) = if self.encoder.is_empty() {
                (input, None)
            } else {
                let (hidden, d_hidden) = encoder.output_and_gradient();
                (hidden, Some(d_hidden))
            };
            let pass = Pass {
                hidden,
                d_hidden,
                epsilon: batch.epsilon,
                beta: batch.beta,
                rows,
                part,
            };
            heads.backward(pass, code, |mu, d_mu| {
                penalty_gradient(config, mu, d_mu, rates, rows, of);
            });
        } else {
            let (code, d_code) = encoder.output_and_gradient();
            self.decoder
                .backward_part(code, Some(d_code), decoder, rows, begins);
            let (code, d_code) = (&code[..codes], &mut d_code[..codes]);
            penalty_gradient(config, code, d_code, rates, rows, of);
        }
        self.encoder
            .backward_part(input, None, encoder, rows, begins);
    }

    /// The gradient of the reconstruction loss of `of` rows by the logits.
    fn output_gradient(&self, target: &[f32], workspace: &mut Workspace, rows: usize, of: usize) {
        let features = self.config.features();
        let (len, n) = (
            rows * features,
            self.reduction().divisor(of * features, of) as f32,
        );
        let target = &target[..len];
        let reconstruction = &workspace.reconstruction[..len];
        let (logits, d_logits) = workspace.decoder.output_and_gradient();
        let (logits, d_logits) = (&logits[..len], &mut d_logits[..len]);
        match self.config.loss {
            Loss::Mse => {
                loss_terms::squared_error_backward(reconstruction, target, d_logits, 2.0 / n);
                let output = self.config.output_activation;
                output.backward(logits, reconstruction, d_logits);
            }
            Loss::Bce => {
                loss_terms::cross_entropy_with_logits_backward(logits, target, d_logits, 1.0 / n);
            }
        }
    }
}

/// The sparsity penalty of a code.
fn penalty(config: &ModelConfig, code: &[f32], rates: &mut [f32], rows: usize) -> f32 {
    match (config.code_sparsity as f32, config.sparsity_target as f32) {
        (0.0, _) => 0.0,
        (amount, 0.0) => nn::code_sparsity(code, amount, None, rows),
        (amount, target) => nn::rate_sparsity(code, target, amount, None, rows, rates),
    }
}

/// Adds the gradient of the sparsity penalty of `of` rows to `d_code`.
fn penalty_gradient(
    config: &ModelConfig,
    code: &[f32],
    d_code: &mut [f32],
    rates: &mut [f32],
    rows: usize,
    of: usize,
) {
    match (config.code_sparsity as f32, config.sparsity_target as f32) {
        (0.0, _) => {}
        (amount, 0.0) => nn::code_sparsity_backward(code, amount, d_code, of),
        (amount, target) => {
            nn::rate_sparsity(code, target, amount, Some(d_code), rows, rates);
        }
    }
}

pub(super) fn parts(
    reconstruction_loss: f32,
    kl: Option<f32>,
    beta: f32,
    penalty: f32,
) -> LossParts {
    LossParts {
        loss: reconstruction_loss + kl.map_or(0.0, |kl| beta * kl) + penalty,
        reconstruction_loss,
        kl,
    }
}
