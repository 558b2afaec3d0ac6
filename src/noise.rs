//! The kinds of noise, by name: what a configuration asks for and what `data::corrupt` draws.

use serde::{Deserialize, Serialize};

/// A kind of noise; what its amount means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noise {
    /// The image as it is.
    None,
    /// `amount` times a standard normal number is added to every number of the image.
    Gaussian,
    /// Each pixel becomes black or white with probability `amount`, either as likely.
    SaltAndPepper,
    /// Each pixel becomes black with probability `amount`.
    Masking,
    /// Strokes of a pen, each black or white, until they cover a share `amount` of the pixels.
    Scribble,
}

impl Noise {
    /// The names, as they stand in a configuration.
    pub const NAMES: [&'static str; 5] =
        ["none", "gaussian", "salt-and-pepper", "masking", "scribble"];

    /// Those that the names are of, in their order.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Gaussian,
        Self::SaltAndPepper,
        Self::Masking,
        Self::Scribble,
    ];
}
