//! Every bound of a configuration, in one place.

/// Channels of an image.
pub const CHANNELS: (f64, f64) = (1.0, 4.0);
/// Height and width of an image in pixels.
pub const SIDE: (f64, f64) = (1.0, 256.0);
/// Numbers in a code.
pub const LATENT_DIM: (f64, f64) = (1.0, 1024.0);
/// Units of a hidden dense layer.
pub const HIDDEN_WIDTH: (f64, f64) = (1.0, 4096.0);
/// Hidden layers on each side.
pub const HIDDEN_LAYERS: usize = 8;
/// Images a step.
pub const BATCH_SIZE: (f64, f64) = (1.0, 4096.0);
/// Seeds that JavaScript and JSON carry exactly.
pub const SEED: (f64, f64) = (0.0, 9_007_199_254_740_991.0);
/// Learning rates: large enough to watch a run diverge.
pub const LEARNING_RATE: (f64, f64) = (1e-9, 1000.0);
/// Decay rates of running means, below 1.
pub const DECAY: (f64, f64) = (0.0, 0.999_999_9);
/// The small number that keeps a division finite.
pub const EPSILON: (f64, f64) = (1e-30, 1.0);
/// Price of the code's L1 norm, and of the squared weights.
pub const PENALTY: (f64, f64) = (0.0, 1000.0);
/// Memory that a model may need, with gradients, optimizer state, panels and activations.
pub const MEMORY_BYTES: u64 = 1 << 30;
