//! What the steps are made of: presets on digits, and small models of everything that a configuration can ask for.

use crate::training::digits;
use hourglass::data::{Dataset, ImageShape};
use hourglass::model::{ModelConfig, presets};
use hourglass::train::Trainer;
use serde_json::{Value, json};

/// Images of the small models: 23 of them, so that the last batch of 8 has 7.
const IMAGES: usize = 23;

/// Each preset on digits, in batches of at most 32.
pub fn of_presets() -> Vec<(String, Trainer)> {
    let images = digits("train", 200);
    let trainer = |name: &&str| {
        let mut config = presets::preset(name).unwrap();
        config.batch_size = config.batch_size.min(32);
        let trainer = Trainer::new(&config, images.clone(), None).unwrap();
        ((*name).to_string(), trainer)
    };
    presets::NAMES.iter().map(trainer).collect()
}

/// Small models, each with its configuration as its name.
pub fn small() -> Vec<(String, Trainer)> {
    changes().iter().map(one).collect()
}

/// A small model with these changes.
pub fn one(changes: &Value) -> (String, Trainer) {
    let mut config = json!({
        "input": { "channels": 1, "height": 6, "width": 5 },
        "architecture": { "hidden": [7, 5] }, "batchSize": 8, "bottleneck": { "latentDim": 3 },
    });
    let keys = config.as_object_mut().unwrap();
    keys.extend(changes.as_object().unwrap().clone());
    let config = ModelConfig::from_json(&config.to_string()).unwrap();
    let shape = ImageShape::new(
        config.input.channels,
        config.input.height,
        config.input.width,
    );
    let mut images = Dataset::new(shape.unwrap(), IMAGES).unwrap();
    let bytes = IMAGES * images.shape().features();
    // A third of all pixels is black, as in pictures that are skipped through.
    let byte = |i: usize| ((i * i + 37 * i) % 389).saturating_sub(133) as u8;
    let bytes: Vec<u8> = (0..bytes).map(byte).collect();
    images.append_interleaved(&bytes, None).unwrap();
    let trainer = Trainer::new(&config, images, None).unwrap();
    (changes.to_string(), trainer)
}

fn changes() -> Vec<Value> {
    let conv =
        json!({ "kind": "conv", "channels": [3, 4], "kernel": 3, "stride": 2, "hidden": [6] });
    let single =
        json!({ "kind": "conv", "channels": [2, 1], "kernel": 4, "stride": 1, "hidden": [] });
    let color = json!({ "channels": 3, "height": 5, "width": 6 });
    let gaussian =
        json!({ "kind": "variational", "latentDim": 3, "beta": 2.5, "klWarmupSteps": 30 });
    let noise = |kind: &str| json!({ "corruption": { "kind": kind, "amount": 0.3 } });
    let by = |kind: &str| {
        let optimizer = json!({ "kind": kind, "learningRate": 0.01 });
        json!({ "optimizer": optimizer, "weightDecay": 0.02 })
    };
    let activation = |name: &str| json!({ "activation": name });
    vec![
        json!({}),
        json!({ "batchSize": 1 }),
        json!({ "batchSize": 64, "shuffle": false }),
        json!({ "loss": "bce" }),
        json!({ "outputActivation": "linear", "architecture": { "hidden": [] } }),
        json!({ "codeSparsity": 0.05 }),
        json!({ "codeActivation": "sigmoid", "codeSparsity": 0.05, "sparsityTarget": 0.1 }),
        noise("gaussian"),
        noise("salt-and-pepper"),
        noise("masking"),
        noise("scribble"),
        by("sgd"),
        by("momentum"),
        by("rmsprop"),
        by("adam"),
        activation("leaky-relu"),
        activation("tanh"),
        activation("sigmoid"),
        activation("elu"),
        activation("gelu"),
        json!({ "bottleneck": gaussian, "loss": "bce", "codeSparsity": 0.02 }),
        json!({ "bottleneck": gaussian, "architecture": { "hidden": [] }, "batchSize": 1 }),
        json!({ "input": color }),
        json!({ "architecture": conv }),
        json!({ "architecture": single, "activation": "gelu" }),
        json!({
            "architecture": conv, "input": color, "bottleneck": gaussian, "loss": "bce",
            "corruption": { "kind": "salt-and-pepper", "amount": 0.2 },
        }),
        json!({ "architecture": single, "input": color, "batchSize": 1 }),
    ]
}
