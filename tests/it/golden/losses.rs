//! Sums over an image, the Gaussian code and the rate of activity against `PyTorch`.

use super::fixture::{Scale, assert_close, cases, count, floats, numbers};
use hourglass::nn::{
    self, LOG_VAR_RANGE, Reduction, add_kl_per_dim, gaussian_kl, rate_sparsity, reparameterize,
    reparameterize_backward,
};
use serde_json::Value;

const TOLERANCE: f64 = 5e-7; // PyTorch in f32: 2.2e-7

/// The cases of a kind, at least as many as are known.
fn of_kind(kind: &str, least: usize) -> Vec<Value> {
    let cases: Vec<_> = cases("variational")
        .into_iter()
        .filter(|case| case["kind"] == kind)
        .collect();
    assert!(cases.len() >= least, "{} cases of {kind}", cases.len());
    cases
}

/// Compares `got` with the case's numbers of that name.
#[track_caller]
fn check(case: &Value, name: &str, got: &[f32], scale: Scale) {
    let what = format!("{} of {} rows: {name}", case["kind"], case["rows"]);
    assert_close(&what, got, &numbers(&case[name]), scale, TOLERANCE);
}

fn number(value: &Value) -> f32 {
    value.as_f64().unwrap() as f32
}

#[test]
fn sums_over_an_image_are_pytorchs() {
    for case in of_kind("sum", 6) {
        let loss = match case["function"].as_str().unwrap() {
            "mse" => nn::mse,
            "bce" => nn::bce_with_logits,
            other => panic!("no loss {other}"),
        };
        let rows = count(&case["rows"]);
        let (y, t) = (floats(&case["prediction"]), floats(&case["target"]));
        let mut d_y = vec![f32::NAN; y.len()];
        let value = loss(&y, &t, Some(&mut d_y), rows, Reduction::SumPerImage);
        assert_eq!(value, loss(&y, &t, None, rows, Reduction::SumPerImage));
        check(&case, "dPrediction", &d_y, Scale::Largest);
        check(&case, "loss", &[value], Scale::Largest);
    }
}

#[test]
fn a_gaussian_code_and_its_divergence_are_pytorchs() {
    for case in of_kind("gaussian", 4) {
        let (rows, beta) = (count(&case["rows"]), number(&case["beta"]));
        let [mu, log_var, epsilon, d_z] =
            ["mu", "logVar", "epsilon", "dZ"].map(|name| floats(&case[name]));
        let mut z = vec![f32::NAN; mu.len()];
        reparameterize(&mu, &log_var, &epsilon, &mut z);
        check(&case, "z", &z, Scale::One);

        let (mut d_mu, mut d_log_var) = (d_z.clone(), vec![f32::NAN; mu.len()]);
        reparameterize_backward(&log_var, &epsilon, &d_z, &mut d_log_var);
        let grads = Some((&mut d_mu[..], &mut d_log_var[..]));
        let kl = gaussian_kl(&mu, &log_var, beta, grads, rows);
        check(&case, "kl", &[kl], Scale::One);
        check(&case, "dMu", &d_mu, Scale::One);
        check(&case, "dLogVar", &d_log_var, Scale::One);
        assert_eq!(kl, gaussian_kl(&mu, &log_var, 0.0, None, rows));

        let mut sums = vec![0.0; mu.len() / rows];
        add_kl_per_dim(&mu, &log_var, &mut sums);
        let sums: Vec<f32> = sums.into_iter().map(|sum| sum as f32).collect();
        check(&case, "klPerDim", &sums, Scale::One);
    }
}

#[test]
fn distances_to_a_rate_are_pytorchs() {
    for case in of_kind("rate", 3) {
        let (rows, code) = (count(&case["rows"]), floats(&case["code"]));
        let (target, amount) = (number(&case["target"]), number(&case["amount"]));
        let mut rates = vec![f32::NAN; code.len() / rows];
        let mut price = |d_code| rate_sparsity(&code, target, amount, d_code, rows, &mut rates);
        // The gradient is added to what is there.
        let mut d_code = vec![0.25; code.len()];
        let value = price(Some(&mut d_code));
        assert_eq!(value, price(None));
        check(&case, "loss", &[value], Scale::One);
        for d in &mut d_code {
            *d -= 0.25;
        }
        check(&case, "dCode", &d_code, Scale::One);
    }
}

#[test]
fn whatever_the_encoder_gives_the_sample_is_finite() {
    let log_var = [f32::NEG_INFINITY, -1e30, -20.0, 20.0, 1e30, f32::INFINITY];
    let (mu, one) = ([0.5; 6], [1.0; 6]);
    let mut z = [f32::NAN; 6];
    reparameterize(&mu, &log_var, &one, &mut z);
    let [least, most] = [z[2], z[3]];
    assert_eq!(z, [least, least, least, most, most, most]);
    assert!(
        (least - 0.5 - (-10.0_f32).exp()).abs() < 1e-7 && (most / 22_026.966 - 1.0).abs() < 1e-6
    );
    // At the ends of the range the gradient is the function's own; outside of the range it is 0.
    let (mut d_mu, mut d) = ([0.0; 6], [f32::NAN; 6]);
    reparameterize_backward(&log_var, &one, &one, &mut d);
    assert_eq!(
        d.map(|d| d != 0.0),
        [false, false, true, true, false, false]
    );
    let kl = gaussian_kl(&mu, &log_var, 1.0, Some((&mut d_mu, &mut d)), 6);
    assert!(kl.is_finite() && kl > 1e8);
    assert_eq!(
        d.map(|d| d != 0.0),
        [false, false, true, true, false, false]
    );
    assert_eq!(LOG_VAR_RANGE, (-20.0, 20.0));
}

#[test]
fn a_unit_that_is_always_off_or_on_is_pushed_back() {
    let (mut rates, mut d_code) = ([0.0; 2], [0.0; 4]);
    let value = rate_sparsity(
        &[0.0, 1.0, 0.0, 1.0],
        0.1,
        1.0,
        Some(&mut d_code),
        2,
        &mut rates,
    );
    // The sum of 0.1·ln(0.1/10⁻⁶) + 0.9·ln 0.9 and 0.1·ln 0.1 + 0.9·ln(0.9/10⁻⁶), rounded.
    assert!((value - 13.165).abs() < 0.05, "{value}");
    assert!(d_code.iter().all(|d| d.is_finite()), "{d_code:?}");
    assert!(d_code[0] < -1e4 && d_code[1] > 1e5, "{d_code:?}");
}
