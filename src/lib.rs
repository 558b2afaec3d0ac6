//! Hourglass: see an auto-encoder learn.
//!
//! ```text
//! images ─▶ Dataset ─▶ batch ─▶ Autoencoder ─▶ Trainer ─▶ Snapshot ──▶ page
//! ```
//!
//! Images become batches of f32 in 0..1; a model squeezes each through a short code and back; the
//! trainer lowers the difference; snapshots of its numbers go to the page, and commands come back.
//! Numbers are computed here and only here.
//!
//! | module | what it holds |
//! |---|---|
//! | [`error`] | one error enum, in words |
//! | [`rng`] | the seeded generator |
//! | [`noise`] | the kinds of noise |
//! | [`kernel`] | the hot loops: matrix products, exp and its kin, optimizer updates |
//! | [`data`] | data sets, seeded batches, noise, drawings, preparation, the held-out share |
//! | [`formats`] | what a file is and holds: pictures, archives, IDX, npy, CSV |
//! | [`nn`] | layers, activations, losses, optimizers |
//! | [`model`] | configuration, presets, the auto-encoder, PCA |
//! | [`train`] | the trainer, its history and snapshots |
//! | [`labs`] | what a model is good for: compression, noise removal, finding the odd one out |
//! | [`views`] | what a trained model shows: the latent map, one image on its way, one step, the yardstick |
//! | [`export`] | weights, and a visitor's own set, as safetensors; whole runs; models as ONNX and PyTorch source |
//! | [`film`] | films as files: MP4 and GIF (feature `film`) |
//! | [`plot`] | drawings with plotters |
//! | `web` | the only module that knows a browser (wasm32 only; features `js` and `page`) |

pub mod data;
pub mod error;
pub mod export;
#[cfg(feature = "film")]
pub mod film;
pub mod formats;
pub mod labs;
pub mod model;
pub mod nn;
pub mod noise;
pub mod plot;
pub mod rng;
pub mod train;
pub mod views;
#[cfg(all(target_arch = "wasm32", feature = "js"))]
pub mod web;

pub use error::{Error, Result};
pub use hourglass_kernel as kernel;
