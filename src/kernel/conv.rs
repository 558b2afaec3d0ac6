//! Convolutions over channels-last maps: from a large map to a small one, back, and the weights' gradient.

mod axis;
mod down;
mod gather;
mod gradient;
mod padded;
mod shape;
mod up;

pub use down::ConvDown;
pub use gradient::ConvGradient;
pub use shape::ConvShape;
pub use up::ConvUp;
