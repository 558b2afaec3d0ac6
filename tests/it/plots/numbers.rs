//! Ticks, labels, places and ranges: the arithmetic behind the drawings.

use hourglass::plot::{
    Axis, Theme, contrast, linear_ticks, log_ticks, parse_color, separate, spread, stable_range,
    tick_labels,
};
use plotters::style::RGBAColor;
use proptest::prelude::*;

#[test]
fn linear_ticks_are_round_and_few() {
    for (lo, hi, max, wanted) in [
        (0.0, 0.24, 5, vec![0.0, 0.05, 0.1, 0.15, 0.2]),
        (0.0, 0.24, 3, vec![0.0, 0.1, 0.2]),
        (0.0, 2400.0, 6, vec![0.0, 500.0, 1000.0, 1500.0, 2000.0]),
        (-7.3, 12.4, 4, vec![-5.0, 0.0, 5.0, 10.0]),
        (0.0, 1.0, 2, vec![0.0, 1.0]),
        (0.3, 0.3, 5, vec![]),
        (0.0, f64::NAN, 5, vec![]),
        (0.0, 1.0, 0, vec![]),
    ] {
        assert_eq!(
            linear_ticks(lo, hi, max),
            wanted,
            "{lo}..{hi}, at most {max}"
        );
    }
}

#[test]
fn log_ticks_are_decades_or_their_round_parts() {
    for (lo, hi, max, wanted) in [
        (0.8, 1200.0, 5, vec![1.0, 10.0, 100.0, 1000.0]),
        (0.04, 0.25, 5, vec![0.05, 0.1, 0.2]),
        (0.9, 40.0, 5, vec![1.0, 2.0, 5.0, 10.0, 20.0]),
        (0.9, 40.0, 4, vec![1.0, 3.0, 10.0, 30.0]),
        (1e-9, 1e3, 5, vec![1e-9, 1e-6, 1e-3, 1e0, 1e3]),
        (0.04, 600.0, 3, vec![1.0, 100.0]),
        (0.21, 0.235, 3, vec![0.21, 0.22, 0.23]),
        (0.0, 1.0, 5, vec![]),
        (-1.0, 1.0, 5, vec![]),
    ] {
        assert_eq!(log_ticks(lo, hi, max), wanted, "{lo}..{hi}, at most {max}");
    }
}

#[test]
fn tick_labels_share_one_notation() {
    for (ticks, log, wanted) in [
        (vec![0.0, 0.05, 0.1], false, vec!["0", "0.05", "0.10"]),
        (vec![0.0, 500.0, 1000.0], false, vec!["0", "500", "1,000"]),
        (vec![0.0, 5000.0, 10000.0], false, vec!["0", "5k", "10k"]),
        (vec![-2.5, 0.0, 2.5], false, vec!["−2.5", "0", "2.5"]),
        (
            vec![500_000.0, 1_000_000.0, 1_500_000.0],
            false,
            vec!["0.5M", "1.0M", "1.5M"],
        ),
        (vec![0.05, 0.1, 1.0], true, vec!["0.05", "0.1", "1"]),
        (vec![1e-6, 1e-3, 1.0], true, vec!["10⁻⁶", "10⁻³", "10⁰"]),
        (vec![0.0, 2e-5, 4e-5], false, vec!["0", "2×10⁻⁵", "4×10⁻⁵"]),
    ] {
        assert_eq!(tick_labels(&ticks, log), wanted);
    }
}

#[test]
fn colors_are_read_or_refused() {
    assert_eq!(parse_color("#0a10ff"), Some(RGBAColor(10, 16, 255, 1.0)));
    assert_eq!(parse_color("#0A10FF00"), Some(RGBAColor(10, 16, 255, 0.0)));
    for wrong in [
        "", "#", "0a10ff", "#0a1", "#0a10fg", "#0a10f", "#äöüa", "red",
    ] {
        assert_eq!(parse_color(wrong), None, "{wrong:?}");
    }
}

#[test]
fn letters_are_dark_enough_to_read() {
    let [black, white, gray] =
        ["#000000", "#ffffff", "#767676"].map(|c| parse_color(c).expect("a color"));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9 && contrast(white, white) == 1.0);
    assert!(
        (contrast(gray, white) - 4.54).abs() < 0.01,
        "the lightest gray for text on white"
    );
    for [ink, paper, faint] in [
        ["#1b1c1f", "#fdfcf9", "#e4e1d9"],
        ["#ecebe7", "#131416", "#2c2d31"],
    ] {
        let [ink, paper, faint] = [ink, paper, faint].map(|c| parse_color(c).expect("a color"));
        let theme = Theme {
            ink,
            faint,
            paper,
            accent: ink,
        };
        for color in [
            "#ddcc77", "#88ccee", "#332288", "#777777", "#fdfcf9", "#131416",
        ] {
            let color = parse_color(color).expect("a color");
            assert!(contrast(theme.readable(color), paper) >= 4.5);
            if contrast(color, paper) >= 4.5 {
                assert_eq!(
                    theme.readable(color),
                    color,
                    "what can be read stays as it is"
                );
            }
        }
        assert!(contrast(theme.quiet_ink(), paper) >= 4.5);
        assert!(contrast(theme.quiet_ink(), paper) < contrast(ink, paper));
    }
}

#[test]
fn labels_that_collide_share_the_move() {
    assert_eq!(spread(&[10.0, 10.0], 4.0, 0.0, 100.0), [8.0, 12.0]);
    assert_eq!(
        spread(&[50.0, 10.0, 11.0], 4.0, 0.0, 100.0),
        [50.0, 8.5, 12.5]
    );
    // At the border the inner center gives way.
    assert_eq!(spread(&[99.0, 100.0], 10.0, 0.0, 100.0), [90.0, 100.0]);
    // With too little room, centers are as far apart as it allows.
    assert_eq!(spread(&[5.0, 5.0, 5.0], 10.0, 0.0, 8.0), [0.0, 4.0, 8.0]);
    assert!(spread(&[], 10.0, 0.0, 8.0).is_empty());
}

proptest! {
    #[test]
    fn spread_keeps_order_gap_and_bounds(wanted in prop::collection::vec(-50.0..150.0f64, 1..8)) {
        let placed = spread(&wanted, 12.0, 0.0, 100.0);
        for i in 0..wanted.len() {
            prop_assert!((-1e-9..=100.0 + 1e-9).contains(&placed[i]));
            for j in 0..i {
                prop_assert!((placed[i] - placed[j]).abs() >= 12.0 - 1e-9, "{wanted:?} → {placed:?}");
                if wanted[i] != wanted[j] {
                    prop_assert_eq!(wanted[i] > wanted[j], placed[i] > placed[j]);
                }
            }
        }
        // A single center stays where it is.
        if wanted.len() == 1 {
            prop_assert_eq!(placed[0], wanted[0].clamp(0.0, 100.0));
        }
    }

    #[test]
    fn axes_map_there_and_back(lo in 1e-3..1.0f64, width in 1e-3..1e3f64, share in 0.0..1.0f64) {
        for axis in [Axis::linear(lo, lo + width), Axis::log(lo, lo + width)] {
            prop_assert!((axis.share(axis.value(share)) - share).abs() < 1e-9);
            prop_assert!(axis.ticks(5).len() <= 5);
        }
    }
}

#[test]
fn boxes_are_pushed_apart_within_bounds() {
    let mut centers = [
        [50.0, 50.0],
        [50.0, 50.0],
        [52.0, 49.0],
        [99.0, 99.0],
        [99.0, 99.0],
        [10.0, 10.0],
    ];
    let widths: Vec<f64> = (0..centers.len()).map(|i| 30.0 - 4.0 * i as f64).collect();
    separate(&mut centers, &widths, 14.0, [0.0, 0.0, 100.0, 100.0]);
    for (i, a) in centers.iter().enumerate() {
        let half = widths[i] / 2.0;
        assert!(
            (half..=100.0 - half).contains(&a[0]) && (7.0..=93.0).contains(&a[1]),
            "{a:?} within bounds"
        );
        for (b, width) in centers[..i].iter().zip(&widths) {
            let is_beside = (a[0] - b[0]).abs() >= half + width / 2.0 - 0.02;
            assert!(is_beside || (a[1] - b[1]).abs() >= 13.98, "{a:?} on {b:?}");
        }
    }
    assert_eq!(centers[5], [10.0, 10.0], "a box with room stays");
}

/// A cloud around (cx, cy) whose corners are always reached; `wobble` scales it.
fn cloud(cx: f32, cy: f32, wobble: f32) -> Vec<f32> {
    (0..400)
        .flat_map(|i| {
            let (a, b) = ((i % 20) as f32 / 19.0 - 0.5, (i / 20) as f32 / 19.0 - 0.5);
            [cx + 10.0 * wobble * a, cy + 4.0 * wobble * b]
        })
        .collect()
}

#[test]
fn range_fits_the_points_with_some_room() {
    let [x0, x1, y0, y1] = stable_range(&cloud(3.0, -2.0, 1.0), None);
    assert!(
        (-3.5..-2.5).contains(&x0) && (8.5..9.5).contains(&x1),
        "{x0}..{x1}"
    );
    assert!(
        (-4.5..-4.1).contains(&y0) && (-0.1..0.5).contains(&y1),
        "{y0}..{y1}"
    );
}

#[test]
fn range_stays_while_the_cloud_only_wobbles() {
    let range = stable_range(&cloud(0.0, 0.0, 1.0), None);
    for step in 0..50 {
        let wobble = 1.0 + 0.04 * (step as f32).sin();
        let shift = 0.15 * (1.7 * step as f32).cos();
        assert_eq!(
            stable_range(&cloud(shift, shift / 4.0, wobble), Some(range)),
            range,
            "step {step}"
        );
    }
}

#[test]
fn range_follows_growth_in_few_steps_and_shrinks_late() {
    let mut range = stable_range(&cloud(0.0, 0.0, 1.0), None);
    let first = range;
    let mut changes = 0;
    for step in 1..=100 {
        let points = cloud(0.0, 0.0, 1.0 + 0.02 * step as f32);
        let next = stable_range(&points, Some(range));
        changes += usize::from(next != range);
        range = next;
        assert!(
            points
                .chunks(2)
                .all(|p| f64::from(p[0]) >= range[0] && f64::from(p[0]) <= range[1])
        );
        assert_eq!(
            stable_range(&points, Some(range)),
            range,
            "asked twice, the same"
        );
    }
    assert!(
        (5..=20).contains(&changes),
        "threefold growth in {changes} steps"
    );
    assert_eq!(
        stable_range(&cloud(0.0, 0.0, 2.0), Some(range)),
        range,
        "two thirds still fill it"
    );
    assert_eq!(
        stable_range(&cloud(0.0, 0.0, 1.0), Some(range)),
        first,
        "a third does not"
    );
}

#[test]
fn range_of_odd_points() {
    assert_eq!(stable_range(&[], None), [-1.0, 1.0, -1.0, 1.0]);
    assert_eq!(
        stable_range(&[f32::NAN, 1.0], Some([0.0, 2.0, 0.0, 3.0])),
        [0.0, 2.0, 0.0, 3.0]
    );
    let [x0, x1, y0, y1] = stable_range(&[5.0, 0.0, 5.0, 0.0], None);
    assert!(x0 < 5.0 && x1 > 5.0 && y0 < 0.0 && y1 > 0.0, "one spot");
    let mut points = cloud(0.0, 0.0, 1.0);
    let calm = stable_range(&points, None);
    points.extend([1e6, 0.0, f32::INFINITY, 0.0]);
    let [_, x1, ..] = stable_range(&points, None);
    assert!(x1 < 3.0 * calm[1], "one far point squeezes all: {x1}");
    let broken = Some([f64::NAN, 1.0, 4.0, 4.0]);
    assert_eq!(
        stable_range(&cloud(0.0, 0.0, 1.0), broken),
        calm,
        "a useless previous range does not count"
    );
}
