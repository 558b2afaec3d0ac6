//! Reads the fixtures of `tests/golden` and compares numbers with them.

use hourglass::model::{Autoencoder, ModelConfig};
use serde_json::{Value, json};

/// The cases of one fixture.
pub fn cases(name: &str) -> Vec<Value> {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut fixture: Value = serde_json::from_str(&text).unwrap();
    let cases = fixture["cases"].as_array_mut().map(std::mem::take);
    cases.filter(|cases| !cases.is_empty()).expect("cases")
}

/// A list of numbers, in f64 as the reference has them.
pub fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().expect("a list");
    list.iter().map(|x| x.as_f64().expect("a number")).collect()
}

/// A list of numbers that are exact in f32.
pub fn floats(list: &Value) -> Vec<f32> {
    numbers(list).into_iter().map(|x| x as f32).collect()
}

/// A count.
pub fn count(value: &Value) -> usize {
    value.as_u64().expect("a count") as usize
}

/// What a difference is measured against, in addition to |reference|.
#[derive(Clone, Copy)]
pub enum Scale {
    /// The list's largest |reference|: for sums of products.
    Largest,
    /// 1: for numbers that are judged one by one.
    One,
}

/// Fails where `|got − wanted| > tolerance · (scale + |wanted|)`, or is not a number.
pub fn assert_close(what: &str, got: &[f32], wanted: &[f64], scale: Scale, tolerance: f64) {
    assert_eq!(got.len(), wanted.len(), "{what}: length");
    let scale = match scale {
        Scale::Largest => wanted.iter().fold(0.0_f64, |most, w| most.max(w.abs())),
        Scale::One => 1.0,
    };
    for (i, (&got, &wanted)) in got.iter().zip(wanted).enumerate() {
        let difference = (f64::from(got) - wanted).abs();
        let allowed = tolerance * (scale + wanted.abs());
        assert!(
            difference <= allowed,
            "{what}[{i}]: {got} for {wanted}, off by {difference:e}, allowed {allowed:e}"
        );
    }
}

/// The value of an enum that a configuration names.
pub fn named<T: serde::de::DeserializeOwned>(name: &Value) -> T {
    serde_json::from_value(name.clone()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The small auto-encoder of the fixtures `models` and `steps`, and the images that it sees.
pub struct Small {
    /// Names and numbers of the initial parameters.
    pub weights: Value,
    /// Bytes of the images, one after the other.
    pub bytes: Vec<u8>,
    /// Number of images.
    pub n_images: usize,
    /// Images a step.
    pub batch: usize,
    widths: Vec<usize>,
}

impl Small {
    /// The first case of the fixture `models`, and the others.
    pub fn read() -> (Self, Vec<Value>) {
        let mut all = cases("models");
        let head = all.remove(0);
        let small = Self {
            weights: head["weights"].clone(),
            bytes: numbers(&head["bytes"])
                .into_iter()
                .map(|byte| byte as u8)
                .collect(),
            n_images: count(&head["images"]),
            batch: count(&head["batch"]),
            widths: numbers(&head["encoder"])
                .into_iter()
                .map(|width| width as usize)
                .collect(),
        };
        (small, all)
    }

    /// The configuration of a case; `optimizer` as JSON.
    pub fn config(&self, case: &Value, optimizer: &Value) -> ModelConfig {
        let (latent_dim, hidden) = self.widths[1..].split_last().unwrap();
        let mut config = json!({
            "input": { "channels": 1, "height": 3, "width": 4 },
            "architecture": { "kind": "dense", "hidden": hidden },
            "bottleneck": { "kind": "plain", "latentDim": latent_dim },
            "batchSize": self.batch,
            "shuffle": false,
            "optimizer": optimizer,
        });
        for key in [
            "activation",
            "outputActivation",
            "loss",
            "codeSparsity",
            "weightDecay",
        ] {
            if let Some(value) = case.get(key) {
                config[key] = value.clone();
            }
        }
        ModelConfig::from_json(&config.to_string()).unwrap()
    }

    /// The model of a configuration, with the fixture's weights.
    pub fn model(&self, config: &ModelConfig) -> Autoencoder {
        let mut model = Autoencoder::new(config);
        let mut names = Vec::new();
        model.visit_params(&mut |name, param| {
            param
                .value
                .copy_from_slice(&floats(&self.weights[name.to_string()]));
            names.push(name.to_string());
        });
        model.weights_changed();
        names.sort();
        let wanted: Vec<_> = self.weights.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, wanted, "the parameters' names");
        model
    }

    /// All images as the model sees them.
    pub fn images(&self) -> Vec<f32> {
        self.bytes
            .iter()
            .map(|&byte| f32::from(byte) / 255.0)
            .collect()
    }
}

/// Names a case in a message.
pub fn describe(case: &Value) -> String {
    let parts = [
        "activation",
        "outputActivation",
        "loss",
        "codeSparsity",
        "optimizer",
    ];
    parts
        .map(|key| case.get(key).map(ToString::to_string).unwrap_or_default())
        .join(" ")
}
