//! The header of an `.npy` file: a magic number, a version, a length, and a Python dictionary in ASCII
//! (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).

use super::NPY;
use crate::error::{Error, Result};

/// Longest header that is read; NumPy itself trusts no longer one.
const MAX_HEADER: usize = 10_000;
/// Most dimensions that are told apart; more are no images anyway.
const MAX_DIMS: usize = 8;
/// Characters of what a file says that a message repeats.
const QUOTED: usize = 40;

/// What the numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// Numbers of type u8.
    Bytes,
    /// Numbers of type f32.
    F32 {
        /// Whether the most significant byte comes first.
        big_endian: bool,
    },
    /// Numbers of type f64.
    F64 {
        /// Whether the most significant byte comes first.
        big_endian: bool,
    },
}

impl Numbers {
    /// Bytes of a number.
    pub fn size(self) -> usize {
        match self {
            Self::Bytes => 1,
            Self::F32 { .. } => 4,
            Self::F64 { .. } => 8,
        }
    }

    fn parse(descr: &str) -> Result<Self> {
        let (order, kind) = descr.split_at_checked(1).unwrap_or_default();
        let big_endian = order == ">";
        match kind {
            _ if !"<>|=".contains(order) => {}
            "u1" => return Ok(Self::Bytes),
            "f4" => return Ok(Self::F32 { big_endian }),
            "f8" => return Ok(Self::F64 { big_endian }),
            _ if kind.starts_with('O') => {
                return fail(
                    "it holds Python objects, which are never opened: astype(\"float32\") makes numbers of them",
                );
            }
            _ => {}
        }
        fail(format!(
            "its numbers are of type “{}”, and u1 (uint8), f4 (float32) and f8 (float64) are read: astype(\"float32\") converts them",
            quote(descr)
        ))
    }
}

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What the numbers are.
    pub numbers: Numbers,
    sizes: [usize; MAX_DIMS],
    n_dims: usize,
}

impl Header {
    /// The array's sizes, slowest first.
    pub fn shape(&self) -> &[usize] {
        &self.sizes[..self.n_dims]
    }
}

fn fail<T>(why: impl Into<String>) -> Result<T> {
    Err(Error::format(NPY, why))
}

fn quote(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}

/// The header, and the bytes that follow it.
pub fn parse(file: &[u8]) -> Result<(Header, &[u8])> {
    let Some(rest) = file.strip_prefix(b"\x93NUMPY") else {
        return fail("it does not start as one");
    };
    let cut = "it ends within the header";
    let (len, rest) = match *rest {
        [1, _, a, b, ref rest @ ..] => (usize::from(u16::from_le_bytes([a, b])), rest),
        [2 | 3, _, a, b, c, d, ref rest @ ..] => (u32::from_le_bytes([a, b, c, d]) as usize, rest),
        [1..=3, ..] | [] => return fail(cut),
        [major, ..] => return fail(format!("its version is {major}, and 1 to 3 are read")),
    };
    if len > MAX_HEADER {
        return fail(format!(
            "its header is said to be {len} bytes long, and at most {MAX_HEADER} are read"
        ));
    }
    let Some((text, data)) = rest.split_at_checked(len) else {
        return fail(cut);
    };
    match std::str::from_utf8(text) {
        Ok(text) => Ok((dictionary(text)?, data)),
        Err(_) => fail("its header is no text"),
    }
}

/// Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }`, the keys in any order.
fn dictionary(text: &str) -> Result<Header> {
    let (mut numbers, mut fortran, mut shape) = (None, None, None);
    let mut rest = Rest(text.trim());
    rest.expect("{")?;
    while !rest.accept("}") {
        let key = rest.string()?;
        rest.expect(":")?;
        match key {
            "descr" if rest.0.starts_with('[') => {
                return fail("its numbers are records with fields, and plain ones are read");
            }
            "descr" => numbers = Some(Numbers::parse(rest.string()?)?),
            "fortran_order" => fortran = Some(rest.boolean()?),
            "shape" => shape = Some(rest.tuple()?),
            _ => return fail(format!("its header has an unknown key, “{}”", quote(key))),
        }
        if !rest.accept(",") {
            rest.expect("}")?;
            break;
        }
    }
    match (numbers, fortran, shape) {
        (_, Some(true), _) => {
            fail("it is in Fortran order, and C order is read: numpy.ascontiguousarray converts it")
        }
        (Some(numbers), Some(false), Some((sizes, n_dims))) => Ok(Header {
            numbers,
            sizes,
            n_dims,
        }),
        _ => fail("its header lacks one of descr, fortran_order and shape"),
    }
}

/// What is left of the header to read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Takes `mark` and the blanks after it, if it stands next.
    fn accept(&mut self, mark: &str) -> bool {
        let rest = self.0.strip_prefix(mark);
        self.0 = rest.map_or(self.0, str::trim_start);
        rest.is_some()
    }

    fn expect(&mut self, mark: &str) -> Result<()> {
        if self.accept(mark) {
            return Ok(());
        }
        let found = quote(self.0);
        fail(format!("its header should have “{mark}” before “{found}”"))
    }

    fn string(&mut self) -> Result<&'a str> {
        let mark = if self.0.starts_with('"') { "\"" } else { "'" };
        self.expect(mark)?;
        let Some((text, rest)) = self.0.split_once(mark) else {
            return fail("a text in its header does not end");
        };
        self.0 = rest.trim_start();
        Ok(text)
    }

    fn boolean(&mut self) -> Result<bool> {
        if self.accept("True") {
            return Ok(true);
        }
        self.expect("False").map(|()| false)
    }

    fn tuple(&mut self) -> Result<([usize; MAX_DIMS], usize)> {
        let (mut sizes, mut n_dims) = ([0; MAX_DIMS], 0);
        self.expect("(")?;
        while !self.accept(")") {
            let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = self.0.split_at(digits);
            let Ok(size) = number.parse() else {
                return fail(format!(
                    "a size in its header is no number: “{}”",
                    quote(self.0)
                ));
            };
            let Some(place) = sizes.get_mut(n_dims) else {
                return fail(format!("it has more than {MAX_DIMS} dimensions"));
            };
            *place = size;
            n_dims += 1;
            // NumPy under Python 2 wrote long integers, 60000L.
            self.0 = rest.strip_prefix('L').unwrap_or(rest).trim_start();
            if !self.accept(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok((sizes, n_dims))
    }
}
