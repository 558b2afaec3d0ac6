//! Codes as a few bits a number, and as files.

use crate::golden::rule;
use crate::training::{digits, hash};
use hourglass::labs::code_file::Coder;
use hourglass::labs::compress::compress;
use hourglass::labs::quantizer::Quantizer;
use hourglass::model::ModelConfig;
use hourglass::train::Trainer;
use ndarray::{Array2, array};
use proptest::prelude::*;

/// Codes by the rule, of very different spreads, and one number that never changes.
fn codes(name: &str, count: usize) -> Array2<f32> {
    let numbers = rule::floats(name, 0, count * 3);
    Array2::from_shape_fn((count, 4), |(row, column)| match column {
        0 => numbers[3 * row],
        1 => 100.0 * numbers[3 * row + 1].powi(3),
        2 => 1e-3 * numbers[3 * row + 2] + 7.0,
        _ => -2.5,
    })
}

#[test]
fn a_cell_stands_for_its_middle_and_the_bounds_are_those_of_the_codes() {
    let quantizer = Quantizer::fit(&array![[0.0], [1.0], [0.25], [0.75]].view(), 2).unwrap();
    assert_eq!(quantizer.bounds(), [[0.0, 1.0]]);
    let cells = quantizer.cells(&array![[-9.0], [0.0], [0.26], [0.99], [1.0], [9.0]].view());
    assert_eq!(cells.into_raw_vec_and_offset().0, [0, 0, 1, 3, 3, 3]);
    let back = quantizer.codes(&array![[0_u8], [1], [2], [3]].view());
    assert_eq!(
        back.into_raw_vec_and_offset().0,
        [0.125, 0.375, 0.625, 0.875]
    );
}

#[test]
fn rare_outliers_do_not_widen_the_cells() {
    let mut codes = Array2::from_shape_fn((1000, 1), |(row, _)| row as f32 / 999.0);
    codes[[999, 0]] = 50.0;
    let few = Quantizer::fit(&codes.view(), 8).unwrap();
    assert_eq!(
        few.bounds()[0][1],
        50.0,
        "a single one is dearer than cells of a fifth"
    );
    for row in 0..4 {
        codes[[row, 0]] = -0.3;
    }
    codes[[999, 0]] = 1.3;
    let clipped = Quantizer::fit(&codes.view(), 2).unwrap();
    assert!(
        clipped.bounds()[0][0] > -0.1 && clipped.bounds()[0][1] < 1.1,
        "{clipped:?}"
    );
}

#[test]
fn what_cannot_be_quantized_is_refused_by_name() {
    let some = array![[0.5_f32, 1.0]];
    for bits in [0, 9] {
        assert_eq!(
            Quantizer::fit(&some.view(), bits).unwrap_err().name(),
            "ConfigError"
        );
    }
    let none = Array2::<f32>::zeros((0, 2));
    assert_eq!(
        Quantizer::fit(&none.view(), 4).unwrap_err().name(),
        "NotReadyError"
    );
    let bad = array![[0.5, f32::NAN]];
    assert_eq!(
        Quantizer::fit(&bad.view(), 4).unwrap_err().name(),
        "ShapeError"
    );
}

#[test]
fn a_file_gives_the_codes_back_as_rounded() {
    let training = codes("training codes", 500);
    let others = codes("held-out codes", 101);
    for bits in 1..=8 {
        let coder = Coder::fit(&training.view(), bits).unwrap();
        let file = coder.write(&others.view()).unwrap();
        assert_eq!(
            Coder::read(&file).unwrap(),
            coder.rounded(&others.view()),
            "{bits} bits"
        );
        // The number that never changes costs nearly nothing, and the other three at most their bits.
        let head = 7 + 4 * (8 + 32.min(1 << bits));
        let most = head + (101 * 3 * bits as usize).div_ceil(8) * 11 / 10 + 8;
        assert!(
            file.len() <= most,
            "{bits} bits: {} bytes, at most {most}",
            file.len()
        );
    }
}

#[test]
fn what_is_common_costs_less() {
    // Cubes of uniform numbers are mostly near zero.
    let training = codes("training codes", 2000).slice_move(ndarray::s![.., 1..2]);
    let coder = Coder::fit(&training.view(), 6).unwrap();
    let file = coder.write(&training.view()).unwrap();
    assert!(
        (file.len() as f64) < 0.92 * 2000.0 * 6.0 / 8.0,
        "{} bytes",
        file.len()
    );
}

#[test]
fn damaged_files_are_refused() {
    let coder = Coder::fit(&codes("training codes", 50).view(), 3).unwrap();
    let file = coder.write(&codes("others", 9).view()).unwrap();
    for len in 0..7 + 4 * (8 + 8) {
        assert_eq!(
            Coder::read(&file[..len]).unwrap_err().name(),
            "FormatError",
            "{len} bytes"
        );
    }
    let with = |at: usize, bytes: &[u8]| {
        let mut file = file.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        Coder::read(&file).map(|_| ()).map_err(|error| error.name())
    };
    assert_eq!(with(0, &[9]), Err("FormatError"), "bits");
    assert_eq!(with(1, &[0, 0]), Err("FormatError"), "no numbers");
    assert_eq!(
        with(3, &[255; 4]),
        Err("TooLargeError"),
        "four billion codes"
    );
    assert_eq!(
        with(7, &f32::NAN.to_le_bytes()),
        Err("FormatError"),
        "bounds"
    );
    assert_eq!(with(15, &[0]), Err("FormatError"), "an impossible step");
    assert_eq!(
        Coder::read(&[file.as_slice(), &[0]].concat())
            .unwrap_err()
            .name(),
        "FormatError"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = bytes;
        // A large count is allowed, and decoding it takes its time.
        if let Some(count) = bytes.get_mut(4..7) {
            count.fill(0);
        }
        if let Ok(codes) = Coder::read(&bytes) {
            prop_assert!(codes.iter().all(|x| x.is_finite()));
        }
    }
}

/// What tests/golden/compressed.json pins; the browsers' tests hold the same file.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pinned {
    config: serde_json::Value,
    images: usize,
    held_out: usize,
    steps: usize,
    bits: u32,
    file: String,
    pictures: String,
}

#[test]
fn a_file_and_its_pictures_have_the_pinned_bits() {
    let pinned = std::fs::read_to_string("tests/golden/compressed.json").unwrap();
    let pinned: Pinned = serde_json::from_str(&pinned).unwrap();
    let config = ModelConfig::from_json(&pinned.config.to_string()).unwrap();
    let (training, held_out) = (
        digits("train", pinned.images),
        digits("test", pinned.held_out),
    );
    let mut trainer = Trainer::new(&config, training, None).unwrap();
    for _ in 0..pinned.steps {
        trainer.step().unwrap();
    }
    let training = trainer.data().matrix();
    let shape = held_out.shape();
    let (training, held_out) = (training.view(), held_out.matrix());
    let found = compress(
        trainer.model(),
        &training,
        &held_out.view(),
        shape,
        pinned.bits,
    )
    .unwrap();
    let bits = found.pictures.iter().flat_map(|x| x.to_le_bytes());
    assert_eq!(
        (hash(found.file.iter().copied()), hash(bits)),
        (pinned.file, pinned.pictures)
    );
}
