//! Every preset against `PyTorch`. Small models: forward pass, all gradients and ten Adam steps, with given noise
//! and epsilon. Full models without randomness: fifty losses.

use super::fixture::{Scale, assert_close, cases, count, numbers};
use super::rule;
use crate::training::digits;
use hourglass::data::{Dataset, ImageShape};
use hourglass::export::weights;
use hourglass::model::{Autoencoder, Batch, InputConfig, ModelConfig, presets};
use hourglass::nn::Optimizer;
use hourglass::train::{SlowStep, Trainer};
use hourglass::views::slow::record;
use safetensors::tensor::{Dtype, TensorView};
use serde_json::Value;
use std::collections::HashMap;

/// A case of a fixture, with its configuration and its weights.
struct Case {
    fixture: Value,
    config: ModelConfig,
    salt: String,
    rows: usize,
    weights: Vec<(String, Vec<usize>, Vec<f32>)>,
}

impl Case {
    fn new(fixture: Value) -> Self {
        let preset = presets::preset(fixture["preset"].as_str().unwrap()).unwrap();
        let mut config: Value = serde_json::from_str(&preset.to_json()).unwrap();
        merge(&mut config, &fixture["over"]);
        let salt = fixture["salt"].as_str().unwrap().to_string();
        let parameter = |p: &Value| {
            let (name, exponent) = (p[0].as_str().unwrap(), p[2].as_i64().unwrap());
            let shape: Vec<usize> = p[1].as_array().unwrap().iter().map(count).collect();
            let n = shape.iter().product();
            let values = rule::floats(&format!("{salt} {name}"), exponent as i32, n);
            (name.to_string(), shape, values)
        };
        Self {
            config: ModelConfig::from_json(&config.to_string()).unwrap(),
            rows: count(&fixture["images"]),
            weights: fixture["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .map(parameter)
                .collect(),
            salt,
            fixture,
        }
    }

    fn describe(&self) -> String {
        format!("{} {}", self.fixture["preset"], self.fixture["over"])
    }

    /// The model with the case's weights. Model and case must have the same parameters in the same order.
    fn model(&self) -> Autoencoder {
        let mut model = Autoencoder::new(&self.config);
        let mut given = self.weights.iter();
        model.visit_params(&mut |name, param| {
            let (wanted, shape, values) = given.next().expect("no parameter too many");
            assert_eq!((&name.to_string(), &param.shape), (wanted, shape));
            param.value.copy_from_slice(values);
        });
        assert_eq!(given.next(), None, "{}", self.describe());
        model.weights_changed();
        model
    }

    /// The weights as `PyTorch`'s own tools would write them: parameters by name, no metadata.
    fn file(&self) -> Vec<u8> {
        let bytes = |values: &[f32]| values.iter().flat_map(|x| x.to_le_bytes()).collect();
        let tensors: Vec<(_, _, Vec<u8>)> = self
            .weights
            .iter()
            .map(|(name, shape, values)| (name, shape, bytes(values)))
            .collect();
        let views = tensors.iter().map(|(name, shape, bytes)| {
            let view = TensorView::new(Dtype::F32, (*shape).clone(), bytes).unwrap();
            (name.as_str(), view)
        });
        safetensors::serialize(views, None).unwrap()
    }

    fn images(&self) -> Vec<f32> {
        let n = self.rows * self.config.features();
        let bytes = rule::bytes(&format!("{} images", self.salt), n);
        bytes
            .into_iter()
            .map(|byte| f32::from(byte) / 255.0)
            .collect()
    }

    /// The input at `step`: the images, with noise if the preset has any.
    fn noisy(&self, images: &[f32], step: usize) -> Vec<f32> {
        if !self.config.has_noise() {
            return images.to_vec();
        }
        let noise = rule::floats(&format!("{} noise {step}", self.salt), -1, images.len());
        let pairs = images.iter().zip(noise);
        pairs
            .map(|(x, noise)| (x + noise).clamp(0.0, 1.0))
            .collect()
    }

    fn epsilon(&self, step: usize) -> Vec<f32> {
        let n = self.rows * self.config.latent_dim();
        rule::floats(&format!("{} epsilon {step}", self.salt), 1, n)
    }

    fn beta(&self) -> f32 {
        self.config.bottleneck.beta_at(0).unwrap_or(0.0) as f32
    }
}

/// Puts `over`'s keys into `base`, object by object.
fn merge(base: &mut Value, over: &Value) {
    let Some(over) = over.as_object() else {
        return;
    };
    for (key, value) in over {
        if value.is_object() {
            merge(&mut base[key], value);
        } else {
            base[key] = value.clone();
        }
    }
}

fn small() -> Vec<Case> {
    let fixtures = cases("presets").into_iter().chain(cases("presets-conv"));
    let all: Vec<Case> = fixtures.map(Case::new).collect();
    for name in presets::NAMES {
        assert!(
            all.iter().any(|case| case.fixture["preset"] == name),
            "no case for {name}"
        );
    }
    all
}

#[test]
fn presets_and_all_their_gradients_are_pytorchs() {
    const TOLERANCE: f64 = 4e-6; // PyTorch in f32: 2.2e-6
    for case in small() {
        let (what, rows, images) = (case.describe(), case.rows, case.images());
        let mut model = case.model();
        // The workspace has room for more images than there are: using its length by mistake would show.
        let mut workspace = model.workspace(rows + 3, true);
        let batch = Batch {
            input: &case.noisy(&images, 0),
            target: &images,
            epsilon: &case.epsilon(0),
            beta: case.beta(),
            rows,
        };
        let parts = model.gradients(batch, &mut workspace);
        let codes = rows * model.config().latent_dim();
        let mut seen = HashMap::from([
            ("loss", vec![parts.loss]),
            ("reconstructionLoss", vec![parts.reconstruction_loss]),
            ("code", workspace.code(codes).to_vec()),
            (
                "reconstruction",
                workspace.reconstruction(images.len()).to_vec(),
            ),
        ]);
        if let (Some(kl), Some((log_var, _))) = (parts.kl, workspace.sampled(codes)) {
            seen.extend([("kl", vec![kl]), ("logVar", log_var.to_vec())]);
        }
        let wanted = case.fixture["value"].as_object().unwrap();
        assert_eq!(seen.len(), wanted.len(), "{what}");
        for (name, wanted) in wanted {
            let (name, wanted) = (name.as_str(), numbers(wanted));
            let what = format!("{what}: {name}");
            assert_close(&what, &seen[name], &wanted, Scale::Largest, TOLERANCE);
        }
        model.visit_params(&mut |name, param| {
            let wanted = numbers(&case.fixture["gradients"][name.to_string()]);
            let what = format!("{what}: d {name}");
            assert_close(&what, &param.grad, &wanted, Scale::Largest, TOLERANCE);
        });
    }
}

#[test]
fn gradient_norms_in_slow_motion_are_pytorchs() {
    const TOLERANCE: f64 = 4e-6;
    let mut seen = 0;
    for case in small() {
        let InputConfig {
            channels,
            height,
            width,
        } = case.config.input;
        // Noise and epsilon of a trainer's step are its own, and the fixture's images are channel by channel.
        if case.config.has_noise() || case.config.is_variational() || channels > 1 {
            continue;
        }
        let mut images =
            Dataset::new(ImageShape::new(1, height, width).unwrap(), case.rows).unwrap();
        let bytes = rule::bytes(&format!("{} images", case.salt), case.images().len());
        images.append_interleaved(&bytes, None).unwrap();
        let mut config = case.config.clone();
        config.batch_size = case.rows;
        let mut trainer = Trainer::of_batch(&config, images).unwrap();
        let loaded = weights::read(&case.file(), &config).unwrap();
        loaded.apply(&mut trainer);
        let slow = SlowStep::make(trainer).unwrap();
        for layer in record(&slow, 0).unwrap().layers {
            let what = format!("{}: {}", case.describe(), layer.name);
            let gradients = &case.fixture["gradients"];
            let of = |name: &str| numbers(&gradients[format!("{}.{name}", layer.name)]);
            let both = [of("weight"), of("bias")].concat();
            let wanted = both.iter().map(|g| g * g).sum::<f64>().sqrt();
            let got = [layer.gradient as f32];
            assert_close(&what, &got, &[wanted], Scale::Largest, TOLERANCE);
            seen += 1;
        }
    }
    assert!(seen >= 12, "{seen} layers");
}

#[test]
fn ten_steps_of_presets_are_pytorchs() {
    const TOLERANCE: f64 = 4e-6; // PyTorch in f32: 2.1e-6
    for case in small() {
        let (what, images) = (case.describe(), case.images());
        let (features, latent_dim) = (case.config.features(), case.config.latent_dim());
        let (mut model, mut lengths) = (case.model(), Vec::new());
        model.visit_params(&mut |_, param| lengths.push(param.value.len()));
        let config = case.config.optimizer;
        let mut optimizer = Optimizer::new(config.kind, config.learning_rate, 0.0, &lengths);
        let mut workspace = model.workspace(case.config.batch_size, true);
        let batches: Vec<usize> = (0..case.rows).step_by(case.config.batch_size).collect();
        let wanted = numbers(&case.fixture["losses"]);
        let mut losses = Vec::new();
        for (step, &first) in (0..wanted.len()).zip(batches.iter().cycle()) {
            let last = (first + case.config.batch_size).min(case.rows);
            let (pixels, codes) = (
                first * features..last * features,
                first * latent_dim..last * latent_dim,
            );
            let batch = Batch {
                input: &case.noisy(&images, step)[pixels.clone()],
                target: &images[pixels],
                epsilon: &case.epsilon(step)[codes],
                beta: case.beta(),
                rows: last - first,
            };
            losses.push(model.gradients(batch, &mut workspace).loss);
            optimizer.begin_step();
            let mut index = 0;
            model.visit_params(&mut |_, param| {
                optimizer.update(index, param);
                index += 1;
            });
            model.weights_changed();
        }
        let losses_of = format!("{what}: losses");
        assert_close(&losses_of, &losses, &wanted, Scale::One, TOLERANCE);
        model.visit_params(&mut |name, param| {
            let wanted = numbers(&case.fixture["weights"][name.to_string()]);
            let what = format!("{what}: {name}");
            assert_close(&what, &param.value, &wanted, Scale::One, TOLERANCE);
        });
    }
}

#[test]
fn fifty_losses_of_full_presets_are_pytorchs() {
    const TOLERANCE: f64 = 5e-6; // PyTorch in f32: 2.1e-7
    let all: Vec<Case> = cases("fifty-steps").into_iter().map(Case::new).collect();
    let random = |config: &ModelConfig| config.has_noise() || config.is_variational();
    for name in presets::NAMES {
        let has_case = all.iter().any(|case| case.fixture["preset"] == name);
        assert_ne!(has_case, random(&presets::preset(name).unwrap()), "{name}");
    }
    for case in all {
        let (what, wanted) = (case.describe(), numbers(&case.fixture["losses"]));
        let config = ModelConfig {
            shuffle: false,
            ..case.config.clone()
        };
        let mut trainer = Trainer::new(&config, digits("train", case.rows), None).unwrap();
        weights::read(&case.file(), &config)
            .unwrap()
            .apply(&mut trainer);
        assert_eq!(wanted.len(), 50, "{what}");
        for (step, wanted) in wanted.into_iter().enumerate() {
            let loss = f64::from(trainer.step().unwrap().loss);
            assert!(
                (loss - wanted).abs() <= TOLERANCE * wanted,
                "{what}: loss {step} is {loss} for {wanted}"
            );
        }
    }
}
