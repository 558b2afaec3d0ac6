//! Models, sets and whole runs as files.

mod collection;
mod hostile;
mod kept;
mod onnx;
mod pytorch;
mod weights;
