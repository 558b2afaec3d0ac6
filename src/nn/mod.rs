//! Neural-network parts: layers, activations, losses, optimizers and initial weights.
//!
//! Every layer maps `(batch, features)` to `(batch, features)`, row-major f32. A layer holds its
//! parameters and nothing of the data that went through: activations live in a [`Tape`], so the
//! same model can be trained and looked at without one disturbing the other.

mod activation;
mod conv;
mod dense;
mod init;
mod loss;
mod optimizer;
mod reorder;
mod sequential;
mod tape;

pub use activation::{Activation, ActivationLayer};
pub use conv::{Conv2d, ConvTranspose2d};
pub use dense::Dense;
pub use init::{Init, fill_uniform, uniform_bound};
pub use loss::{
    LOG_VAR_RANGE, Loss, Reduction, add_kl_per_dim, bce_with_logits, code_sparsity, gaussian_kl,
    mse, rate_sparsity, reparameterize, reparameterize_backward, softmax_cross_entropy,
};
pub use optimizer::{Optimizer, OptimizerKind, OptimizerState};
pub use reorder::Reorder;
pub use sequential::Sequential;
pub use tape::Tape;

pub use crate::kernel::ConvShape;

/// Rows whose gradients are summed together before the ordered sum over shards.
///
/// A step's gradient is defined as the sum of shard gradients in order, so that several workers
/// can later share a step without changing a bit.
pub const SHARD_ROWS: usize = 32;

/// One trainable tensor with its gradient.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Name within its layer, as PyTorch calls it (`weight`, `bias`).
    pub name: &'static str,
    /// PyTorch's shape.
    pub shape: Vec<usize>,
    /// The numbers, row-major.
    pub value: Vec<f32>,
    /// The last gradient, the same shape.
    pub grad: Vec<f32>,
}

impl Param {
    /// A parameter of zeros.
    pub fn zeros(name: &'static str, shape: &[usize]) -> Self {
        let len = shape.iter().product();
        Self {
            name,
            shape: shape.to_vec(),
            value: vec![0.0; len],
            grad: vec![0.0; len],
        }
    }
}

/// What a layer's backward pass is given.
#[derive(Debug)]
pub struct Backward<'a> {
    /// The layer's input in the forward pass, `(rows, in_features)`.
    pub input: &'a [f32],
    /// The layer's output in the forward pass, `(rows, out_features)`. If the next layer is an activation
    /// function that works in place, its result stands here instead, and this layer must not read it.
    pub output: &'a [f32],
    /// Gradient of the loss by the output, `(rows, out_features)`.
    pub d_output: &'a [f32],
    /// Where the gradient by the input is written, `(rows, in_features)`; `None` if it is not needed.
    pub d_input: Option<&'a mut [f32]>,
    /// Number of rows (images) of this pass.
    pub rows: usize,
    /// Whether the rows are the first ones of a batch. The first rows overwrite the parameters' gradients.
    /// The rows of a further shard add to them; see [`Layer::by_shards`].
    pub begins: bool,
}

/// A differentiable function with parameters.
pub trait Layer: Send {
    /// Length of an input row.
    fn in_features(&self) -> usize;

    /// Length of an output row.
    fn out_features(&self) -> usize;

    /// Writes `output = f(input)` for `rows` rows. Reads the weights packed by the last
    /// [`Layer::weights_changed`]. `scratch` holds at least [`Layer::scratch_len`] numbers, of any value.
    fn forward(&self, input: &[f32], output: &mut [f32], rows: usize, scratch: &mut [f32]);

    /// Numbers of working memory that a forward pass needs.
    fn scratch_len(&self) -> usize {
        0
    }

    /// Writes the parameters' gradients, and the gradient by the input if there is a place for it.
    fn backward(&mut self, pass: Backward<'_>);

    /// Whether a batch may come shard by shard ([`SHARD_ROWS`]) instead of as a whole. Feature maps are
    /// large: one shard goes through all layers while its maps are still in the cache.
    fn by_shards(&self) -> bool {
        false
    }

    /// Shows every parameter, always in the same order.
    fn visit_params(&mut self, visit: &mut dyn FnMut(&mut Param));

    /// `[channels, height, width]` if the output is a feature map. Its numbers stand pixel by pixel.
    fn maps(&self) -> Option<[usize; 3]> {
        None
    }

    /// The function, if this is an activation function and nothing else.
    fn activation(&self) -> Option<Activation> {
        None
    }

    /// Whether this is an activation function.
    fn is_activation(&self) -> bool {
        self.activation().is_some()
    }

    /// To be called after parameters were written: prepares them for the next passes.
    fn weights_changed(&mut self) {}
}

/// Says how large it is, and no more: what all layers hold would stand as text in the page's module.
impl std::fmt::Debug for dyn Layer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} → {}", self.in_features(), self.out_features())
    }
}
