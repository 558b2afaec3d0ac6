//! The safetensors container: a header in JSON, then the tensors' bytes
//! (<https://huggingface.co/docs/safetensors>).
//!
//! Read and written here rather than by the crate of that name, with which the page would weigh a seventh more.

use crate::data::order::order;
use crate::error::{Error, Result};
use crate::model::quoted;
use serde_json::{Map, Value, json};

const WHAT: &str = "safetensors";

/// The header's key whose value is texts instead of a tensor.
const METADATA: &str = "__metadata__";

/// A file's tensors, in the order of their names, and its metadata.
#[derive(Debug)]
pub(in crate::export) struct Container<'a> {
    pub tensors: Vec<(String, Tensor<'a>)>,
    pub metadata: Map<String, Value>,
}

/// One tensor as it stands in a file.
#[derive(Debug, Clone)]
pub(in crate::export) struct Tensor<'a> {
    /// The type of its numbers, such as `F32`.
    pub dtype: String,
    pub shape: Vec<usize>,
    /// The bytes: little-endian, row-major. An `F32` or `U8` tensor has as many as its shape asks for.
    pub bytes: &'a [u8],
    start: usize,
}

impl<'a> Container<'a> {
    /// Takes a file apart, copying nothing but its header.
    ///
    /// # Errors
    /// [`Error::Format`] for a file that is cut short or too long, a header that is not readable or names a key
    /// twice, and tensors that overlap, leave gaps or have more or fewer bytes than their shape.
    pub(in crate::export) fn open(file: &'a [u8]) -> Result<Self> {
        let (header, data) = split(file)?;
        let unreadable = |why: &dyn std::fmt::Display| {
            Err(unsound(format!("its header is not readable: {why}")))
        };
        let Ok(text) = std::str::from_utf8(header) else {
            return unreadable(&"it is not UTF-8");
        };
        let keys = match serde_json::from_str(text) {
            Ok(Value::Object(keys)) => keys,
            Ok(_) => return unreadable(&"it is not an object"),
            Err(error) => return unreadable(&error),
        };
        let mut metadata = Map::new();
        let mut tensors = Vec::with_capacity(keys.len());
        let n_keys = keys.len() + keys.values().map(count_keys).sum::<usize>();
        if n_keys != count_colons(header) {
            return Err(unsound("a name stands twice in its header"));
        }
        for (name, value) in keys {
            match value {
                Value::Object(texts) if name == METADATA => {
                    if !texts.values().all(Value::is_string) {
                        return unreadable(&"its metadata are not texts");
                    }
                    metadata = texts;
                }
                value => match Tensor::read(&value, data) {
                    Ok(tensor) => tensors.push((name, tensor)),
                    Err(why) => return Err(unsound(format!("its tensor {} {why}", quoted(&name)))),
                },
            }
        }
        let file = Self { tensors, metadata };
        file.check_places(data.len())?;
        Ok(file)
    }

    /// The tensor of that name.
    pub(in crate::export) fn tensor(&self, name: &str) -> Option<&Tensor<'a>> {
        let place = self
            .tensors
            .binary_search_by(|(known, _)| known.as_str().cmp(name));
        Some(&self.tensors[place.ok()?].1)
    }

    /// The text under `key` of the metadata.
    pub(in crate::export) fn text(&self, key: &str) -> Option<&str> {
        self.metadata.get(key)?.as_str()
    }

    /// Checks that the tensors lie one after the other and fill the `len` bytes that follow the header.
    fn check_places(&self, len: usize) -> Result<()> {
        let places = self.tensors.iter();
        let places: Vec<(usize, usize)> = places
            .map(|(_, tensor)| (tensor.start, tensor.bytes.len()))
            .collect();
        let mut end = 0;
        for place in order(places.len(), &|a, b| places[a] < places[b]) {
            let (start, len) = places[place];
            if start != end {
                return Err(unsound("its tensors overlap or leave gaps"));
            }
            end += len;
        }
        if end == len {
            return Ok(());
        }
        Err(unsound(format!(
            "it is too long: its tensors have {end} bytes, and {len} follow"
        )))
    }
}

impl<'a> Tensor<'a> {
    fn read(value: &Value, data: &'a [u8]) -> Result<Self, String> {
        let whole = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok());
        let numbers = |key: &str| -> Option<Vec<usize>> {
            value.get(key)?.as_array()?.iter().map(whole).collect()
        };
        let dtype = value.get("dtype").and_then(Value::as_str);
        let (Some(dtype), Some(shape)) = (dtype, numbers("shape")) else {
            return Err("has no dtype or shape".into());
        };
        let Some(&[start, end]) = numbers("data_offsets").as_deref() else {
            return Err("has no data_offsets".into());
        };
        let Some(bytes) = data.get(start..end) else {
            let len = data.len();
            return Err(format!(
                "is cut short or misplaced: it stands at {start}..{end} of {len} bytes"
            ));
        };
        let each = match dtype {
            "F32" => Some(4),
            "U8" => Some(1),
            _ => None,
        };
        let size = |each| shape.iter().try_fold(each, |n: usize, &d| n.checked_mul(d));
        if each.is_some_and(|each| size(each) != Some(bytes.len())) {
            let len = bytes.len();
            return Err(format!("has {len} bytes for the shape {shape:?}"));
        }
        Ok(Self {
            dtype: dtype.into(),
            shape,
            bytes,
            start,
        })
    }
}

/// What is wrong with a safetensors file.
pub(in crate::export) fn unsound(error: impl std::fmt::Display) -> Error {
    Error::format(WHAT, error.to_string())
}

/// The header's text and the bytes behind it.
fn split(file: &[u8]) -> Result<(&[u8], &[u8])> {
    let Some((length, rest)) = file.split_first_chunk() else {
        return Err(Error::format(
            WHAT,
            format!("it has {} bytes, and at least 8 are wanted", file.len()),
        ));
    };
    let length = u64::from_le_bytes(*length);
    let header = usize::try_from(length).ok();
    header
        .and_then(|n| rest.split_at_checked(n))
        .ok_or_else(|| {
            unsound(format!(
                "it is cut short: its header should have {length} bytes, and {} follow",
                rest.len()
            ))
        })
}

fn count_keys(value: &Value) -> usize {
    match value {
        Value::Object(keys) => keys.len() + keys.values().map(count_keys).sum::<usize>(),
        Value::Array(values) => values.iter().map(count_keys).sum(),
        _ => 0,
    }
}

/// Colons outside of strings: one for each key that was written, also for a key that stands twice.
fn count_colons(json: &[u8]) -> usize {
    let (mut n, mut in_string, mut escaped) = (0, false, false);
    for &byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            b':' if !in_string => n += 1,
            _ => {}
        }
    }
    n
}

/// A file of `tensors` (name, shape, bytes), all of one type, in the given order, with `metadata`.
///
/// # Errors
/// [`Error::TooLarge`] if the memory is refused.
pub(in crate::export) fn write(
    dtype: &str,
    tensors: &[(String, Vec<usize>, impl AsRef<[u8]>)],
    metadata: Map<String, Value>,
) -> Result<Vec<u8>> {
    let mut header = Map::new();
    let mut end = 0;
    for (name, shape, bytes) in tensors {
        let start = end;
        end += bytes.as_ref().len();
        let tensor = json!({ "dtype": dtype, "shape": shape, "data_offsets": [start, end] });
        header.insert(name.clone(), tensor);
    }
    header.insert(METADATA.into(), Value::Object(metadata));
    let mut header = Value::Object(header).to_string().into_bytes();
    // Tensors begin at a multiple of eight bytes, as the format wishes.
    header.resize(header.len().next_multiple_of(8), b' ');
    let len = 8 + header.len() + end;
    let mut file = Vec::new();
    file.try_reserve_exact(len).map_err(|_| Error::TooLarge {
        what: "The file".into(),
        got: format!("{len} bytes"),
        limit: "the memory that is left".into(),
    })?;
    file.extend_from_slice(&(header.len() as u64).to_le_bytes());
    file.append(&mut header);
    for (.., bytes) in tensors {
        file.extend_from_slice(bytes.as_ref());
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::Container;

    fn refusal(header: &str, data: usize) -> String {
        let length = (header.len() as u64).to_le_bytes();
        let file = [&length[..], header.as_bytes(), &vec![0; data]].concat();
        Container::open(&file).unwrap_err().to_string()
    }

    fn tensor(name: &str, start: usize, end: usize) -> String {
        let n = (end - start) / 4;
        format!(r#""{name}":{{"dtype":"F32","shape":[{n}],"data_offsets":[{start},{end}]}}"#)
    }

    #[test]
    fn tensors_fill_the_file_and_nothing_else() {
        let (a, b) = (tensor("a", 0, 8), tensor("b", 8, 16));
        let file = |tensors: &[&str]| format!("{{{}}}", tensors.join(","));
        assert!(refusal(&file(&[&a, &b]), 15).contains("cut short"));
        assert!(refusal(&file(&[&a, &b]), 17).contains("too long"));
        assert!(refusal(&file(&[&b]), 16).contains("gaps"));
        assert!(refusal(&file(&[&a, &tensor("b", 4, 12)]), 12).contains("overlap"));
        assert!(refusal(&file(&[&a, &b, &a]), 16).contains("twice"));
        assert!(refusal(&file(&[&a.replace("[2]", "[3]")]), 8).contains("[3]"));
    }

    #[test]
    fn hostile_numbers_are_refused() {
        let largest = u64::MAX.to_string();
        let tensor = tensor("a", 0, 8);
        for (from, to) in [
            ("[2]", format!("[{largest},{largest}]")),
            ("8]", format!("{largest}]")),
        ] {
            let header = format!("{{{}}}", tensor.replace(from, &to));
            assert!(refusal(&header, 8).contains("\"a\""), "{header}");
        }
        assert!(refusal("{\"a\":1}", 0).contains("\"a\""));
        assert!(refusal("[]", 0).contains("object"));
        assert!(refusal("{\"__metadata__\":{\"step\":1}}", 0).contains("texts"));
    }
}
