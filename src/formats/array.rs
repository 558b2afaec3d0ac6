//! An array of numbers as it lies in a file: what npy and IDX have in common.

use super::bytes::array;
use crate::data::limits::MAX_FILE_BYTES;
use crate::error::{Error, Result};

/// What one number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// True or false, as a byte.
    Bool,
    /// Whole numbers of so many bytes.
    Unsigned(usize),
    /// Whole numbers of so many bytes, below 0 too.
    Signed(usize),
    /// IEEE 754 numbers of so many bytes.
    Float(usize),
    /// Texts of so many characters, four bytes each (UCS-4).
    Unicode(usize),
    /// Texts of so many bytes.
    Bytes(usize),
}

impl Number {
    /// Bytes of one.
    pub fn size(self) -> usize {
        match self {
            Self::Bool => 1,
            Self::Unsigned(size) | Self::Signed(size) | Self::Float(size) | Self::Bytes(size) => {
                size
            }
            Self::Unicode(characters) => 4 * characters,
        }
    }

    /// Whether it is a text rather than a number.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Unicode(_) | Self::Bytes(_))
    }
}

/// What a file says of its numbers: what one is, and whether its most significant byte comes first.
pub type Kind = (Number, bool);
/// What a file says of its axes: their sizes, and whether the first axis is the fastest.
pub type Axes = (Vec<usize>, bool);

/// An array in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Array<'a> {
    /// The kind of file, in messages.
    pub what: &'static str,
    /// What one number is.
    pub number: Number,
    /// Whether a number's most significant byte comes first.
    pub is_big_endian: bool,
    /// The sizes, as the file names them.
    pub sizes: Vec<usize>,
    /// Whether the first axis is the fastest (Fortran's order) and not the last.
    pub is_fortran: bool,
    data: &'a [u8],
}

impl<'a> Array<'a> {
    /// An array whose data are all there.
    ///
    /// # Errors
    /// [`Error::Format`] if a size is 0, or if the sizes ask for another number of bytes than there are;
    /// [`Error::TooLarge`] if they ask for more than [`limits`](crate::data::limits) allow.
    pub fn new(
        what: &'static str,
        (number, is_big_endian): Kind,
        (sizes, is_fortran): Axes,
        data: &'a [u8],
    ) -> Result<Self> {
        if sizes.contains(&0) {
            let why = format!("its shape is {}, so that it holds 0 images", shape(&sizes));
            return Err(Error::format(what, why));
        }
        let one = Some(number.size());
        let wanted = sizes
            .iter()
            .fold(one, |bytes, &size| bytes?.checked_mul(size));
        let got = data.len();
        match wanted {
            Some(wanted) if wanted == got && wanted <= MAX_FILE_BYTES => {}
            Some(wanted) if wanted <= MAX_FILE_BYTES => {
                let lack = if got < wanted {
                    "cut short"
                } else {
                    "too long"
                };
                let why = format!(
                    "it is {lack}: its header promises {wanted} bytes of data, and {got} follow"
                );
                return Err(Error::format(what, why));
            }
            _ => {
                return Err(Error::TooLarge {
                    what: format!("The {what} file"),
                    got: format!("an array of {} numbers", times(&sizes)),
                    limit: format!("{} MB", MAX_FILE_BYTES >> 20),
                });
            }
        }
        Ok(Self {
            what,
            number,
            is_big_endian,
            sizes,
            is_fortran,
            data,
        })
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.data.len() / self.number.size().max(1)
    }

    /// Whether there are no numbers.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes, where each number is one from 0 to 255.
    pub fn bytes(&self) -> Option<&'a [u8]> {
        (self.number == Number::Unsigned(1)).then_some(self.data)
    }

    /// The number at a place, as it lies in the file.
    #[inline]
    pub fn get(&self, place: usize) -> f64 {
        // The usual kinds, of which there may be millions.
        match self.number {
            Number::Unsigned(1) | Number::Bool => {
                return f64::from(self.data.get(place).copied().unwrap_or_default());
            }
            Number::Float(4) if !self.is_big_endian => {
                let bytes = array(self.data, 4 * place).unwrap_or_default();
                return f64::from(f32::from_le_bytes(bytes));
            }
            Number::Float(8) if !self.is_big_endian => {
                return f64::from_le_bytes(array(self.data, 8 * place).unwrap_or_default());
            }
            _ => {}
        }
        let bits = self.bits(place);
        match self.number {
            Number::Float(2) => half(bits as u16),
            Number::Float(4) => f64::from(f32::from_bits(bits as u32)),
            Number::Float(_) => f64::from_bits(bits),
            Number::Signed(size) => signed(bits, size) as f64,
            _ => bits as f64,
        }
    }

    /// The bits of the number at a place, its lowest ones first; 0 beyond the end.
    fn bits(&self, place: usize) -> u64 {
        let size = self.number.size();
        let bytes = self.data.get(place * size..(place + 1) * size);
        let bytes = bytes.unwrap_or_default();
        let fold = |bits: u64, &byte: &u8| bits << 8 | u64::from(byte);
        if self.is_big_endian {
            bytes.iter().fold(0, fold)
        } else {
            bytes.iter().rev().fold(0, fold)
        }
    }

    /// The text at a place: of a number the shortest one, exact for whole numbers of eight bytes too; none of NaN.
    pub fn text(&self, place: usize) -> String {
        let size = self.number.size();
        let bytes = self.data.get(place * size..(place + 1) * size);
        let bytes = bytes.unwrap_or_default();
        match self.number {
            Number::Unicode(_) => self.letters(bytes),
            // Bytes that are no UTF-8 are taken letter by letter, so that different texts stay different.
            Number::Bytes(_) => {
                // Bytes that are no UTF-8 are taken letter by letter, so that different texts stay different.
                let letters = || bytes.iter().map(|&byte| char::from(byte)).collect();
                let text: String = str::from_utf8(bytes).map_or_else(|_| letters(), str::to_owned);
                text.trim_end_matches('\0').to_owned()
            }
            Number::Unsigned(_) => self.bits(place).to_string(),
            Number::Signed(size) => signed(self.bits(place), size).to_string(),
            Number::Float(_) if self.get(place).is_nan() => String::new(),
            Number::Float(2 | 4) => (self.get(place) as f32).to_string(),
            _ => self.get(place).to_string(),
        }
    }

    /// Letters of four bytes each.
    fn letters(&self, bytes: &[u8]) -> String {
        let (letters, _) = bytes.as_chunks::<4>();
        let letter = |&letter: &[u8; 4]| {
            let code = if self.is_big_endian {
                u32::from_be_bytes(letter)
            } else {
                u32::from_le_bytes(letter)
            };
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        };
        let text: String = letters.iter().map(letter).collect();
        text.trim_end_matches('\0').to_owned()
    }

    /// How far the next number along each axis lies, in numbers.
    pub fn strides(&self) -> Vec<usize> {
        let mut strides = vec![1; self.sizes.len()];
        let mut stride = 1;
        let last = self.sizes.len();
        for at in 0..last {
            let axis = if self.is_fortran { at } else { last - 1 - at };
            strides[axis] = stride;
            stride *= self.sizes[axis];
        }
        strides
    }

    /// The sizes as Python writes them.
    pub fn shape(&self) -> String {
        shape(&self.sizes)
    }
}

/// A whole number of so many bytes that may be below 0.
fn signed(bits: u64, size: usize) -> i64 {
    let unused = 64 - 8 * size as u32;
    (bits << unused) as i64 >> unused
}

/// The value of an IEEE 754 number of 16 bits.
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (bits >> 10 & 31, f64::from(bits & 1023));
    let value = match exponent {
        0 => fraction * 2.0_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2.0_f64.powi(i32::from(exponent) - 25),
    };
    if bits >> 15 == 1 { -value } else { value }
}

/// Sizes as Python writes them.
fn shape(sizes: &[usize]) -> String {
    let texts: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    let comma = if sizes.len() == 1 { "," } else { "" };
    format!("({}{comma})", texts.join(", "))
}

/// Sizes as a product.
fn times(sizes: &[usize]) -> String {
    let texts: Vec<String> = sizes.iter().map(ToString::to_string).collect();
    texts.join(" × ")
}
