//! The integration tests, one binary.

mod allocations;
mod collection;
mod config;
mod corruption;
mod data;
mod drawing;
mod few_images;
mod files;
mod golden;
mod gradients;
mod hostile;
mod idx;
mod kernel;
mod kinds;
mod layering;
mod linear;
mod optimizers;
mod own;
mod pca;
mod plots;
mod properties;
mod rng;
mod training;
mod walk;
mod weights;
