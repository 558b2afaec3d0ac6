//! The losses of one image, and the arithmetic of its loss, of its code's sample and of the code's price.

use super::arithmetic::{Arithmetic, Term, check, not_computed};
use super::record::Followed;
use super::{of_row, sampled, to_pixels};
use crate::error::Result;
use crate::kernel::math::{exp_scalar, softplus_scalar};
use crate::kernel::naive;
use crate::model::InputConfig;
use crate::nn::{self, LOG_VAR_RANGE, Loss, Reduction};
use crate::train::SlowStep;

/// Differences below this count as 0, as in the kernel.
const SMALLEST_DIFFERENCE: f32 = 1e-18;

/// How the terms of all pixels become one number.
pub(super) fn reduction(slow: &SlowStep) -> Reduction {
    if slow.model().config().is_variational() {
        Reduction::SumPerImage
    } else {
        Reduction::Mean
    }
}

/// The losses of one image, by the functions that give the batch's.
pub(super) fn followed(slow: &SlowStep, row: usize) -> Followed {
    let config = slow.model().config();
    let (workspace, target) = (slow.workspace(), slow.target(row));
    let len = slow.rows() * config.features();
    let y = of_row(workspace.reconstruction(len), slow, row);
    let reconstruction_loss = match config.loss {
        Loss::Mse => nn::mse(y, target, None, 1, reduction(slow)),
        Loss::Bce => {
            let logits = of_row(&workspace.tapes().1.output()[..len], slow, row);
            nn::bce_with_logits(logits, target, None, 1, reduction(slow))
        }
    };
    let beta = slow.beta().unwrap_or(0.0) as f32;
    let kl = sampled(slow, row).map(|sample| {
        let mu = workspace.code(slow.rows() * config.latent_dim());
        nn::gaussian_kl(of_row(mu, slow, row), sample.log_var, beta, None, 1)
    });
    let loss = reconstruction_loss + kl.map_or(0.0, |kl| beta * kl);
    Followed {
        loss: loss.into(),
        reconstruction_loss: reconstruction_loss.into(),
        kl: kl.map(f64::from),
        mse: nn::mse(y, target, None, 1, Reduction::Mean).into(),
    }
}

/// What a variance's logarithm is taken as: beyond its bounds `e` to it is no number.
pub(super) fn clamped(log_var: f32) -> f32 {
    log_var.min(LOG_VAR_RANGE.1).max(LOG_VAR_RANGE.0)
}

/// `z = mu + sigma·epsilon` with `sigma = e^(log_var/2)`.
pub(super) fn sample(slow: &SlowStep, row: usize, at: usize) -> Result<Arithmetic> {
    let sample = sampled(slow, row);
    let sample = sample.ok_or_else(|| not_computed("A plain code has no sample"))?;
    check("The number of the code", at, sample.z.len())?;
    let (mu, log_var, epsilon) = (mu(slow, row)[at], sample.log_var[at], sample.epsilon[at]);
    let sigma = exp_scalar(0.5 * clamped(log_var));
    let moved = sigma * epsilon;
    let z = mu + moved;
    Ok(Arithmetic::new("sample", z, sample.z[at]).with_steps([
        ("mu", mu),
        ("logVar", log_var),
        ("sigma", sigma),
        ("epsilon", epsilon),
        ("moved", moved),
        ("z", z),
    ]))
}

fn mu(slow: &SlowStep, row: usize) -> &[f32] {
    let len = slow.rows() * slow.model().config().latent_dim();
    of_row(slow.workspace().code(len), slow, row)
}

/// `Σ ½·(mu² + sigma² − log_var − 1)` over the code, and the terms.
fn divergence(slow: &SlowStep, row: usize) -> Option<(f32, Vec<Term>)> {
    let sample = sampled(slow, row)?;
    let codes = mu(slow, row).iter().zip(sample.log_var);
    let mut products = Vec::new();
    let terms = codes.enumerate().map(|(from, (&mu, &log_var))| {
        let log_var = clamped(log_var);
        let product = 0.5 * (mu * mu + (exp_scalar(log_var) - log_var - 1.0));
        products.push(product);
        Term {
            input: mu.into(),
            weight: sample.sigma[from].into(),
            product: product.into(),
            from,
        }
    });
    let terms = terms.collect();
    Some((naive::sum(&products), terms))
}

/// The KL divergence of an image's code.
pub(super) fn kl(slow: &SlowStep, row: usize) -> Result<Arithmetic> {
    let found = divergence(slow, row);
    let (kl, terms) = found.ok_or_else(|| not_computed("A plain code has no divergence"))?;
    let engine = followed(slow, row).kl.unwrap_or_default() as f32;
    Ok(Arithmetic::new("kl", kl, engine).with_terms(terms))
}

/// `Σ term / n`, and for a variational code `+ beta·KL`.
pub(super) fn loss(slow: &SlowStep, row: usize) -> Arithmetic {
    let config = slow.model().config();
    let (workspace, target) = (slow.workspace(), slow.target(row));
    let len = slow.rows() * target.len();
    let given = match config.loss {
        Loss::Mse => workspace.reconstruction(len),
        Loss::Bce => &workspace.tapes().1.output()[..len],
    };
    let InputConfig {
        channels,
        height,
        width,
    } = config.input;
    let mut products = Vec::new();
    let pairs = of_row(given, slow, row).iter().zip(target);
    let terms = pairs.enumerate().map(|(at, (&y, &t))| {
        let product = match config.loss {
            Loss::Mse => squared(y, t),
            Loss::Bce => y.max(0.0) - y * t + softplus_scalar(0.0 - y.abs()),
        };
        products.push(product);
        Term {
            input: y.into(),
            weight: t.into(),
            product: product.into(),
            from: to_pixels([channels, height, width], at),
        }
    });
    let terms = terms.collect();
    let sum = naive::sum(&products);
    let divisor = match reduction(slow) {
        Reduction::Mean => target.len(),
        Reduction::SumPerImage => 1,
    };
    let reconstruction = (f64::from(sum) / divisor as f64) as f32;
    let mut steps = vec![
        ("pixels", target.len() as f32),
        ("sum", sum),
        ("divisor", divisor as f32),
        ("reconstructionLoss", reconstruction),
    ];
    let mut value = reconstruction;
    if let (Some((kl, _)), Some(beta)) = (divergence(slow, row), slow.beta()) {
        let beta = beta as f32;
        value = reconstruction + beta * kl;
        steps.extend([("kl", kl), ("beta", beta)]);
    }
    steps.push(("loss", value));
    let engine = followed(slow, row).loss as f32;
    Arithmetic {
        sum: sum.into(),
        ..Arithmetic::new("loss", value, engine)
            .with_terms(terms)
            .with_steps(steps)
    }
}

/// `(y − t)²`
fn squared(y: f32, t: f32) -> f32 {
    let difference = y - t;
    if difference.abs() < SMALLEST_DIFFERENCE {
        return 0.0;
    }
    difference * difference
}
