//! A film as a GIF, for browsers without an encoder and for places that show nothing else.

use std::borrow::Cow;

use gif::{DisposalMethod, Encoder, Frame, Repeat};

use super::palette::{Palette, TRANSPARENT};
use super::{MOST_BYTES, too_large, wrong_size};
use crate::error::{Error, Result};

/// Where the palette of the whole film stands: behind the signature and the screen's size.
const PALETTE_AT: usize = 13;

/// A GIF on its way; its pictures come one after the other.
pub struct GifWriter {
    encoder: Encoder<Vec<u8>>,
    size: (u16, u16),
    palette: Palette,
    /// What a viewer shows by now, as entries of the palette: pixels that have theirs already are left out.
    shown: Vec<u8>,
}

impl GifWriter {
    /// An empty GIF that begins anew at its end.
    ///
    /// # Errors
    /// None but the encoder's own.
    pub fn new(width: u16, height: u16) -> Result<Self> {
        let palette = Palette::new();
        let mut encoder = Encoder::new(Vec::new(), width, height, &palette.bytes())
            .map_err(|why| in_words(&why))?;
        encoder
            .set_repeat(Repeat::Infinite)
            .map_err(|why| in_words(&why))?;
        Ok(Self {
            encoder,
            size: (width, height),
            palette,
            shown: Vec::new(),
        })
    }

    /// Appends a picture (RGBA, opaque) that stays for so many hundredths of a second.
    ///
    /// # Errors
    /// A picture of another size; a film that has grown too large.
    pub fn add(&mut self, rgba: &[u8], hundredths: u16) -> Result<()> {
        let (width, height) = self.size;
        let wanted = 4 * usize::from(width) * usize::from(height);
        if rgba.len() != wanted {
            return Err(wrong_size("picture of a GIF", rgba.len(), wanted));
        }
        if self.encoder.get_ref().len() > MOST_BYTES {
            return Err(too_large(self.encoder.get_ref().len()));
        }
        self.palette.learn(rgba);
        self.shown.resize(wanted / 4, TRANSPARENT);
        let mut new = vec![TRANSPARENT; wanted / 4];
        for ((pixel, new), shown) in rgba.chunks_exact(4).zip(&mut new).zip(&mut self.shown) {
            let entry = self.palette.nearest([pixel[0], pixel[1], pixel[2]]);
            // What stays is transparent: most of a chart does, and then weighs next to nothing.
            if entry != *shown {
                (*new, *shown) = (entry, entry);
            }
        }
        let frame = Frame {
            width,
            height,
            delay: hundredths,
            dispose: DisposalMethod::Keep,
            transparent: Some(TRANSPARENT),
            buffer: Cow::Owned(new),
            ..Frame::default()
        };
        self.encoder
            .write_frame(&frame)
            .map_err(|why| in_words(&why))
    }

    /// The file.
    ///
    /// # Errors
    /// None but the encoder's own.
    pub fn finish(self) -> Result<Vec<u8>> {
        let palette = self.palette.bytes();
        let mut bytes = self.encoder.into_inner().map_err(|why| in_words(&why))?;
        // The palette that was written at the beginning did not know all the colors.
        bytes[PALETTE_AT..][..palette.len()].copy_from_slice(&palette);
        Ok(bytes)
    }
}

fn in_words(why: &impl ToString) -> Error {
    Error::Format {
        what: "GIF".to_owned(),
        why: why.to_string(),
    }
}
