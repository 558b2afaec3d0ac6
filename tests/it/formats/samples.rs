//! Small files of each format, made here.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A PNG's chunk.
pub fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend_from_slice(name);
    chunk.extend_from_slice(data);
    chunk.extend_from_slice(&rawzip::crc32(&chunk[4..]).to_be_bytes());
    chunk
}

pub fn ihdr(width: u32, height: u32, depth: u8, color: u8, interlaced: u8) -> Vec<u8> {
    let mut data = [width.to_be_bytes(), height.to_be_bytes()].concat();
    data.extend_from_slice(&[depth, color, 0, 0, interlaced]);
    chunk(b"IHDR", &data)
}

/// A PNG of these chunks, with an end.
pub fn png_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunks.concat(),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

/// Unfiltered rows of `row` bytes with some pixels.
pub fn rows(row: usize, rows: usize) -> Vec<u8> {
    let line = |y: usize| (0..row).map(move |x| (x * 7 + y * 13) as u8);
    (0..rows)
        .flat_map(|y| std::iter::once(0).chain(line(y)))
        .collect()
}

/// A gray PNG of 5 × 4.
pub fn png() -> Vec<u8> {
    png_of(&[ihdr(5, 4, 8, 0, 0), chunk(b"IDAT", &zlib(&rows(5, 4)))])
}

/// A JPEG's segment.
pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], &length[..], data].concat()
}

/// A frame header with `components` that share their sampling.
pub fn frame(marker: u8, width: u16, height: u16, components: u8) -> Vec<u8> {
    let ([h0, h1], [w0, w1]) = (height.to_be_bytes(), width.to_be_bytes());
    let mut data = vec![8, h0, h1, w0, w1, components];
    (0..components).for_each(|c| data.extend_from_slice(&[c + 1, 0x11, 0]));
    segment(marker, &data)
}

/// The header of a scan, and some bytes of pixels with a stuffed one and a restart.
pub fn scan(components: u8) -> Vec<u8> {
    let mut data = vec![components];
    (0..components).for_each(|c| data.extend_from_slice(&[c + 1, 0]));
    data.extend_from_slice(&[0, 63, 0]);
    [
        &segment(0xda, &data)[..],
        &[1, 2, 0xff, 0, 3, 0xff, 0xd0, 4],
    ]
    .concat()
}

/// A JPEG of these parts, with start and end.
pub fn jpeg_of(parts: &[Vec<u8>]) -> Vec<u8> {
    [&[0xff, 0xd8], &parts.concat()[..], &[0xff, 0xd9]].concat()
}

/// A JPEG of 9 × 7 in color.
pub fn jpeg() -> Vec<u8> {
    jpeg_of(&[segment(0xe0, b"JFIF\0"), frame(0xc0, 9, 7, 3), scan(3)])
}

/// A GIF's screen of `width` × `height` with four colors.
pub fn screen(width: u16, height: u16) -> Vec<u8> {
    let mut file = b"GIF89a".to_vec();
    file.extend_from_slice(&width.to_le_bytes());
    file.extend_from_slice(&height.to_le_bytes());
    file.extend_from_slice(&[0x81, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]);
    file
}

/// A GIF's frame of 3 × 2 at this place. Its codes begin with three bits: clear, six pixels, end.
pub fn gif_frame(left: u8, top: u8) -> Vec<u8> {
    // The codes are 4 1 2 3 | 0 1 2 5; behind the bar they have 4 bits.
    let codes = [
        (4, 3),
        (1, 3),
        (2, 3),
        (3, 3),
        (0, 4),
        (1, 4),
        (2, 4),
        (5, 4),
    ];
    let (mut bits, mut at) = (0_u64, 0);
    for (code, length) in codes {
        bits |= code << at;
        at += length;
    }
    let bytes = bits.to_le_bytes();
    let mut frame = vec![0x2c, left, 0, top, 0, 3, 0, 2, 0, 0, 2, 4];
    frame.extend_from_slice(&bytes[..4]);
    frame.push(0);
    frame
}

/// A GIF of 3 × 2.
pub fn gif() -> Vec<u8> {
    [screen(3, 2), gif_frame(0, 0), vec![0x3b]].concat()
}

/// A RIFF chunk, padded.
pub fn riff(name: &[u8], data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u32).to_le_bytes();
    let pad = &[0][..data.len() % 2];
    [name, &length[..], data, pad].concat()
}

/// A WebP of these chunks.
pub fn webp_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    riff(b"RIFF", &[&b"WEBP"[..], &chunks.concat()].concat())
}

/// A lossless stream that names its size, of an odd length.
pub fn vp8l(width: u32, height: u32) -> Vec<u8> {
    let bits = ((width - 1) | ((height - 1) << 14)).to_le_bytes();
    riff(b"VP8L", &[&[0x2f], &bits[..], &[1, 2, 3, 4]].concat())
}

/// A lossy key frame that names its size.
pub fn vp8(width: u16, height: u16) -> Vec<u8> {
    let ([w0, w1], [h0, h1]) = (width.to_le_bytes(), height.to_le_bytes());
    riff(b"VP8 ", &[0x50, 0, 0, 0x9d, 1, 0x2a, w0, w1, h0, h1, 7, 7])
}

/// The header of an extended WebP.
pub fn vp8x(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let ([a, b, c, _], [d, e, f, _]) = ((width - 1).to_le_bytes(), (height - 1).to_le_bytes());
    riff(b"VP8X", &[flags, 0, 0, 0, a, b, c, d, e, f])
}

/// A BMP of 3 × 2 with 24 bits, its header of `header` bytes (40 or more) filled up with zeros.
pub fn bmp(
    header: u32,
    width: i32,
    height: i32,
    bits: u16,
    packing: u32,
    pixels: &[u8],
) -> Vec<u8> {
    let mut file = b"BM\0\0\0\0\0\0\0\0".to_vec();
    file.extend_from_slice(&(14 + header).to_le_bytes());
    file.extend_from_slice(&header.to_le_bytes());
    file.extend_from_slice(&width.to_le_bytes());
    file.extend_from_slice(&height.to_le_bytes());
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&bits.to_le_bytes());
    file.extend_from_slice(&packing.to_le_bytes());
    file.resize(14 + header as usize, 0);
    file.extend_from_slice(pixels);
    file
}

/// A box of AVIF.
pub fn item(name: &[u8], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32 + 8).to_be_bytes()[..], name, data].concat()
}

/// An AVIF with two items: the first of 2 × 2, the second, primary one of `width` × `height`. The boxes `more`
/// follow.
pub fn avif(major: &[u8], width: u32, height: u32, more: &[u8]) -> Vec<u8> {
    let ispe = |w: u32, h: u32| {
        item(
            b"ispe",
            &[[0; 4], w.to_be_bytes(), h.to_be_bytes()].concat(),
        )
    };
    let ipco = item(
        b"ipco",
        &[ispe(2, 2), item(b"pixi", &[0; 8]), ispe(width, height)].concat(),
    );
    // Item 1 has properties 1 and 2, item 2 properties 2 and 3.
    let ipma = item(
        b"ipma",
        &[0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 2, 1, 2, 0, 2, 2, 2, 0x83],
    );
    let iprp = item(b"iprp", &[ipco, ipma].concat());
    let pitm = item(b"pitm", &[0, 0, 0, 0, 0, 2]);
    // One item, one extent of 4 bytes at 32, which is within the file.
    let iloc = item(
        b"iloc",
        &[
            0, 0, 0, 0, 0x44, 0, 0, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0, 32, 0, 0, 0, 4,
        ],
    );
    let meta = item(b"meta", &[&[0; 4][..], &pitm, &iloc, &iprp].concat());
    let ftyp = item(b"ftyp", &[major, &[0; 4], b"mif1", major].concat());
    [ftyp, meta, item(b"mdat", &[1, 2, 3, 4]), more.to_vec()].concat()
}

/// One whole file of each format of pictures.
pub fn pictures() -> Vec<Vec<u8>> {
    let indexed = [
        ihdr(9, 9, 2, 3, 1),
        chunk(b"PLTE", &[1, 2, 3, 4, 5, 6]),
        chunk(b"tRNS", &[9]),
    ];
    let pixels = chunk(b"IDAT", &zlib(&[0; 48]));
    let frame = [&[0; 6][..], &[2, 0, 0, 3, 0, 0], &[0; 4], &vp8l(3, 4)].concat();
    vec![
        png(),
        png_of(&[&indexed[..], &[pixels]].concat()),
        jpeg(),
        gif(),
        webp_of(&[vp8l(6, 5)]),
        webp_of(&[vp8x(0x10, 8, 6), riff(b"ALPH", &[1, 2, 3]), vp8(8, 6)]),
        webp_of(&[vp8x(2, 5, 5), riff(b"ANIM", &[0; 6]), riff(b"ANMF", &frame)]),
        bmp(40, 3, 2, 24, 0, &[7; 24]),
        bmp(40, 2, 2, 8, 1, &[2, 1, 0, 0, 2, 3, 0, 1]),
        avif(b"avif", 30, 20, &[]),
        avif(b"avis", 30, 20, &item(b"moov", &[5; 9])),
    ]
}

/// An EXIF block that names this orientation.
pub fn orientation(value: u8) -> Vec<u8> {
    let entry = [
        &[1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0][..],
        &[0; 4],
    ]
    .concat();
    [&b"II*\0\x08\0\0\0"[..], &entry].concat()
}
