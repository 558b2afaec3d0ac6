//! Optimizers, with PyTorch's definitions and defaults (torch.optim 2.x).

use super::Param;
use crate::kernel::optimize::{self, Adam, RmsProp};
use serde::Serialize;

/// Which optimizer, with its constants. Weight decay is L2: first `g ← g + λ·w`, then the rule of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum OptimizerKind {
    /// `w ← w − η·g`
    Sgd,
    /// `b ← μ·b + g` (first step: `b = g`), `w ← w − η·b` (Polyak 1964).
    Momentum {
        /// Share of the velocity that is kept, μ.
        momentum: f64,
    },
    /// `v ← α·v + (1 − α)·g²`, `w ← w − η·g / (√v + ε)` (Tieleman & Hinton 2012).
    Rmsprop {
        /// Share of the running mean that is kept, α.
        alpha: f64,
        /// The small number ε.
        epsilon: f64,
    },
    /// `m ← β₁·m + (1 − β₁)·g`, `v ← β₂·v + (1 − β₂)·g²`,
    /// `w ← w − η·m̂ / (√v̂ + ε)` with `m̂ = m / (1 − β₁ᵗ)`, `v̂ = v / (1 − β₂ᵗ)`
    /// (Kingma & Ba 2014, arXiv:1412.6980).
    Adam {
        /// Share of the mean that is kept, β₁.
        beta1: f64,
        /// Share of the mean square that is kept, β₂.
        beta2: f64,
        /// The small number ε.
        epsilon: f64,
    },
}

impl OptimizerKind {
    /// The names, as they stand in a configuration.
    pub const NAMES: [&'static str; 4] = ["sgd", "momentum", "rmsprop", "adam"];

    /// Adam with PyTorch's defaults.
    pub fn adam() -> Self {
        Self::Adam {
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
        }
    }

    /// Running means that this kind keeps for every weight.
    pub fn n_slots(&self) -> usize {
        match self {
            Self::Sgd => 0,
            Self::Momentum { .. } | Self::Rmsprop { .. } => 1,
            Self::Adam { .. } => 2,
        }
    }

    /// How many of the running means are means of squares, which are never negative. These come last.
    pub fn n_squares(&self) -> usize {
        match self {
            Self::Sgd | Self::Momentum { .. } => 0,
            Self::Rmsprop { .. } | Self::Adam { .. } => 1,
        }
    }
}

/// What an optimizer remembers between steps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OptimizerState {
    /// Updates made so far.
    pub t: u64,
    /// `slots[s][p]` is running mean `s` of parameter `p`.
    pub slots: Vec<Vec<Vec<f32>>>,
}

/// An optimizer and its state.
#[derive(Debug, Clone)]
pub struct Optimizer {
    /// The rule.
    pub kind: OptimizerKind,
    /// Step size η; may be changed between steps.
    pub learning_rate: f64,
    /// L2 price λ on the parameters.
    pub weight_decay: f32,
    /// Running means.
    pub state: OptimizerState,
}

impl Optimizer {
    /// A fresh optimizer for parameters of the given lengths.
    pub fn new(
        kind: OptimizerKind,
        learning_rate: f64,
        weight_decay: f32,
        lengths: &[usize],
    ) -> Self {
        let slot = || lengths.iter().map(|&len| vec![0.0; len]).collect();
        let slots = (0..kind.n_slots()).map(|_| slot()).collect();
        Self {
            kind,
            learning_rate,
            weight_decay,
            state: OptimizerState { t: 0, slots },
        }
    }

    /// Forgets all running means, as if no step had been made.
    pub fn forget(&mut self) {
        self.state.t = 0;
        self.state
            .slots
            .iter_mut()
            .flatten()
            .for_each(|slot| slot.fill(0.0));
    }

    /// To be called once a step, before its updates.
    pub fn begin_step(&mut self) {
        self.state.t += 1;
    }

    /// Updates the parameter with number `index` by its gradient.
    pub fn update(&mut self, index: usize, param: &mut Param) {
        let OptimizerState { t, slots } = &mut self.state;
        let (w, g) = (&mut param.value[..], &param.grad[..]);
        let (learning_rate, weight_decay) = (self.learning_rate, f64::from(self.weight_decay));
        let (rate, decay) = (learning_rate as f32, self.weight_decay);
        match (self.kind, slots.as_mut_slice()) {
            (OptimizerKind::Momentum { momentum }, [b]) => {
                optimize::momentum(w, &mut b[index], g, rate, momentum as f32, decay);
            }
            (OptimizerKind::Rmsprop { alpha, epsilon }, [v]) => {
                let options = RmsProp {
                    learning_rate,
                    alpha,
                    epsilon,
                    weight_decay,
                };
                optimize::rmsprop(w, &mut v[index], g, &options);
            }
            (
                OptimizerKind::Adam {
                    beta1,
                    beta2,
                    epsilon,
                },
                [m, v],
            ) => {
                let options = Adam {
                    learning_rate,
                    beta1,
                    beta2,
                    epsilon,
                    weight_decay,
                };
                optimize::adam(w, &mut m[index], &mut v[index], g, &options, *t);
            }
            _ => optimize::sgd(w, g, rate, decay),
        }
    }
}
