//! Films: what is written is read again by others.

use hourglass::film::{Chunk, GifWriter, Mp4Writer};
use shiguredo_mp4::demux::{Input, Mp4FileDemuxer};

/// Two colors in stripes, moved by `shift`.
fn stripes(shift: usize) -> Vec<u8> {
    let pixel = |at: usize| match (at % 8 + shift) / 4 % 2 {
        0 => [200, 30, 30, 255],
        _ => [255, 255, 255, 255],
    };
    (0..64).flat_map(pixel).collect()
}

/// What a viewer shows after each picture of a GIF, and for how long.
fn played(bytes: &[u8]) -> Vec<(Vec<u8>, u16)> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(bytes).unwrap();
    let (width, height) = (decoder.width(), decoder.height());
    let mut canvas = vec![0; 4 * usize::from(width) * usize::from(height)];
    let mut shown = Vec::new();
    while let Some(frame) = decoder.read_next_frame().unwrap() {
        assert_eq!((frame.width, frame.height), (width, height));
        assert_eq!(frame.dispose, gif::DisposalMethod::Keep);
        for (shown, new) in canvas.chunks_mut(4).zip(frame.buffer.chunks(4)) {
            if new[3] == 255 {
                shown.copy_from_slice(new);
            }
        }
        shown.push((canvas.clone(), frame.delay));
    }
    shown
}

/// How far the pixels of two pictures are apart at most, as colors in space.
fn farthest(a: &[u8], b: &[u8]) -> f64 {
    let apart = |(a, b): (&[u8], &[u8])| {
        let squares = a
            .iter()
            .zip(b)
            .map(|(&a, &b)| f64::from(a.abs_diff(b)).powi(2));
        squares.sum::<f64>().sqrt()
    };
    a.chunks(4).zip(b.chunks(4)).map(apart).fold(0.0, f64::max)
}

#[test]
fn a_gif_has_every_picture_and_its_time() {
    let mut writer = GifWriter::new(8, 8).unwrap();
    for shift in 0..3 {
        writer.add(&stripes(shift), 10 + shift as u16).unwrap();
    }
    let shown = played(&writer.finish().unwrap());
    assert_eq!(shown.len(), 3);
    for (shift, (picture, delay)) in shown.iter().enumerate() {
        assert_eq!(*delay, 10 + shift as u16);
        assert_eq!(*picture, stripes(shift), "picture {shift}");
    }
}

/// A chart's inks.
const INKS: [[u8; 3]; 10] = [
    [31, 119, 180],
    [255, 127, 14],
    [44, 160, 44],
    [214, 39, 40],
    [148, 103, 189],
    [140, 86, 75],
    [227, 119, 194],
    [23, 190, 207],
    [188, 189, 34],
    [13, 94, 175],
];

/// White paper with a dot of each ink, smooth at its edge, that wanders as time goes by.
fn dots(time: usize) -> Vec<u8> {
    const SIDE: usize = 96;
    let mut rgba = vec![255; 4 * SIDE * SIDE];
    for (idx, ink) in INKS.iter().enumerate() {
        let turn = idx as f64 * 0.7 + time as f64 * 0.31;
        let (x, y) = (48.0 + 36.0 * turn.cos(), 48.0 + 36.0 * (1.7 * turn).sin());
        for (at, pixel) in rgba.chunks_mut(4).enumerate() {
            let far = ((at % SIDE) as f64 - x).hypot((at / SIDE) as f64 - y);
            let share = (5.5 - far).clamp(0.0, 1.0);
            for (pixel, &ink) in pixel.iter_mut().zip(ink) {
                *pixel = (f64::from(*pixel) * (1.0 - share) + f64::from(ink) * share) as u8;
            }
        }
    }
    rgba
}

#[test]
fn a_gif_keeps_the_colors_of_a_chart_picture_after_picture() {
    let mut writer = GifWriter::new(96, 96).unwrap();
    let pictures: Vec<_> = (0..60).map(dots).collect();
    for picture in &pictures {
        writer.add(picture, 8).unwrap();
    }
    for (at, ((shown, _), given)) in played(&writer.finish().unwrap())
        .iter()
        .zip(&pictures)
        .enumerate()
    {
        // Where dots have smooth edges a color may be somewhat off; inside of them it is the ink itself, but for what
        // no eye sees.
        assert!(
            farthest(shown, given) < 56.0,
            "picture {at}: {}",
            farthest(shown, given)
        );
        for (shown, given) in shown.chunks(4).zip(given.chunks(4)) {
            if INKS.iter().any(|ink| given[..3] == *ink) || given[..3] == [255; 3] {
                assert!(
                    farthest(shown, given) < 5.3,
                    "picture {at}: {given:?} became {shown:?}"
                );
            }
        }
    }
}

#[test]
fn a_gif_of_any_colors_is_near_them() {
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let mut writer = GifWriter::new(64, 64).unwrap();
    let picture = |noise: &mut dyn FnMut() -> u8| -> Vec<u8> {
        (0..64 * 64)
            .flat_map(|_| [noise(), noise(), noise(), 255])
            .collect()
    };
    let pictures: Vec<_> = (0..6).map(|_| picture(&mut noise)).collect();
    for picture in &pictures {
        writer.add(picture, 8).unwrap();
    }
    for (at, ((shown, _), given)) in played(&writer.finish().unwrap())
        .iter()
        .zip(&pictures)
        .enumerate()
    {
        // Half the diagonal of a cell of the palette's cube.
        assert!(
            farthest(shown, given) < 56.0,
            "picture {at}: {}",
            farthest(shown, given)
        );
    }
}

#[test]
fn a_gif_refuses_a_picture_of_another_size() {
    let mut writer = GifWriter::new(8, 8).unwrap();
    let error = writer.add(&[0; 4], 10).unwrap_err();
    assert!(error.to_string().contains("256 bytes"), "{error}");
}

/// H.264's parameters as an encoder gives them: baseline profile, one set of each kind.
const AVC: [u8; 19] = [
    1, 66, 0, 31, 0xff, 0xe1, 0, 4, 0x67, 66, 0, 31, 1, 0, 3, 0x68, 1, 2, 0,
];

#[test]
fn an_mp4_has_its_chunks_at_their_times() {
    for (codec, description) in [("avc1.42001f", &AVC[..18]), ("vp09.00.31.08", &[][..])] {
        let mut writer = Mp4Writer::new((1280, 720), codec, description, 24, 3).unwrap();
        for (at, lasts) in [(0, 1), (1, 1), (2, 24)] {
            let bytes = vec![at as u8; 5 + at as usize];
            let is_key = at == 0;
            let (bytes, at) = (&bytes[..], at);
            writer
                .add(Chunk {
                    bytes,
                    is_key,
                    at,
                    lasts,
                })
                .unwrap();
        }
        let file = writer.finish().unwrap();
        let mut demuxer = Mp4FileDemuxer::new();
        while let Some(required) = demuxer.required_input() {
            let from = required.position as usize;
            let size = required.size.unwrap_or(file.len() - from);
            demuxer.handle_input(Input {
                position: required.position,
                data: &file[from..from + size],
            });
        }
        let tracks = demuxer.tracks().unwrap();
        assert_eq!(tracks.len(), 1, "{codec}");
        let mut found = Vec::new();
        while let Some(sample) = demuxer.next_sample().unwrap() {
            let from = sample.data_offset as usize;
            let bytes = file[from..from + sample.data_size].to_vec();
            found.push((sample.timestamp, sample.duration, sample.keyframe, bytes));
        }
        let wanted = [
            (0, 1, true, vec![0; 5]),
            (1, 1, false, vec![1; 6]),
            (2, 24, false, vec![2; 7]),
        ];
        assert_eq!(found, wanted, "{codec}");
        // Players begin before the whole of a file has come.
        let place = |name: &[u8]| file.windows(4).position(|four| four == name).unwrap();
        assert!(place(b"moov") < place(b"mdat"), "{codec}");
    }
}

#[test]
fn an_mp4_refuses_what_it_cannot_hold() {
    let refused = |codec, description: &[u8]| {
        let writer = Mp4Writer::new((64, 64), codec, description, 24, 1);
        writer.err().unwrap().to_string()
    };
    assert!(refused("vp8", &[]).contains("vp8"));
    assert!(refused("vp09.zero.31.08", &[]).contains("no VP9"));
    assert!(refused("avc1.42001f", &[1, 66]).contains("MP4"));
    let empty = Mp4Writer::new((64, 64), "vp09.00.10.08", &[], 24, 1).unwrap();
    assert!(
        empty
            .finish()
            .unwrap_err()
            .to_string()
            .contains("no picture")
    );
}
