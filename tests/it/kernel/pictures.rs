//! Pictures scaled, bent and made bolder: the tuned loops against their twins, bit for bit.

use super::assert_same_bits;
use hourglass::kernel::naive::pictures as naive;
use hourglass::kernel::resample::{Axis, View, bounds, resample};
use hourglass::kernel::warp::{Affine, NODES, Sides, field, rimmed, spread, warp};
use hourglass::rng::{Purpose, Rng};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Random bytes; of RGBA, some rows are opaque and some are clear.
fn picture(width: usize, height: usize, channels: usize, seed: u64) -> Vec<u8> {
    let mut rng = Rng::stream(seed, Purpose::Other, 1);
    let mut pixels: Vec<u8> = (0..width * height * channels)
        .map(|_| (rng.next_u32() >> 24) as u8)
        .collect();
    if channels == 4 {
        for (y, row) in pixels.chunks_exact_mut(4 * width).enumerate() {
            for pixel in row.chunks_exact_mut(4) {
                match y % 5 {
                    0 | 3 => pixel[3] = 255,
                    4 => pixel[3] = 0,
                    _ => {}
                }
            }
        }
    }
    pixels
}

#[test]
fn scaling_gives_the_bits_of_its_twin() {
    let sizes = [
        (1, 1, 16, 16),
        (5, 3, 28, 28),
        (28, 28, 28, 28),
        (61, 47, 28, 21),
        (40, 9, 20, 28),
        (300, 2, 7, 1),
        (3, 200, 16, 5),
    ];
    for (width, height, out_width, out_height) in sizes {
        for channels in [1, 3, 4] {
            let pixels = picture(width, height, channels, 7);
            let mut got = vec![f32::NAN; out_width * out_height * channels];
            let mut want = got.clone();
            let view = View::new(&pixels, width, height, channels);
            resample(&view, (out_width, out_height), &mut got);
            let to = (out_width, out_height);
            naive::resample(&pixels, (width, height, channels), to, &mut want);
            let what = format!("{width}×{height}×{channels} to {out_width}×{out_height}");
            assert_same_bits(&got, &want, &what);
        }
    }
}

#[test]
fn a_cropped_view_scales_as_the_crop_itself() {
    let pixels = picture(17, 11, 3, 3);
    let crop: Vec<u8> = (2..9)
        .flat_map(|y| pixels[(y * 17 + 5) * 3..][..6 * 3].to_vec())
        .collect();
    let (mut got, mut want) = ([0.0; 4 * 5 * 3], [0.0; 4 * 5 * 3]);
    let view = View::new(&pixels, 17, 11, 3).crop(5, 2, 6, 7);
    resample(&view, (4, 5), &mut got);
    resample(&View::new(&crop, 6, 7, 3), (4, 5), &mut want);
    assert_eq!(got, want);
}

#[test]
fn weights_are_shares_that_add_up() {
    // From 5 pixels to 2: the third pixel is halved.
    let axis = Axis::new(5, 2);
    assert_eq!(axis.taps(0), (0, [0.4, 0.4, 0.2].as_slice()));
    assert_eq!(axis.taps(1), (2, [0.2, 0.4, 0.4].as_slice()));
    // To twice as many pixels: Keys' weights at a quarter and three quarters of a pixel, in 128ths.
    let axis = Axis::new(8, 16);
    let (first, weights) = axis.taps(7);
    let weights: Vec<f32> = weights.iter().map(|w| w * 128.0).collect();
    assert_eq!((first, weights), (2, vec![-9.0, 111.0, 29.0, -3.0]));
    for (n_in, n_out) in [(1, 64), (7, 8), (1000, 28), (16_384, 16), (29, 28)] {
        let axis = Axis::new(n_in, n_out);
        for i in 0..n_out {
            let (first, weights) = axis.taps(i);
            let sum: f64 = weights.iter().copied().map(f64::from).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{n_in} to {n_out}, {i}: {sum}");
            assert!(first + weights.len() <= n_in);
        }
    }
}

#[test]
fn bounds_hold_what_differs_and_nothing_else() {
    for channels in [1, 3, 4] {
        let (width, height) = (13, 9);
        let mut pixels = vec![200; width * height * channels];
        let view = |pixels: &[u8], tolerance: f32| {
            let found = bounds(
                &View::new(pixels, width, height, channels),
                [200.0; 3],
                tolerance,
            );
            let twin = naive::bounds(pixels, (width, channels), [200.0; 3], tolerance);
            assert_eq!(found, twin);
            found
        };
        // An alpha of 200 lets white shine through: 200 becomes 212.
        assert_eq!(view(&pixels, 12.0), None);
        for (x, y) in [(4, 2), (7, 6)] {
            pixels[(y * width + x) * channels] = 100;
        }
        assert_eq!(view(&pixels, 30.0), Some((4, 2, 4, 5)));
        assert_eq!(view(&pixels, 100.0), None);
        for tolerance in [3.0, 60.0, 120.0] {
            view(&picture(width, height, channels, 5), tolerance);
        }
    }
}

#[test]
fn bolder_and_finer_are_the_neighbors_extremes() {
    for channels in [1, 3, 4] {
        for (width, height) in [(1, 1), (1, 6), (5, 1), (9, 7)] {
            let sides = Sides {
                width,
                height,
                channels,
            };
            let pixels = picture(width, height, channels, 11);
            let mut out = Vec::new();
            for brighten in [false, true] {
                spread(&pixels, sides, brighten, &mut out);
                assert_eq!(out, naive::spread(&pixels, sides, brighten));
            }
        }
    }
}

#[test]
fn bending_gives_the_bits_of_its_twin() {
    let mut rng = Rng::stream(9, Purpose::Other, 2);
    for (width, height, channels) in [(28, 28, 1), (16, 23, 3), (9, 5, 4), (1, 1, 1)] {
        let sides = Sides {
            width,
            height,
            channels,
        };
        let mut nodes = [[0.0; 2]; NODES * NODES];
        for node in &mut nodes {
            *node = [rng.uniform_in(-6.0, 6.0), rng.uniform_in(-6.0, 6.0)];
        }
        let mut bend = Vec::new();
        field(&nodes, sides, &mut bend);
        for (place, pair) in bend.iter().enumerate() {
            let at = (place % width, place / width);
            assert_same_bits(pair, &naive::field(&nodes, sides, at), "field");
        }

        let pixels = picture(width, height, channels, 13);
        let floats: Vec<f32> = pixels.iter().map(|&v| f32::from(v)).collect();
        let outside = [90.5, 3.25, 200.0, 17.0];
        let mut source = Vec::new();
        rimmed(&pixels, sides, &outside, &mut source);
        for bend in [bend.as_slice(), &[]] {
            let map = Affine {
                matrix: [1.1, -0.4, 0.3, 0.9],
                shift: [2.25, -1.5],
            };
            let mut got = vec![0; pixels.len()];
            warp(&source, sides, &map, bend, &mut got);
            let want = naive::warp(&floats, sides, &outside, &map, bend);
            assert_eq!(got, want, "{width}×{height}×{channels}");
        }
    }
}

#[test]
fn a_field_of_one_push_is_that_push_and_a_lookup_a_pixel_on_moves_the_picture() {
    let sides = Sides {
        width: 6,
        height: 4,
        channels: 1,
    };
    let mut bend = Vec::new();
    field(&[[1.0, -2.0]; NODES * NODES], sides, &mut bend);
    for [x, y] in &bend {
        assert!((x - 1.0).abs() < 1e-6 && (y + 2.0).abs() < 1e-6, "{x} {y}");
    }
    let pixels = picture(6, 4, 1, 17);
    let mut source = Vec::new();
    rimmed(&pixels, sides, &[7.0], &mut source);
    let map = Affine {
        matrix: [1.0, 0.0, 0.0, 1.0],
        shift: [1.0, 0.0],
    };
    let mut out = [0; 24];
    warp(&source, sides, &map, &[], &mut out);
    for (out, row) in out.chunks(6).zip(pixels.chunks(6)) {
        assert_eq!(out[0], 7);
        assert_eq!(out[1..], row[..5]);
    }
}
