//! What is drawn of a live model.

mod few_images;
mod walk;
mod yardstick;
