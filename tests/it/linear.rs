//! The linear auto-encoder against PCA: trained, it spans the same space (Baldi & Hornik 1989).

use crate::training::digits;
use hourglass::model::{Bottleneck, ModelConfig, Steering, presets};
use hourglass::train::Trainer;
use hourglass::views::Yardstick;

const IMAGES: usize = 500;

/// Mean squared error of PCA on the images that it is fitted to.
fn pca_mse(n_components: usize) -> f64 {
    let data = digits("train", IMAGES);
    let mut yardstick = Yardstick::default();
    while !yardstick.advance(&data, Some(&data), 1).unwrap() {}
    yardstick.mse(n_components).unwrap()
}

#[test]
fn a_trained_linear_auto_encoder_is_within_two_percent_of_pca() {
    for latent_dim in [2, 8] {
        let config = ModelConfig {
            bottleneck: Bottleneck::Plain { latent_dim },
            ..presets::preset("linear").unwrap()
        };
        let mut trainer = Trainer::new(&config, digits("train", IMAGES), None).unwrap();
        // Adam's steps do not shrink by themselves: large ones to get near, small ones to settle.
        for (rate, steps) in [(2e-2, 300), (3e-3, 300), (5e-4, 200)] {
            let steering = format!(r#"{{"learningRate":{rate}}}"#);
            trainer
                .steer(Steering::from_json(&steering).unwrap())
                .unwrap();
            for _ in 0..steps {
                trainer.step().unwrap();
            }
        }
        let trained = trainer.evaluate(trainer.data()).unwrap().mse;
        let best = pca_mse(latent_dim);
        // PCA is the best there is, up to its own rounding.
        let ratio = trained / best;
        assert!(
            (0.9999..=1.02).contains(&ratio),
            "code {latent_dim}: {trained} for PCA's {best}, {ratio} times"
        );
    }
}
