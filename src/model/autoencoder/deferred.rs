//! The gradients of one side of a model apart from the rest of its backward pass.

use super::bottleneck::{CodeTape, Heads};
use super::{Autoencoder, Workspace};
use crate::nn::{Backward, Layer};

impl Autoencoder {
    /// Whether all gradients can be left out of a backward pass and computed apart: those of dense layers can.
    pub(crate) fn can_defer(&self) -> bool {
        self.config.convolutions().is_empty()
    }

    /// Leaves gradients out of backward passes, or no longer.
    pub(crate) fn defer(&mut self, is_deferred: bool) {
        self.encoder.defer(is_deferred);
        self.decoder.defer(is_deferred);
        if let Some(heads) = &mut self.heads {
            heads.defer(is_deferred);
        }
    }

    /// Shows what the left out gradients of a side are computed from, `(rows, width)` each, but for the images.
    pub(crate) fn visit_deferred(
        &mut self,
        is_decoder: bool,
        workspace: &mut Workspace,
        visit: &mut dyn FnMut(&mut [f32]),
    ) {
        let Workspace {
            encoder,
            code,
            decoder,
            ..
        } = workspace;
        if is_decoder {
            match self.heads {
                Some(_) => visit(&mut code.z),
                None => visit(encoder.output_mut()),
            }
            return self.decoder.visit_deferred(decoder, visit);
        }
        self.encoder.visit_deferred(encoder, visit);
        if self.heads.is_some() {
            visit(encoder.output_mut());
            visit(&mut code.d_z);
            visit(&mut code.d_log_var);
        }
    }

    /// Computes the gradients of a side that were left out, of all `rows` in the workspace.
    pub(crate) fn deferred_gradients(
        &mut self,
        is_decoder: bool,
        input: &[f32],
        workspace: &Workspace,
        rows: usize,
    ) {
        let Workspace {
            encoder,
            code,
            decoder,
            ..
        } = workspace;
        if is_decoder {
            let code = match self.heads {
                Some(_) => &code.z,
                None => encoder.output(),
            };
            return self.decoder.deferred_gradients(code, decoder, rows);
        }
        self.encoder.deferred_gradients(input, encoder, rows);
        let hidden = if self.encoder.is_empty() {
            input
        } else {
            encoder.output()
        };
        if let Some(heads) = &mut self.heads {
            heads.gradients(hidden, code, rows);
        }
    }
}

impl Heads {
    fn defer(&mut self, is_deferred: bool) {
        self.mu.defer(is_deferred);
        self.log_var.defer(is_deferred);
    }

    /// Computes the gradients that were left out, of all `rows` on the tape.
    fn gradients(&mut self, hidden: &[f32], tape: &CodeTape, rows: usize) {
        let outs = rows * self.mu.out_features();
        for (head, output, d_output) in [
            (&mut self.mu, &tape.mu, &tape.d_z),
            (&mut self.log_var, &tape.log_var, &tape.d_log_var),
        ] {
            head.backward(Backward {
                input: &hidden[..rows * head.in_features()],
                output: &output[..outs],
                d_output: &d_output[..outs],
                d_input: None,
                rows,
                begins: true,
            });
        }
    }
}
