//! Models as PyTorch source. What the source does is tested in `tests/python`, which runs it.

use hourglass::Error;
use hourglass::data::Dataset;
use hourglass::data::ImageShape;
use hourglass::export::{pytorch, weights};
use hourglass::model::{ModelConfig, presets};
use hourglass::train::Trainer;

fn config(json: &str) -> ModelConfig {
    ModelConfig::from_json(json).unwrap()
}

fn saved(json: &str) -> Vec<u8> {
    let shape = ImageShape::new(1, 4, 5).unwrap();
    let mut data = Dataset::new(shape, 3).unwrap();
    data.append_interleaved(&[7; 60], None).unwrap();
    let mut trainer = Trainer::new(&config(json), data, None).unwrap();
    weights::save(&mut trainer).unwrap()
}

const TINY: &str =
    r#"{"input":{"height":4,"width":5},"architecture":{"kind":"dense","hidden":[3]}}"#;

#[test]
fn each_activation_is_pytorchs() {
    for (name, call) in [
        ("relu", "x = F.relu(self.encoder[0](x))"),
        ("leaky-relu", "x = F.leaky_relu(self.encoder[0](x), 0.01)"),
        ("tanh", "x = torch.tanh(self.encoder[0](x))"),
        ("sigmoid", "x = torch.sigmoid(self.encoder[0](x))"),
        ("elu", "x = F.elu(self.encoder[0](x))"),
        ("gelu", "x = F.gelu(self.encoder[0](x))"),
        ("linear", "x = self.encoder[0](x)"),
    ] {
        let source = pytorch::model(&config(&format!(r#"{{"activation":"{name}"}}"#)));
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        assert!(lines.contains(&call), "{name}: {source}");
    }
}

#[test]
fn layers_stand_there_with_the_numbers_of_the_configuration() {
    let conv = r#"{"input":{"channels":3,"height":9,"width":10},"bottleneck":{"kind":"variational","latentDim":4},
        "architecture":{"kind":"conv","channels":[5,7],"kernel":4,"stride":3,"hidden":[11]}}"#;
    let source = pytorch::model(&config(conv));
    for line in [
        "CHANNELS, HEIGHT, WIDTH = 3, 9, 10",
        "            nn.Conv2d(3, 5, 4, stride=3, padding=1),",
        "            nn.Conv2d(5, 7, 4, stride=3, padding=1),",
        "            nn.Linear(7, 11),",
        "            \"log_var\": nn.Linear(11, 4),",
        "            nn.Linear(4, 11),",
        "            nn.Linear(11, 7),",
        "            nn.ConvTranspose2d(7, 5, 4, stride=3, padding=1, output_padding=(1, 1)),",
        "            nn.ConvTranspose2d(5, 3, 4, stride=3, padding=1, output_padding=(1, 2)),",
        "        x = x.reshape(-1, 7, 1, 1)",
    ] {
        assert!(
            source.lines().any(|found| found == line),
            "{line}\n{source}"
        );
    }
}

#[test]
fn training_is_written_out_for_the_configuration_alone() {
    let plain = pytorch::train(&config("{}"));
    for absent in ["corrupt", "BETA", "abs()", "numpy", "rate =", "logits"] {
        assert!(!plain.contains(absent), "{absent}");
    }
    assert!(plain.contains("lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0"));
    let noisy = r#"{"corruption":{"kind":"masking","amount":0.25},"weightDecay":0.5,"batchSize":17,
        "optimizer":{"kind":"rmsprop","alpha":0.8},"seed":9007199254740991,"shuffle":false}"#;
    let noisy = pytorch::train(&config(noisy));
    for line in [
        "BATCH_SIZE = 17",
        "SEED = 9007199254740991",
        "SHUFFLE = False",
        "NOISE = 0.25",
        "        codes = self.model.encode(corrupt(images))",
        "        model.parameters(), lr=0.01, alpha=0.8, eps=1e-8, weight_decay=0.5",
    ] {
        assert!(noisy.lines().any(|found| found == line), "{line}\n{noisy}");
    }
    // Noise of no amount is none.
    let none = r#"{"corruption":{"kind":"gaussian","amount":0}}"#;
    assert_eq!(pytorch::train(&config(none)), plain);
}

#[test]
fn no_mark_of_a_template_is_left_and_no_line_is_too_long() {
    let mut configs: Vec<ModelConfig> = presets::NAMES
        .iter()
        .map(|name| presets::preset(name).unwrap())
        .collect();
    configs.push(config(
        r#"{"corruption":{"kind":"scribble","amount":0.5},"codeActivation":"sigmoid","codeSparsity":1e-7,
            "sparsityTarget":0.123456789012345}"#,
    ));
    for config in &configs {
        let texts = [
            pytorch::model(config),
            pytorch::train(config),
            pytorch::readme(config),
        ];
        for text in &texts {
            for line in text.lines() {
                let mark = line.trim_start().trim_start_matches("# ");
                let decorators = [
                    "@torch.no_grad()",
                    "@staticmethod",
                    "@contextlib.contextmanager",
                ];
                assert!(
                    !mark.starts_with('@') || decorators.contains(&mark),
                    "{mark}"
                );
                assert!(line.chars().count() <= 120, "{line}");
                assert_eq!(line.trim_end(), line);
            }
        }
        assert!(!texts[2].contains('@'), "{}", texts[2]);
    }
}

#[test]
fn a_folder_holds_the_sources_and_the_run_itself() {
    let saved = saved(TINY);
    let files = pytorch::files(&saved).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        ["model.py", "train.py", "README.md", "model.safetensors"]
    );
    assert_eq!(files[0].1, pytorch::model(&config(TINY)).into_bytes());
    assert_eq!(files[1].1, pytorch::train(&config(TINY)).into_bytes());
    assert_eq!(files[3].1, saved);
}

#[test]
fn what_is_no_sound_run_of_ours_is_refused() {
    let good = saved(TINY);
    for end in 0..good.len() {
        assert!(pytorch::files(&good[..end]).is_err(), "{end}");
    }
    // A file from elsewhere has no network.
    let text = String::from_utf8_lossy(&good).replace("\"hourglass\":\"1\"", "\"hourglasx\":\"1\"");
    let bare = [&good[..8], &text.as_bytes()[text.find('{').unwrap()..]].concat();
    assert!(matches!(pytorch::files(&bare), Err(Error::Format { .. })));
    // Words that are no names of the engine reach no source: the configuration is refused.
    for (from, to) in [("dense", "den\\\""), ("relu", "\\n@x")] {
        let mut hostile = good.clone();
        let place = hostile
            .windows(from.len())
            .position(|part| part == from.as_bytes());
        let place = place.unwrap();
        hostile[place..place + to.len()].copy_from_slice(to.as_bytes());
        assert!(pytorch::files(&hostile).is_err(), "{to}");
    }
    // Weights that do not fit the configuration beside them.
    let place = good.windows(5).position(|part| part == b"[3,20").unwrap();
    let mut other = good.clone();
    other[place..place + 5].copy_from_slice(b"[20,3");
    assert!(matches!(pytorch::files(&other), Err(Error::Weights { .. })));
}
