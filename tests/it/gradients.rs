//! Every gradient against central differences, by one table-driven helper.
//!
//! `L'(w) ≈ (8·(L(w+h) − L(w−h)) − (L(w+2h) − L(w−2h))) / 12h`, which is exact up to h⁴. The passes run
//! in f32; the loss is summed from their outputs in f64, by formulas written again here, so that
//! what is left is the passes' own rounding, about 1e-8, divided by h.

use hourglass::model::{Autoencoder, ModelConfig, Workspace};
use hourglass::nn::{Activation, Backward, Dense, Init, Layer, Sequential};
use hourglass::rng::{Purpose, Rng};
use serde_json::json;

/// Steps h, largest first. A smaller one is taken only where a larger crosses a kink.
const STEPS: [f32; 4] = [1.0 / 64.0, 1.0 / 256.0, 1.0 / 1024.0, 1.0 / 4096.0];

/// What rounding may do to a loss.
const ROUNDING: f64 = 1e-7;

/// A loss in f64, and on which side of each kink the pass was.
type Seen = (f64, Vec<bool>);

/// Compares `gradient` with differences of `evaluate(i, d)`: the loss with the number `i` moved by `d`.
fn check(what: &str, gradient: &[f32], mut evaluate: impl FnMut(usize, f32) -> Seen) {
    let largest = gradient
        .iter()
        .fold(0.0_f64, |most, &d| most.max(f64::from(d).abs()));
    let blurred = ROUNDING / f64::from(STEPS[0]);
    assert!(
        blurred < 0.05 * largest,
        "{what}: at most {largest:e}, too little to tell right from wrong"
    );
    for (i, &got) in gradient.iter().enumerate() {
        let sides = evaluate(i, 0.0).1;
        let stays = |seen: &[Seen]| seen.iter().all(|(_, others)| *others == sides);
        let (h, losses) = STEPS
            .into_iter()
            .map(|h| {
                (
                    h,
                    [-2.0, -1.0, 1.0, 2.0].map(|times| evaluate(i, times * h)),
                )
            })
            .find(|(_, seen)| stays(seen))
            .unwrap_or_else(|| panic!("{what}[{i}] lies on a kink: choose another seed"));
        let [far_below, below, above, far_above] = losses.map(|(loss, _)| loss);
        let wanted = (8.0 * (above - below) - (far_above - far_below)) / (12.0 * f64::from(h));
        let difference = (f64::from(got) - wanted).abs();
        let allowed = 1e-4 * largest + ROUNDING / f64::from(h);
        assert!(
            difference <= allowed,
            "{what}[{i}]: {got}, by differences {wanted:e} (h = {h}, allowed {allowed:e})"
        );
    }
}

fn uniform(rng: &mut Rng, n: usize, low: f32, high: f32) -> Vec<f32> {
    (0..n).map(|_| rng.uniform_in(low, high)).collect()
}

fn moved(x: &[f32], i: usize, by: f32) -> Vec<f32> {
    let mut x = x.to_vec();
    x[i] += by;
    x
}

/// `Σ factor · output` in f64.
fn weighted(output: &[f32], factors: &[f32]) -> f64 {
    output
        .iter()
        .zip(factors)
        .map(|(&y, &f)| f64::from(y) * f64::from(f))
        .sum()
}

/// Every parameter's and the input's gradient of one layer; the loss is a weighted sum of its outputs.
fn check_layer(what: &str, layer: &mut dyn Layer, rows: usize) {
    let mut rng = Rng::stream(11, Purpose::Other, rows as u64);
    let input = uniform(&mut rng, rows * layer.in_features(), -1.0, 1.0);
    let factors = uniform(&mut rng, rows * layer.out_features(), -1.0, 1.0);
    let (mut output, mut d_input) = (vec![0.0; factors.len()], vec![0.0; input.len()]);
    layer.visit_params(&mut |param| param.value = uniform(&mut rng, param.value.len(), -1.0, 1.0));
    layer.weights_changed();
    layer.forward(&input, &mut output, rows);
    layer.backward(Backward {
        input: &input,
        output: &output,
        d_output: &factors,
        d_input: Some(&mut d_input),
        rows,
    });

    let loss = |layer: &dyn Layer, input: &[f32]| {
        let mut output = vec![0.0; factors.len()];
        layer.forward(input, &mut output, rows);
        (weighted(&output, &factors), Vec::new())
    };
    check(&format!("{what}: d_input"), &d_input, |i, by| {
        loss(layer, &moved(&input, i, by))
    });
    let mut params = Vec::new();
    layer.visit_params(&mut |param| params.push(param.clone()));
    for (p, param) in params.iter().enumerate() {
        let set = |layer: &mut dyn Layer, value: &[f32]| {
            let mut index = 0;
            layer.visit_params(&mut |param| {
                if index == p {
                    param.value.copy_from_slice(value);
                }
                index += 1;
            });
            layer.weights_changed();
        };
        check(
            &format!("{what}: d_{}", param.name),
            &param.grad,
            |i, by| {
                set(layer, &moved(&param.value, i, by));
                loss(layer, &input)
            },
        );
        set(layer, &param.value);
    }
}

#[test]
fn layers() {
    let mut rng = Rng::stream(1, Purpose::Init, 0);
    for (rows, inputs, outputs) in [(1, 1, 1), (3, 5, 7), (2, 8, 4), (35, 2, 3)] {
        let mut layer = Dense::new(inputs, outputs, Init::He, &mut rng);
        check_layer(
            &format!("dense {inputs} to {outputs}, {rows} rows"),
            &mut layer,
            rows,
        );
    }
}

#[test]
fn a_chain_by_its_input() {
    let rows = 3;
    let mut chain = Sequential::dense(&[4, 6, 3], Activation::Tanh, Activation::Linear, 5, 0);
    let mut rng = Rng::stream(12, Purpose::Other, 0);
    let input = uniform(&mut rng, rows * 4, -1.0, 1.0);
    let factors = uniform(&mut rng, rows * 3, -1.0, 1.0);
    let mut tape = chain.tape(rows, true);
    let mut d_input = vec![0.0; input.len()];
    chain.forward(&input, &mut tape, rows);
    tape.d_output_mut().copy_from_slice(&factors);
    chain.backward(&input, Some(&mut d_input), &mut tape, rows);
    check("chain: d_input", &d_input, |i, by| {
        chain.forward(&moved(&input, i, by), &mut tape, rows);
        (weighted(tape.output(), &factors), Vec::new())
    });
}

/// A model with inputs and, unlike them, targets.
struct Case {
    model: Autoencoder,
    workspace: Workspace,
    input: Vec<f32>,
    target: Vec<f32>,
}

const ROWS: usize = 4;
const SEED: u64 = 13;

impl Case {
    fn new(config: &ModelConfig) -> Self {
        let mut model = Autoencoder::new(config);
        let mut rng = Rng::stream(SEED, Purpose::Other, 0);
        model.visit_params(&mut |_, param| {
            // Larger than initial weights, so that no gradient vanishes on its way back.
            let bound = param
                .shape
                .get(1)
                .map_or(0.5, |&inputs| 2.5 / (inputs as f32).sqrt());
            param.value = uniform(&mut rng, param.value.len(), -bound, bound);
        });
        model.weights_changed();
        let n = ROWS * config.features();
        let (input, target) = (
            uniform(&mut rng, n, 0.0, 1.0),
            uniform(&mut rng, n, 0.0, 1.0),
        );
        Self {
            workspace: model.workspace(ROWS, true),
            model,
            input,
            target,
        }
    }

    /// The loss in f64 after moving number `i` of parameter `p` by `by`.
    fn loss(&mut self, p: usize, i: usize, by: f32) -> Seen {
        let was = self.write(p, i, |x| x + by);
        self.model.forward(&self.input, &mut self.workspace, ROWS);
        self.write(p, i, |_| was);

        let config = self.model.config();
        let n = self.target.len();
        let (encoder, decoder) = self.workspace.tapes();
        let pairs = |y: &[f32], of: fn(f64, f64) -> f64| -> f64 {
            y.iter()
                .zip(&self.target)
                .map(|(&y, &t)| of(f64::from(y), f64::from(t)))
                .sum::<f64>()
                / n as f64
        };
        let reconstruction_loss = match config.loss {
            hourglass::nn::Loss::Mse => {
                pairs(self.workspace.reconstruction(n), |y, t| (y - t) * (y - t))
            }
            hourglass::nn::Loss::Bce => pairs(decoder.output(), |z, t| {
                z.max(0.0) - z * t + (-z.abs()).exp().ln_1p()
            }),
        };
        let code = encoder
            .output()
            .iter()
            .map(|&c| f64::from(c.abs()))
            .sum::<f64>()
            / ROWS as f64;
        let loss = reconstruction_loss + config.code_sparsity * code;

        let kinked = matches!(
            config.activation,
            Activation::Relu | Activation::LeakyRelu | Activation::Elu
        );
        let mut sides = Vec::new();
        if kinked || config.code_sparsity > 0.0 {
            // The logits are left out: what follows them is smooth.
            let hidden = self.model.decoder().len() - 1;
            for (tape, n_layers) in [(encoder, self.model.encoder().len()), (decoder, hidden)] {
                sides.extend(
                    (0..n_layers)
                        .flat_map(|layer| tape.output_of(layer))
                        .map(|&x| x > 0.0),
                );
            }
        }
        (loss, sides)
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
        self.model
            .gradients(&self.input, &self.target, &mut self.workspace, ROWS);
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

#[test]
#[should_panic(expected = "by differences")]
fn a_gradient_off_by_one_percent_is_caught() {
    let mut case = Case::new(&config("tanh", "sigmoid", "mse", 0.0));
    let true_gradient = case.gradients().remove(0).1;
    let gradient: Vec<f32> = true_gradient.iter().map(|g| 1.01 * g).collect();
    check("spoiled", &gradient, |i, by| case.loss(0, i, by));
}
