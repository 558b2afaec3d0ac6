//! Sets of one to five images: everything that the page asks of the engine has an answer.

use hourglass::data::{Dataset, ImageShape};
use hourglass::model::ModelConfig;
use hourglass::train::{RunLimits, Trainer};
use hourglass::views::{LatentMap, Yardstick};

/// `count` images of `side` × `side`, each a ramp of its own.
fn images(count: usize, channels: usize, side: usize) -> Dataset {
    let shape = ImageShape::new(channels, side, side).expect("a shape");
    let mut set = Dataset::new(shape, count).expect("room");
    for i in 0..count {
        let image: Vec<u8> = (0..shape.features())
            .map(|px| ((px * (i + 3)) % 251) as u8)
            .collect();
        set.append_interleaved(&image, Some(&[i as u8]))
            .expect("it fits");
    }
    set
}

fn config(json: &str) -> ModelConfig {
    ModelConfig::from_json(json).expect("a configuration")
}

#[test]
fn one_to_five_images_are_trained_on_measured_and_mapped() {
    for count in 1..=5 {
        for code in [1, 2, 3] {
            let config = config(&format!(
                r#"{{"version": 1, "input": {{"channels": 1, "height": 16, "width": 16}}, "batchSize": 16,
                    "architecture": {{"kind": "dense", "hidden": [8]}}, "bottleneck": {{"kind": "plain", "latentDim": {code}}}}}"#
            ));
            // The held-out images are the same ones.
            let (data, held_out) = (images(count, 1, 16), images(count, 1, 16));
            let mut trainer = Trainer::new(&config, data, Some(held_out)).expect("a trainer");
            let limits = RunLimits {
                max_steps: 20,
                until_plateau: false,
            };
            trainer.run_for(limits, |_| false).expect("it trains");
            assert_eq!(trainer.steps(), 20);
            let mut map = LatentMap::new(trainer.model());
            let held_out = trainer.held_out().expect("held out");
            let image_at = |row: usize| Ok((held_out, row as u32));
            let points = map
                .points(trainer.model(), count, &image_at)
                .expect("a map");
            assert_eq!(points.dim(), (count, 2));
            assert!(points.iter().all(|x| x.is_finite()), "{count}: {points:?}");
            // Images that are trained on stand beside them; the same image has the same place.
            let last = 2 * count - 1;
            let image_at = |row: usize| match row.checked_sub(count) {
                Some(_) => Ok((trainer.data(), (last - row) as u32)),
                None => Ok((held_out, row as u32)),
            };
            let both = map
                .points(trainer.model(), 2 * count, &image_at)
                .expect("a map");
            assert_eq!(both.dim(), (2 * count, 2));
            for idx in 0..count {
                let (one, twin) = (both.row(idx), both.row(last - idx));
                assert_eq!(one[0], twin[0], "image {idx} of {count}, code of {code}");
                // In a strip the images of a class are spread by their order.
                assert!((one[1] - twin[1]).abs() < if code == 1 { 0.7 } else { 1e-9 });
            }
        }
    }
}

#[test]
fn the_yardstick_of_few_images_is_exact_where_the_components_suffice() {
    for count in 1..=5 {
        let (data, mut yardstick) = (images(count, 1, 16), Yardstick::default());
        while !yardstick.advance(&data, Some(&data), 1).expect("in bounds") {}
        // n points span at most n − 1 dimensions, so n components rebuild them.
        let mse = yardstick.mse(count).expect("known");
        assert!(mse < 1e-6, "{count} images, {count} components: {mse}");
    }
}

#[test]
fn images_too_large_for_the_yardstick_are_refused_and_nothing_else() {
    let data = images(3, 3, 64);
    let mut yardstick = Yardstick::default();
    let refused = yardstick.advance(&data, Some(&data), 1);
    assert!(
        matches!(refused, Err(hourglass::Error::TooLarge { .. })),
        "{refused:?}"
    );
    assert_eq!(yardstick.mse(2), None);
}
