//! Images on their way to the model: what is held, which of them a step sees, and file formats.
//!
//! Pixels stay bytes (0..255) as long as they are kept; a model sees `byte / 255`.

pub mod archive;
pub mod augmentation;
pub mod batches;
pub mod corruption;
pub mod csv;
pub mod dataset;
pub mod drawing;
pub mod files;
pub mod idx;
mod inflate;
pub mod limits;
pub mod npy;
pub mod patches;
pub mod preparation;
pub mod split;
pub mod table;

pub use batches::{Batches, FIRST_PART};
pub use corruption::{Noise, corrupt};
pub use dataset::{Dataset, ImageShape};
