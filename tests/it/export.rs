//! Models and sets as files.

mod collection;
mod hostile;
mod weights;
