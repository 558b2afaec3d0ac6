//! From JSON to a [`ModelConfig`], and what may be changed of one while it trains.

use super::config::{
    Architecture, Bottleneck, Corruption, CorruptionKind, InputConfig, ModelConfig,
    OptimizerConfig, VERSION,
};
use super::limits;
use super::read::Reader;
use crate::error::{Error, Result};
use crate::nn::{Activation, Loss, OptimizerKind};
use serde_json::Value;

/// What can be changed of a model without starting it afresh. `None` leaves it as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Steering {
    /// The optimizer's step size.
    pub learning_rate: Option<f64>,
}

impl Steering {
    /// Reads JSON; a missing key changes nothing.
    ///
    /// # Errors
    /// [`Error::Config`] as [`ModelConfig::from_json`].
    pub fn from_json(json: &str) -> Result<Self> {
        let mut top = Reader::new("", parse(json)?)?;
        let learning_rate = top.optional_number("learningRate", limits::LEARNING_RATE)?;
        top.finish()?;
        Ok(Self { learning_rate })
    }
}

/// JSON of any kind.
pub(super) fn parse(json: &str) -> Result<Value> {
    serde_json::from_str(json).map_err(|e| Error::config("config", e, "a JSON object"))
}

impl TryFrom<Value> for ModelConfig {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self> {
        let default = Self::default();
        let mut top = Reader::new("", value)?;
        top.whole("version", VERSION, (VERSION.into(), VERSION.into()))?;
        let input = read_input(top.object("input")?, default.input)?;
        let config = Self {
            version: VERSION,
            input,
            architecture: read_architecture(top.object("architecture")?, &default.architecture)?,
            activation: top.choice("activation", default.activation, &Activation::NAMES)?,
            output_activation: top.choice(
                "outputActivation",
                default.output_activation,
                &["sigmoid", "linear"],
            )?,
            bottleneck: read_bottleneck(
                top.object("bottleneck")?,
                default.bottleneck,
                input.features(),
            )?,
            corruption: read_corruption(top.object("corruption")?, default.corruption)?,
            loss: top.choice("loss", default.loss, &Loss::NAMES)?,
            code_sparsity: top.number("codeSparsity", default.code_sparsity, limits::PENALTY)?,
            weight_decay: top.number("weightDecay", default.weight_decay, limits::PENALTY)?,
            optimizer: read_optimizer(top.object("optimizer")?)?,
            batch_size: top.whole("batchSize", default.batch_size, limits::BATCH_SIZE)?,
            seed: top.whole("seed", default.seed, limits::SEED)?,
            shuffle: top.flag("shuffle", default.shuffle)?,
        };
        top.finish()?;
        if config.loss == Loss::Bce && config.output_activation != Activation::Sigmoid {
            return Err(Error::config(
                "outputActivation",
                "\"linear\" with loss \"bce\"",
                "\"sigmoid\" with loss \"bce\"",
            ));
        }
        config.check_memory()
    }
}

fn read_input(mut r: Reader, default: InputConfig) -> Result<InputConfig> {
    let input = InputConfig {
        channels: r.whole("channels", default.channels, limits::CHANNELS)?,
        height: r.whole("height", default.height, limits::SIDE)?,
        width: r.whole("width", default.width, limits::SIDE)?,
    };
    r.finish()?;
    Ok(input)
}

fn read_architecture(mut r: Reader, default: &Architecture) -> Result<Architecture> {
    let Architecture::Dense { hidden } = default;
    r.one_of("kind", "dense", &["dense"])?;
    let hidden = r.whole_list(
        "hidden",
        hidden,
        limits::HIDDEN_LAYERS,
        limits::HIDDEN_WIDTH,
    )?;
    r.finish()?;
    Ok(Architecture::Dense { hidden })
}

fn read_bottleneck(mut r: Reader, default: Bottleneck, features: usize) -> Result<Bottleneck> {
    r.one_of("kind", "plain", &["plain"])?;
    let most = limits::LATENT_DIM.1.min(features as f64);
    let latent_dim = r.whole(
        "latentDim",
        default.latent_dim().min(features),
        (limits::LATENT_DIM.0, most),
    )?;
    r.finish()?;
    Ok(Bottleneck::Plain { latent_dim })
}

fn read_corruption(mut r: Reader, default: Corruption) -> Result<Corruption> {
    let corruption = Corruption {
        kind: r.choice("kind", default.kind, &CorruptionKind::NAMES)?,
        amount: r.number("amount", default.amount, (0.0, 1.0))?,
    };
    r.finish()?;
    Ok(corruption)
}

fn read_optimizer(mut r: Reader) -> Result<OptimizerConfig> {
    let kind = r.one_of("kind", "adam", &OptimizerKind::NAMES)?;
    let (kind, default_rate) = match kind.as_str() {
        "sgd" => (OptimizerKind::Sgd, 1e-3),
        "momentum" => (
            OptimizerKind::Momentum {
                momentum: r.number("momentum", 0.9, limits::DECAY)?,
            },
            1e-3,
        ),
        "rmsprop" => {
            let alpha = r.number("alpha", 0.99, limits::DECAY)?;
            (
                OptimizerKind::Rmsprop {
                    alpha,
                    epsilon: r.number("epsilon", 1e-8, limits::EPSILON)?,
                },
                1e-2,
            )
        }
        _ => {
            let beta1 = r.number("beta1", 0.9, limits::DECAY)?;
            let beta2 = r.number("beta2", 0.999, limits::DECAY)?;
            (
                OptimizerKind::Adam {
                    beta1,
                    beta2,
                    epsilon: r.number("epsilon", 1e-8, limits::EPSILON)?,
                },
                1e-3,
            )
        }
    };
    let learning_rate = r.number("learningRate", default_rate, limits::LEARNING_RATE)?;
    r.finish()?;
    Ok(OptimizerConfig {
        kind,
        learning_rate,
    })
}
