//! The integration tests, one binary.

mod allocations;
mod config;
mod data;
mod drawing;
mod golden;
mod gradients;
mod idx;
mod kernel;
mod layering;
mod optimizers;
mod pca;
mod plots;
mod training;
mod weights;
