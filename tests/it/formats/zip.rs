//! ZIP archives, written here with whatever lies a test needs.

use super::samples::deflate;

/// An entry as it is written.
#[derive(Clone)]
pub struct Entry {
    pub name: Vec<u8>,
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub size: u32,
    pub crc: u32,
    /// Unix mode.
    pub mode: u32,
    /// Extra fields, each with its head.
    pub extra: Vec<u8>,
}

/// What a browser's `TextDecoder` gives.
pub fn decoded(label: &str, bytes: &[u8]) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// A stored entry.
pub fn stored(name: &str, bytes: &[u8]) -> Entry {
    Entry {
        name: name.as_bytes().to_vec(),
        packed: bytes.to_vec(),
        method: 0,
        flags: 0x800,
        size: bytes.len() as u32,
        crc: rawzip::crc32(bytes),
        mode: 0o100_644,
        extra: Vec::new(),
    }
}

/// A deflated entry.
pub fn deflated(name: &str, bytes: &[u8]) -> Entry {
    Entry {
        packed: deflate(bytes),
        method: 8,
        ..stored(name, bytes)
    }
}

/// The archive of these entries.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = file.len() as u32;
        let common = common(entry);
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&common);
        file.extend_from_slice(&entry.name);
        file.extend_from_slice(&entry.extra);
        file.extend_from_slice(&entry.packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x03");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 6]);
        directory.extend_from_slice(&(entry.mode << 16).to_le_bytes());
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(&entry.name);
        directory.extend_from_slice(&entry.extra);
    }
    let (start, n) = (file.len() as u32, (entries.len() as u16).to_le_bytes());
    let length = (directory.len() as u32).to_le_bytes();
    file.extend_from_slice(&directory);
    file.extend_from_slice(
        &[
            b"PK\x05\x06\0\0\0\0",
            &n[..],
            &n,
            &length,
            &start.to_le_bytes(),
            &[0; 2],
        ]
        .concat(),
    );
    file
}

/// From the version needed to the length of the extra field, the same in both places.
fn common(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in [20, entry.flags, entry.method, 0, 0] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    for number in [entry.crc, entry.packed.len() as u32, entry.size] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(&(entry.name.len() as u16).to_le_bytes());
    bytes.extend_from_slice(&(entry.extra.len() as u16).to_le_bytes());
    bytes
}
