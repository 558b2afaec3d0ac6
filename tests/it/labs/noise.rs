//! The lab Denoise, part by part: what goes on bit by bit comes to what is done in one go.

use super::{SMALL, images, model};
use hourglass::data::ImageShape;
use hourglass::labs::denoise::photo::PhotoCleaning;
use hourglass::labs::denoise::{
    CHOSEN_ON, Cleaning, Family, Filter, Filtering, best, denoise, with_noise,
};
use hourglass::labs::quality::quality;
use hourglass::model::Corruption;
use hourglass::noise::Noise;
use ndarray::s;
use serde_json::json;

const NOISE: Corruption = Corruption {
    kind: Noise::SaltAndPepper,
    amount: 0.3,
};
const SEED: u64 = 7;

#[test]
fn filters_that_stop_after_every_image_find_the_same() {
    let (training, held_out) = (images("training", CHOSEN_ON + 9), images("held out", 12));
    let noisy = with_noise(&held_out.view(), SMALL, NOISE, SEED);
    for family in Family::ALL {
        let mut filtering = Filtering::new(
            &family.tried(),
            &training.view(),
            noisy.clone(),
            SMALL,
            NOISE,
            SEED,
        )
        .unwrap();
        let mut before = 0.0;
        let mut steps = 0;
        loop {
            let share = filtering.advance(&|| true);
            assert!(share > before, "{family:?}: {share} after {before}");
            before = share;
            steps += 1;
            if share >= 1.0 {
                break;
            }
        }
        // The image that ends the choice is followed at once by the first that is filtered.
        assert_eq!(steps, family.tried().len() * CHOSEN_ON + 11, "{family:?}");
        let sample = training.slice(s![..CHOSEN_ON, ..]);
        let noisy_sample = with_noise(&sample, SMALL, NOISE, SEED);
        let wanted = least(&family.tried(), &sample.to_owned(), &noisy_sample);
        assert_eq!(filtering.filter(), wanted);
        assert_eq!(
            *filtering.filtered(),
            wanted.apply(&noisy.view(), SMALL),
            "{family:?}"
        );
        let found = filtering.finish(&held_out.view()).unwrap();
        let measured = quality(&held_out.view(), &filtering.filtered().view(), SMALL).unwrap();
        assert_eq!((found.filter, found.quality), (wanted, measured));
    }
}

/// The best by its quality on all images at once.
fn least(family: &[Filter], images: &ndarray::Array2<f32>, noisy: &ndarray::Array2<f32>) -> Filter {
    let error = |filter: &Filter| {
        let filtered = filter.apply(&noisy.view(), SMALL);
        let found = quality(&images.view(), &filtered.view(), SMALL);
        found.unwrap().mse.mean
    };
    let wanted = family
        .iter()
        .min_by(|a, b| error(a).total_cmp(&error(b)))
        .unwrap();
    let found = best(family, &images.view(), &noisy.view(), SMALL).unwrap();
    assert_eq!(found, *wanted);
    found
}

#[test]
fn a_model_that_stops_in_between_cleans_the_same() {
    let model = model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 3 } }));
    let noisy = with_noise(&images("held out", 150).view(), SMALL, NOISE, SEED);
    let mut cleaning = Cleaning::new(noisy.clone());
    let mut steps = 1;
    while cleaning.advance(&model, &|| true).unwrap() < 1.0 {
        steps += 1;
    }
    assert_eq!(steps, 3);
    assert_eq!(*cleaning.noisy(), noisy);
    assert_eq!(
        *cleaning.cleaned(),
        model.reconstruct(&noisy.view()).unwrap()
    );
}

#[test]
fn what_is_asked_for_at_once_is_what_comes_apart() {
    let model = model(&json!({ "bottleneck": { "kind": "plain", "latentDim": 3 }, "seed": 7 }));
    let (training, held_out) = (images("training", 30), images("held out", 12));
    let all = denoise(&model, &training.view(), &held_out.view(), SMALL, NOISE).unwrap();
    let noisy = with_noise(&held_out.view(), SMALL, NOISE, SEED);
    let near = |pictures: &ndarray::Array2<f32>| {
        quality(&held_out.view(), &pictures.view(), SMALL).unwrap()
    };
    assert_eq!(all.noisy, near(&noisy));
    assert_eq!(all.model, near(&model.reconstruct(&noisy.view()).unwrap()));
    for (family, found) in Family::ALL.into_iter().zip(&all.filters) {
        assert_eq!(found.filter.family(), family);
        assert_eq!(
            found.quality,
            near(&found.filter.apply(&noisy.view(), SMALL))
        );
    }
    let none = held_out.slice(s![..0, ..]);
    let refused = denoise(&model, &training.view(), &none, SMALL, NOISE).unwrap_err();
    assert_eq!(refused.name(), "NotReadyError");
    let refused = denoise(&model, &none, &held_out.view(), SMALL, NOISE).unwrap_err();
    assert_eq!(refused.name(), "NotReadyError");
}

#[test]
fn a_filter_is_known_by_its_name_and_parameter() {
    for family in Family::ALL {
        assert_eq!(Family::named(family.name()), Some(family));
        for filter in family.tried() {
            assert_eq!(filter.family(), family);
            assert_eq!(family.filter(filter.parameter()), Some(filter));
        }
        assert_eq!(family.filter(-1.0), None);
    }
    assert_eq!(Family::named("none"), None);
}

/// A photo of two channels and odd sides, which the rule makes.
fn photo() -> (Vec<f32>, ImageShape) {
    let shape = ImageShape::new(2, 21, 13).unwrap();
    let bytes = crate::golden::rule::bytes("photo", shape.features());
    (
        bytes.into_iter().map(|x| f32::from(x) / 255.0).collect(),
        shape,
    )
}

const PATCH: ImageShape = ImageShape {
    channels: 2,
    height: 8,
    width: 5,
};

/// A model of patches whose picture is the same for every patch: a pixel's own value there.
fn constant_model() -> hourglass::model::Autoencoder {
    let input = json!({ "channels": 2, "height": 8, "width": 5 });
    let model = json!({
        "input": input, "bottleneck": { "kind": "plain", "latentDim": 3 },
        "architecture": { "kind": "dense", "hidden": [6] },
    });
    let config = hourglass::model::ModelConfig::from_json(&model.to_string()).unwrap();
    hourglass::model::Autoencoder::new(&config)
}

#[test]
fn a_photo_is_the_mean_of_the_patches_over_each_pixel() {
    let model = constant_model();
    let (photo, shape) = photo();
    let filters = [Filter::Median(3), Filter::TotalVariation(0.2)];
    let new = || PhotoCleaning::new(photo.clone(), shape, PATCH, &filters, NOISE, SEED).unwrap();
    let (mut whole, mut parts) = (new(), new());
    assert!(whole.advance(&model, &|| false).unwrap() >= 1.0);
    while parts.advance(&model, &|| true).unwrap() < 1.0 {}
    assert_eq!(whole.cleaned(), parts.cleaned());
    assert_eq!(whole.filtered(), parts.filtered());

    // Again by what it should be: patches every two pixels down and every pixel across.
    let noisy = whole.noisy();
    let at = |channel: usize, y: usize, x: usize| (channel * 21 + y) * 13 + x;
    let mut sums = vec![(0.0_f64, 0.0_f64); photo.len()];
    for top in [0, 2, 4, 6, 8, 10, 12, 13] {
        for left in 0..=8 {
            let numbers: Vec<usize> = (0..80)
                .map(|n| at(n / 40, top + n / 5 % 8, left + n % 5))
                .collect();
            let patch = ndarray::Array2::from_shape_fn((1, 80), |(_, n)| noisy[numbers[n]]);
            let cleaned = model.reconstruct(&patch.view()).unwrap();
            for (&number, &value) in numbers.iter().zip(&cleaned) {
                sums[number].0 += f64::from(value);
                sums[number].1 += 1.0;
            }
        }
    }
    for (got, (sum, count)) in whole.cleaned().iter().zip(sums) {
        assert!((f64::from(*got) - sum / count).abs() < 1e-6, "{got}");
    }
}

#[test]
fn noise_is_on_the_whole_photo_and_so_are_the_filters() {
    let (photo, shape) = photo();
    let filters = [Filter::Gaussian(0.7), Filter::Median(5)];
    let mut cleaning =
        PhotoCleaning::new(photo.clone(), shape, PATCH, &filters, NOISE, SEED).unwrap();
    cleaning.advance(&constant_model(), &|| false).unwrap();
    let view = ndarray::ArrayView2::from_shape((1, photo.len()), &photo).unwrap();
    let noisy = with_noise(&view, shape, NOISE, SEED);
    assert_eq!(cleaning.noisy(), noisy.as_slice().unwrap());
    for (filter, filtered) in filters.iter().zip(cleaning.filtered()) {
        assert_eq!(
            filtered,
            filter.apply(&noisy.view(), shape).as_slice().unwrap()
        );
    }
    let measured = quality(&view, &noisy.view(), shape).unwrap();
    assert!((cleaning.psnr(cleaning.noisy()) - measured.psnr.mean).abs() < 1e-9);
    assert_eq!(cleaning.psnr(cleaning.photo()), f64::INFINITY);
}

#[test]
fn a_photo_that_does_not_fit_is_refused() {
    let (photo, shape) = photo();
    let refused = |photo: &[f32], shape: ImageShape, patch: ImageShape| {
        PhotoCleaning::new(photo.to_vec(), shape, patch, &[], NOISE, SEED)
            .unwrap_err()
            .to_string()
    };
    let wide = ImageShape { width: 14, ..PATCH };
    assert!(refused(&photo, shape, wide).contains("13 × 21"));
    let gray = ImageShape {
        channels: 1,
        ..PATCH
    };
    assert!(refused(&photo, shape, gray).contains("5 × 8 × 1"));
    assert!(refused(&photo[1..], shape, PATCH).contains("545"));
    let exact = ImageShape {
        width: 13,
        height: 21,
        ..PATCH
    };
    assert!(PhotoCleaning::new(photo, shape, exact, &[], NOISE, SEED).is_ok());
}
