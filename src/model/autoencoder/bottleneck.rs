//! The variational bottleneck: two heads, a sample, and the way back through both.
//!
//! `mu = W_mu·h + b_mu`, `log_var = W_log_var·h + b_log_var`, `z = mu + e^(log_var/2)·epsilon`
//! (Kingma & Welling 2013, arXiv:1312.6114, section 2.4).

use super::{Part, build};
use crate::model::ModelConfig;
use crate::nn::{self, Backward, Dense, Layer, Param};

/// The heads of a variational code.
#[derive(Debug)]
pub(super) struct Heads {
    pub(super) mu: Dense,
    pub(super) log_var: Dense,
}

/// Mu, `log_var` and z of the last images, and the gradients by them.
#[derive(Debug, Default)]
pub(super) struct CodeTape {
    pub mu: Vec<f32>,
    pub log_var: Vec<f32>,
    pub z: Vec<f32>,
    pub d_z: Vec<f32>,
    pub d_log_var: Vec<f32>,
    d_hidden: Vec<f32>,
}

impl Heads {
    pub(super) fn new(config: &ModelConfig) -> Self {
        let [mu, log_var] = build::heads(config);
        Self { mu, log_var }
    }

    /// The head that gives mu.
    pub(super) fn into_mu(self) -> Dense {
        self.mu
    }

    pub(super) fn tape(&self, capacity: usize, with_gradients: bool) -> CodeTape {
        let codes = || vec![0.0; capacity * self.mu.out_features()];
        let mut tape = CodeTape {
            mu: codes(),
            log_var: codes(),
            z: codes(),
            ..CodeTape::default()
        };
        if with_gradients {
            tape.d_z = codes();
            tape.d_log_var = codes();
            tape.d_hidden = vec![0.0; capacity * self.mu.in_features()];
        }
        tape
    }

    /// Writes mu and `log_var` of `hidden`, and with `epsilon` the sample z; without, z is mu.
    pub(super) fn forward(
        &self,
        hidden: &[f32],
        epsilon: Option<&[f32]>,
        tape: &mut CodeTape,
        rows: usize,
    ) {
        let len = rows * self.mu.out_features();
        let hidden = &hidden[..rows * self.mu.in_features()];
        let (mu, log_var) = (&mut tape.mu[..len], &mut tape.log_var[..len]);
        self.mu.forward(hidden, mu, rows, &mut []);
        self.log_var.forward(hidden, log_var, rows, &mut []);
        let z = &mut tape.z[..len];
        match epsilon {
            Some(epsilon) => nn::reparameterize(mu, log_var, &epsilon[..len], z),
            None => z.copy_from_slice(mu),
        }
    }

    /// Given the gradient by z in [`CodeTape::d_z`]: adds the price `beta` of the KL divergence, writes the
    /// heads' gradients, and the gradient by `hidden` to `d_hidden` if given.
    ///
    /// `penalty` adds the gradient of further penalties on mu.
    pub(super) fn backward(
        &mut self,
        pass: Pass<'_>,
        tape: &mut CodeTape,
        penalty: impl FnOnce(&[f32], &mut [f32]),
    ) {
        let rows = pass.rows;
        let len = rows * self.mu.out_features();
        let (mu, log_var) = (&tape.mu[..len], &tape.log_var[..len]);
        // dz/dmu is 1: from here on this is the gradient by mu.
        let d_mu = &mut tape.d_z[..len];
        let d_log_var = &mut tape.d_log_var[..len];
        nn::reparameterize_backward(log_var, &pass.epsilon[..len], d_mu, d_log_var);
        nn::gaussian_kl_backward(mu, log_var, pass.beta, (d_mu, d_log_var), pass.part.of);
        penalty(mu, d_mu);

        let width = rows * self.mu.in_features();
        let hidden = &pass.hidden[..width];
        let (mut d_first, mut d_second) = match pass.d_hidden {
            Some(d) => (Some(&mut d[..width]), Some(&mut tape.d_hidden[..width])),
            None => (None, None),
        };
        for (head, output, d_output, d_input) in [
            (&mut self.mu, mu, &*d_mu, &mut d_first),
            (&mut self.log_var, log_var, &*d_log_var, &mut d_second),
        ] {
            head.backward(Backward {
                input: hidden,
                output,
                d_output,
                d_input: d_input.as_deref_mut(),
                rows,
                begins: pass.part.begins,
            });
        }
        if let (Some(d), Some(more)) = (d_first, d_second) {
            crate::kernel::add_in_place(d, more);
        }
    }

    pub(super) fn visit_params(&mut self, visit: &mut dyn FnMut(&'static str, &mut Param)) {
        self.mu
            .visit_params(&mut |param| visit("bottleneck.mu", param));
        self.log_var
            .visit_params(&mut |param| visit("bottleneck.log_var", param));
    }

    pub(super) fn weights_changed(&mut self) {
        self.mu.weights_changed();
        self.log_var.weights_changed();
    }
}

/// The arguments of [`Heads::backward`].
pub(super) struct Pass<'a> {
    pub hidden: &'a [f32],
    pub d_hidden: Option<&'a mut [f32]>,
    pub epsilon: &'a [f32],
    pub beta: f32,
    pub rows: usize,
    pub part: Part,
}
