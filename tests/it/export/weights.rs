//! safetensors files: PyTorch's names and shapes, and refusals that leave the model alone.

use hourglass::data::{Dataset, ImageShape};
use hourglass::error::Error;
use hourglass::export::weights;
use hourglass::model::ModelConfig;
use hourglass::train::Trainer;
use proptest::prelude::*;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

fn trainer(json: &str) -> Trainer {
    let mut data = Dataset::new(ImageShape::new(1, 2, 3).unwrap(), 4).unwrap();
    data.append_interleaved(&[7; 24], None).unwrap();
    Trainer::new(&ModelConfig::from_json(json).unwrap(), data, None).unwrap()
}

const CONFIG: &str = r#"{"input":{"height":2,"width":3},"architecture":{"hidden":[5]},"seed":3}"#;

#[test]
fn names_and_shapes_are_pytorchs() {
    let mut trainer = trainer(CONFIG);
    trainer.step().unwrap();
    let file = weights::save(&mut trainer).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    let mut shapes: Vec<_> = tensors
        .iter()
        .map(|(name, view)| (name.to_string(), view.shape().to_vec()))
        .collect();
    shapes.sort();
    let wanted = [
        ("decoder.0.bias", vec![5]),
        ("decoder.0.weight", vec![5, 2]),
        ("decoder.1.bias", vec![6]),
        ("decoder.1.weight", vec![6, 5]),
        ("encoder.0.bias", vec![5]),
        ("encoder.0.weight", vec![5, 6]),
        ("encoder.1.bias", vec![2]),
        ("encoder.1.weight", vec![2, 5]),
    ];
    assert_eq!(
        shapes,
        wanted.map(|(name, shape)| (name.to_string(), shape))
    );
    let (_, header) = SafeTensors::read_metadata(&file).unwrap();
    let metadata = header.metadata().clone().unwrap();
    assert_eq!(
        (metadata["seed"].as_str(), metadata["step"].as_str()),
        ("3", "1")
    );
    assert_eq!(
        &ModelConfig::from_json(&metadata["config"]).unwrap(),
        trainer.model().config()
    );
}

#[test]
fn tensors_alone_load_as_weights() {
    let config = ModelConfig::from_json(CONFIG).unwrap();
    let mut trained = trainer(CONFIG);
    trained.step().unwrap();
    let file = weights::save(&mut trained).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    let bare = safetensors::serialize(tensors.iter(), None).unwrap();
    assert!(weights::saved_config(&bare).unwrap().is_none());
    let mut other = trainer(CONFIG);
    weights::read(&bare, &config).unwrap().apply(&mut other);
    assert_eq!(other.steps(), 0);
    let input = ndarray::Array2::from_elem((1, 6), 0.5);
    let picture = |t: &Trainer| t.model().reconstruct(&input.view()).unwrap();
    assert_eq!(picture(&other), picture(&trained));
}

#[test]
fn weights_of_another_model_name_the_first_tensor_that_differs() {
    let file = weights::save(&mut trainer(CONFIG)).unwrap();
    let wider = ModelConfig::from_json(&CONFIG.replace("[5]", "[6]")).unwrap();
    let message = weights::read(&file, &wider).unwrap_err().to_string();
    assert!(
        message.contains("encoder.0.weight")
            && message.contains("[5, 6]")
            && message.contains("[6, 6]"),
        "{message}"
    );
    let deeper = ModelConfig::from_json(&CONFIG.replace("[5]", "[5,4]")).unwrap();
    let message = weights::read(&file, &deeper).unwrap_err().to_string();
    assert!(message.contains("encoder.1.weight"), "{message}");
}

#[test]
fn an_optimizer_of_another_kind_starts_afresh() {
    let with = |kind: &str| {
        CONFIG.replace(
            "\"seed\"",
            &format!(r#""optimizer":{{"kind":"{kind}"}},"seed""#),
        )
    };
    let mut momentum = trainer(&with("momentum"));
    for _ in 0..3 {
        momentum.step().unwrap();
    }
    let file = weights::save(&mut momentum).unwrap();
    let config = ModelConfig::from_json(&with("rmsprop")).unwrap();
    let mut rmsprop = trainer(&with("rmsprop"));
    weights::read(&file, &config).unwrap().apply(&mut rmsprop);
    assert_eq!((rmsprop.steps(), rmsprop.optimizer().state.t), (3, 0));
    assert!(
        rmsprop.optimizer().state.slots[0]
            .iter()
            .flatten()
            .all(|&x| x == 0.0)
    );
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let file = || {
        let mut trainer = trainer(CONFIG);
        trainer.step().unwrap();
        weights::save(&mut trainer).unwrap()
    };
    assert_eq!(file(), file());
}

#[test]
fn a_state_too_large_for_the_header_is_tensors_and_resumes_exactly() {
    let config =
        r#"{"input":{"height":64,"width":64},"architecture":{"hidden":[1100]},"batchSize":1}"#;
    let config = ModelConfig::from_json(config).unwrap();
    let fresh = || {
        let mut data = Dataset::new(ImageShape::new(1, 64, 64).unwrap(), 2).unwrap();
        let bytes: Vec<u8> = (0..2 * 4096).map(|i| (i * 31 % 256) as u8).collect();
        data.append_interleaved(&bytes, None).unwrap();
        Trainer::new(&config, data, None).unwrap()
    };
    let mut whole = fresh();
    whole.step().unwrap();
    let file = weights::save(&mut whole).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    assert_eq!(
        tensors
            .tensor("optimizer.1.encoder.0.weight")
            .unwrap()
            .shape(),
        [1100, 4096]
    );
    let mut resumed = fresh();
    weights::read(&file, &config).unwrap().apply(&mut resumed);
    assert_eq!(resumed.optimizer().state, whole.optimizer().state);
    for _ in 0..2 {
        assert_eq!(resumed.step().unwrap(), whole.step().unwrap());
    }
}

#[test]
fn a_checkpoint_has_the_same_weights_and_resumes_exactly() {
    let mut whole = trainer(CONFIG);
    for _ in 0..3 {
        whole.step().unwrap();
    }
    let (file, checkpoint) = (
        weights::save(&mut whole).unwrap(),
        weights::checkpoint(&mut whole).unwrap(),
    );
    let (saved, kept) = (
        SafeTensors::deserialize(&file).unwrap(),
        SafeTensors::deserialize(&checkpoint).unwrap(),
    );
    for (name, tensor) in saved.iter() {
        assert_eq!(kept.tensor(name).unwrap().data(), tensor.data(), "{name}");
    }
    // Adam has two running means.
    assert_eq!(kept.len(), 3 * saved.len());
    let config = whole.model().config().clone();
    let resumed = |bytes: &[u8]| {
        let mut trainer = trainer(CONFIG);
        weights::read(bytes, &config).unwrap().apply(&mut trainer);
        trainer
    };
    let (mut a, mut b) = (resumed(&file), resumed(&checkpoint));
    assert_eq!(weights::save(&mut b).unwrap(), file);
    for _ in 0..2 {
        let loss = whole.step().unwrap();
        assert_eq!([a.step().unwrap(), b.step().unwrap()], [loss, loss]);
    }
}

/// A file with the tensors of `CONFIG` and this metadata.
fn with_metadata(metadata: &[(&str, &str)]) -> Vec<u8> {
    let file = weights::save(&mut trainer(CONFIG)).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    let metadata = metadata
        .iter()
        .map(|&(key, text)| (key.to_string(), text.to_string()));
    safetensors::serialize(tensors.iter(), Some(metadata.collect())).unwrap()
}

#[test]
fn somebody_elses_metadata_does_not_count() {
    let config = ModelConfig::from_json(CONFIG).unwrap();
    let file = with_metadata(&[
        ("config", r#"{"model_type":"ae"}"#),
        ("step", "1e3"),
        ("optimizer", "Adam"),
    ]);
    assert!(weights::saved_config(&file).unwrap().is_none());
    let mut other = trainer(CONFIG);
    weights::read(&file, &config).unwrap().apply(&mut other);
    assert_eq!(other.steps(), 0);
}

#[test]
fn a_step_past_counting_is_refused() {
    let config = ModelConfig::from_json(CONFIG).unwrap();
    for step in ["18446744073709551615", "-1", "many"] {
        let file = with_metadata(&[("hourglass", "1"), ("step", step)]);
        let message = weights::read(&file, &config).unwrap_err().to_string();
        assert!(message.contains(step), "{message}");
    }
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    let config = ModelConfig::from_json(CONFIG).unwrap();
    let file = weights::save(&mut trainer(CONFIG)).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    let nan = [f32::NAN.to_le_bytes(); 5].concat();
    let views = tensors.iter().map(|(name, view)| {
        let spoilt = name == "encoder.0.bias";
        (
            name,
            if spoilt {
                TensorView::new(Dtype::F32, vec![5], &nan).unwrap()
            } else {
                view
            },
        )
    });
    let file = safetensors::serialize(views, None).unwrap();
    let error = weights::read(&file, &config).unwrap_err();
    assert!(
        matches!(&error, Error::Weights { tensor, .. } if tensor == "encoder.0.bias"),
        "{error}"
    );
}

proptest! {
    #[test]
    fn damaged_files_never_panic(cut in 0usize..3000, flip in 0usize..3000, bit in 0u8..8) {
        let config = ModelConfig::from_json(CONFIG).unwrap();
        let mut file = weights::save(&mut trainer(CONFIG)).unwrap();
        let place = flip % file.len();
        file[place] ^= 1 << bit;
        // A flipped bit of a weight is a sound file; whatever comes out must be finite.
        let _ = weights::saved_config(&file);
        let _ = weights::read(&file, &config);
        file.truncate(cut % file.len());
        prop_assert!(weights::read(&file, &config).is_err());
    }

    #[test]
    fn arbitrary_bytes_are_refused(file in proptest::collection::vec(any::<u8>(), 0..200)) {
        let config = ModelConfig::from_json(CONFIG).unwrap();
        prop_assert!(weights::read(&file, &config).is_err());
    }
}
