//! What may be changed of a model while it trains.

use super::config::{Bottleneck, ModelConfig};
use super::json_reader::{Reader, decimal};
use super::limits;
use crate::error::{Error, Result};

/// What can be changed of a model without starting it afresh. `None` leaves it as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Steering {
    /// The optimizer's step size.
    pub learning_rate: Option<f64>,
    /// Price of a variational code's KL divergence.
    pub beta: Option<f64>,
    /// Amount of the noise on the input.
    pub corruption_amount: Option<f64>,
    /// Price of a code that is not sparse.
    pub code_sparsity: Option<f64>,
}

impl Steering {
    /// Reads JSON; a missing key changes nothing.
    ///
    /// # Errors
    /// [`Error::Config`] as [`ModelConfig::from_json`].
    pub fn from_json(json: &str) -> Result<Self> {
        let value =
            serde_json::from_str(json).map_err(|e| Error::config("config", e, "a JSON object"))?;
        let mut top = Reader::new("", value)?;
        let steering = Self {
            learning_rate: top.optional_number("learningRate", limits::LEARNING_RATE)?,
            beta: top.optional_number("beta", limits::BETA)?,
            corruption_amount: top.optional_number("corruptionAmount", limits::NOISE)?,
            code_sparsity: top.optional_number("codeSparsity", limits::PENALTY)?,
        };
        top.finish()?;
        Ok(steering)
    }
}

impl ModelConfig {
    /// The same model with other values for what steers it.
    ///
    /// # Errors
    /// [`Error::Config`] for a beta without a variational code, or an amount without noise.
    pub fn steered(&self, steering: Steering) -> Result<Self> {
        let mut config = self.clone();
        if let Some(rate) = steering.learning_rate {
            config.optimizer.learning_rate = rate;
        }
        if let Some(amount) = steering.code_sparsity {
            config.code_sparsity = amount;
        }
        if let Some(amount) = steering.corruption_amount {
            if !self.has_noise() {
                let wanted = "a model with a corruption";
                return Err(Error::config("corruptionAmount", decimal(amount), wanted));
            }
            config.corruption.amount = amount;
        }
        if let Some(price) = steering.beta {
            let Bottleneck::Variational { beta, .. } = &mut config.bottleneck else {
                let wanted = "a model with a variational bottleneck";
                return Err(Error::config("beta", decimal(price), wanted));
            };
            *beta = price;
        }
        Ok(config)
    }
}
