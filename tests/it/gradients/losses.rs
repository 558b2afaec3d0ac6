//! The losses on a code alone: divergences and prices.

use super::{Seen, check, moved, uniform};
use hourglass::nn::{
    LOG_VAR_RANGE, code_sparsity, gaussian_kl, rate_sparsity, reparameterize,
    reparameterize_backward,
};
use hourglass::rng::{Purpose, Rng};

const ROWS: usize = 3;
const DIM: usize = 5;

fn numbers(seed: u64, low: f32, high: f32) -> Vec<f32> {
    uniform(
        &mut Rng::stream(seed, Purpose::Other, 0),
        ROWS * DIM,
        low,
        high,
    )
}

/// The pairs of `a` and `b`, in f64.
fn pairs<'a>(a: &'a [f32], b: &'a [f32]) -> impl Iterator<Item = (f64, f64)> {
    a.iter().zip(b).map(|(&a, &b)| (f64::from(a), f64::from(b)))
}

#[test]
fn a_sample_and_its_divergence_from_the_prior() {
    const BETA: f32 = 0.6;
    let [mu, epsilon, d_z] = [31, 32, 33].map(|seed| numbers(seed, -1.5, 1.5));
    let mut log_var = numbers(34, -2.0, 2.0);
    // Two numbers outside of the range, where the loss is constant.
    (log_var[3], log_var[7]) = (LOG_VAR_RANGE.0 - 1.0, LOG_VAR_RANGE.0 - 30.0);
    let (mut d_mu, mut d_log_var) = (d_z.clone(), vec![f32::NAN; log_var.len()]);
    reparameterize_backward(&log_var, &epsilon, &d_z, &mut d_log_var);
    gaussian_kl(&mu, &log_var, BETA, Some((&mut d_mu, &mut d_log_var)), ROWS);
    let mut z = vec![f32::NAN; mu.len()];
    let mut loss = |mu: &[f32], log_var: &[f32]| -> Seen {
        reparameterize(mu, log_var, &epsilon, &mut z);
        let sample: f64 = pairs(&z, &d_z).map(|(z, d)| z * d).sum();
        let kl = pairs(mu, log_var).map(|(mu, x)| {
            let x = x.clamp(-20.0, 20.0);
            0.5 * (mu * mu + x.exp() - x - 1.0)
        });
        let kl = kl.sum::<f64>() / ROWS as f64;
        (sample + f64::from(BETA) * kl, Vec::new())
    };
    check("d_mu", &d_mu, |i, by| loss(&moved(&mu, i, by), &log_var));
    check("d_log_var", &d_log_var, |i, by| {
        loss(&mu, &moved(&log_var, i, by))
    });
    assert_eq!((d_log_var[3], d_log_var[7]), (0.0, 0.0));
}

#[test]
fn prices_that_make_a_code_sparse() {
    let code = numbers(35, 0.05, 0.95);
    let (target, amount) = (0.2, 0.7);
    let (mut rates, mut d_code) = (vec![0.0; DIM], vec![0.0; code.len()]);
    rate_sparsity(&code, target, amount, Some(&mut d_code), ROWS, &mut rates);
    check("rate", &d_code, |i, by| {
        let code = moved(&code, i, by);
        let target = f64::from(target);
        let distance = (0..DIM).map(|j| {
            let on = code.iter().skip(j).step_by(DIM).map(|&c| f64::from(c));
            let rate = on.sum::<f64>() / ROWS as f64;
            target * (target / rate).ln() + (1.0 - target) * ((1.0 - target) / (1.0 - rate)).ln()
        });
        (f64::from(amount) * distance.sum::<f64>(), Vec::new())
    });

    let code = numbers(36, -1.0, 1.0);
    let mut d_code = vec![0.0; code.len()];
    code_sparsity(&code, amount, Some(&mut d_code), ROWS);
    check("L1", &d_code, |i, by| {
        let code = moved(&code, i, by);
        let norm: f64 = code.iter().map(|&c| f64::from(c.abs())).sum();
        let sides = code.iter().map(|&c| c > 0.0).collect();
        (f64::from(amount) * norm / ROWS as f64, sides)
    });
}
