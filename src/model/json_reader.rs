//! Reads a JSON object key by key, so that every error names the key, what came and what is allowed.

use crate::error::{Error, Result};
use serde_json::{Map, Value};

/// One object of a configuration, with its path.
pub(super) struct Reader {
    path: String,
    keys: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Reader {
    pub(super) fn new(path: &str, value: Value) -> Result<Self> {
        let name = if path.is_empty() { "config" } else { path };
        match value {
            Value::Object(keys) => Ok(Self {
                path: path.into(),
                keys,
                known: Vec::new(),
            }),
            other => Err(Error::config(name, show(&other), "an object { … }")),
        }
    }

    fn path(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.into()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        self.keys.remove(key)
    }

    fn wrong<T>(&self, key: &str, got: &Value, wanted: String) -> Result<T> {
        Err(Error::config(self.path(key), show(got), wanted))
    }

    /// The object under `key`; an absent one is empty.
    pub(super) fn object(&mut self, key: &'static str) -> Result<Self> {
        let path = self.path(key);
        Self::new(
            &path,
            self.take(key).unwrap_or_else(|| Value::Object(Map::new())),
        )
    }

    /// A finite number in `bounds`, ends included.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        default: f64,
        bounds: (f64, f64),
    ) -> Result<f64> {
        Ok(self.optional_number(key, bounds)?.unwrap_or(default))
    }

    /// A finite number in `bounds`, ends included, or `None` for an absent key.
    pub(super) fn optional_number(
        &mut self,
        key: &'static str,
        bounds: (f64, f64),
    ) -> Result<Option<f64>> {
        let Some(value) = self.take(key) else {
            return Ok(None);
        };
        match value.as_f64() {
            Some(x) if x >= bounds.0 && x <= bounds.1 => Ok(Some(x)),
            _ => self.wrong(key, &value, format!("a number {}", range(bounds))),
        }
    }

    /// A whole number in `bounds`, ends included.
    pub(super) fn whole<T: TryFrom<u64>>(
        &mut self,
        key: &'static str,
        default: T,
        bounds: (f64, f64),
    ) -> Result<T> {
        let Some(value) = self.take(key) else {
            return Ok(default);
        };
        match whole(&value, bounds).and_then(|n| T::try_from(n).ok()) {
            Some(n) => Ok(n),
            None => self.wrong(key, &value, format!("a whole number {}", range(bounds))),
        }
    }

    /// A list of whole numbers in `bounds`, as many as `lengths` allows, ends included.
    pub(super) fn whole_list(
        &mut self,
        key: &'static str,
        default: &[usize],
        lengths: (usize, usize),
        bounds: (f64, f64),
    ) -> Result<Vec<usize>> {
        let Some(value) = self.take(key) else {
            return Ok(default.to_vec());
        };
        let (least, most) = lengths;
        let list = value
            .as_array()
            .filter(|list| (least..=most).contains(&list.len()));
        match list.and_then(|list| {
            list.iter()
                .map(|v| whole(v, bounds).map(|n| n as usize))
                .collect()
        }) {
            Some(numbers) => Ok(numbers),
            None => self.wrong(
                key,
                &value,
                format!(
                    "a list of {least} to {most} whole numbers {}",
                    range(bounds)
                ),
            ),
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str, default: bool) -> Result<bool> {
        let Some(value) = self.take(key) else {
            return Ok(default);
        };
        match value.as_bool() {
            Some(flag) => Ok(flag),
            None => self.wrong(key, &value, "true or false".into()),
        }
    }

    /// One of `names`.
    pub(super) fn one_of(
        &mut self,
        key: &'static str,
        default: &str,
        names: &[&str],
    ) -> Result<String> {
        let Some(value) = self.take(key) else {
            return Ok(default.into());
        };
        match value.as_str().filter(|s| names.contains(s)) {
            Some(name) => Ok(name.into()),
            None => self.wrong(key, &value, alternatives(names)),
        }
    }

    /// One of `all`, by its name at the same place of `names`. The words of serde's own errors, which nobody would see,
    /// would be a part of the page.
    pub(super) fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        default: T,
        names: &[&str],
        all: &[T],
    ) -> Result<T> {
        let Some(value) = self.take(key) else {
            return Ok(default);
        };
        let idx = names.iter().position(|&name| value.as_str() == Some(name));
        match idx.and_then(|idx| all.get(idx)) {
            Some(&choice) => Ok(choice),
            None => self.wrong(key, &value, alternatives(names)),
        }
    }

    /// Refuses keys that nobody asked for.
    pub(super) fn finish(self) -> Result<()> {
        match self.keys.iter().next() {
            None => Ok(()),
            Some((key, value)) => Err(Error::config(
                self.path(key),
                format!("an unknown key with value {}", show(value)),
                format!("only the keys {}", self.known.join(", ")),
            )),
        }
    }
}

fn whole(value: &Value, bounds: (f64, f64)) -> Option<u64> {
    let x = value.as_f64()?;
    (x.fract() == 0.0 && x >= bounds.0 && x <= bounds.1).then_some(x as u64)
}

fn range((low, high): (f64, f64)) -> String {
    if low == high {
        format!("equal to {}", decimal(low))
    } else {
        format!("from {} to {}", decimal(low), decimal(high))
    }
}

/// A text for a message, in the quotation marks of JSON: those of the standard library bring tables of letters along.
pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A number for a message, in as few digits as name it. JSON's writer makes it, which the page has anyway: that of the
/// standard library would be 8 KB more of it, packed.
pub(crate) fn decimal(number: f64) -> String {
    let text = Value::from(number).to_string();
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

fn alternatives(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    match names.as_slice() {
        [only] => only.clone(),
        _ => format!("one of {}", names.join(", ")),
    }
}

/// A value for a message: as JSON, cut short.
fn show(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
