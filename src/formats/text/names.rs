//! The names in an archive as text, all of them together.
//!
//! - **Known** is a name that the archive says is UTF-8, or that has another field with its text.
//! - **Of the others** all are UTF-8 where all can be and none is strange then; else all are in one code page, the
//!   likeliest in which all are text; where none is, they are in code page 437, which any bytes are text in.
//! - **No two become one.** A part of a path whose text is that of other bytes before it gets its own bytes behind it,
//!   as `name ‹6e61›`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use super::dos;
use super::guess::{self, Page, Tables};

/// A name as it stands in an archive.
#[derive(Debug, Clone, Copy)]
pub struct Name<'a> {
    /// Its bytes: a path.
    pub bytes: &'a [u8],
    /// Its text, where the archive knows it.
    pub known: Option<&'a str>,
}

/// The paths of an archive as texts, parted by `/` whether they were by that or by `\`.
pub fn paths(names: &[Name], tables: Tables) -> Vec<String> {
    let mut unknown = Vec::new();
    for name in names.iter().filter(|name| name.known.is_none()) {
        // A line's end within a name is another control character, so that each name is a line.
        let byte = |&byte: &u8| if byte == b'\n' { 1 } else { byte };
        unknown.extend(name.bytes.iter().map(byte));
        unknown.push(b'\n');
    }
    let (text, page) = decoded(&unknown, tables);
    let mut lines = text.split('\n');
    // The bytes of each part's text. Those that are known come first, so that none of them is changed.
    let mut taken = BTreeMap::new();
    for name in names {
        if let Some(text) = name.known {
            for (text, bytes) in parts(text, name.bytes, page) {
                taken.entry(text.into()).or_insert(bytes.into());
            }
        }
    }
    let path = |name: &Name| {
        if let Some(text) = name.known {
            return text.replace('\\', "/");
        }
        let line = lines.next().unwrap_or_default();
        apart(parts(line, name.bytes, page), &mut taken)
    };
    names.iter().map(path).collect()
}

/// Lines of names as text: UTF-8 where all can be that, else by their code page, which is given too.
fn decoded<'a>(names: &'a [u8], tables: Tables) -> (Cow<'a, str>, Option<Page>) {
    let utf8 = str::from_utf8(names);
    if let Ok(text) = utf8
        && !is_strange(text)
    {
        return (Cow::Borrowed(text), None);
    }
    match (guess::page(names, tables), utf8) {
        (Some((page, text)), _) => (Cow::Owned(text), Some(page)),
        (None, Ok(text)) => (Cow::Borrowed(text), None),
        (None, Err(_)) => (Cow::Owned(dos::cp437(names)), Some(Page::Cp437)),
    }
}

/// Whether a text in UTF-8 is rather one in GBK, some of whose words can be either: it has characters of no language
/// that many people write, and none of three bytes, which no such word can be.
fn is_strange(text: &str) -> bool {
    let is_rare = |c| match c {
        'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ǎ'..='ǜ' | 'Ș'..='ț' => false,
        '\u{180}'..='\u{2ff}' | 'Ͱ'..='΅' | 'Ϗ'..='Ͽ' | 'Ѡ'..='ҏ' | 'Ӏ'..='֏' => true,
        _ => ('\u{700}'..='\u{7ff}').contains(&c),
    };
    text.chars().all(|c| c < '\u{800}') && text.chars().any(is_rare)
}

/// The parts of a path, each as text and as bytes. In some code pages a character's second byte may be that of a `\`.
fn parts<'a>(text: &'a str, name: &'a [u8], page: Option<Page>) -> Vec<(&'a str, &'a [u8])> {
    let texts = text.split(['/', '\\']);
    let (mut bytes, mut start, mut at) = (Vec::new(), 0, 0);
    while at < name.len() {
        if matches!(name[at], b'/' | b'\\') {
            bytes.push(&name[start..at]);
            start = at + 1;
        }
        at += page.map_or(1, |page| page.width(&name[at..]));
    }
    bytes.push(&name[start..]);
    // The bytes of a name that is known by another field may have other parts.
    let is_alike = texts.clone().count() == bytes.len();
    let own = |(idx, text): (usize, &'a str)| {
        let bytes = if is_alike {
            bytes[idx]
        } else {
            text.as_bytes()
        };
        (text, bytes)
    };
    texts.enumerate().map(own).collect()
}

/// The path of these parts, each of which is the text of no other bytes.
fn apart(parts: Vec<(&str, &[u8])>, taken: &mut BTreeMap<String, Vec<u8>>) -> String {
    let mut path = String::new();
    for (idx, (text, bytes)) in parts.into_iter().enumerate() {
        let mut text = text.to_owned();
        while taken.get(&text).is_some_and(|other| other != bytes) {
            text.push_str(" ‹");
            for byte in bytes {
                // Writing to a text cannot fail.
                let _ = write!(text, "{byte:02x}");
            }
            text.push('›');
        }
        if idx > 0 {
            path.push('/');
        }
        path.push_str(&text);
        taken.insert(text, bytes.into());
    }
    path
}
