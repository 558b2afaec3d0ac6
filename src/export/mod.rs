//! Trained models as files that others read, visitors' own sets, and whole runs as files to keep.

pub mod collection;
mod container;
pub mod kept;
pub mod onnx;
pub mod pytorch;
pub mod weights;
