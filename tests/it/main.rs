//! The integration tests, one binary.

// A table of cases is as long as there are cases.
#![allow(clippy::too_many_lines)]

mod allocations;
mod config;
mod curves;
mod data;
mod export;
mod film;
mod formats;
mod golden;
mod gradients;
mod kernel;
mod kinds;
mod labs;
mod layering;
mod linear;
mod memory;
mod optimizers;
mod packs;
mod pca;
mod plots;
mod properties;
mod rng;
mod shared;
mod slow;
mod terminal;
mod training;
mod views;
