//! Trained models as files that others read.

pub mod weights;
