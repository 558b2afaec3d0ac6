//! Images on their way to the model: what is held, which of them a step sees, and file formats.
//!
//! Pixels stay bytes (0..255) as long as they are kept; a model sees `byte / 255`.

pub mod batches;
pub mod corruption;
pub mod dataset;
pub mod drawing;
pub mod idx;
pub mod limits;
pub mod npy;

pub use batches::{Batches, FIRST_PART};
pub use corruption::{Noise, corrupt};
pub use dataset::{Dataset, ImageShape};
