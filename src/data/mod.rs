//! Images on their way to the model: what is held, how it is made, and which of it a step sees.
//!
//! Pixels stay bytes (0..255) as long as they are kept; a model sees `byte / 255`.

pub mod augmentation;
pub mod batches;
pub mod corruption;
pub mod dataset;
pub mod drawing;
pub mod identity;
pub mod limits;
pub mod order;
pub mod patches;
pub mod preparation;
pub mod split;
pub mod spread;

pub use batches::{Batches, FIRST_PART};
pub use corruption::corrupt;
pub use dataset::{Dataset, ImageShape, NO_LABEL};
