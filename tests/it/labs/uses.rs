//! The labs on small images, where what must hold is known.

use super::{SMALL, images, model};
use hourglass::data::corrupt;
use hourglass::labs::compress::rival::{PcaFiles, rival};
use hourglass::labs::compress::{compress, decoder_bytes, pays_from};
use hourglass::labs::denoise::{Filter, best, denoise, with_noise};
use hourglass::labs::odd_one_out::{
    Nearest, Score, by_mean_image, by_pca, pca_by_similarity, rivals, scores, told_apart,
};
use hourglass::labs::similarity::ssim;
use hourglass::model::{Corruption, EVAL_ROWS, Pca};
use hourglass::noise::Noise;
use hourglass::rng::{Purpose, Rng};
use ndarray::{Axis, s};
use serde_json::json;

#[test]
fn what_is_compressed_is_what_the_file_holds() {
    let model = model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 3 } }));
    let (training, held_out) = (images("training", 200), images("held out", 60));
    let got = compress(&model, &training.view(), &held_out.view(), SMALL, 8).unwrap();
    assert_eq!(got.pictures.dim(), (60, 64));
    assert!((got.bytes_per_image - got.file.len() as f64 / 60.0).abs() < 1e-12);
    let exact = model.reconstruct(&held_out.view()).unwrap();
    let furthest = (&exact - &got.pictures)
        .mapv(f32::abs)
        .fold(0.0_f32, |a, &b| a.max(b));
    assert!(furthest < 0.05, "eight bits are nearly exact: {furthest}");
    let coarse = compress(&model, &training.view(), &held_out.view(), SMALL, 1).unwrap();
    assert!(coarse.file.len() < got.file.len());
}

#[test]
fn the_rival_keeps_to_its_budget_and_is_better_with_more() {
    let (training, held_out) = (images("training", 300), images("held out", 80));
    let pca = Pca::fit(&training.view(), 8).unwrap();
    let with =
        |budget: f64| rival(&pca, &training.view(), &held_out.view(), SMALL, budget).unwrap();
    let (little, much) = (with(3.0).unwrap(), with(12.0).unwrap());
    assert!(little.compressed.bytes_per_image <= 3.0 && much.compressed.bytes_per_image <= 12.0);
    assert!(much.compressed.quality.psnr.mean > little.compressed.quality.psnr.mean + 3.0);
    assert!(little.components <= 8 && (1..=8).contains(&little.bits));
    assert_eq!(with(0.01), None, "less than the head of a file");
}

#[test]
fn the_file_of_pca_that_is_as_good_is_the_smallest() {
    let (training, held_out) = (images("training", 300), images("held out", 80));
    let pca = Pca::fit(&training.view(), 8).unwrap();
    let files = PcaFiles::new(&pca, &training.view(), &held_out.view(), SMALL).unwrap();
    let held_out = held_out.view();
    let best = files.within(&held_out, 12.0).unwrap().unwrap();
    let wanted = best.compressed.quality.psnr.mean;
    let found = files.as_good_as(&held_out, wanted).unwrap().unwrap();
    assert!(found.compressed.quality.psnr.mean >= wanted);
    assert!(found.compressed.bytes_per_image <= best.compressed.bytes_per_image);
    let less = found.compressed.bytes_per_image - 1e-9;
    let smaller = files.within(&held_out, less).unwrap().unwrap();
    assert!(smaller.compressed.quality.psnr.mean < wanted);
    assert_eq!(files.as_good_as(&held_out, 90.0).unwrap(), None);
}

#[test]
fn a_decoder_pays_from_the_first_image_that_it_saves_enough_for() {
    assert_eq!(pays_from(1000, 2.0, 0, 12.0), Some(100));
    assert_eq!(pays_from(1001, 2.0, 0, 12.0), Some(101));
    assert_eq!(pays_from(1000, 2.0, 990, 12.0), Some(1));
    assert_eq!(pays_from(10, 2.0, 10, 2.0), Some(1));
    assert_eq!(pays_from(10, 3.0, 0, 2.0), None);
    assert_eq!(
        pays_from(5, 3.0, 10, 2.0),
        None,
        "ahead at first, and then never again"
    );
    let model = model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 3 } }));
    assert_eq!(
        decoder_bytes(model.config()),
        4 * (3 * 16 + 16 + 16 * 64 + 64)
    );
}

#[test]
fn noise_is_that_of_the_held_out_numbers() {
    let clean = images("clean", EVAL_ROWS + 5);
    let noise = Corruption {
        kind: Noise::Gaussian,
        amount: 0.3,
    };
    let noisy = with_noise(&clean.view(), SMALL, noise, 4);
    for start in [0, EVAL_ROWS] {
        let mut wanted = clean.slice(s![start.., ..]).to_owned();
        let mut rng = Rng::stream(4, Purpose::HeldOutCorruption, start as u64);
        let count = EVAL_ROWS.min(wanted.nrows());
        let pixels = &mut wanted.as_slice_mut().unwrap()[..count * 64];
        corrupt(Noise::Gaussian, 0.3, SMALL, pixels, &mut rng);
        assert_eq!(
            noisy.slice(s![start..start + count, ..]),
            wanted.slice(s![..count, ..])
        );
    }
}

#[test]
fn each_family_of_filters_is_there_at_its_best() {
    let model = model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 3 } }));
    let (training, held_out) = (images("training", 40), images("held out", 20));
    let noise = Corruption {
        kind: Noise::Gaussian,
        amount: 0.2,
    };
    let got = denoise(&model, &training.view(), &held_out.view(), SMALL, noise).unwrap();
    assert_eq!(got.filters.len(), 3);
    for filtered in &got.filters {
        assert!(
            filtered.quality.psnr.mean > got.noisy.psnr.mean + 1.0,
            "{filtered:?}"
        );
    }
    assert!((got.noisy.mse.mean.sqrt() - 0.2).abs() < 0.1);
    let noisy = with_noise(&training.view(), SMALL, noise, 1);
    let family = [
        Filter::Gaussian(0.1),
        Filter::Gaussian(0.8),
        Filter::Gaussian(9.0),
    ];
    assert_eq!(
        best(&family, &training.view(), &noisy.view(), SMALL).unwrap(),
        Filter::Gaussian(0.8)
    );
}

#[test]
fn rivals_tell_apart_what_can_be_told_apart() {
    let (training, normal) = (images("training", 100), images("normal", 40));
    let odd = 1.0 - &images("odd", 30);
    let pca = Pca::fit(&training.view(), 8).unwrap();
    let got = rivals(&pca, &training.view(), &normal.view(), &odd.view()).unwrap();
    for told in [&got.pca.1, &got.mean_image, &got.nearest] {
        assert!(told.auc > 0.9, "{got:?}");
    }
    let same = rivals(&pca, &training.view(), &training.view(), &odd.view()).unwrap();
    assert_eq!(same.nearest.auc, 1.0, "each is its own nearest neighbor");
    let (components, alike) = pca_by_similarity(&pca, &normal.view(), &odd.view(), SMALL).unwrap();
    assert!(
        [1, 2, 4, 8].contains(&components) && alike.separation.auc > 0.9,
        "{components}: {alike:?}"
    );
    let none = odd.slice(s![..0, ..]);
    assert_eq!(
        rivals(&pca, &training.view(), &normal.view(), &none)
            .unwrap_err()
            .name(),
        "NotReadyError"
    );
}

#[test]
fn rivals_are_the_same_one_by_one() {
    let (training, normal) = (images("training", 100), images("normal", 70));
    let odd = 1.0 - &images("odd", 30);
    let (training, normal, odd) = (training.view(), normal.view(), odd.view());
    let pca = Pca::fit(&training, 8).unwrap();
    let all = rivals(&pca, &training, &normal, &odd).unwrap();
    let (components, scored) = by_pca(&pca, &normal, &odd).unwrap();
    assert_eq!((components, &scored.separation), (all.pca.0, &all.pca.1));
    assert_eq!((scored.normal.len(), scored.odd.len()), (70, 30));
    let exact = pca.project(&normal).slice(s![.., ..components]).to_owned();
    let rebuilt = exact.dot(&pca.components.slice(s![..components, ..])) + &pca.mean;
    let error = (&normal - &rebuilt).mapv(|x| f64::from(x).powi(2));
    for (got, wanted) in scored.normal.iter().zip(error.mean_axis(Axis(1)).unwrap()) {
        assert!((got - wanted).abs() < 1e-6, "{got} for {wanted}");
    }
    let mean = by_mean_image(&training, &normal, &odd).unwrap();
    assert_eq!(mean.separation, all.mean_image);
    let nearest = Nearest::new(&training).unwrap();
    let whole = nearest.distances(&normal);
    let parts = [normal.slice(s![..33, ..]), normal.slice(s![33.., ..])];
    let parts = parts.map(|part| nearest.distances(&part)).concat();
    assert_eq!(whole, parts, "however the images are cut into calls");
    assert!(Nearest::new(&training.slice(s![..0, ..])).is_err());
}

#[test]
fn one_normal_training_image_is_enough_for_the_rivals() {
    let picture = |at: usize| {
        ndarray::Array2::from_shape_fn((1, 100), |(_, px)| ((px + at) % 7) as f32 / 7.0)
    };
    let (training, normal, odd) = (picture(0), picture(0), picture(3));
    let pca = Pca::fit(&training.view(), 1).unwrap();
    let got = rivals(&pca, &training.view(), &normal.view(), &odd.view()).unwrap();
    assert_eq!(
        (got.pca.1.auc, got.mean_image.auc, got.nearest.auc),
        (1.0, 1.0, 1.0)
    );
    assert_eq!(got.pca.0, 1);
}

#[test]
fn scores_are_errors_or_bounds_image_by_image() {
    let some = images("some", 5);
    let plain = model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 2 } }));
    let errors = scores(&plain, &some.view(), Score::Error).unwrap();
    let rebuilt = plain.reconstruct(&some.view()).unwrap();
    let wanted = (&some - &rebuilt)
        .mapv(|x| f64::from(x).powi(2))
        .mean_axis(Axis(1))
        .unwrap();
    for (got, wanted) in errors.iter().zip(&wanted) {
        assert!((got - wanted).abs() < 1e-9);
    }
    let unlike = scores(&plain, &some.view(), Score::Dissimilarity).unwrap();
    for ((got, a), b) in unlike.iter().zip(some.rows()).zip(rebuilt.rows()) {
        let alike = ssim(a.as_slice().unwrap(), b.as_slice().unwrap(), SMALL).unwrap();
        assert_eq!(*got, 1.0 - alike);
    }
    assert_eq!(
        scores(&plain, &some.view(), Score::NegativeElbo)
            .unwrap_err()
            .name(),
        "NotReadyError"
    );

    let variational =
        json!({ "bottleneck": { "kind": "variational", "latentDim": 2 }, "loss": "bce" });
    let variational = model(&variational);
    let all = scores(&variational, &some.view(), Score::NegativeElbo).unwrap();
    let alone = scores(&variational, &some.slice(s![3..4, ..]), Score::NegativeElbo).unwrap();
    assert_eq!(
        all[3], alone[0],
        "an image's score does not depend on the others"
    );
    assert!(all.iter().all(|score| *score > 0.0));
    assert_eq!(told_apart(&all, &[]).unwrap_err().name(), "NotReadyError");
}
