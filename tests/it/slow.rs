//! One step in slow motion: it is the step that training makes, bit for bit, and each of its numbers can be opened.

mod cases;
mod numbers;
mod steps;

use hourglass::data::{Batches, Dataset};
use hourglass::export::weights;
use hourglass::model::ModelConfig;
use hourglass::train::{SlowStep, Trainer};

/// The step that `trainer` makes next, in slow motion: from what is saved of it, on the images of its batch alone.
pub fn slow_step(trainer: &mut Trainer) -> SlowStep {
    let file = weights::save(trainer).unwrap();
    let config = weights::saved_config(&file).unwrap().unwrap();
    let loaded = weights::read(&file, &config).unwrap();
    let rows = batch(&config, trainer.data(), loaded.step());
    let images = trainer.data().subset(&rows).unwrap();
    let mut alone = Trainer::of_batch(&config, images).unwrap();
    loaded.apply(&mut alone);
    SlowStep::make(alone).unwrap()
}

/// The images of a step.
pub fn batch(config: &ModelConfig, data: &Dataset, step: u64) -> Vec<u32> {
    let ModelConfig {
        batch_size,
        seed,
        shuffle,
        ..
    } = *config;
    let mut batches = Batches::new(data.total(), batch_size, seed, shuffle);
    batches.batch(step).to_vec()
}

/// The bits of floats, which tell 0 from −0.
pub fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|x| x.to_bits()).collect()
}
