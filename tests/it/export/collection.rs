//! A visitor's set as a file: what is written is read back, and a file that lies is refused in words.

use hourglass::data::ImageShape;
use hourglass::data::preparation::Preparation;
use hourglass::error::Error;
use hourglass::export::collection::{self, Collection, Mix, Photo, Settings, Source};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Owned parts of a set.
#[derive(Debug, Clone)]
struct Parts {
    settings: Settings,
    images: Vec<u8>,
    labels: Vec<u8>,
    side: usize,
    drawings: Vec<u8>,
    drawing_labels: Vec<u8>,
    photo: Option<(usize, usize)>,
    pixels: Vec<u8>,
}

impl Parts {
    fn set(&self) -> Collection<'_> {
        let channels = self.settings.preparation.channels;
        let photo = self.photo.map(|(height, width)| Photo {
            shape: ImageShape::new(channels, height, width).unwrap(),
            bytes: &self.pixels,
        });
        Collection {
            settings: self.settings.clone(),
            images: &self.images,
            labels: &self.labels,
            drawing_side: self.side,
            drawings: &self.drawings,
            drawing_labels: &self.drawing_labels,
            photo,
        }
    }
}

/// Two pictures, a drawing of 2 × 2 and a photo of 3 × 4.
fn sample() -> Parts {
    Parts {
        settings: Settings {
            classes: vec!["cats".into(), "dögs \"x\"".into()],
            source: Source::Patches,
            mix: Some(Mix::Emoji),
            share: 0.25,
            seed: 77,
            ..Settings::default()
        },
        images: (0..2 * 784).map(|i| i as u8).collect(),
        labels: vec![1, 255],
        side: 2,
        drawings: vec![0, 9, 255, 4],
        drawing_labels: vec![0],
        photo: Some((3, 4)),
        pixels: (0..12).collect(),
    }
}

/// The sample's file after changes to its header and to the settings in the header.
fn changed(header: impl Fn(&mut Value), settings: impl Fn(&mut Value)) -> Vec<u8> {
    let file = collection::write(&sample().set()).unwrap();
    let (length, rest) = file.split_first_chunk().unwrap();
    let (text, data) = rest.split_at(u64::from_le_bytes(*length) as usize);
    let mut json: Value = serde_json::from_slice(text).unwrap();
    let mut set: Value =
        serde_json::from_str(json["__metadata__"]["set"].as_str().unwrap()).unwrap();
    settings(&mut set);
    json["__metadata__"]["set"] = set.to_string().into();
    header(&mut json);
    let text = json.to_string();
    [
        &(text.len() as u64).to_le_bytes()[..],
        text.as_bytes(),
        data,
    ]
    .concat()
}

fn refusal(file: &[u8]) -> String {
    collection::read(file).unwrap_err().to_string()
}

#[test]
fn a_set_comes_back_as_it_was() {
    let parts = sample();
    let file = collection::write(&parts.set()).unwrap();
    assert_eq!(collection::read(&file).unwrap(), parts.set());
    assert_eq!(file, collection::write(&parts.set()).unwrap());
    let others = safetensors::SafeTensors::deserialize(&file).unwrap();
    assert_eq!(others.tensor("images").unwrap().shape(), [2, 28, 28, 1]);
    assert_eq!(others.tensor("drawings").unwrap().data(), [0, 9, 255, 4]);
    assert_eq!(others.tensor("photo").unwrap().shape(), [3, 4, 1]);
}

#[test]
fn an_empty_set_is_a_file_too() {
    let settings = Settings::default();
    let set = Collection {
        settings,
        images: &[],
        labels: &[],
        drawing_side: 0,
        drawings: &[],
        drawing_labels: &[],
        photo: None,
    };
    let file = collection::write(&set).unwrap();
    assert_eq!(collection::read(&file).unwrap(), set);
}

#[test]
fn files_that_lie_are_refused_in_words() {
    let same = |_: &mut Value| {};
    let tensor = |name: &'static str, key: &'static str, value: Value| {
        changed(move |json| json[name][key] = value.clone(), same)
    };
    let set = |key: &'static str, value: Value| changed(same, move |set| set[key] = value.clone());
    let cases = [
        (tensor("labels", "shape", json!([1, 2])), "shape [1, 2]"),
        (
            tensor("images", "shape", json!([1, 56, 28, 1])),
            "[2, 28, 28, 1] is wanted",
        ),
        (
            tensor("drawings", "shape", json!([1, 1, 4])),
            "4 bytes, and 1 are wanted",
        ),
        (
            tensor("drawings", "shape", json!([1, 5, 5])),
            "4 bytes for the shape",
        ),
        (
            tensor("images", "dtype", json!("I8")),
            "is of I8, and U8 is wanted",
        ),
        (tensor("photo", "shape", json!([12, 1, 1])), ""),
        (set("classes", json!(["cats"])), "label 1, and 1 classes"),
        (set("classes", json!(vec!["x"; 256])), "classes: got 256"),
        (
            set("classes", json!(["a", "x".repeat(201)])),
            "a name of 201 letters",
        ),
        (set("share", json!(0.6)), "share: got 0.6"),
        (set("share", json!(null)), "null"),
        (set("seed", json!(-1)), "-1"),
        (set("seed", json!(1_u64 << 60)), "seed"),
        (set("mix", json!("cats")), "cats"),
        (
            set("preparation", json!({ "size": 4000 })),
            "preparation.size: got 4000",
        ),
        (
            set("augmentation", json!({ "variants": 1e9 as u64 })),
            "augmentation.variants",
        ),
        (
            set("cutting", json!({ "stride": 0 })),
            "cutting.stride: got 0",
        ),
        (set("unknown", json!(1)), "unknown"),
    ];
    for (file, why) in cases {
        if why.is_empty() {
            // A photo of another shape with as many pixels is a valid photo.
            assert!(collection::read(&file).is_ok());
        } else {
            assert!(
                refusal(&file).contains(why),
                "{}: wanted {why}",
                refusal(&file)
            );
        }
    }
    let missing = |json: &mut Value| {
        let labels = json["labels"].take();
        json.as_object_mut().unwrap().remove("labels");
        json["lost"] = labels;
    };
    assert!(refusal(&changed(missing, same)).contains("\"labels\" is missing"));
    let foreign = |json: &mut Value| json["__metadata__"] = json!({});
    assert!(refusal(&changed(foreign, same)).contains("was not saved here"));
    let model =
        |json: &mut Value| json["__metadata__"] = json!({ "hourglass": "1", "config": "{}" });
    assert!(refusal(&changed(model, same)).contains("trained model"));
    let newer = |json: &mut Value| json["__metadata__"]["hourglass"] = json!("2");
    assert!(refusal(&changed(newer, same)).contains("version \"2\""));
}

#[test]
fn a_file_that_is_cut_short_or_changed_never_panics() {
    let file = collection::write(&sample().set()).unwrap();
    for n in 0..file.len() {
        assert!(collection::read(&file[..n]).is_err(), "{n} bytes");
    }
    for at in 0..file.len().min(900) {
        let mut bad = file.clone();
        bad[at] ^= 0x15;
        let _ = collection::read(&bad);
    }
}

#[test]
fn parts_that_do_not_fit_are_not_written() {
    let parts = sample();
    let write = |change: fn(&mut Collection<'_>)| {
        let mut set = parts.set();
        change(&mut set);
        collection::write(&set).unwrap_err()
    };
    assert!(matches!(
        write(|set| set.labels = &[1]),
        Error::Format { .. }
    ));
    assert!(matches!(
        write(|set| set.labels = &[1, 2]),
        Error::Format { .. }
    ));
    assert!(matches!(
        write(|set| set.drawing_side = 0),
        Error::Shape { .. }
    ));
    assert!(matches!(
        write(|set| set.settings.share = f32::NAN),
        Error::Config { .. }
    ));
}

fn parts() -> impl Strategy<Value = Parts> {
    let sizes = (
        16_usize..20,
        prop_oneof![Just(1_usize), Just(3)],
        0_usize..4,
        0_usize..4,
        1_usize..9,
    );
    let others = (
        proptest::option::of((1_usize..9, 1_usize..9)),
        proptest::collection::vec(".{0,9}", 1..5),
        any::<u8>(),
        0.0..0.5_f32,
    );
    (sizes, others).prop_map(
        |((size, channels, n, m, side), (photo, classes, start, share))| {
            let label = |i: usize| match (start as usize + i) % (classes.len() + 1) {
                0 => collection::NO_CLASS,
                class => class as u8 - 1,
            };
            let bytes = |n: usize| (0..n).map(|i| (i as u8).wrapping_mul(31) ^ start).collect();
            Parts {
                images: bytes(n * size * size * channels),
                labels: (0..n).map(label).collect(),
                side,
                drawings: bytes(m * side * side),
                drawing_labels: (0..m).map(label).collect(),
                photo,
                pixels: bytes(photo.map_or(0, |(height, width)| height * width * channels)),
                settings: Settings {
                    classes,
                    preparation: Preparation {
                        size,
                        channels,
                        ..Preparation::default()
                    },
                    share,
                    seed: u64::from(start) << 40,
                    ..Settings::default()
                },
            }
        },
    )
}

proptest! {
    #[test]
    fn any_set_comes_back(parts in parts()) {
        let file = collection::write(&parts.set()).unwrap();
        prop_assert_eq!(collection::read(&file).unwrap(), parts.set());
    }
}
