//! What a configuration decides of its training: constants, noise, loss and optimizer.

use super::noise;
use crate::model::{Bottleneck, ModelConfig};
use crate::nn::{Loss, OptimizerKind};
use crate::noise::Noise;

/// Constants that the program uses under these names.
pub(super) fn constants(config: &ModelConfig) -> String {
    let shuffle = if config.shuffle { "True" } else { "False" };
    let mut lines = vec![
        format!("BATCH_SIZE = {}", config.batch_size),
        format!("SEED = {}", config.seed),
        format!("SHUFFLE = {shuffle}"),
    ];
    if let Bottleneck::Variational {
        beta,
        kl_warmup_steps,
        ..
    } = config.bottleneck
    {
        lines.push(
            "# The price of the KL divergence, and the steps over which it grows to that.".into(),
        );
        lines.push(format!("BETA = {beta:?}"));
        lines.push(format!("WARMUP_STEPS = {kl_warmup_steps}"));
    }
    if noise(config) != Noise::None {
        lines.push(amount_is(noise(config)).into());
        lines.push(format!("NOISE = {:?}", config.corruption.amount));
    }
    lines.join("\n")
}

fn amount_is(noise: Noise) -> &'static str {
    match noise {
        Noise::None | Noise::Gaussian => "# The noise's standard deviation.",
        Noise::SaltAndPepper => "# The share of pixels that become black or white.",
        Noise::Masking => "# The share of pixels that become black.",
        Noise::Scribble => "# The share of pixels that strokes cover.",
    }
}

/// The function `corrupt`, if there is noise.
pub(super) fn corruption(config: &ModelConfig) -> String {
    let lines = match noise(config) {
        Noise::None => return String::new(),
        Noise::Scribble => return super::below_head(include_str!("scribble.py")).to_owned(),
        Noise::Gaussian => "    return (images + NOISE * torch.randn_like(images)).clamp(0, 1)\n",
        Noise::SaltAndPepper => {
            "    draw = torch.rand_like(images[:, :1])\n    \
             black, white = draw < NOISE / 2, (draw >= NOISE / 2) & (draw < NOISE)\n    \
             return images.masked_fill(black, 0.0).masked_fill(white, 1.0)\n"
        }
        Noise::Masking => {
            "    return images.masked_fill(torch.rand_like(images[:, :1]) < NOISE, 0.0)\n"
        }
    };
    let doc = "\"\"\"Images with noise; what the network is to give back is without.\"\"\"";
    format!("def corrupt(images):\n    {doc}\n{lines}\n\n")
}

/// The method `forward` of the objective.
pub(super) fn loss(config: &ModelConfig) -> String {
    let input = if noise(config) == Noise::None {
        "images"
    } else {
        "corrupt(images)"
    };
    let mut lines = Vec::new();
    let code = if config.is_variational() {
        lines.push(format!("mu, log_var = self.model.distribution({input})"));
        lines.push("codes = mu + torch.exp(log_var / 2) * torch.randn_like(mu)".to_owned());
        "mu"
    } else {
        lines.push(format!("codes = self.model.encode({input})"));
        "codes"
    };
    lines.push(reconstruction(config));
    if config.is_variational() {
        lines.push("kl = (mu**2 + log_var.exp() - log_var - 1).sum() / 2 / len(images)".into());
        lines.push("beta = BETA * min(1, step / WARMUP_STEPS) if WARMUP_STEPS else BETA".into());
        lines.push("loss = loss + beta * kl".into());
    }
    let price = config.code_sparsity;
    if price > 0.0 && config.sparsity_target > 0.0 {
        lines.extend(rate(config, code));
    } else if price > 0.0 {
        lines.push("# An L1 price makes codes sparse.".into());
        lines.push(format!(
            "loss = loss + {price:?} * {code}.abs().sum() / len(images)"
        ));
    }
    lines.push("return loss".into());
    format!(
        "def forward(self, images, step):\n    {}",
        lines.join("\n    ")
    )
}

/// The reconstruction loss: a mean over pixels and batch, or with a variational code a sum over the pixels.
fn reconstruction(config: &ModelConfig) -> String {
    let call = match config.loss {
        Loss::Mse => "F.mse_loss(self.model.decode(codes), images",
        Loss::Bce => "F.binary_cross_entropy_with_logits(self.model.logits(codes), images",
    };
    if config.is_variational() {
        format!("loss = {call}, reduction=\"sum\") / len(images)")
    } else {
        format!("loss = {call})")
    }
}

/// The price of rates of activity that are not the wanted one.
fn rate(config: &ModelConfig, code: &str) -> Vec<String> {
    let (on, price) = (config.sparsity_target, config.code_sparsity);
    let off = 1.0 - on;
    vec![
        "# Each unit is to be on for a wanted share of the images. Its rate is kept off 0 and 1, but not its gradient,".into(),
        "# so that a unit that is always off is still pushed back.".into(),
        format!("rate = {code}.mean(0)"),
        "rate = rate + (rate.clamp(1e-6, 1 - 1e-6) - rate).detach()".into(),
        format!("on, off = {on:?}, {off:?}"),
        format!(
            "loss = loss + {price:?} * (on * torch.log(on / rate) + off * torch.log(off / (1 - rate))).sum()"
        ),
    ]
}

/// The optimizer with its constants. A weight decay is added to the gradient.
pub(super) fn optimizer(config: &ModelConfig) -> String {
    let (rate, decay) = (config.optimizer.learning_rate, config.weight_decay);
    let (name, constants) = match config.optimizer.kind {
        OptimizerKind::Sgd => ("SGD", String::new()),
        OptimizerKind::Momentum { momentum } => ("SGD", format!(", momentum={momentum:?}")),
        OptimizerKind::Rmsprop { alpha, epsilon } => {
            ("RMSprop", format!(", alpha={alpha:?}, eps={epsilon:?}"))
        }
        OptimizerKind::Adam {
            beta1,
            beta2,
            epsilon,
        } => (
            "Adam",
            format!(", betas=({beta1:?}, {beta2:?}), eps={epsilon:?}"),
        ),
    };
    let call = format!("return torch.optim.{name}(");
    format!("{call}\n    model.parameters(), lr={rate:?}{constants}, weight_decay={decay:?}\n)")
}
