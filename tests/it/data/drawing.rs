//! Drawings placed as MNIST's digits are, measured against MNIST's digits.

use hourglass::data::{Dataset, drawing};
use hourglass::error::Error;
use hourglass::formats::idx;
use proptest::prelude::*;

use crate::packs::unpack;

fn digits() -> Dataset {
    idx::dataset(&unpack("mnist-test-images.idx3-ubyte.gz"), None).unwrap()
}

/// Center of mass in pixel indices, and the box of the ink: left, top, right, bottom.
fn measure(image: &[u8], width: usize) -> ([f64; 2], [usize; 4]) {
    let (mut mass, mut x_sum, mut y_sum) = (0.0, 0.0, 0.0);
    let mut edges = [usize::MAX, usize::MAX, 0, 0];
    for (i, &value) in image.iter().enumerate().filter(|&(_, &value)| value > 0) {
        let (x, y) = (i % width, i / width);
        mass += f64::from(value);
        x_sum += f64::from(value) * x as f64;
        y_sum += f64::from(value) * y as f64;
        edges = [
            edges[0].min(x),
            edges[1].min(y),
            edges[2].max(x),
            edges[3].max(y),
        ];
    }
    ([x_sum / mass, y_sum / mass], edges)
}

/// `image` (28 × 28) `scale` times as large, at (`left`, `top`) of a canvas of `side`; between the
/// pixels' centers it is interpolated, as a drawing has no hard pixel edges, unless `hard`.
fn enlarge(
    image: &[u8],
    scale: usize,
    side: usize,
    left: usize,
    top: usize,
    hard: bool,
) -> Vec<u8> {
    let at = |x: isize, y: isize| {
        let inside = (0..28).contains(&x) && (0..28).contains(&y);
        if inside {
            f64::from(image[y as usize * 28 + x as usize])
        } else {
            0.0
        }
    };
    let mut canvas = vec![0; side * side];
    for y in 0..28 * scale {
        for x in 0..28 * scale {
            let value = if hard {
                at((x / scale) as isize, (y / scale) as isize)
            } else {
                let source = |i: usize| (i as f64 + 0.5) / scale as f64 - 0.5;
                let (x, y) = (source(x), source(y));
                let (x0, y0) = (x.floor(), y.floor());
                let (fx, fy) = (x - x0, y - y0);
                let row = |y: isize| at(x0 as isize, y) * (1.0 - fx) + at(x0 as isize + 1, y) * fx;
                row(y0 as isize) * (1.0 - fy) + row(y0 as isize + 1) * fy
            };
            canvas[(top + y) * side + left + x] = value.round() as u8;
        }
    }
    canvas
}

#[test]
fn an_enlarged_digit_comes_back_bit_for_bit() {
    let digits = digits();
    let mut same = 0;
    for image_idx in 0..500 {
        let digit = digits.image(image_idx);
        let canvas = enlarge(digit, 7, 256, 11 + image_idx % 40, image_idx % 60, true);
        let placed = drawing::place(&canvas, 256, 256, 28, 28).unwrap();
        same += usize::from(placed == digit);
    }
    assert_eq!(same, 500);
}

#[test]
fn a_smooth_drawing_of_a_digit_lands_where_the_digit_is() {
    let digits = digits();
    let (mut worst_center, mut far_boxes, mut difference) = (0.0f64, 0, 0.0);
    let n = 300;
    for image_idx in 0..n {
        let digit = digits.image(image_idx);
        let canvas = enlarge(digit, 10, 320, 13, 29, false);
        let placed = drawing::place(&canvas, 320, 320, 28, 28).unwrap();
        let (center, edges) = measure(&placed, 28);
        let (center_before, edges_before) = measure(digit, 28);
        for axis in 0..2 {
            assert!(
                (13.49..14.51).contains(&center[axis]),
                "{image_idx}: {center:?}"
            );
            worst_center = worst_center.max((center[axis] - center_before[axis]).abs());
        }
        let sides = (edges[2] - edges[0] + 1).max(edges[3] - edges[1] + 1);
        assert!((19..=20).contains(&sides), "{image_idx}: {edges:?}");
        let apart = edges
            .iter()
            .zip(edges_before)
            .map(|(a, b)| a.abs_diff(b))
            .max();
        far_boxes += usize::from(apart > Some(1));
        let squares = placed
            .iter()
            .zip(digit)
            .map(|(&a, &b)| (f64::from(a) - f64::from(b)).powi(2));
        difference += squares.sum::<f64>() / 784.0 / (255.0 * 255.0) / n as f64;
    }
    println!(
        "center off by at most {worst_center:.3}, boxes over 1 apart {far_boxes} of {n}, mse {difference:.5}"
    );
    assert!(worst_center <= 1.0, "{worst_center}");
    assert!(
        far_boxes <= n / 50,
        "{far_boxes} of {n} boxes lie more than a pixel apart"
    );
    assert!(difference < 0.02, "{difference}");
}

#[test]
fn nothing_drawn_gives_nothing() {
    assert_eq!(drawing::place(&[0; 300], 20, 15, 28, 28).unwrap(), [0; 784]);
}

#[test]
fn a_rectangle_keeps_its_aspect_and_its_ink() {
    // 100 × 50 scales to 20 × 10, and its center (9.5, 4.5) to (14, 14) as near as pixels allow.
    let mut ink = vec![0; 200 * 120];
    for row in ink.chunks_mut(200).skip(40).take(50) {
        row[70..170].fill(255);
    }
    let placed = drawing::place(&ink, 200, 120, 28, 28).unwrap();
    let (_, edges) = measure(&placed, 28);
    assert_eq!(edges, [5, 10, 24, 19]);
    assert!(placed.iter().all(|&value| value == 0 || value == 255));
    assert_eq!(placed.iter().filter(|&&value| value > 0).count(), 200);
}

#[test]
fn a_drawing_that_is_heavy_on_one_side_stays_whole() {
    // A block with a long thin line: with its center in the middle the line would end outside.
    for is_mirrored in [false, true] {
        let mut ink = vec![0; 100 * 20];
        for (y, row) in ink.chunks_mut(100).enumerate() {
            row[..10].fill(255);
            if y == 10 {
                row.fill(255);
            }
            if is_mirrored {
                row.reverse();
            }
        }
        let placed = drawing::place(&ink, 100, 20, 28, 28).unwrap();
        let (_, edges) = measure(&placed, 28);
        let wanted = if is_mirrored { (0, 19) } else { (8, 27) };
        assert_eq!((edges[0], edges[2]), wanted);
    }
}

#[test]
fn other_sizes_scale_the_box() {
    let placed = drawing::place(&[9], 1, 1, 56, 84).unwrap();
    let (_, edges) = measure(&placed, 56);
    assert_eq!((edges[2] - edges[0] + 1, edges[3] - edges[1] + 1), (40, 40));
    assert_eq!(drawing::place(&[200], 1, 1, 1, 1).unwrap(), [200]);
}

#[test]
fn wrong_sizes_are_refused_in_words() {
    let why = |ink: &[u8], width, height| drawing::place(ink, width, height, 28, 28).unwrap_err();
    let short = why(&[0; 5], 2, 3);
    assert_eq!(
        short.to_string(),
        "Bytes of the drawing: got 5, wanted 2 × 3"
    );
    assert!(matches!(why(&[], 0, 3), Error::Shape { .. }));
    assert!(matches!(why(&[], 5000, 3), Error::TooLarge { .. }));
    assert!(matches!(
        why(&[], usize::MAX, usize::MAX),
        Error::TooLarge { .. }
    ));
}

proptest! {
    #[test]
    fn any_drawing_lies_within_the_image_at_its_center(
        width in 1usize..40, height in 1usize..40,
        dots in prop::collection::vec((0usize..40, 0usize..40, 1u8..=255), 0..30),
        out_width in 1usize..40, out_height in 1usize..40,
    ) {
        let mut ink = vec![0; width * height];
        for (x, y, value) in dots {
            ink[y % height * width + x % width] = value;
        }
        let placed = drawing::place(&ink, width, height, out_width, out_height).unwrap();
        prop_assert_eq!(placed.len(), out_width * out_height);
        if ink.iter().all(|&value| value == 0) {
            prop_assert!(placed.iter().all(|&value| value == 0));
        }
        prop_assert!(placed.iter().max() <= ink.iter().max());
    }
}
