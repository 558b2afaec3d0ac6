//! A BMP's pixels as red, green, blue and alpha, once its header has been found sound.

use super::{BMP, Header, array, cut, part};
use crate::data::limits::reserve;
use crate::error::Result;

type Rgba = [u8; 4];

/// The picture's memory, and where a stored row lies in it.
struct Canvas<'a> {
    header: &'a Header,
    rgba: Vec<u8>,
}

impl<'a> Canvas<'a> {
    /// A transparent picture. The header has bounded its size.
    fn new(header: &'a Header) -> Result<Self> {
        let length = header.width * header.height * 4;
        let mut rgba = reserve("The picture", length)?;
        rgba.resize(length, 0);
        Ok(Self { header, rgba })
    }

    /// The pixels of the stored row `y`, which is the lowest one first as a rule.
    fn row(&mut self, y: usize) -> &mut [Rgba] {
        let Header {
            width,
            height,
            top_down,
            ..
        } = *self.header;
        let y = if top_down { y } else { height - 1 - y };
        let (pixels, _) = self.rgba.as_chunks_mut();
        &mut pixels[y * width..(y + 1) * width]
    }
}

/// Pixel `x` of a row of indices of `bits` bits, 8 at most.
fn index(row: &[u8], x: usize, bits: usize) -> usize {
    let at = x * bits;
    let byte = usize::from(row[at / 8]);
    byte >> (8 - bits - at % 8) & ((1 << bits) - 1)
}

/// Rows of indices. There must be as many bytes as the header promises.
pub fn indices(header: &Header, packed: &[u8], colors: &[Rgba; 256]) -> Result<Vec<u8>> {
    let mut canvas = Canvas::new(header)?;
    for (y, row) in packed.chunks(header.row()).take(header.height).enumerate() {
        for (x, pixel) in canvas.row(y).iter_mut().enumerate() {
            *pixel = colors[index(row, x, header.bits)];
        }
    }
    Ok(canvas.rgba)
}

/// One channel's bits within a pixel's number.
struct Channel {
    shift: u32,
    largest: u32,
}

impl Channel {
    fn new(mask: u32) -> Self {
        let shift = mask.trailing_zeros() % 32;
        let largest = mask >> shift;
        Self { shift, largest }
    }

    /// The channel's value, its largest one being 255.
    fn of(&self, number: u32) -> u8 {
        let value = number >> self.shift & self.largest;
        match self.largest {
            0 => 0,
            255 => value as u8,
            largest => {
                let [value, largest] = [value, largest].map(u64::from);
                ((value * 255 + largest / 2) / largest) as u8
            }
        }
    }
}

/// Rows of numbers in which each channel has its bits. There must be as many bytes as the header promises.
pub fn masks(header: &Header, packed: &[u8], masks: [u32; 4]) -> Result<Vec<u8>> {
    let mut canvas = Canvas::new(header)?;
    let [red, green, blue, alpha] = masks.map(Channel::new);
    let (each, mut visible) = (header.bits / 8, masks[3] == 0);
    for (y, row) in packed.chunks(header.row()).take(header.height).enumerate() {
        for (pixel, bytes) in canvas.row(y).iter_mut().zip(row.chunks_exact(each)) {
            let number = bytes
                .iter()
                .rev()
                .fold(0, |number, &byte| number << 8 | u32::from(byte));
            let a = if masks[3] == 0 { 255 } else { alpha.of(number) };
            visible |= a > 0;
            *pixel = [red.of(number), green.of(number), blue.of(number), a];
        }
    }
    if !visible {
        let (pixels, _) = canvas.rgba.as_chunks_mut::<4>();
        for pixel in pixels {
            pixel[3] = 255;
        }
    }
    Ok(canvas.rgba)
}

/// Run lengths of 8 or 4 bits a pixel.
pub fn runs(header: &Header, packed: &[u8], colors: &[Rgba; 256]) -> Result<Vec<u8>> {
    let Header {
        width,
        height,
        bits,
        ..
    } = *header;
    let mut canvas = Canvas::new(header)?;
    let (mut x, mut y, mut at) = (0, 0, 0);
    while y < height {
        let Some([count, what]) = array(packed, at) else {
            break;
        };
        at += 2;
        // So many pixels, whose indices begin at that place, and repeat after so many bytes.
        let (count, indices) = match (count, what) {
            (0, 0) => {
                (x, y) = (0, y + 1);
                continue;
            }
            (0, 1) => return Ok(canvas.rgba),
            (0, 2) => {
                let Some([right, down]) = array(packed, at) else {
                    break;
                };
                at += 2;
                (x, y) = (x + usize::from(right), y + usize::from(down));
                continue;
            }
            (0, literal) => {
                let length = (usize::from(literal) * bits).div_ceil(8);
                let indices = part(packed, at, length).ok_or_else(|| cut(BMP, "its pixels"))?;
                at += length.next_multiple_of(2);
                (literal, indices)
            }
            (run, _) => (run, &packed[at - 1..at]),
        };
        let repeats = indices.len() * 8 / bits;
        let row = &mut canvas.row(y)[x.min(width)..];
        for (place, pixel) in row.iter_mut().take(count.into()).enumerate() {
            *pixel = colors[index(indices, place % repeats, bits)];
        }
        x += usize::from(count);
    }
    if y >= height || (y == height - 1 && x >= width) {
        return Ok(canvas.rgba);
    }
    Err(cut(BMP, "its pixels"))
}
