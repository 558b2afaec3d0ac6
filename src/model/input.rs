//! The size of the images that a model is made for.

use serde::Serialize;

/// Size of the images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct InputConfig {
    /// 1 for gray, 3 for RGB.
    pub channels: usize,
    /// Height in pixels.
    pub height: usize,
    /// Width in pixels.
    pub width: usize,
}

impl InputConfig {
    /// Numbers in an image.
    pub fn features(&self) -> usize {
        self.channels * self.height * self.width
    }
}
