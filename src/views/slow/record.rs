//! What is told of a step at once: the followed image's numbers, the losses, and what each layer got of it.

use super::losses::{followed, reduction};
use super::{Kind, Place, numbers, of_row, places, sampled, to_pixels};
use crate::error::{Error, Result};
use crate::model::LossParts;
use crate::nn::{self, Loss, Reduction};
use crate::train::{SlowParam, SlowStep};
use crate::views::walk::{Side, stations};
use serde::Serialize;

/// The losses of the followed image alone, by the batch's formulas on its one row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Followed {
    /// `reconstruction_loss + beta·kl`. What a sparse code costs is a price of the whole batch.
    pub loss: f64,
    /// The part that compares reconstruction and image.
    pub reconstruction_loss: f64,
    /// KL divergence of the image's code; `None` for a plain one.
    pub kl: Option<f64>,
    /// Mean squared error of the reconstruction that this step made.
    pub mse: f64,
}

/// The losses of the batch: `loss = reconstruction_loss + beta·kl + penalty`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfBatch {
    /// What the optimizer lowers.
    pub loss: f64,
    /// The part that compares reconstructions and images.
    pub reconstruction_loss: f64,
    /// KL divergence of the codes, averaged over the batch; `None` for a plain code.
    pub kl: Option<f64>,
    /// The divergence's price in this step.
    pub beta: Option<f64>,
    /// What the codes cost for not being sparse.
    pub penalty: f64,
}

/// The number of a layer that changed most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LargestChange {
    /// `weight` or `bias`.
    pub param: &'static str,
    /// Its index there, row-major.
    pub at: usize,
    /// Before the update.
    pub before: f64,
    /// After it.
    pub after: f64,
    /// Its gradient.
    pub gradient: f64,
}

/// What a layer got of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerRecord {
    /// As in a saved file.
    pub name: String,
    /// `dense`, `conv` or `conv-transpose`.
    pub kind: &'static str,
    /// `encoder`, `code` or `decoder`.
    pub side: Side,
    /// Index of the station that its output leads to.
    pub station: usize,
    /// How many numbers it has, weight and bias.
    pub weights: usize,
    /// `√Σ g²` over all its numbers.
    pub gradient: f64,
    /// `max |g|`.
    pub largest_gradient: f64,
    /// `√Σ (after − before)²` over all its numbers.
    pub change: f64,
    /// Where `|after − before|` is largest.
    pub largest_change: LargestChange,
}

/// The optimizer in this step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OptimizerRecord {
    /// Its name and its constants.
    #[serde(flatten)]
    pub kind: nn::OptimizerKind,
    /// Step size η.
    pub learning_rate: f64,
    /// L2 price λ.
    pub weight_decay: f64,
    /// Number of this update, counted from 1.
    pub t: u64,
}

/// One training step, seen from one image of its batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepRecord {
    /// Steps made before this one.
    pub step: u64,
    /// The image's place in the batch.
    pub row: usize,
    /// The image's numbers at each of the [`stations`], images pixel by pixel, maps channel by
    /// channel.
    #[serde(skip)]
    pub stations: Vec<Vec<f32>>,
    /// The code; the mean of a variational one.
    #[serde(skip)]
    pub mu: Vec<f32>,
    /// Standard deviations of a variational code.
    #[serde(skip)]
    pub sigma: Option<Vec<f32>>,
    /// The random numbers of this step's sample.
    #[serde(skip)]
    pub epsilon: Option<Vec<f32>>,
    /// What the decoder was given: `mu + sigma·epsilon`, or the plain code.
    #[serde(skip)]
    pub z: Vec<f32>,
    /// Losses of the image.
    pub image: Followed,
    /// Losses of the batch.
    pub batch: OfBatch,
    /// How pixels are compared.
    pub loss_kind: Loss,
    /// `mean` over pixels and images, or the `sum` over an image's pixels.
    pub reduction: &'static str,
    /// The layers with parameters, from image to reconstruction.
    pub layers: Vec<LayerRecord>,
    /// The optimizer.
    pub optimizer: OptimizerRecord,
    /// Index of the layer with the largest change of a single number.
    pub largest: usize,
}

/// What `slow` tells of the image at `row`.
///
/// # Errors
/// [`Error::Shape`] for a row that the batch does not have.
pub fn record(slow: &SlowStep, row: usize) -> Result<StepRecord> {
    check_row(slow, row)?;
    let (model, optimizer) = (slow.model(), slow.optimizer());
    let config = model.config();
    let mut seen = numbers(slow, row);
    let stations = stations(model);
    for (numbers, station) in seen.iter_mut().zip(&stations) {
        if let (Some(shape), "image" | "noisy") = (station.shape, station.kind) {
            let mut pixels = vec![0.0; numbers.len()];
            for (at, number) in numbers.iter().enumerate() {
                pixels[to_pixels(shape, at)] = *number;
            }
            *numbers = pixels;
        }
    }
    let mu = of_row(
        slow.workspace().code(slow.rows() * config.latent_dim()),
        slow,
        row,
    );
    let sample = sampled(slow, row);
    let layers: Vec<_> = places(slow).iter().map(layer).collect();
    let mut largest = 0;
    for (idx, layer) in layers.iter().enumerate() {
        if size(&layer.largest_change) > size(&layers[largest].largest_change) {
            largest = idx;
        }
    }
    Ok(StepRecord {
        step: slow.step(),
        row,
        stations: seen,
        mu: mu.to_vec(),
        z: sample.as_ref().map_or(mu, |sample| sample.z).to_vec(),
        epsilon: sample.as_ref().map(|sample| sample.epsilon.to_vec()),
        sigma: sample.map(|sample| sample.sigma),
        image: followed(slow, row),
        batch: of_batch(slow),
        loss_kind: config.loss,
        reduction: match reduction(slow) {
            Reduction::Mean => "mean",
            Reduction::SumPerImage => "sum",
        },
        layers,
        optimizer: OptimizerRecord {
            kind: optimizer.kind,
            learning_rate: optimizer.learning_rate,
            weight_decay: optimizer.weight_decay.into(),
            t: optimizer.state.t,
        },
        largest,
    })
}

/// The losses of the batch.
fn of_batch(slow: &SlowStep) -> OfBatch {
    let LossParts {
        loss,
        reconstruction_loss,
        kl,
    } = slow.parts();
    OfBatch {
        loss: loss.into(),
        reconstruction_loss: reconstruction_loss.into(),
        kl: kl.map(f64::from),
        beta: slow.beta(),
        penalty: slow.penalty().into(),
    }
}

/// Refuses a row that the batch does not have.
pub(super) fn check_row(slow: &SlowStep, row: usize) -> Result<()> {
    if row < slow.rows() {
        return Ok(());
    }
    let wanted = format!("below {}, the images of the batch", slow.rows());
    Err(Error::shape("The image's place in the batch", row, wanted))
}

fn layer(place: &Place<'_>) -> LayerRecord {
    let both = [place.weight, place.bias];
    let gradients = || both.into_iter().flat_map(|param| &param.before.grad);
    let changes = || both.into_iter().flat_map(changes);
    LayerRecord {
        name: place.name.clone(),
        kind: match place.kind {
            Kind::Dense => "dense",
            Kind::Conv(_) => "conv",
            Kind::ConvTranspose(_) => "conv-transpose",
        },
        side: place.side,
        station: place.station,
        weights: gradients().count(),
        gradient: gradient_size(place),
        largest_gradient: gradients().fold(0.0, |most, g| most.max(f64::from(g.abs()))),
        change: norm(changes()),
        largest_change: largest_change(place).1,
    }
}

/// `√Σ g²` over all numbers of a layer.
pub(super) fn gradient_size(place: &Place<'_>) -> f64 {
    let both = [place.weight, place.bias].into_iter();
    norm(
        both.flat_map(|param| &param.before.grad)
            .map(|g| f64::from(*g)),
    )
}

fn size(change: &LargestChange) -> f64 {
    (change.after - change.before).abs()
}

fn changes(param: &SlowParam) -> impl Iterator<Item = f64> {
    let pairs = param.before.value.iter().zip(&param.after);
    pairs.map(|(before, after)| f64::from(*after) - f64::from(*before))
}

/// The parameter in which a layer's largest change lies, and the change; the first of several.
pub(super) fn largest_change<'a>(place: &Place<'a>) -> (&'a SlowParam, LargestChange) {
    let mut found = (place.weight, 0, -1.0);
    for param in [place.weight, place.bias] {
        for (at, change) in changes(param).enumerate() {
            if change.abs() > found.2 {
                found = (param, at, change.abs());
            }
        }
    }
    let (param, at, _) = found;
    let change = LargestChange {
        param: param.name.name,
        at,
        before: param.before.value[at].into(),
        after: param.after[at].into(),
        gradient: param.before.grad[at].into(),
    };
    (param, change)
}

fn norm(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.map(|x| x * x).sum::<f64>().sqrt()
}
