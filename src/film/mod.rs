//! Films as files: encoded pictures of a browser's encoder in an MP4, or plain pictures as a GIF.
//!
//! ```text
//! H.264 or VP9, chunk by chunk ─▶ Mp4Writer ─▶ .mp4
//! RGBA, picture by picture     ─▶ GifWriter ─▶ .gif
//! ```
//! Nothing here knows a browser or a model.

mod gif;
mod mp4;
mod palette;

pub use self::gif::GifWriter;
pub use self::mp4::{Chunk, Mp4Writer};

use crate::error::Error;

/// A film may have so many bytes.
pub const MOST_BYTES: usize = 256 << 20;

/// Of a film that has grown beyond its bound.
fn too_large(bytes: usize) -> Error {
    Error::TooLarge {
        what: "film".to_owned(),
        got: format!("{} MB", bytes >> 20),
        limit: format!("{} MB", MOST_BYTES >> 20),
    }
}

/// Of a buffer that has another size than it should.
fn wrong_size(what: &str, got: usize, wanted: usize) -> Error {
    Error::Shape {
        what: what.to_owned(),
        got: format!("{got} bytes"),
        wanted: format!("{wanted} bytes"),
    }
}
