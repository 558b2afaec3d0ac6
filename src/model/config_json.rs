//! From JSON to a [`ModelConfig`].

use super::architecture::Architecture;
use super::config::{Bottleneck, Corruption, ModelConfig, OptimizerConfig, VERSION};
use super::input::InputConfig;
use super::json_reader::{Reader, decimal};
use super::limits;
use crate::error::{Error, Result};
use crate::nn::{Activation, Loss, OptimizerKind};
use crate::noise::Noise;
use serde_json::Value;

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
            activation: top.choice(
                "activation",
                default.activation,
                &Activation::NAMES,
                &Activation::ALL,
            )?,
            output_activation: top.choice(
                "outputActivation",
                default.output_activation,
                &["sigmoid", "linear"],
                &[Activation::Sigmoid, Activation::Linear],
            )?,
            bottleneck: read_bottleneck(
                top.object("bottleneck")?,
                default.bottleneck,
                input.features(),
            )?,
            corruption: read_corruption(top.object("corruption")?, default.corruption)?,
            loss: top.choice("loss", default.loss, &Loss::NAMES, &Loss::ALL)?,
            code_activation: top.choice(
                "codeActivation",
                default.code_activation,
                &["linear", "sigmoid"],
                &[Activation::Linear, Activation::Sigmoid],
            )?,
            code_sparsity: top.number("codeSparsity", default.code_sparsity, limits::PENALTY)?,
            sparsity_target: top.number(
                "sparsityTarget",
                default.sparsity_target,
                limits::SPARSITY_TARGET,
            )?,
            weight_decay: top.number("weightDecay", default.weight_decay, limits::PENALTY)?,
            optimizer: read_optimizer(top.object("optimizer")?)?,
            batch_size: top.whole("batchSize", default.batch_size, limits::BATCH_SIZE)?,
            seed: top.whole("seed", default.seed, limits::SEED)?,
            shuffle: top.flag("shuffle", default.shuffle)?,
        };
        top.finish()?;
        check_pairs(&config)?;
        config.architecture.check(config.input)?;
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

/// Refuses values that are each fine but do not go together.
fn check_pairs(config: &ModelConfig) -> Result<()> {
    let is_sigmoid = |function| function == Activation::Sigmoid;
    if config.loss == Loss::Bce && !is_sigmoid(config.output_activation) {
        return Err(Error::config(
            "outputActivation",
            "\"linear\" with loss \"bce\"",
            "\"sigmoid\" with loss \"bce\"",
        ));
    }
    if config.is_variational() && is_sigmoid(config.code_activation) {
        return Err(Error::config(
            "codeActivation",
            "\"sigmoid\" with a variational bottleneck",
            "\"linear\" with a variational bottleneck",
        ));
    }
    if config.sparsity_target > 0.0 && !is_sigmoid(config.code_activation) {
        return Err(Error::config(
            "sparsityTarget",
            format!("{} with a linear code", decimal(config.sparsity_target)),
            "0, or codeActivation \"sigmoid\", since a rate is a share of 1",
        ));
    }
    Ok(())
}

fn read_architecture(mut r: Reader, default: &Architecture) -> Result<Architecture> {
    let kind = r.one_of("kind", "dense", &["dense", "conv"])?;
    let is_conv = kind == "conv";
    let hidden = r.whole_list(
        "hidden",
        if is_conv { &[] } else { default.hidden() },
        limits::HIDDEN_LAYERS,
        limits::HIDDEN_WIDTH,
    )?;
    let architecture = if is_conv {
        Architecture::Conv {
            channels: r.whole_list("channels", &[16, 32], limits::CONVOLUTIONS, limits::MAPS)?,
            kernel: r.whole("kernel", 3, limits::KERNEL)?,
            stride: r.whole("stride", 2, limits::STRIDE)?,
            hidden,
        }
    } else {
        Architecture::Dense { hidden }
    };
    r.finish()?;
    Ok(architecture)
}

fn read_bottleneck(mut r: Reader, default: Bottleneck, features: usize) -> Result<Bottleneck> {
    let kind = r.one_of("kind", "plain", &["plain", "variational"])?;
    let most = limits::LATENT_DIM.1.min(features as f64);
    let latent_dim = r.whole(
        "latentDim",
        default.latent_dim().min(features),
        (limits::LATENT_DIM.0, most),
    )?;
    let bottleneck = if kind == "variational" {
        Bottleneck::Variational {
            latent_dim,
            beta: r.number("beta", 1.0, limits::BETA)?,
            kl_warmup_steps: r.whole("klWarmupSteps", 0, limits::WARMUP_STEPS)?,
        }
    } else {
        Bottleneck::Plain { latent_dim }
    };
    r.finish()?;
    Ok(bottleneck)
}

fn read_corruption(mut r: Reader, default: Corruption) -> Result<Corruption> {
    let corruption = Corruption {
        kind: r.choice("kind", default.kind, &Noise::NAMES, &Noise::ALL)?,
        amount: r.number("amount", default.amount, limits::NOISE)?,
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
