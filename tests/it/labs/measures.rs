//! Measures and filters against their references.

use crate::golden::fixture::{Scale, assert_close, cases, count, numbers};
use crate::golden::rule;
use hourglass::data::ImageShape;
use hourglass::labs::filters::{gaussian, median, total_variation};
use hourglass::labs::histogram::histogram;
use hourglass::labs::interval;
use hourglass::labs::quality::quality;
use hourglass::labs::roc::{at_threshold, corners, curve, separation, threshold_for};
use hourglass::labs::similarity::ssim;
use hourglass::train::psnr;
use ndarray::{Array2, array};
use serde_json::Value;

/// The cases of these kinds in `tests/golden/labs.json`.
pub fn of_kind(kinds: &[&str]) -> Vec<Value> {
    let kind = |case: &Value| {
        case["kind"]
            .as_str()
            .is_some_and(|kind| kinds.contains(&kind))
    };
    let found: Vec<Value> = cases("labs").into_iter().filter(kind).collect();
    assert!(!found.is_empty(), "{kinds:?}");
    found
}

/// The two pictures that `tests/golden/labs.py` compares.
fn pictures(case: &Value) -> (ImageShape, Vec<f32>, Vec<f32>) {
    let sides: Vec<usize> = numbers(&case["shape"])
        .into_iter()
        .map(|x| x as usize)
        .collect();
    let shape = ImageShape::new(sides[0], sides[1], sides[2]).unwrap();
    let name = format!("{}x{}x{}", sides[0], sides[1], sides[2]);
    let a = rule::bytes(&format!("{name} a"), shape.features());
    let other = rule::bytes(&format!("{name} b"), shape.features());
    let mixed = a
        .iter()
        .zip(&other)
        .map(|(&a, &b)| (3 * u32::from(a) + u32::from(b)) / 4);
    let b = mixed.map(|x| x as f32 / 256.0).collect();
    (shape, a.iter().map(|&x| f32::from(x) / 256.0).collect(), b)
}

#[test]
fn ssim_and_psnr_are_scikit_images() {
    for case in of_kind(&["ssim"]) {
        let (shape, a, b) = pictures(&case);
        let got = ssim(&a, &b, shape).unwrap();
        let wanted = case["ssim"].as_f64().unwrap();
        assert!((got - wanted).abs() < 1e-8, "{shape:?}: {got} for {wanted}");
        assert!((ssim(&a, &a, shape).unwrap() - 1.0).abs() < 1e-12);
        let row =
            |pixels: &[f32]| Array2::from_shape_vec((1, pixels.len()), pixels.to_vec()).unwrap();
        let got = quality(&row(&a).view(), &row(&b).view(), shape)
            .unwrap()
            .psnr
            .mean;
        let wanted = case["psnr"].as_f64().unwrap();
        assert!(
            (got - wanted).abs() < 1e-6,
            "{shape:?}: {got} dB for {wanted} dB"
        );
    }
    let small = ImageShape::new(1, 6, 9).unwrap();
    assert!(ssim(&[0.0; 54], &[0.0; 54], small).is_err());
    assert!(ssim(&[0.0; 53], &[0.0; 54], small).is_err());
}

#[test]
fn filters_are_scikit_images() {
    for case in of_kind(&["median", "gaussian", "tv"]) {
        let (shape, _, image) = pictures(&case);
        let mut out = vec![f32::NAN; image.len()];
        let parameter = case["parameter"].as_f64().unwrap();
        match case["kind"].as_str().unwrap() {
            "median" => median(&image, shape, parameter as usize, &mut out),
            "gaussian" => gaussian(&image, shape, parameter, &mut out),
            _ => total_variation(&image, shape, parameter, &mut out),
        }
        let what = format!("{} {parameter}", case["kind"]);
        assert_close(&what, &out, &numbers(&case["pixels"]), Scale::One, 1e-7);
    }
}

#[test]
fn roc_and_auc_are_scikit_learns() {
    let near = |what: &str, got: f64, wanted: &Value| {
        let wanted = wanted.as_f64().unwrap();
        assert!((got - wanted).abs() < 1e-8, "{what}: {got} for {wanted}");
    };
    for case in of_kind(&["roc"]) {
        let (normal, odd) = (numbers(&case["normal"]), numbers(&case["odd"]));
        let told = separation(&normal, &odd).unwrap();
        near("AUC", told.auc, &case["auc"]);
        near("lower end", told.interval[0], &case["interval"][0]);
        near("upper end", told.interval[1], &case["interval"][1]);
        let points = curve(&normal, &odd);
        assert_eq!(points[0].threshold, f64::INFINITY);
        assert_eq!(points[0].precision, None);
        let of = |what: &str, wanted: &Value, got: Vec<f64>| {
            assert_eq!(got.len(), numbers(wanted).len(), "{what}");
            got.iter()
                .zip(wanted.as_array().unwrap())
                .for_each(|(got, wanted)| near(what, *got, wanted));
        };
        of(
            "false alarms",
            &case["falseAlarms"],
            points.iter().map(|p| p.false_alarms).collect(),
        );
        of(
            "recall",
            &case["recall"],
            points.iter().map(|p| p.recall).collect(),
        );
        of(
            "thresholds",
            &case["thresholds"],
            points[1..].iter().map(|p| p.threshold).collect(),
        );
        let middle = at_threshold(&normal, &odd, case["middle"].as_f64().unwrap());
        near(
            "precision",
            middle.precision.unwrap(),
            &case["precisionThere"],
        );
        near("recall there", middle.recall, &case["recallThere"]);
        assert!(points.contains(&middle));
    }
    assert_eq!(separation(&[], &[1.0]), None);
    assert_eq!(separation(&[1.0], &[]), None);
    assert_eq!(separation(&[1.0], &[f64::NAN]), None);
    assert_eq!(separation(&[1.0], &[2.0]).unwrap().auc, 1.0);
}

#[test]
fn intervals_are_students() {
    for case in of_kind(&["interval"]) {
        let n = count(&case["count"]);
        let values: Vec<f64> = rule::bytes(&format!("interval {n}"), n)
            .into_iter()
            .map(f64::from)
            .collect();
        let got = interval::mean(&values);
        let wanted = numbers(&case["interval"]);
        for (got, wanted) in got.interval.iter().zip(wanted) {
            assert!((got - wanted).abs() < 2e-4, "{n}: {got} for {wanted}");
        }
        assert!((got.mean - case["mean"].as_f64().unwrap()).abs() < 1e-6);
    }
    assert!(interval::mean(&[1.0]).interval[0].is_nan());
    assert!(interval::mean(&[]).mean.is_nan());
}

#[test]
fn the_quality_of_pictures_is_of_their_mean_error() {
    let shape = ImageShape::new(1, 1, 2).unwrap();
    let originals = array![[0.0, 1.0], [0.5, 0.5]];
    let pictures = array![[0.0, 0.8], [0.5, 0.1]];
    let got = quality(&originals.view(), &pictures.view(), shape).unwrap();
    assert!((got.mse.mean - 0.05).abs() < 1e-7);
    assert!((got.psnr.mean - psnr(0.05)).abs() < 1e-6);
    assert!(got.psnr.interval[0] < got.psnr.mean && got.psnr.mean < got.psnr.interval[1]);
    assert_eq!(got.ssim, None, "smaller than the window");
    let same = quality(&originals.view(), &originals.view(), shape).unwrap();
    assert_eq!(same.psnr.mean, f64::INFINITY);
    assert!(quality(&originals.view(), &array![[0.0, 0.0]].view(), shape).is_err());
    let none = ndarray::Array2::<f32>::zeros((0, 2));
    assert!(quality(&none.view(), &none.view(), shape).is_err());
}

#[test]
fn a_curve_is_told_by_its_corners_and_says_who_scores_lower() {
    let (normal, odd) = ([1.0, 2.0, 2.0, 3.0], [2.0, 4.0, 5.0, 6.0]);
    let points = curve(&normal, &odd);
    let places = |points: &[hourglass::labs::roc::Point]| {
        let place = |p: &hourglass::labs::roc::Point| (p.false_alarms, p.recall);
        points.iter().map(place).collect::<Vec<_>>()
    };
    let wanted = [
        (0.0, 0.0),
        (0.0, 0.75),
        (0.25, 0.75),
        (0.75, 1.0),
        (1.0, 1.0),
    ];
    assert_eq!(places(&corners(&points)), wanted);
    assert_eq!(corners(&points[..1]), &points[..1]);
    assert_eq!(corners(&[]), []);
    // Scores from 2 on are called odd: one normal image scores lower.
    let at = at_threshold(&normal, &odd, 2.0);
    assert_eq!((at.false_alarms, at.below), (0.75, 0.25));
    assert!(points.contains(&at));

    assert_eq!(threshold_for(&points, 0.0), 4.0);
    assert_eq!(threshold_for(&points, 0.3), 3.0);
    assert_eq!(threshold_for(&points, 1.0), 1.0);
    assert_eq!(threshold_for(&curve(&[9.0], &[1.0]), 0.05), f64::INFINITY);
    let alone = curve(&normal, &[]);
    assert!(alone.iter().all(|point| point.recall.is_nan()));
    assert_eq!(alone[1].threshold, 3.0);
    assert_eq!((alone[1].false_alarms, alone[1].below), (0.25, 0.75));
}

#[test]
fn a_histogram_counts_every_number_once() {
    let got = histogram(&[0.0, 0.1, 0.5, 1.0], &[0.25, 0.75, 1.0], 4).unwrap();
    assert_eq!((got.from, got.to), (0.0, 1.0));
    assert_eq!(got.first, [2, 0, 1, 1]);
    assert_eq!(got.second, [0, 1, 0, 2], "the largest lies in the last bin");
    let same = histogram(&[3.0, 3.0], &[], 3).unwrap();
    assert_eq!((same.first, same.second), (vec![2, 0, 0], vec![0, 0, 0]));
    assert_eq!(histogram(&[], &[], 3), None);
    assert_eq!(histogram(&[1.0], &[], 0), None);
    assert_eq!(histogram(&[1.0, f64::NAN], &[], 3), None);
    assert_eq!(histogram(&[1.0], &[f64::INFINITY], 3), None);
}
