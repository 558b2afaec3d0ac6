//! What training a model takes of the memory: the estimate, what is really allocated, and who is refused.

use crate::allocations::peak_of;
use hourglass::data::{Dataset, ImageShape};
use hourglass::model::ModelConfig;
use hourglass::train::{RunLimits, SlowStep, Trainer};

/// Images in color, convolutions as the bench's largest workload has them.
const W5: &str = r#"{"input":{"channels":3,"height":64,"width":64},
    "architecture":{"kind":"conv","channels":[32,64,128]},"bottleneck":{"latentDim":32},"batchSize":128}"#;

fn config(json: &str) -> ModelConfig {
    ModelConfig::from_json(json).unwrap()
}

fn noise(config: &ModelConfig, count: usize) -> Dataset {
    let input = config.input;
    let shape = ImageShape::new(input.channels, input.height, input.width).unwrap();
    let mut data = Dataset::new(shape, count).unwrap();
    let mut state = 5_u32;
    let mut byte = || {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        (state >> 24) as u8
    };
    let bytes: Vec<u8> = (0..count * config.features()).map(|_| byte()).collect();
    data.append_interleaved(&bytes, None).unwrap();
    data
}

/// Bytes that a run takes at most, beside its images. The copy of the best weights is made from step 64 on; it is added
/// where a run of so many steps would take too long.
fn allocated(config: &ModelConfig, steps: u64) -> u64 {
    let [data, held_out] = [config.batch_size, 64].map(|count| noise(config, count));
    let run = || {
        let mut trainer = Trainer::new(config, data, Some(held_out)).unwrap();
        while trainer.steps() < steps {
            let limits = RunLimits {
                max_steps: steps - trainer.steps(),
                until_plateau: true,
            };
            trainer.run_for(limits, |_| false).unwrap();
        }
        trainer.evaluate_held_out();
        trainer
    };
    let (_, peak) = peak_of(run);
    let copies = 1 + config.optimizer.kind.n_slots() as u64;
    peak + if steps > 64 {
        0
    } else {
        4 * copies * config.n_params()
    }
}

#[test]
fn the_estimate_is_what_is_allocated() {
    let small = r#""input":{"height":16,"width":16}"#;
    for json in [
        r"{}".to_owned(),
        r#"{"architecture":{"hidden":[512,256]},"bottleneck":{"latentDim":32}}"#.into(),
        r#"{"architecture":{"hidden":[]},"optimizer":{"kind":"sgd"},"batchSize":256}"#.into(),
        r#"{"architecture":{"hidden":[2000]},"optimizer":{"kind":"momentum"},"batchSize":16}"#.into(),
        r#"{"architecture":{"hidden":[400]},"bottleneck":{"kind":"variational"},"loss":"bce"}"#.into(),
        format!(r#"{{{small},"architecture":{{"hidden":[40]}},"activation":"gelu","batchSize":512}}"#),
        format!(r#"{{{small},"architecture":{{"hidden":[64,64,64]}},"batchSize":1000,
            "corruption":{{"kind":"gaussian","amount":0.2}}}}"#),
        r#"{"architecture":{"kind":"conv","channels":[16,32]}}"#.into(),
        r#"{"architecture":{"kind":"conv","channels":[8,8],"hidden":[100]},"activation":"gelu",
            "bottleneck":{"kind":"variational","latentDim":8},"loss":"bce"}"#.into(),
        r#"{"architecture":{"kind":"conv","channels":[16,32]},"codeActivation":"sigmoid","codeSparsity":0.1,
            "sparsityTarget":0.1}"#.into(),
        r#"{"input":{"channels":3,"height":32,"width":32},"architecture":{"kind":"conv","channels":[64,128,256]},
            "bottleneck":{"latentDim":4},"batchSize":32}"#.into(),
    ] {
        let config = config(&json);
        let (got, wanted) = (config.memory_bytes() as f64, allocated(&config, 66) as f64);
        let off = got / wanted - 1.0;
        println!("{:+.1} %: {:.1} of {:.1} MB, {json}", 100.0 * off, got / 1e6, wanted / 1e6);
        assert!(off.abs() <= 0.1, "{got} bytes instead of {wanted}: {json}");
    }
}

#[test]
fn so_it_is_for_large_maps_and_a_batch_takes_little_of_it() {
    let [large, small] = [W5.to_owned(), W5.replace("128}", "64}")].map(|json| config(&json));
    assert_eq!((large.batch_size, small.batch_size), (128, 64));
    for config in [&large, &small] {
        let (got, wanted) = (config.memory_bytes() as f64, allocated(config, 2) as f64);
        println!("{:.1} of {:.1} MB", got / 1e6, wanted / 1e6);
        assert!(
            (got / wanted - 1.0).abs() <= 0.1,
            "{got} bytes instead of {wanted}"
        );
        assert!(wanted < 150e6, "{wanted} bytes");
    }
    // A shard's maps are kept, whatever the batch: what grows with it are its images.
    let images = 4 * 64 * large.features() as u64;
    let grown = large.memory_bytes() - small.memory_bytes();
    assert!(grown < images + images / 10, "{grown} bytes for {images}");
}

#[test]
fn a_refusal_names_what_would_fit() {
    let refused = |json: &str| ModelConfig::from_json(json).unwrap_err().to_string();
    for (json, key) in [
        (
            r#"{"input":{"height":256,"width":256},"architecture":{"hidden":[32]},"batchSize":4096}"#,
            "batchSize ",
        ),
        (
            r#"{"architecture":{"hidden":[4096,4096,4096,4096,4096,4096,4096,4096]}}"#,
            "architecture.hidden of at most ",
        ),
        (
            r#"{"input":{"height":128,"width":128},"architecture":{"kind":"conv","channels":[512,512],"stride":1}}"#,
            "architecture.channels of at most ",
        ),
        (
            r#"{"input":{"height":256,"width":256},"architecture":{"hidden":[]},"bottleneck":{"latentDim":1024}}"#,
            "bottleneck.latentDim ",
        ),
    ] {
        let error = refused(json);
        println!("{error}");
        let number = error
            .split_once(key)
            .unwrap_or_else(|| panic!("{error} names no {key}"))
            .1;
        let most: usize = number.split(' ').next().unwrap().parse().unwrap();
        assert!(error.ends_with("would fit"), "{error}");
        // It does, and one more does not.
        let with = |most: usize| {
            json.replace("4096}", &format!("{most}}}"))
                .replace("4096", &most.to_string())
                .replace("512,512", &format!("{most},{most}"))
                .replace(":1024", &format!(":{most}"))
        };
        assert!(
            ModelConfig::from_json(&with(most)).is_ok(),
            "{}",
            with(most)
        );
        assert!(
            ModelConfig::from_json(&with(most + 1)).is_err(),
            "{}",
            with(most + 1)
        );
    }
    let error = refused(
        r#"{"input":{"height":256,"width":256},"architecture":{"kind":"conv","channels":[512],"stride":1},
            "bottleneck":{"latentDim":1024}}"#,
    );
    assert!(
        error.ends_with("1024 MiB, and no single setting is enough to make it fit"),
        "{error}"
    );
}

#[test]
fn a_step_in_slow_motion_keeps_the_whole_batch_or_says_that_it_cannot() {
    let config = config(&W5.replace("128}", "2000}"));
    let images = noise(&config, 2000);
    let trainer = Trainer::of_batch(&config, images).unwrap();
    let error = SlowStep::make(trainer).unwrap_err().to_string();
    assert!(error.contains("1024 MiB"), "{error}");
}
