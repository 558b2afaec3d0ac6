//! A number opened down to its arithmetic.

use super::record::check_row;
use super::{losses, units, updates};
use crate::error::{Error, Result};
use crate::model::quoted;
use crate::train::SlowStep;
use serde::Serialize;

/// Terms that are listed; the others are summed up.
const LISTED: usize = 12;

/// Which number is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Number `at` of a station: `f(Σ input·weight + bias)`.
    Unit {
        /// Index of the station.
        station: usize,
        /// The number's place in it.
        at: usize,
    },
    /// Number `at` of a variational code's means: a weighted sum.
    Mu(usize),
    /// Number `at` of its `log_var`: a weighted sum.
    LogVar(usize),
    /// Number `at` of its standard deviations: `sigma = e^(log_var/2)`.
    Sigma(usize),
    /// Number `at` of its sample: `z = mu + e^(log_var/2)·epsilon`.
    Sample(usize),
    /// The KL divergence of the followed image's code.
    Kl,
    /// The loss of the followed image.
    Loss,
    /// The size of the gradient of the layer with this index.
    Gradient(usize),
    /// The largest change in the layer with this index.
    Update(usize),
}

impl Open {
    /// What is asked for by name.
    ///
    /// # Errors
    /// [`Error::Config`] for a name that there is not.
    pub fn named(what: &str, station: usize, at: usize, layer: usize) -> Result<Self> {
        Ok(match what {
            "unit" => Self::Unit { station, at },
            "mu" => Self::Mu(at),
            "log_var" => Self::LogVar(at),
            "sigma" => Self::Sigma(at),
            "sample" => Self::Sample(at),
            "kl" => Self::Kl,
            "loss" => Self::Loss,
            "gradient" => Self::Gradient(layer),
            "update" => Self::Update(layer),
            _ => {
                return Err(Error::config(
                    "what",
                    quoted(what),
                    "one of unit, mu, log_var, sigma, sample, kl, loss, gradient, update",
                ));
            }
        })
    }
}

/// One term of a sum. Of a gradient's size both factors are the gradient of one weight, and `from` is the weight's place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Term {
    /// What comes in: of a loss the reconstruction or its logit, of a divergence mu.
    pub input: f64,
    /// What it is multiplied by: of a loss the image, of a divergence sigma.
    pub weight: f64,
    /// The term.
    pub product: f64,
    /// Index of the input at the station before; of a loss the pixel, of a divergence the number of the code.
    pub from: usize,
}

/// How a number comes about, and whether the engine has the same bits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Arithmetic {
    /// What was asked for.
    pub what: &'static str,
    /// `unit`, `pixel`, `mu`, `log_var`, `sigma`, `sample`, `kl`, `loss`, `gradient` or `update`.
    pub label: &'static str,
    /// Name of the layer that computes it.
    pub layer: Option<String>,
    /// The largest terms of the sum, the largest first.
    pub terms: Vec<Term>,
    /// Number of all terms.
    pub n_terms: usize,
    /// The terms that are not listed, added up.
    pub rest: f64,
    /// What is added to the terms.
    pub bias: Option<f64>,
    /// All terms and the bias, in the engine's order.
    pub sum: f64,
    /// The function that the sum goes through; `None` for none.
    pub activation: Option<crate::nn::Activation>,
    /// What comes out.
    pub value: f64,
    /// What the engine has at this place.
    pub engine: f64,
    /// Whether both have the same bits.
    pub equal: bool,
    /// The way from one quantity to the next, where it is no sum alone.
    pub steps: Vec<(&'static str, f64)>,
}

impl Arithmetic {
    /// A value that was computed again, beside the engine's.
    pub(super) fn new(what: &'static str, value: f32, engine: f32) -> Self {
        Self {
            what,
            label: what,
            layer: None,
            terms: Vec::new(),
            n_terms: 0,
            rest: 0.0,
            bias: None,
            sum: value.into(),
            activation: None,
            value: value.into(),
            engine: engine.into(),
            equal: value.to_bits() == engine.to_bits(),
            steps: Vec::new(),
        }
    }

    /// With its sum's terms, of which the largest are listed.
    pub(super) fn with_terms(mut self, mut terms: Vec<Term>) -> Self {
        self.n_terms = terms.len();
        terms.sort_by(|a, b| b.product.abs().total_cmp(&a.product.abs()));
        let rest = terms.split_off(LISTED.min(terms.len()));
        self.rest = rest.iter().map(|term| term.product).sum();
        self.terms = terms;
        self
    }

    /// With named quantities, in order.
    pub(super) fn with_steps<T: Into<f64>>(
        mut self,
        steps: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Self {
        let steps = steps.into_iter().map(|(name, x)| (name, x.into()));
        self.steps.extend(steps);
        self
    }
}

/// Opens a number of the image at `row`. The value is computed anew, one operation at a time.
///
/// # Errors
/// [`Error::Shape`] for a row, a station, a number or a layer that there is not; [`Error::NotReady`] for what is not
/// computed: an image, its noise, and of a plain code what only a distribution has.
pub fn open(slow: &SlowStep, row: usize, what: Open) -> Result<Arithmetic> {
    check_row(slow, row)?;
    match what {
        Open::Unit { station, at } => units::unit(slow, row, station, at),
        Open::Mu(at) => units::head(slow, row, "mu", at),
        Open::LogVar(at) => units::head(slow, row, "log_var", at),
        Open::Sigma(at) => units::sigma(slow, row, at),
        Open::Sample(at) => losses::sample(slow, row, at),
        Open::Kl => losses::kl(slow, row),
        Open::Loss => Ok(losses::loss(slow, row)),
        Open::Gradient(layer) => updates::gradient(slow, layer),
        Open::Update(layer) => updates::update(slow, layer),
    }
}

/// Refuses an index past the end.
pub(super) fn check(what: &str, index: usize, len: usize) -> Result<()> {
    if index < len {
        return Ok(());
    }
    Err(Error::shape(what, index, format!("below {len}")))
}

/// There is nothing to open.
pub(super) fn not_computed(what: &str) -> Error {
    Error::NotReady { what: what.into() }
}
