//! The lab that tells what an encoder is worth where few images have a label.

use super::terminal::{Common, Result};
use super::{Args, held_out, pca_of, trained};
use hourglass::data::Dataset;
use hourglass::labs::interval::mean;
use hourglass::labs::pretrain::{Attempt, Labeled, Plan, STEPS, Start};
use hourglass::train::Trainer;
use ndarray::Array2;
use serde_json::{Value, json};

/// Draws of labels for one model; as many models are drawn for with `--seeds`.
const DRAWS: u64 = 5;

/// Trains classifiers of a few labels in four ways: for each of several seeds a model and a draw of labels, or several
/// draws for one model.
pub fn run(common: &Common, args: &Args) -> Result<Value> {
    let n = args
        .labels_per_class
        .ok_or("pretrain needs --labels-per-class N")?;
    let mut shares: [Vec<f64>; 4] = Default::default();
    let mut components = 0;
    let mut told = |trainer: &Trainer, draws: &mut dyn Iterator<Item = u64>| -> Result<()> {
        let (training, judged) = (trainer.data(), held_out(trainer)?);
        let (images, held_out) = (training.matrix(), judged.matrix());
        let pca = pca_of(training)?;
        let (training, judged) = (labeled(&images, training)?, labeled(&held_out, judged)?);
        let model = trainer.model();
        components = model.config().latent_dim().min(pca.n_components());
        for seed in draws {
            let plan = Plan {
                labels_per_class: n,
                steps: args.head_steps.unwrap_or(STEPS),
                seed,
            };
            let starts = [
                Start::Scratch(model.config()),
                Start::Frozen(model),
                Start::Tuned(model),
                Start::Pca(&pca, components),
            ];
            for (shares, start) in shares.iter_mut().zip(starts) {
                let mut attempt = Attempt::new(start, training, plan)?;
                while attempt.step()? {}
                shares.push(attempt.accuracy(judged)?.share());
            }
        }
        Ok(())
    };
    if let Some(count) = args.seeds {
        for seed in 1..=count {
            let trainer = trained(common, common.read_images()?, Some(seed), &|_| {})?;
            told(&trainer, &mut std::iter::once(seed))?;
        }
    } else {
        let trainer = trained(common, common.read_images()?, args.seed, &|_| {})?;
        let first = trainer.model().config().seed;
        told(
            &trainer,
            &mut (0..DRAWS).map(|draw| first.wrapping_add(draw)),
        )?;
    }
    let mut line = json!({
        "labelsPerClass": n, "draws": shares[0].len(), "components": components,
    });
    for (name, shares) in Start::NAMES.into_iter().zip(&shares) {
        let mean = mean(shares);
        line[name] = json!({ "mean": mean.mean, "interval": mean.interval });
    }
    Ok(line)
}

fn labeled<'a>(images: &'a Array2<f32>, data: &'a Dataset) -> Result<Labeled<'a>> {
    let labels = data.labels();
    Ok(Labeled {
        images: images.view(),
        labels: labels.ok_or("pretrain needs labels: give --labels FILE and --test-labels FILE")?,
    })
}
