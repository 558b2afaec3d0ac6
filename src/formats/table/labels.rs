//! The labels of a table's pictures, whose texts name classes.

use crate::data::order::order;
use crate::error::{Error, Result};
use crate::formats::decimal;
use std::collections::BTreeMap;

/// The label of a picture without a class.
pub const NONE: u16 = u16::MAX;
/// Characters of a label that become its class's name.
const NAME: usize = 40;

/// One label a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// Indices into `names`, or [`NONE`].
    pub places: Vec<u16>,
    /// In the order of numbers if all of them are numbers, else of the alphabet.
    pub names: Vec<String>,
}

/// Labels as they arrive: the first different texts get the first numbers.
#[derive(Debug, Default)]
pub struct Collector {
    seen: BTreeMap<Vec<u8>, usize>,
    texts: Vec<Vec<u8>>,
    places: Vec<u16>,
    are_too_many: bool,
}

impl Collector {
    /// The label of the next picture; blank for none.
    pub fn take(&mut self, text: &[u8]) {
        let text = text.trim_ascii();
        let next = self.texts.len();
        let place = match self.seen.get(text) {
            _ if text.is_empty() => NONE,
            Some(&place) => place as u16,
            None if next == usize::from(NONE) => {
                self.are_too_many = true;
                NONE
            }
            None => {
                self.seen.insert(text.to_vec(), next);
                self.texts.push(text.to_vec());
                next as u16
            }
        };
        self.places.push(place);
    }

    /// How many different labels have come.
    pub fn count(&self) -> usize {
        self.texts.len()
    }

    /// Whether all labels could be told apart.
    ///
    /// # Errors
    /// [`Error::Format`] if they could not.
    pub fn check(&self, what: &str) -> Result<()> {
        if self.are_too_many {
            let why = format!("its classes have over {NONE} different names");
            return Err(Error::format(what, why));
        }
        Ok(())
    }

    /// The labels with their names, in order; `None` if there were none.
    pub fn finish(self) -> Option<Labels> {
        if self.texts.is_empty() {
            return None;
        }
        let names = distinct(&self.texts);
        let numbers: Vec<f64> = names
            .iter()
            .filter_map(|name| decimal::parse(name.as_bytes(), false))
            .collect();
        let is_number = numbers.len() == names.len();
        let order = order(names.len(), &|a, b| {
            if is_number {
                numbers[a].total_cmp(&numbers[b]).is_lt()
            } else {
                names[a] < names[b]
            }
        });
        let mut places = vec![NONE; names.len()];
        for (place, &old) in order.iter().enumerate() {
            places[old] = place as u16;
        }
        let new = |&old: &u16| places.get(usize::from(old)).copied().unwrap_or(NONE);
        Some(Labels {
            places: self.places.iter().map(new).collect(),
            names: order.iter().map(|&old| names[old].clone()).collect(),
        })
    }
}

/// A whole number without the zeros behind its point; any other text as it is.
fn plain(name: &str) -> &str {
    match name.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty()
                && zeros.bytes().all(|digit| digit == b'0')
                && whole.parse::<i64>().is_ok() =>
        {
            whole
        }
        _ => name,
    }
}

/// Texts as names, cut to their longest length. Where two become the same, the later one gets a number.
fn distinct(texts: &[Vec<u8>]) -> Vec<String> {
    let mut there: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let mut out = Vec::with_capacity(texts.len());
    for text in texts {
        let name = String::from_utf8_lossy(text);
        let short: String = plain(&name).chars().take(NAME).collect();
        let mut one = short.clone();
        let mut number = *there.get(short.as_bytes()).unwrap_or(&1);
        while there.contains_key(one.as_bytes()) {
            number += 1;
            one = format!("{short} ({number})");
        }
        there.insert(short.into_bytes(), number);
        there.insert(one.clone().into_bytes(), 1);
        out.push(one);
    }
    out
}
