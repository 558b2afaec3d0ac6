//! safetensors files that lie, and files of other models: refused in words, naming the first thing that is wrong.

use hourglass::data::{Dataset, ImageShape};
use hourglass::error::Error;
use hourglass::export::weights;
use hourglass::model::{Autoencoder, ModelConfig, presets};
use hourglass::train::Trainer;
use serde_json::{Value, json};

const CONFIG: &str = r#"{"input":{"height":2,"width":3},"architecture":{"hidden":[5]}}"#;
const CONV: &str = r#"{"input":{"height":5,"width":4},"architecture":{"kind":"conv","channels":[2,3],"hidden":[4]}}"#;
const VARIATIONAL: &str = r#"{"input":{"height":5,"width":4},"bottleneck":{"kind":"variational"},
    "architecture":{"kind":"conv","channels":[2,3],"hidden":[4]}}"#;

/// What a run with this configuration saves after a step.
fn saved(json: &str) -> Vec<u8> {
    let config = ModelConfig::from_json(json).unwrap();
    let shape = ImageShape::new(1, config.input.height, config.input.width).unwrap();
    let mut data = Dataset::new(shape, 4).unwrap();
    data.append_interleaved(&vec![7; 4 * shape.features()], None)
        .unwrap();
    let mut trainer = Trainer::new(&config, data, None).unwrap();
    trainer.step().unwrap();
    weights::save(&mut trainer).unwrap()
}

fn refusal(file: &[u8], json: &str) -> Error {
    weights::read(file, &ModelConfig::from_json(json).unwrap()).unwrap_err()
}

/// Header and data of a file.
fn parts(file: &[u8]) -> (Value, Vec<u8>) {
    let (length, rest) = file.split_first_chunk().unwrap();
    let (header, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
    (serde_json::from_slice(header).unwrap(), data.to_vec())
}

fn join(header: &str, data: &[u8]) -> Vec<u8> {
    let length = (header.len() as u64).to_le_bytes();
    [&length[..], header.as_bytes(), data].concat()
}

#[track_caller]
fn assert_says(error: &Error, wanted: &[&str]) {
    let message = error.to_string();
    let lacking: Vec<_> = wanted
        .iter()
        .filter(|part| !message.contains(**part))
        .collect();
    assert!(lacking.is_empty(), "{message:?} lacks {lacking:?}");
}

#[test]
fn parameters_are_known_without_the_model() {
    let mut configs: Vec<_> = presets::NAMES
        .map(|name| presets::preset(name).unwrap())
        .into();
    configs.extend([CONFIG, CONV, VARIATIONAL].map(|json| ModelConfig::from_json(json).unwrap()));
    for config in configs {
        let mut seen = Vec::new();
        Autoencoder::new(&config).visit_params(&mut |name, p| seen.push((name, p.shape.clone())));
        assert_eq!(config.parameters(), seen);
    }
}

#[test]
fn a_file_that_is_cut_short_or_too_long_says_so() {
    let file = saved(CONFIG);
    let (header, _) = parts(&file);
    let n_header = u64::from_le_bytes(*file.first_chunk().unwrap()) as usize;
    assert!(header.is_object());
    for (length, wanted) in [
        (0, "it has 0 bytes, and at least 8"),
        (7, "it has 7 bytes, and at least 8"),
        (8, "and 0 follow"),
        (8 + n_header - 1, "cut short: its header should have"),
        (8 + n_header, "cut short"),
        (file.len() - 1, "cut short"),
    ] {
        let error = refusal(&file[..length], CONFIG);
        assert!(matches!(error, Error::Format { .. }), "{error}");
        assert_says(&error, &[wanted]);
    }
    assert_says(&refusal(&[&file[..], &[0]].concat(), CONFIG), &["too long"]);
    for length in [0, 1, n_header as u64 - 1, 1 << 31, 1 << 32, u64::MAX] {
        let mut lying = file.clone();
        lying[..8].copy_from_slice(&length.to_le_bytes());
        let error = refusal(&lying, CONFIG);
        assert!(matches!(error, Error::Format { .. }), "{length}: {error}");
    }
}

#[test]
fn tensors_that_overlap_leave_gaps_or_stand_twice_are_refused() {
    let (header, data) = parts(&saved(CONFIG));
    let with = |change: &dyn Fn(&mut Value)| {
        let mut header = header.clone();
        change(&mut header);
        refusal(&join(&header.to_string(), &data), CONFIG)
    };
    let first = header["decoder.0.bias"]["data_offsets"].clone();
    let overlap = with(&|h| h["decoder.0.weight"]["data_offsets"] = json!([0, 40]));
    let gap = with(&|h| h["decoder.0.bias"]["data_offsets"] = json!([4, 24]));
    let back = with(&|h| h["decoder.0.bias"]["data_offsets"] = json!([20, 0]));
    let huge = with(&|h| h["decoder.0.bias"]["shape"] = json!([1_u64 << 33, 1_u64 << 33]));
    let missing = with(&|h| h["decoder.0.bias"] = json!({ "dtype": "F32", "shape": [5] }));
    for error in [&overlap, &gap, &back, &huge, &missing] {
        assert!(matches!(error, Error::Format { .. }), "{error}");
    }
    assert_says(&missing, &["data_offsets"]);
    let twice = format!(
        r#"{{"decoder.0.bias":{{"dtype":"F32","shape":[5],"data_offsets":{first}}},{}"#,
        &header.to_string()[1..]
    );
    let twice = refusal(&join(&twice, &data), CONFIG);
    assert_says(&twice, &["a name stands twice in its header"]);
}

#[test]
fn the_first_layer_that_differs_is_named_in_the_order_of_the_layers() {
    let plain = CONV.replace("\"hidden\":[4]", "\"hidden\":[4,4]");
    for (file, model, wanted) in [
        // The file has more.
        (
            CONFIG.replace("[5]", "[5,2]"),
            CONFIG,
            ["encoder.2.weight", "no such layer", "[2, 2]"],
        ),
        (
            VARIATIONAL.into(),
            CONV,
            ["encoder.3.weight has nothing", "[2, 4]", "F32"],
        ),
        (
            CONV.into(),
            VARIATIONAL,
            ["encoder.3.weight has F32", "[2, 4]", "no such layer"],
        ),
        // The model has more.
        (
            CONV.into(),
            &plain,
            ["encoder.3.weight", "[2, 4]", "[4, 4]"],
        ),
        // Other sizes and kinds.
        (
            CONV.replace("[2,3]", "[2,5]"),
            CONV,
            ["encoder.1.weight", "[5, 2, 3, 3]", "[3, 2, 3, 3]"],
        ),
        (
            CONV.replace("\"channels\"", "\"kernel\":5,\"channels\""),
            CONV,
            ["encoder.0.weight", "5, 5]", "3, 3]"],
        ),
        (
            CONFIG.replace("2,", "5,").replace("3}", "4}"),
            CONV,
            ["encoder.0.weight", "[5, 20]", "[2, 1, 3, 3]"],
        ),
    ] {
        let error = refusal(&saved(&file), model);
        assert!(matches!(error, Error::Weights { .. }), "{error}");
        assert_says(&error, &wanted);
    }
    // The decoder's bias in the wrong type; before it, nothing differs.
    let (mut header, data) = parts(&saved(CONFIG));
    header["decoder.0.bias"]["dtype"] = json!("I32");
    let error = refusal(&join(&header.to_string(), &data), CONFIG);
    assert_says(
        &error,
        &["decoder.0.bias has I32", "F32 numbers of shape [5]"],
    );
}

#[test]
fn metadata_that_no_run_writes_is_refused() {
    let (header, data) = parts(&saved(CONFIG));
    let with = |key: &str, text: &str| {
        let mut header = header.clone();
        header["__metadata__"][key] = json!(text);
        join(&header.to_string(), &data)
    };
    let state = header["__metadata__"]["optimizer"].as_str().unwrap();
    let state = |change: &dyn Fn(&mut Value)| {
        let mut state: Value = serde_json::from_str(state).unwrap();
        change(&mut state);
        with("optimizer", &state.to_string())
    };
    let history = |numbers: &str| {
        with(
            "history",
            &format!(r#"{{"training":[{numbers}],"heldOut":[1,0,0,0]}}"#),
        )
    };
    // Little-endian -1.0 in every place.
    let minus = |h: &mut Value| {
        let length = h["slots"][1].as_str().unwrap().len();
        h["slots"][1] = json!("AACAvwAAgL8AAIC/".repeat(length.div_ceil(16))[..length].to_string());
    };
    for (file, wanted) in [
        (with("hourglass", "2"), ["version", "\"2\"", "\"1\""]),
        (with("step", "1e3"), ["step", "\"1e3\"", "number up to"]),
        (
            with("step", "9007199254740992"),
            ["step", "9007199254740992", "number up to"],
        ),
        (
            state(&|h| h["t"] = json!(u64::MAX)),
            ["optimizer state", "count of updates", "up to"],
        ),
        (
            state(&|h| h["t"] = json!(-1)),
            ["optimizer state", "count of updates", "up to"],
        ),
        (
            state(&|h| h["slots"] = json!([])),
            ["optimizer state", "not as many", "means"],
        ),
        (
            state(&|h| h["slots"][0] = json!("AAAA")),
            ["optimizer state", "fit", "weights"],
        ),
        (
            state(&|h| h["slots"][0] = json!("!")),
            ["optimizer state", "base64", ""],
        ),
        (state(&minus), ["optimizer state", "squares", "below 0"]),
        (history("0,0,0,0"), ["curves", "", ""]),
        (history("1,0,0,0,3"), ["curves", "", ""]),
        (history("4294967296,0,0,0"), ["curves", "", ""]),
        (history("1,0,0,0,0,1e300"), ["curves", "", ""]),
    ] {
        assert_says(&refusal(&file, CONFIG), &wanted);
    }
    weights::read(
        &history("1,0,0,0,0,1e30"),
        &ModelConfig::from_json(CONFIG).unwrap(),
    )
    .unwrap();

    // Its configuration is held against the same bounds as any other, before a model is made of it.
    for (config, wanted) in [
        ("{\"batchSize\":0}", ["batchSize", "got 0", "from 1"]),
        ("[]", ["config", "got []", "an object"]),
        (
            "{\"architecture\":{\"hidden\":[4096,4096,4096,4096,4096,4096]}}",
            ["model is too large", "MiB", "weights"],
        ),
    ] {
        assert_says(
            &weights::saved_config(&with("config", config)).unwrap_err(),
            &wanted,
        );
    }
}
