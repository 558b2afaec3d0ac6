//! The header of an `.npy` file: a magic number, a version, a length, and a Python dictionary in ASCII
//! (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).

use super::NPY;
use crate::error::{Error, Result};
use crate::formats::array::{Array, Axes, Kind, Number};

/// Longest header that is read; NumPy itself trusts no longer one.
const MAX_HEADER: usize = 10_000;
/// Most dimensions that are told apart; more are no images anyway.
const MAX_DIMS: usize = 8;
/// Characters of what a file says that a message repeats.
const QUOTED: usize = 40;
/// Most characters of a text in an array.
const MAX_TEXT: usize = 1024;

/// What the numbers are, and whether a number's most significant byte comes first.
fn number(descr: &str) -> Result<Kind> {
    let (order, kind) = descr.split_at_checked(1).unwrap_or_default();
    let (letter, size) = kind.split_at_checked(1).unwrap_or_default();
    let size: usize = size.parse().unwrap_or_default();
    let known = match letter {
        _ if !"<>|=".contains(order) => None,
        "b" if size == 1 => Some(Number::Bool),
        "u" if [1, 2, 4, 8].contains(&size) => Some(Number::Unsigned(size)),
        "i" if [1, 2, 4, 8].contains(&size) => Some(Number::Signed(size)),
        "f" if [2, 4, 8].contains(&size) => Some(Number::Float(size)),
        "U" if (1..=MAX_TEXT).contains(&size) => Some(Number::Unicode(size)),
        "S" if (1..=MAX_TEXT).contains(&size) => Some(Number::Bytes(size)),
        "O" => {
            return fail(
                "it holds Python objects, which are never opened: astype(\"float32\") makes numbers of them",
            );
        }
        _ => None,
    };
    let why = || {
        format!(
            "its numbers are of type “{}”, and whole numbers and floats are read: astype(\"float32\") converts them",
            quote(descr)
        )
    };
    known
        .map(|number| (number, order == ">"))
        .ok_or_else(|| Error::format(NPY, why()))
}

fn fail<T>(why: impl Into<String>) -> Result<T> {
    Err(Error::format(NPY, why))
}

fn quote(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}

/// The sizes of the array in a file, of whose data only the beginning may be there.
///
/// # Errors
/// As [`parse`].
pub fn sizes(start: &[u8]) -> Result<Vec<usize>> {
    split(start)
        .and_then(|(text, _)| dictionary(text))
        .map(|(_, (sizes, _))| sizes)
}

/// The array in a file.
///
/// # Errors
/// [`Error::Format`] if the header is damaged or asks for what is not read (and what to do instead), or if the
/// length is another one; [`Error::TooLarge`] for more than [`limits`](crate::data::limits) allow.
pub fn parse(file: &[u8]) -> Result<Array<'_>> {
    let (text, data) = split(file)?;
    let (number, sizes) = dictionary(text)?;
    Array::new(NPY, number, sizes, data)
}

/// The header's text, and the bytes that follow it.
fn split(file: &[u8]) -> Result<(&str, &[u8])> {
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
        Ok(text) => Ok((text, data)),
        Err(_) => fail("its header is no text"),
    }
}

/// Reads `{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 28, 28), }`, the keys in any order.
fn dictionary(text: &str) -> Result<(Kind, Axes)> {
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
            "descr" => numbers = Some(number(rest.string()?)?),
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
        (Some(numbers), Some(fortran), Some(sizes)) => Ok((numbers, (sizes, fortran))),
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

    fn tuple(&mut self) -> Result<Vec<usize>> {
        let mut sizes = Vec::new();
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
            if sizes.len() == MAX_DIMS {
                return fail(format!("it has more than {MAX_DIMS} dimensions"));
            }
            sizes.push(size);
            // NumPy under Python 2 wrote long integers, 60000L.
            self.0 = rest.strip_prefix('L').unwrap_or(rest).trim_start();
            if !self.accept(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok(sizes)
    }
}
