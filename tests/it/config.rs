//! Configurations: defaults, round trips, and errors that name the key, what came and what is allowed.

use hourglass::error::Error;
use hourglass::model::{ModelConfig, presets};
use hourglass::nn::{Activation, Loss};
use hourglass::noise::Noise;

fn refusal(json: &str) -> String {
    ModelConfig::from_json(json).unwrap_err().to_string()
}

#[test]
fn an_empty_object_is_the_default() {
    assert_eq!(
        ModelConfig::from_json("{}").unwrap(),
        ModelConfig::default()
    );
}

#[test]
fn the_documented_object_is_the_default() {
    let json = r#"{
        "version": 1,
        "input": { "channels": 1, "height": 28, "width": 28 },
        "architecture": { "kind": "dense", "hidden": [128, 64] },
        "activation": "relu",
        "outputActivation": "sigmoid",
        "bottleneck": { "kind": "plain", "latentDim": 2 },
        "corruption": { "kind": "none", "amount": 0.0 },
        "loss": "mse",
        "codeSparsity": 0.0,
        "weightDecay": 0.0,
        "optimizer": { "kind": "adam", "learningRate": 0.001 },
        "batchSize": 128,
        "seed": 1,
        "shuffle": true
    }"#;
    assert_eq!(
        ModelConfig::from_json(json).unwrap(),
        ModelConfig::default()
    );
}

#[test]
fn every_name_is_that_of_its_kind() {
    fn name<T: serde::Serialize>(kind: T) -> String {
        serde_json::to_value(kind)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    }
    assert_eq!(Activation::ALL.map(name), Activation::NAMES);
    assert_eq!(Loss::ALL.map(name), Loss::NAMES);
    assert_eq!(Noise::ALL.map(name), Noise::NAMES);
}

#[test]
fn numbers_and_names_in_messages_are_as_short_as_they_can_be() {
    let rate = refusal(r#"{"optimizer":{"learningRate":0}}"#);
    assert!(rate.contains("got 0, wanted a number from "), "{rate}");
    assert!(!rate.contains(".0 "), "{rate}");
    let kind = refusal(r#"{"activation":"rel\"u"}"#);
    assert!(
        kind.contains(r#"got "rel\"u", wanted one of "relu", "leaky-relu""#),
        "{kind}"
    );
}

#[test]
fn full_and_sparse_json_come_back() {
    let json = r#"{"bottleneck":{"latentDim":8},"optimizer":{"kind":"rmsprop","alpha":0.9},"activation":"leaky-relu",
        "loss":"bce","weightDecay":0.0001,"seed":9007199254740991,"shuffle":false,"architecture":{"hidden":[]}}"#;
    let config = ModelConfig::from_json(json).unwrap();
    assert_eq!(config.seed, 9_007_199_254_740_991);
    assert_eq!(ModelConfig::from_json(&config.to_json()).unwrap(), config);
    assert_eq!(
        ModelConfig::from_json(&config.to_sparse_json()).unwrap(),
        config
    );
    assert_eq!(ModelConfig::default().to_sparse_json(), r#"{"version":1}"#);
    for name in presets::NAMES {
        let preset = presets::preset(name).unwrap();
        assert_eq!(
            ModelConfig::from_json(&preset.to_json()).unwrap(),
            preset,
            "{name}"
        );
    }
}

/// Holds that each of these is refused in words that have all the parts.
fn assert_refused(cases: &[(&str, [&str; 3])]) {
    for (json, parts) in cases {
        let message = refusal(json);
        for part in parts {
            assert!(
                message.contains(part),
                "{json} gave {message:?}, which lacks {part:?}"
            );
        }
    }
}

#[test]
fn refusals_name_key_value_and_what_is_allowed() {
    assert_refused(&[
        (
            r#"{"batchSize":0}"#,
            ["batchSize", "got 0", "from 1 to 4096"],
        ),
        (
            r#"{"batchSize":1.5}"#,
            ["batchSize", "got 1.5", "a whole number"],
        ),
        (
            r#"{"batchsize":3}"#,
            ["batchsize", "an unknown key", "batchSize"],
        ),
        (
            r#"{"optimizer":{"kind":"adamw"}}"#,
            ["optimizer.kind", "got \"adamw\"", "\"sgd\", \"momentum\""],
        ),
        (
            r#"{"optimizer":{"kind":"sgd","beta1":0.9}}"#,
            ["optimizer.beta1", "an unknown key", "learningRate"],
        ),
        (
            r#"{"optimizer":{"learningRate":"fast"}}"#,
            ["optimizer.learningRate", "\"fast\"", "a number"],
        ),
        (
            r#"{"optimizer":{"learningRate":-1}}"#,
            ["optimizer.learningRate", "got -1", "a number from"],
        ),
        (
            r#"{"bottleneck":{"latentDim":0}}"#,
            ["bottleneck.latentDim", "got 0", "from 1 to 784"],
        ),
        (
            r#"{"bottleneck":{"latentDim":785}}"#,
            ["bottleneck.latentDim", "got 785", "from 1 to 784"],
        ),
        (
            r#"{"architecture":{"hidden":[10,0]}}"#,
            ["architecture.hidden", "got [10,0]", "from 1 to 4096"],
        ),
        (
            r#"{"loss":"bce","outputActivation":"linear"}"#,
            ["outputActivation", "bce", "sigmoid"],
        ),
        (
            r#"{"activation":["relu"]}"#,
            ["activation", "got [\"relu\"]", "\"gelu\""],
        ),
        (r#"{"version":2}"#, ["version", "got 2", "equal to 1"]),
        (
            r#"{"seed":9007199254740992}"#,
            ["seed", "9007199254740992", "from 0 to"],
        ),
        (r#"{"input":7}"#, ["input", "got 7", "an object"]),
        ("[1]", ["config", "got [1]", "an object"]),
        ("{", ["config", "EOF", "JSON"]),
    ]);
}

#[test]
fn refusals_of_kinds_name_key_value_and_what_is_allowed() {
    assert_refused(&[
        (
            r#"{"architecture":{"kind":"conv","channels":[]}}"#,
            ["architecture.channels", "got []", "a list of 1 to 6"],
        ),
        (
            r#"{"architecture":{"kind":"conv","channels":[1000000000]}}"#,
            ["architecture.channels", "got [1000000000]", "from 1 to 512"],
        ),
        (
            r#"{"architecture":{"kind":"conv","channels":[4,4,4,4,4,4]}}"#,
            [
                "architecture.channels",
                "number 6 would get maps of 1 × 1",
                "at most 5",
            ],
        ),
        (
            r#"{"input":{"height":1},"architecture":{"kind":"conv","kernel":4}}"#,
            [
                "architecture.kernel",
                "got 4 with stride 2 on images of 28 × 1",
                "a smaller kernel",
            ],
        ),
        (
            r#"{"architecture":{"kind":"conv","kernel":8}}"#,
            ["architecture.kernel", "got 8", "from 1 to 7"],
        ),
        (
            r#"{"architecture":{"kind":"conv","stride":0}}"#,
            ["architecture.stride", "got 0", "from 1 to 3"],
        ),
        (
            r#"{"architecture":{"channels":[4]}}"#,
            ["architecture.channels", "an unknown key", "kind, hidden"],
        ),
        (
            r#"{"bottleneck":{"beta":1}}"#,
            ["bottleneck.beta", "an unknown key", "kind, latentDim"],
        ),
        (
            r#"{"bottleneck":{"kind":"variational","beta":-1}}"#,
            ["bottleneck.beta", "got -1", "from 0 to 1000"],
        ),
        (
            r#"{"bottleneck":{"kind":"variational","klWarmupSteps":-1}}"#,
            ["bottleneck.klWarmupSteps", "got -1", "a whole number"],
        ),
        (
            r#"{"bottleneck":{"latentDim":"2"}}"#,
            ["bottleneck.latentDim", "got \"2\"", "a whole number"],
        ),
        (
            r#"{"corruption":{"kind":"gaussian","amount":1.5}}"#,
            ["corruption.amount", "got 1.5", "from 0 to 1"],
        ),
        (
            r#"{"sparsityTarget":0.1}"#,
            ["sparsityTarget", "0.1 with a linear code", "\"sigmoid\""],
        ),
        (
            r#"{"codeActivation":"sigmoid","bottleneck":{"kind":"variational"}}"#,
            [
                "codeActivation",
                "\"sigmoid\" with a variational",
                "\"linear\"",
            ],
        ),
    ]);
}

#[test]
fn a_model_past_the_memory_bound_is_refused_before_anything_is_allocated() {
    let hidden = vec![4096; 8];
    let json = format!(r#"{{"architecture":{{"hidden":{hidden:?}}}}}"#);
    let error = ModelConfig::from_json(&json).unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error}");
    assert!(error.to_string().contains("1024 MiB"), "{error}");
    // More bytes than 32 bits can count.
    let json = r#"{"input":{"height":256,"width":256},"architecture":{"kind":"conv","channels":[512],"stride":1},
        "bottleneck":{"latentDim":1024}}"#;
    let error = ModelConfig::from_json(json).unwrap_err().to_string();
    assert!(error.contains("68753041921 weights"), "{error}");
}

#[test]
fn parameters_are_counted() {
    // 784·128 + 128·64 + 64·2 twice, and the biases of both sides.
    let weights = 2 * (784 * 128 + 128 * 64 + 64 * 2);
    let biases = (128 + 64 + 2) + (64 + 128 + 784);
    assert_eq!(ModelConfig::default().n_params(), weights + biases);
}

#[test]
fn the_default_code_is_no_longer_than_the_image() {
    let json = r#"{"input":{"channels":1,"height":1,"width":1}}"#;
    let config = ModelConfig::from_json(json).unwrap();
    assert_eq!(config.latent_dim(), 1);
    assert_eq!(ModelConfig::from_json(&config.to_json()).unwrap(), config);
}

#[test]
fn numbers_come_back_as_they_were_written() {
    let config = ModelConfig::from_json(r#"{"codeSparsity":0.0001,"weightDecay":0.01}"#).unwrap();
    let json = config.to_sparse_json();
    assert!(
        json.contains(r#""codeSparsity":0.0001"#) && json.contains(r#""weightDecay":0.01"#),
        "{json}"
    );
}
