//! Kept runs: what is written comes back, and files that lie are refused in words.

use hourglass::data::{Dataset, ImageShape};
use hourglass::error::Error;
use hourglass::export::kept::{self, About, Kept};
use hourglass::export::weights;
use hourglass::formats::archive;
use hourglass::model::ModelConfig;
use hourglass::train::Trainer;
use proptest::prelude::*;
use serde_json::{Value, json};

const CONFIG: &str = r#"{"input":{"height":2,"width":3},"architecture":{"hidden":[5]},"seed":3}"#;
const OTHER: &str = r#"{"input":{"height":2,"width":3},"architecture":{"hidden":[4]},"seed":3}"#;

fn config(json: &str) -> ModelConfig {
    ModelConfig::from_json(json).unwrap()
}

fn trainer(json: &str) -> Trainer {
    let mut data = Dataset::new(ImageShape::new(1, 2, 3).unwrap(), 4).unwrap();
    let bytes: Vec<u8> = (0..24).map(|n| n * 10).collect();
    data.append_interleaved(&bytes, None).unwrap();
    Trainer::new(&config(json), data, None).unwrap()
}

fn saved(json: &str, steps: usize) -> Vec<u8> {
    let mut trainer = trainer(json);
    for _ in 0..steps {
        trainer.step().unwrap();
    }
    weights::save(&mut trainer).unwrap()
}

fn about() -> Value {
    json!({
        "hourglass": 1, "app": "1.2.3", "data": "digits", "address": "#v=1&seed=3", "step": 7, "training": true,
        "trainedMs": 1200.5, "whole": true,
        "images": { "training": 4, "heldOut": 0, "classes": ["0", "eins"] },
        "marks": [{ "step": 5, "control": "rate", "text": "rate 0.01" }],
        "earlier": [{
            "key": "{}", "name": "vanilla", "unit": "mse", "shown": false,
            "heldOut": [1.0, 0.5, 2.0, 0.25], "heldOutError": [],
        }],
    })
}

fn read(file: &[u8]) -> Result<Kept, Error> {
    kept::read(file.to_vec(), &config(CONFIG), &|_, _| None)
}

/// An archive of entries by name, with this `hourglass.json`.
fn packed(about: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut all = vec![("hourglass.json", about.as_bytes())];
    all.extend(files);
    archive::pack(&all).unwrap()
}

#[track_caller]
fn assert_refused(file: &[u8], wanted: &str) {
    let message = read(file).unwrap_err().to_string();
    assert!(message.contains(wanted), "{message:?} lacks {wanted:?}");
}

#[test]
fn a_run_comes_back_and_goes_on_with_the_same_bits() {
    let about = About::parse(about().to_string().as_bytes()).unwrap();
    let (model, other) = (saved(CONFIG, 7), saved(OTHER, 6));
    let file = kept::write(&about, &model, Some(&other), None).unwrap();
    assert_eq!(
        file,
        kept::write(&about, &model, Some(&other), None).unwrap()
    );
    let kept = read(&file).unwrap();
    assert_eq!(kept.about, Some(about));
    assert_eq!(
        (&kept.model.file, &kept.model.config),
        (&model, &config(CONFIG))
    );
    let compared = kept.compared.unwrap();
    assert_eq!((compared.file, compared.config), (other, config(OTHER)));
    assert!(kept.images.is_none());

    let mut stopped = trainer(CONFIG);
    let loaded = weights::read(&kept.model.file, &kept.model.config).unwrap();
    loaded.apply(&mut stopped);
    let mut never = trainer(CONFIG);
    for _ in 0..7 {
        never.step().unwrap();
    }
    for _ in 0..20 {
        stopped.step().unwrap();
        never.step().unwrap();
    }
    assert_eq!(
        weights::save(&mut stopped).unwrap(),
        weights::save(&mut never).unwrap()
    );
}

#[test]
fn pytorchs_users_find_the_weights_as_the_first_model_file() {
    let about = about().to_string();
    let model = saved(CONFIG, 1);
    let file = packed(&about, &[("model.safetensors", &model)]);
    let listing = archive::list(&file, &|_, _| None).unwrap();
    let names: Vec<_> = listing
        .entries
        .iter()
        .map(|entry| entry.path.as_str())
        .collect();
    assert_eq!(names, ["hourglass.json", "model.safetensors"]);
    assert_eq!(archive::read(&file, &listing.entries[1]).unwrap(), model);
    // Stored, so that whatever reads archives reads them at once; the first entry tells what the file is.
    assert_eq!(&file[30..44], b"hourglass.json");
}

#[test]
fn a_bare_file_is_a_model_with_its_own_configuration_or_the_present_one() {
    let own = read(&saved(OTHER, 2)).unwrap();
    assert_eq!((own.about, own.model.config), (None, config(OTHER)));
    let file = saved(CONFIG, 2);
    let tensors = safetensors::SafeTensors::deserialize(&file).unwrap();
    let bare = safetensors::serialize(tensors.iter(), None).unwrap();
    assert_eq!(read(&bare).unwrap().model.config, config(CONFIG));
    let wider = kept::read(bare, &config(OTHER), &|_, _| None).unwrap_err();
    assert!(matches!(wider, Error::Weights { .. }), "{wider}");
    assert!(wider.to_string().contains("encoder.0.weight"));
}

#[test]
fn a_configuration_is_told_whole_and_short() {
    let (whole, short) = read(&saved(OTHER, 0)).unwrap().model.configs().unwrap();
    assert_eq!(config(&whole), config(OTHER));
    let short: Value = serde_json::from_str(&short).unwrap();
    assert_eq!(
        short,
        json!({ "input": { "height": 2, "width": 3 }, "architecture": { "hidden": [4] }, "seed": 3 })
    );
}

#[test]
fn what_lies_is_refused_in_words() {
    let (about, model) = (about().to_string(), saved(CONFIG, 1));
    let good = packed(&about, &[("model.safetensors", &model)]);
    assert!(read(&good).is_ok());
    assert_refused(b"", "safetensors");
    assert_refused(b"PK\x03\x04 and nothing more", "cut short");
    assert_refused(&good[..good.len() - 30], "cut short");
    assert_refused(&packed(&about, &[]), "model.safetensors is missing");
    let nothing = archive::pack(&[("a.txt", b"a")]).unwrap();
    assert_refused(&nothing, "without hourglass.json");
    let twice: &[(&str, &[u8])] = &[("model.safetensors", &model), ("model.safetensors", &model)];
    assert_refused(&packed(&about, twice), "model.safetensors twice");
    assert_refused(
        &packed(&about, &[("model.safetensors", &model[..400])]),
        "cut short",
    );
    let mut damaged = good.clone();
    let at = damaged.len() / 2;
    damaged[at] ^= 1;
    assert_refused(&damaged, "checksum is wrong");
    let set: &[(&str, &[u8])] = &[
        ("model.safetensors", &model),
        ("images.safetensors", &model),
    ];
    assert_refused(&packed(&about, set), "holds a trained model, not pictures");
    let larger = CONFIG.replace("\"height\":2", "\"height\":3");
    let mut data = Dataset::new(ImageShape::new(1, 3, 3).unwrap(), 4).unwrap();
    data.append_interleaved(&[7; 36], None).unwrap();
    let mut trainer = Trainer::new(&config(&larger), data, None).unwrap();
    let other = weights::save(&mut trainer).unwrap();
    let two: &[(&str, &[u8])] = &[
        ("model.safetensors", &model),
        ("compared.safetensors", &other),
    ];
    assert_refused(&packed(&about, two), "images of another size");
}

#[test]
fn weights_that_are_no_numbers_are_refused_by_their_name() {
    let mut model = saved(CONFIG, 1);
    let end = model.len();
    model[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    let file = packed(&about().to_string(), &[("model.safetensors", &model)]);
    let error = read(&file).unwrap_err();
    assert!(matches!(error, Error::Weights { .. }), "{error}");
}

#[test]
fn what_stood_around_a_run_is_held_against_its_bounds() {
    let model = saved(CONFIG, 1);
    let with = |about: &str| packed(about, &[("model.safetensors", &model)]);
    let changed = |key: &str, value: Value| {
        let mut all = about();
        all[key] = value;
        with(&all.to_string())
    };
    assert!(read(&changed("surprise", json!({ "of": "a later page" }))).is_ok());
    assert_refused(&changed("hourglass", json!(2)), "of version 2");
    assert_refused(&with(r#"{"hourglass":3,"all":"else"}"#), "of version 3");
    assert_refused(&changed("hourglass", json!(0)), "version 0");
    assert_refused(&changed("step", json!(-1)), "not readable");
    assert_refused(&changed("trainedMs", json!(-1.0)), "a time that is none");
    assert_refused(&changed("address", json!("#".repeat(10_001))), "address");
    assert_refused(&changed("data", json!("x".repeat(1001))), "text");
    let marks = vec![json!({ "step": 1, "control": "", "text": "" }); 41];
    assert_refused(&changed("marks", marks.into()), "marks");
    let odd = json!([{ "key": "", "name": "", "unit": "", "shown": true, "heldOut": [1.0], "heldOutError": [] }]);
    assert_refused(&changed("earlier", odd), "no pairs");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_refused(&with(&deep), "not readable");
    let text = about().to_string();
    assert_refused(&with(&text[..40]), "not readable");
    let twice = text.replacen('{', "{\"step\":1,", 1);
    assert_refused(&with(&twice), "duplicate field");
}

proptest! {
    #[test]
    fn no_damage_is_taken_for_a_run(at in 0.0..1.0, bit in 0_u8..8, cut in 0.0..1.0) {
        let model = saved(CONFIG, 1);
        let file = packed(&about().to_string(), &[("model.safetensors", &model)]);
        let mut damaged = file.clone();
        let place = (at * file.len() as f64) as usize;
        damaged[place] ^= 1 << bit;
        // Times, rights and the names of systems may change; what is read may not.
        if let Ok(kept) = read(&damaged) {
            prop_assert_eq!(kept.model.file, model);
        }
        prop_assert!(read(&file[..(cut * file.len() as f64) as usize]).is_err());
    }
}
