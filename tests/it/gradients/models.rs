//! Whole models: every parameter of every kind, against a loss that is written again in f64.

use super::{Seen, check, uniform};
use hourglass::model::{Autoencoder, Batch, ModelConfig, Workspace};
use hourglass::nn::{Activation, Loss};
use hourglass::rng::{Purpose, Rng};
use serde_json::json;

/// A model, its input, a target that differs from the input, and the noise of the code's samples.
struct Case {
    model: Autoencoder,
    workspace: Workspace,
    input: Vec<f32>,
    target: Vec<f32>,
    epsilon: Vec<f32>,
}

const ROWS: usize = 4;
const SEED: u64 = 13;
const BETA: f32 = 0.7;

impl Case {
    fn new(config: &ModelConfig) -> Self {
        let mut model = Autoencoder::new(config);
        let mut rng = Rng::stream(SEED, Purpose::Other, 0);
        model.visit_params(&mut |_, param| {
            // Larger than initial weights, so that no gradient vanishes on its way back.
            let inputs: usize = param.shape.iter().skip(1).product();
            let bound = match param.shape.len() {
                1 => 0.5,
                _ => 2.5 / (inputs as f32).sqrt(),
            };
            param.value = uniform(&mut rng, param.value.len(), -bound, bound);
        });
        model.weights_changed();
        let n = ROWS * config.features();
        let (input, target) = (
            uniform(&mut rng, n, 0.0, 1.0),
            uniform(&mut rng, n, 0.0, 1.0),
        );
        let epsilon = uniform(&mut rng, ROWS * config.latent_dim(), -1.5, 1.5);
        Self {
            workspace: model.workspace(ROWS, true),
            model,
            input,
            target,
            epsilon,
        }
    }

    /// The loss in f64 after moving number `i` of parameter `p` by `by`.
    fn loss(&mut self, p: usize, i: usize, by: f32) -> Seen {
        let was = self.write(p, i, |x| x + by);
        let workspace = &mut self.workspace;
        self.model
            .forward_sampled(&self.input, &self.epsilon, workspace, ROWS);
        self.write(p, i, |_| was);
        let reconstruction_loss = self.reconstruction_loss();
        (reconstruction_loss + self.price_of_the_code(), self.sides())
    }

    /// The part of the loss that compares reconstruction and target.
    fn reconstruction_loss(&self) -> f64 {
        let (config, n) = (self.model.config(), self.target.len());
        let pairs = |y: &[f32], of: fn(f64, f64) -> f64| -> f64 {
            let pairs = y[..n].iter().zip(&self.target);
            pairs.map(|(&y, &t)| of(f64::from(y), f64::from(t))).sum()
        };
        let sum = match config.loss {
            Loss::Mse => pairs(self.workspace.reconstruction(n), |y, t| (y - t) * (y - t)),
            Loss::Bce => pairs(self.workspace.tapes().1.output(), |z, t| {
                z.max(0.0) - z * t + (-z.abs()).exp().ln_1p()
            }),
        };
        if config.is_variational() {
            sum / ROWS as f64
        } else {
            sum / n as f64
        }
    }

    /// The part of the loss that the code costs: KL divergence, L1 norm or distance to a rate.
    fn price_of_the_code(&self) -> f64 {
        let config = self.model.config();
        let n = ROWS * config.latent_dim();
        let code: Vec<f64> = self
            .workspace
            .code(n)
            .iter()
            .map(|&x| f64::from(x))
            .collect();
        let rows = ROWS as f64;
        let kl = self.workspace.sampled(n).map_or(0.0, |(log_var, _)| {
            let terms = code.iter().zip(log_var).map(|(&mu, &log_var)| {
                let log_var = f64::from(log_var);
                -0.5 * (1.0 + log_var - mu * mu - log_var.exp())
            });
            terms.sum::<f64>() / rows
        });
        let sparsity = if config.sparsity_target > 0.0 {
            let wanted = config.sparsity_target;
            let rates = (0..config.latent_dim()).map(|j| {
                let on = code.iter().skip(j).step_by(config.latent_dim());
                on.sum::<f64>() / rows
            });
            let distance = |rate: f64| {
                wanted * (wanted / rate).ln()
                    + (1.0 - wanted) * ((1.0 - wanted) / (1.0 - rate)).ln()
            };
            rates.map(distance).sum::<f64>()
        } else {
            code.iter().map(|c| c.abs()).sum::<f64>() / rows
        };
        f64::from(BETA) * kl + config.code_sparsity * sparsity
    }

    /// On which side of each kink the pass was.
    fn sides(&self) -> Vec<bool> {
        let config = self.model.config();
        let mut sides = Vec::new();
        if matches!(
            config.activation,
            Activation::Relu | Activation::LeakyRelu | Activation::Elu
        ) {
            let (encoder, decoder) = self.workspace.tapes();
            for (tape, chain) in [
                (encoder, self.model.encoder()),
                (decoder, self.model.decoder()),
            ] {
                for (i, layer) in chain.layers().enumerate() {
                    if layer.is_activation() {
                        sides.extend(tape.output_of(i).iter().map(|&x| x > 0.0));
                    }
                }
            }
        }
        if config.code_sparsity > 0.0 {
            let code = self.workspace.code(ROWS * config.latent_dim());
            sides.extend(code.iter().map(|&x| x > 0.0));
        }
        sides
    }

    /// Replaces one number of a parameter and returns what it was.
    fn write(&mut self, p: usize, i: usize, value: impl Fn(f32) -> f32) -> f32 {
        let (mut index, mut was) = (0, f32::NAN);
        self.model.visit_params(&mut |_, param| {
            if index == p {
                was = param.value[i];
                param.value[i] = value(was);
            }
            index += 1;
        });
        self.model.weights_changed();
        was
    }

    /// Names and gradients of all parameters.
    fn gradients(&mut self) -> Vec<(String, Vec<f32>)> {
        let batch = Batch {
            input: &self.input,
            target: &self.target,
            epsilon: &self.epsilon,
            beta: BETA,
            rows: ROWS,
        };
        self.model.gradients(batch, &mut self.workspace);
        let mut all = Vec::new();
        self.model
            .visit_params(&mut |name, param| all.push((name.to_string(), param.grad.clone())));
        all
    }
}

fn config(activation: &str, output: &str, loss: &str, sparsity: f64) -> ModelConfig {
    let config = json!({
        "input": { "channels": 1, "height": 2, "width": 3 },
        "architecture": { "kind": "dense", "hidden": [5, 4] },
        "bottleneck": { "kind": "plain", "latentDim": 2 },
        "activation": activation, "outputActivation": output, "loss": loss, "codeSparsity": sparsity,
    });
    ModelConfig::from_json(&config.to_string()).unwrap()
}

#[test]
fn every_activation_with_every_loss_and_output() {
    for activation in Activation::NAMES {
        for (output, loss) in [("sigmoid", "mse"), ("linear", "mse"), ("sigmoid", "bce")] {
            for sparsity in [0.0, 0.1] {
                let mut case = Case::new(&config(activation, output, loss, sparsity));
                for (p, (name, gradient)) in case.gradients().iter().enumerate() {
                    let what = format!("{activation} {output} {loss} {sparsity}: d {name}");
                    check(&what, gradient, |i, by| case.loss(p, i, by));
                }
            }
        }
    }
}

/// Every axis against every other, with both losses, in gray and in two colors.
#[test]
fn every_kind_of_model() {
    let architectures = [
        json!({ "kind": "dense", "hidden": [5] }),
        json!({ "kind": "dense", "hidden": [] }),
        json!({ "kind": "conv", "channels": [3], "kernel": 3, "stride": 2, "hidden": [] }),
        json!({ "kind": "conv", "channels": [2, 3], "kernel": 2, "stride": 1, "hidden": [4] }),
    ];
    let plain = json!({ "kind": "plain", "latentDim": 2 });
    let bottlenecks = [
        (plain.clone(), "linear", 0.0),
        (
            json!({ "kind": "variational", "latentDim": 2 }),
            "linear",
            0.0,
        ),
        (plain.clone(), "sigmoid", 0.0),
        (plain, "sigmoid", 0.2),
    ];
    for architecture in &architectures {
        for (bottleneck, code_activation, target) in &bottlenecks {
            for (channels, activation, loss) in [(1, "tanh", "bce"), (2, "gelu", "mse")] {
                let config = json!({
                    "input": { "channels": channels, "height": 4, "width": 3 },
                    "architecture": architecture, "bottleneck": bottleneck,
                    "codeActivation": code_activation, "sparsityTarget": target,
                    "codeSparsity": 0.1, "activation": activation, "loss": loss,
                });
                let config = ModelConfig::from_json(&config.to_string()).unwrap();
                let mut case = Case::new(&config);
                for (p, (name, gradient)) in case.gradients().iter().enumerate() {
                    let what = format!("{}: d {name}", config.to_sparse_json());
                    check(&what, gradient, |i, by| case.loss(p, i, by));
                }
            }
        }
    }
}

#[test]
#[should_panic(expected = "by differences")]
fn a_gradient_off_by_one_percent_is_caught() {
    let mut case = Case::new(&config("tanh", "sigmoid", "mse", 0.0));
    let true_gradient = case.gradients().remove(0).1;
    let gradient: Vec<f32> = true_gradient.iter().map(|g| 1.01 * g).collect();
    check("spoiled", &gradient, |i, by| case.loss(0, i, by));
}
