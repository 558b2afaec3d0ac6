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
pub const HIDDEN_LAYERS: (usize, usize) = (0, 8);
/// Feature maps of a convolution.
pub const MAPS: (f64, f64) = (1.0, 512.0);
/// Convolutions on each side.
pub const CONVOLUTIONS: (usize, usize) = (1, 6);
/// Side of a convolution's kernel in pixels.
pub const KERNEL: (f64, f64) = (1.0, 7.0);
/// Pixels from one place of a kernel to the next.
pub const STRIDE: (f64, f64) = (1.0, 3.0);
/// Price of the KL divergence.
pub const BETA: (f64, f64) = (0.0, 1000.0);
/// Steps over which the price of the KL divergence may grow.
pub const WARMUP_STEPS: (f64, f64) = (0.0, 1e9);
/// Amount of noise: a standard deviation on the 0..1 scale, or a share of the pixels.
pub const NOISE: (f64, f64) = (0.0, 1.0);
/// Share of the images for which a number of a sigmoid code should be on; 0 for none.
pub const SPARSITY_TARGET: (f64, f64) = (0.0, 0.99);
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
/// Price of a code that is not sparse, and of the squared weights.
pub const PENALTY: (f64, f64) = (0.0, 1000.0);
/// Memory that a model may need, with gradients, optimizer state, panels and activations.
pub const MEMORY_BYTES: u64 = 1 << 30;
