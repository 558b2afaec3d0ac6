//! The lab that tells what an encoder is worth where few images have a label.

use super::terminal::{Common, Result};
use super::{Args, held_out, pca_of, trained};
use hourglass::data::Dataset;
use hourglass::labs::interval::mean;
use hourglass::labs::pretrain::spreading::Spreader;
use hourglass::labs::pretrain::{Attempt, Labeled, Plan, STEPS, Start};
use hourglass::train::Trainer;
use ndarray::Array2;
use serde_json::{Value, json};

/// Draws of labels for one model; as many models are drawn for with `--seeds`.
const DRAWS: u64 = 5;

/// What is found with one choice after the other.
#[derive(Default)]
struct Shares {
    ways: [Vec<f64>; 4],
    spread: [Vec<f64>; 2],
    components: usize,
}

impl Shares {
    /// Adds what classifiers of a model find, for each of these draws.
    fn add(
        &mut self,
        args: &Args,
        trainer: &mut Trainer,
        draws: impl Iterator<Item = u64>,
    ) -> Result<()> {
        let model = &mut trainer.copy_model();
        let (training, judged) = (trainer.data(), held_out(trainer)?);
        let (images, held_out) = (training.matrix(), judged.matrix());
        let pca = pca_of(training)?;
        let (training, judged) = (labeled(&images, training)?, labeled(&held_out, judged)?);
        let components = model.config().latent_dim().min(pca.n_components());
        self.components = components;
        let spreader = |start: Start<'_>| -> Result<Spreader> {
            let mut spreader = Spreader::new(start, &training.images)?;
            while spreader.advance(&training.images)? < 1.0 {}
            Ok(spreader)
        };
        let spreaders = [
            spreader(Start::Frozen(model))?,
            spreader(Start::Pca(&pca, components))?,
        ];
        for seed in draws {
            let plan = Plan {
                labels_per_class: labels(args)?,
                steps: args.head_steps.unwrap_or(STEPS),
                seed,
            };
            let config = model.config().clone();
            let tried = |start: Start<'_>| -> Result<f64> {
                let mut attempt = Attempt::new(start, training, plan)?;
                while attempt.step()? {}
                Ok(attempt.accuracy(judged)?.share())
            };
            let shares = [
                tried(Start::Scratch(&config))?,
                tried(Start::Frozen(model))?,
                tried(Start::Tuned(model))?,
                tried(Start::Pca(&pca, components))?,
            ];
            self.ways
                .iter_mut()
                .zip(shares)
                .for_each(|(all, share)| all.push(share));
            for (all, spreader) in self.spread.iter_mut().zip(&spreaders) {
                all.push(spreader.accuracy(training, judged, plan)?.share());
            }
        }
        Ok(())
    }
}

/// Trains classifiers of few labels in four ways, and spreads the labels: for each of several seeds a model and a draw of
/// labels, or several draws for one model.
pub fn run(common: &Common, args: &Args) -> Result<Value> {
    let mut shares = Shares::default();
    if let Some(count) = args.seeds {
        for seed in 1..=count {
            let mut trainer = trained(common, common.read_images()?, Some(seed), &|_| {})?;
            shares.add(args, &mut trainer, std::iter::once(seed))?;
        }
    } else {
        let mut trainer = trained(common, common.read_images()?, args.seed, &|_| {})?;
        let first = trainer.model().config().seed;
        let draws = (0..DRAWS).map(|draw| first.wrapping_add(draw));
        shares.add(args, &mut trainer, draws)?;
    }
    let [of_code, of_pca] = &shares.spread;
    let mut line = json!({
        "labelsPerClass": labels(args)?,
        "draws": shares.ways[0].len(),
        "components": shares.components,
        "spread": { "code": told_mean(of_code), "pca": told_mean(of_pca) },
    });
    for (name, shares) in Start::NAMES.into_iter().zip(&shares.ways) {
        line[name] = told_mean(shares);
    }
    Ok(line)
}

fn labels(args: &Args) -> Result<Option<usize>> {
    let labels = args.labels_per_class.as_ref();
    Ok(labels
        .ok_or("pretrain needs --labels-per-class N, or all")?
        .0)
}

fn told_mean(shares: &[f64]) -> Value {
    let mean = mean(shares);
    let is_known = shares.len() > 1;
    json!({ "mean": mean.mean, "interval": is_known.then_some(mean.interval) })
}

/// How many images of a class have their labels told: so many, or all that have one.
pub struct Labels(Option<usize>);

impl std::str::FromStr for Labels {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Ok(Self(match text {
            "all" => None,
            number => Some(number.parse()?),
        }))
    }
}

fn labeled<'a>(images: &'a Array2<f32>, data: &'a Dataset) -> Result<Labeled<'a>> {
    let labels = data.labels();
    Ok(Labeled {
        images: images.view(),
        labels: labels.ok_or("pretrain needs labels: give --labels FILE and --test-labels FILE")?,
    })
}
