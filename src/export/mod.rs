//! Trained models as files that others read, and visitors' own sets as files to keep.

pub mod collection;
mod container;
pub mod weights;
