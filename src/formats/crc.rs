//! CRC-32 as ZIP, gzip and PNG have it. The tables are made when they are first asked for: as constants they would be
//! sixteen kilobytes of the module, which no packing makes smaller.

use std::sync::OnceLock;

/// Bytes that are taken at a time.
const WIDTH: usize = 16;

/// What a byte adds to the checksum, by how many bytes follow it in its step.
type Tables = [[u32; 256]; WIDTH];

/// The checksum of some bytes.
pub fn crc32(bytes: &[u8]) -> u32 {
    static TABLES: OnceLock<Box<Tables>> = OnceLock::new();
    let tables = TABLES.get_or_init(tables);
    let (steps, rest) = bytes.as_chunks::<WIDTH>();
    let mut crc = !0_u32;
    for step in steps {
        let mut step = *step;
        for (byte, before) in step.iter_mut().zip(crc.to_le_bytes()) {
            *byte ^= before;
        }
        let terms = step.iter().zip(tables.iter().rev());
        crc = terms.fold(0, |crc, (&byte, table)| crc ^ table[usize::from(byte)]);
    }
    for &byte in rest {
        crc = tables[0][usize::from(crc as u8 ^ byte)] ^ (crc >> 8);
    }
    !crc
}

fn tables() -> Box<Tables> {
    /// The polynomial, its lowest bit first.
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let mut tables = Box::new([[0; 256]; WIDTH]);
    for byte in 0..256 {
        let bit = |crc: u32, _| (crc >> 1) ^ (POLYNOMIAL * (crc & 1));
        tables[0][byte] = (0..8).fold(byte as u32, bit);
    }
    for follow in 1..WIDTH {
        for byte in 0..256 {
            let crc = tables[follow - 1][byte];
            tables[follow][byte] = (crc >> 8) ^ tables[0][usize::from(crc as u8)];
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn gives_the_known_checksums() {
        assert_eq!(crc32(b""), 0);
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let bytes: Vec<u8> = (0..1000_u32).map(|n| ((n * n) >> 3) as u8).collect();
        for len in 0..100 {
            let some = &bytes[len..7 * len];
            assert_eq!(crc32(some), rawzip::crc32(some));
        }
    }
}
