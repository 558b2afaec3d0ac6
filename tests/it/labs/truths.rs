//! Three figures of docs/results.md in small, on the committed digits: the model beats its rivals by a margin.

use crate::packs::unpack;
use crate::training::digits;
use hourglass::data::Dataset;
use hourglass::formats::idx;
use hourglass::labs::compress::compress;
use hourglass::labs::compress::rival::rival;
use hourglass::labs::denoise::denoise;
use hourglass::labs::odd_one_out::{Score, rivals, scores, told_apart};
use hourglass::model::{ModelConfig, Pca, presets};
use hourglass::train::{RunLimits, Trainer};
use ndarray::{Array2, s};
use serde_json::{Value, json};

/// A model of digits, trained for so many epochs in batches of 32.
pub(super) fn trained(config: &Value, data: Dataset, epochs: u64) -> Trainer {
    let config = ModelConfig::from_json(&config.to_string()).unwrap();
    let config = ModelConfig {
        batch_size: 32,
        ..config
    };
    let mut trainer = Trainer::new(&config, data, None).unwrap();
    let limits = RunLimits {
        max_steps: epochs * trainer.steps_per_epoch(),
        until_plateau: false,
    };
    trainer.run_for(limits, |_| false).unwrap();
    trainer
}

#[test]
fn a_code_is_nearer_than_pca_at_the_same_bytes() {
    let config = json!({
        "activation": "gelu",
        "architecture": { "kind": "dense", "hidden": [256] },
        "bottleneck": { "kind": "plain", "latentDim": 8 },
        "optimizer": { "kind": "adam", "learningRate": 0.003 },
    });
    let trainer = trained(&config, digits("train", 2000), 14);
    let (training, shape) = (trainer.data().matrix(), trainer.data().shape());
    let held_out = digits("test", 1000).matrix();
    let (training, held_out) = (training.view(), held_out.view());
    let ours = compress(trainer.model(), &training, &held_out, shape, 5).unwrap();
    let pca = Pca::fit(&training, 20).unwrap();
    let theirs = rival(&pca, &training, &held_out, shape, ours.bytes_per_image);
    let theirs = theirs.unwrap().unwrap().compressed;
    assert!(theirs.bytes_per_image <= ours.bytes_per_image && ours.bytes_per_image < 5.0);
    let (ours, theirs) = (ours.quality.psnr.mean, theirs.quality.psnr.mean);
    assert!(ours > theirs + 0.2, "{ours} dB, PCA {theirs} dB");
}

#[test]
fn a_denoising_model_is_nearer_than_the_best_filter() {
    let preset = presets::preset("denoising").unwrap();
    let mut config = serde_json::to_value(&preset).unwrap();
    config["architecture"]["hidden"] = json!([256]);
    config["optimizer"]["learningRate"] = json!(0.003);
    let trainer = trained(&config, digits("train", 2000), 5);
    let training = trainer.data().matrix();
    let got = denoise(
        trainer.model(),
        &training.slice(s![..20, ..]),
        &digits("test", 60).matrix().view(),
        trainer.data().shape(),
        preset.corruption,
    );
    let got = got.unwrap();
    let filters = got.filters.iter().map(|it| it.quality.psnr.mean);
    let best = filters.fold(f64::NEG_INFINITY, f64::max);
    let ours = got.model.psnr.mean;
    assert!(ours > best + 1.0, "{ours} dB, the best filter {best} dB");
}

#[test]
fn a_model_of_one_digit_tells_the_others_apart() {
    let labeled = |part: &str| {
        let file = |what: &str| unpack(&format!("mnist-{part}-{what}.gz"));
        idx::dataset(&file("images.idx3-ubyte"), Some(&file("labels.idx1-ubyte"))).unwrap()
    };
    let fours = |data: &Dataset, is_four: bool, most: usize| -> Vec<u32> {
        let all = (0..).zip(data.labels().unwrap());
        let wanted = all.filter(|(_, label)| (**label == 4) == is_four);
        wanted.map(|(idx, _)| idx).take(most).collect()
    };
    let (training, judged) = (labeled("train"), labeled("test"));
    let part = |is_four: bool| -> Array2<f32> {
        let idxs = fours(&judged, is_four, 400);
        judged.subset(&idxs).unwrap().matrix()
    };
    let (normal, odd) = (part(true), part(false));
    let config = json!({
        "architecture": { "kind": "dense", "hidden": [128] },
        "bottleneck": { "kind": "plain", "latentDim": 16 },
    });
    let training = training.subset(&fours(&training, true, 400)).unwrap();
    let trainer = trained(&config, training, 15);
    let score =
        |images: &Array2<f32>| scores(trainer.model(), &images.view(), Score::Error).unwrap();
    let ours = told_apart(&score(&normal), &score(&odd)).unwrap().auc;
    let training = trainer.data().matrix();
    let pca = Pca::fit(&training.view(), 8).unwrap();
    let theirs = rivals(&pca, &training.view(), &normal.view(), &odd.view()).unwrap();
    assert!(
        ours > 0.9 && ours > theirs.mean_image.auc + 0.05,
        "{ours}, {theirs:?}"
    );
}
