//! Strokes on small pictures, pixel by pixel.

use hourglass::kernel::strokes::{INKS, dry, next_free, stroke};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// `#` for black ink, `o` for white ink, `.` for what is free.
fn picture(pixels: &[f32], width: usize) -> Vec<String> {
    let sign = |&x: &f32| match x {
        x if x == INKS[0] => '#',
        x if x == INKS[1] => 'o',
        _ => '.',
    };
    let lines = pixels.chunks(width);
    lines.map(|line| line.iter().map(sign).collect()).collect()
}

#[test]
fn a_curve_is_drawn_without_gaps() {
    let mut pixels = [0.5; 48];
    let curve = [[0.5, 0.5], [7.0, 1.0], [6.5, 5.5]];
    let left = stroke(&mut pixels, (6, 8), curve, 1, INKS[0], 100);
    let drawn = pixels.iter().filter(|&&x| x != 0.5).count();
    assert_eq!(left, 100 - drawn);
    assert_eq!(picture(&pixels, 8), CURVE);
}

#[test]
fn a_wide_nib_stays_on_the_picture_and_covers_its_start() {
    for start in 0..30_usize {
        let mut pixels = [0.0; 30];
        let a = [(start % 6) as f32 + 0.5, (start / 6) as f32 + 0.5];
        let left = stroke(&mut pixels, (5, 6), [a; 3], 3, INKS[1], 30);
        assert_eq!(left, 30 - 9);
        assert_eq!(pixels[start], INKS[1], "start {start}");
    }
}

#[test]
fn a_stroke_ends_where_enough_is_covered() {
    let across = [[0.5, 0.5], [6.0, 0.5], [11.5, 0.5]];
    let mut pixels = [1.0; 12];
    pixels[1] = INKS[1];
    assert_eq!(stroke(&mut pixels, (1, 12), across, 1, INKS[0], 4), 0);
    assert_eq!(picture(&pixels, 12), ["#####......."]);
    assert_eq!(next_free(&pixels, 0), Some(5));
    assert_eq!(next_free(&pixels, 7), Some(7));
    pixels[5..].fill(INKS[0]);
    assert_eq!(next_free(&pixels, 7), None);
    pixels[2] = 0.0;
    assert_eq!(next_free(&pixels, 7), Some(2));
}

#[test]
fn ink_dries_on_all_channels() {
    let mut first = [0.25, INKS[0], INKS[1], 0.0];
    let mut others = [0.5; 8];
    dry(&mut first, &mut others);
    assert_eq!(first, [0.25, 0.0, 1.0, 0.0]);
    assert_eq!(others, [0.5, 0.0, 1.0, 0.5, 0.5, 0.0, 1.0, 0.5]);
}

const CURVE: [&str; 6] = [
    "###.....", "...##...", ".....#..", "......#.", "......#.", "......#.",
];
