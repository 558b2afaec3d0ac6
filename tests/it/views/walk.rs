//! One image's way through the layers: which stations there are, and that their numbers come as they are drawn.

use hourglass::model::{Autoencoder, ModelConfig};
use hourglass::views::{self, Side, Walk};
use ndarray::ArrayView2;
use serde_json::{Value, json};

fn model(changes: &Value) -> Autoencoder {
    let mut config = json!({ "input": { "channels": 1, "height": 8, "width": 8 } });
    let keys = config.as_object_mut().unwrap();
    keys.extend(changes.as_object().unwrap().clone());
    Autoencoder::new(&ModelConfig::from_json(&config.to_string()).unwrap())
}

fn conv(channels: &[usize], hidden: &[usize]) -> Value {
    json!({ "kind": "conv", "channels": channels, "kernel": 3, "stride": 2, "hidden": hidden })
}

/// The walk of a gray image, with as many numbers at each station as was said.
fn walk(model: &Autoencoder) -> Walk {
    let image = vec![0.5; model.config().features()];
    let walk = views::walk(model, &image, &mut model.workspace(1, false), 0);
    let seen: Vec<usize> = walk.stations.iter().map(Vec::len).collect();
    let said: Vec<usize> = views::stations(model).iter().map(|s| s.features).collect();
    assert_eq!(seen, said);
    walk
}

/// The code and the error are those that the model gives for the image without noise.
fn assert_of_the_clean_image(model: &Autoencoder, walk: &Walk) {
    let image = ArrayView2::from_shape((1, 64), &walk.stations[0]).unwrap();
    let code = model.encode(&image).unwrap();
    assert_eq!(code.as_slice().unwrap(), walk.code);
    let picture = model.reconstruct(&image).unwrap();
    let squares = picture.iter().map(|&y| f64::from(y - 0.5).powi(2));
    let mse = squares.sum::<f64>() / 64.0;
    assert!((walk.mse / mse - 1.0).abs() < 1e-5, "{} {mse}", walk.mse);
    if model.config().has_noise() {
        let noisy_code = &walk.stations[views::stations(model)
            .iter()
            .position(|s| s.side == Side::Code)
            .unwrap()];
        assert_ne!(noisy_code, &walk.code);
    }
}

#[test]
fn maps_stand_on_both_sides_of_the_code() {
    let model = model(&json!({ "architecture": conv(&[2, 3], &[5]) }));
    let stations = views::stations(&model);
    let seen: Vec<_> = stations.iter().map(|s| (s.kind, s.shape)).collect();
    let (outer, inner) = (("maps", Some([2, 4, 4])), ("maps", Some([3, 2, 2])));
    let (image, dense, code) = (("image", Some([1, 8, 8])), ("dense", None), ("code", None));
    let up = [image, outer, inner, dense];
    let expected: Vec<_> = up
        .iter()
        .chain([&code])
        .chain(up.iter().rev())
        .copied()
        .collect();
    assert_eq!(seen, expected);
    let decoder = stations.iter().filter(|s| s.side == Side::Decoder).count();
    assert_eq!(decoder, 3);
}

#[test]
fn maps_come_channel_by_channel() {
    let mut model = model(&json!({ "architecture": conv(&[2, 3], &[]) }));
    // With these weights the second convolution gives 1, 2, 3 for any input, and the decoder's first layer counts up.
    model.visit_params(&mut |name, param| {
        let name = name.to_string();
        if name.starts_with("encoder.1.") || name.starts_with("decoder.0.") {
            let is_bias = name.ends_with("bias");
            for (i, value) in param.value.iter_mut().enumerate() {
                *value = if is_bias { (i + 1) as f32 } else { 0.0 };
            }
        }
    });
    model.weights_changed();
    let Walk { stations, .. } = walk(&model);
    assert_eq!(
        stations[2],
        [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3].map(|n| n as f32)
    );
    assert_eq!(stations[4], (1..=12).map(|n| n as f32).collect::<Vec<_>>());
}

#[test]
fn every_kind_of_model_has_its_stations() {
    let archs = [
        json!({ "kind": "dense", "hidden": [] }),
        json!({ "kind": "dense", "hidden": [9, 4] }),
        conv(&[1], &[]),
        conv(&[4, 2], &[6]),
    ];
    for arch in archs {
        for is_noisy in [false, true] {
            for kind in ["plain", "variational"] {
                let noise = if is_noisy {
                    json!({ "kind": "masking", "amount": 0.5 })
                } else {
                    json!({ "kind": "none" })
                };
                let model = model(
                    &json!({ "architecture": arch, "corruption": noise, "bottleneck": { "kind": kind, "latentDim": 3 } }),
                );
                let walk = walk(&model);
                let stations = &walk.stations;
                assert_eq!(views::stations(&model)[1].kind == "noisy", is_noisy);
                assert_eq!(stations[0], [0.5; 64]);
                if is_noisy {
                    let n_masked = stations[1].iter().filter(|&&value| value == 0.0).count();
                    assert!((10..54).contains(&n_masked), "{n_masked} of 64 pixels");
                }
                assert_eq!(walk.sigma.is_some(), kind == "variational");
                assert_eq!(walk.sample.is_some(), kind == "variational");
                let sigma = walk.sigma.as_deref().unwrap_or(&[1.0; 3]);
                assert!(sigma.len() == 3 && sigma.iter().all(|&sigma| sigma > 0.0));
                assert_eq!(walk.sample.as_deref().map_or(3, <[f32]>::len), 3);
                assert_of_the_clean_image(&model, &walk);
            }
        }
    }
}
