//! Drawings, checked by what they put where on a recording backend.

mod ends;
mod loss;
mod map;
mod marks;
mod numbers;
mod recorder;
mod svg;

use hourglass::plot::{Curve, LatentMap, Layout, Look, LossChart, Panel, Scale, StepMark, Theme};
use plotters::style::RGBAColor;
use proptest::prelude::*;
use recorder::{Mark, Recorder, Rgb};

const INK: Rgb = (20, 20, 20);
const FAINT: Rgb = (180, 180, 180);
const PAPER: Rgb = (255, 255, 255);
const ACCENT: Rgb = (0, 90, 200);
const RED: Rgb = (200, 30, 30);
const GREEN: Rgb = (30, 140, 60);
/// Axes are three tenths of the way from faint to ink.
const AXIS: Rgb = (132, 132, 132);

fn opaque((r, g, b): Rgb) -> RGBAColor {
    RGBAColor(r, g, b, 1.0)
}

fn look(scale: Scale) -> Look<'static> {
    let theme = Theme {
        ink: opaque(INK),
        faint: opaque(FAINT),
        paper: opaque(PAPER),
        accent: opaque(ACCENT),
    };
    Look {
        theme,
        family: "sans-serif",
        size: 12.0,
        scale,
    }
}

fn curve<'a>(label: &'a str, color: Rgb, points: &'a [f32]) -> Curve<'a> {
    Curve {
        label,
        value: "",
        color: opaque(color),
        width: 1.5,
        dashed: false,
        behind: false,
        points,
    }
}

fn draw_loss(size: (u32, u32), scale: Scale, log: bool, curves: &[Curve]) -> (Recorder, Layout) {
    let recorder = Recorder::new(size.0, size.1);
    let upper = Panel {
        curves,
        log,
        y_label: "error",
    };
    let layout = draw_panels(&recorder, scale, upper, &[]);
    (recorder, layout)
}

fn draw_panels(recorder: &Recorder, scale: Scale, upper: Panel, lower: &[Curve]) -> Layout {
    let lower = Panel {
        curves: lower,
        log: false,
        y_label: "nats",
    };
    let chart = LossChart {
        upper,
        lower,
        x_label: "step",
        marks: &[],
        look: look(scale),
    };
    chart
        .draw(&recorder.area())
        .expect("recording does not fail")
}

fn draw_map(
    size: (u32, u32),
    points: &[f32],
    labels: Option<&[u8]>,
    range: [f64; 4],
) -> (Recorder, Layout) {
    let recorder = Recorder::new(size.0, size.1);
    let map = LatentMap {
        points,
        labels,
        range,
        ..empty_map()
    };
    let layout = map.draw(&recorder.area()).expect("recording does not fail");
    (recorder, layout)
}

fn empty_map() -> LatentMap<'static> {
    const COLORS: &[RGBAColor] = &[
        RGBAColor(RED.0, RED.1, RED.2, 1.0),
        RGBAColor(GREEN.0, GREEN.1, GREEN.2, 1.0),
    ];
    LatentMap {
        points: &[],
        hollow_from: usize::MAX,
        labels: None,
        colors: COLORS,
        glyphs: &["0", "1"],
        range: [0.0, 1.0, 0.0, 1.0],
        rows: &[],
        x_label: "",
        y_label: "",
        is_transparent: false,
        look: look(Scale::PLAIN),
    }
}

fn pixel(layout: &Layout, x: f64, y: f64) -> (i32, i32) {
    let [x, y] = layout.to_pixel(x, y);
    (x.round() as i32, y.round() as i32)
}

fn is_near(a: (i32, i32), b: (i32, i32)) -> bool {
    (a.0 - b.0).abs() <= 1 && (a.1 - b.1).abs() <= 1
}

/// All texts, none of which may touch another or leave the drawing.
fn assert_texts_are_apart(recorder: &Recorder, width: i32, height: i32) -> Vec<String> {
    let texts = recorder.texts(PAPER);
    for (i, (a, [left, top, right, bottom])) in texts.iter().enumerate() {
        let is_inside = *left >= 0 && *top >= 0 && *right <= width && *bottom <= height;
        assert!(
            is_inside,
            "{a:?} at {left}..{right}, {top}..{bottom} leaves {width}×{height}"
        );
        for (b, other) in &texts[..i] {
            let is_apart =
                *right <= other[0] || other[2] <= *left || *bottom <= other[1] || other[3] <= *top;
            assert!(is_apart, "{a:?} touches {b:?} at {width}×{height}");
        }
    }
    texts.into_iter().map(|(text, _)| text).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_numbers_and_sizes_draw_inside_the_canvas(
        points in prop::collection::vec(prop_oneof![any::<f32>(), -3.0..3.0f32], 0..40),
        labels in prop::collection::vec(0..4u8, 0..20),
        (width, height) in (0..500u32, 0..300u32),
        range in prop::array::uniform4(prop_oneof![any::<f64>(), -3.0..3.0f64]),
        log in any::<bool>(),
        dashed in any::<bool>(),
    ) {
        let curves = [Curve { dashed, ..curve("a", RED, &points) }, curve("b", GREEN, &points)];
        let (loss, layout) = draw_loss((width, height), Scale::PLAIN, log, &curves);
        prop_assert!(layout.area.iter().all(|v| v.is_finite()));
        let two = Recorder::new(width, height);
        let upper = Panel { curves: &curves, log, y_label: "error" };
        let layout = draw_panels(&two, Scale::PLAIN, upper, &curves);
        prop_assert!(layout.area.iter().all(|v| v.is_finite()));
        let (map, _) = draw_map((width, height), &points, Some(&labels), range);
        let is_inside = |&(x, y): &(i32, i32)| {
            (0..=width as i32).contains(&x) && (0..=height as i32).contains(&y)
        };
        for mark in [loss, two, map].iter().flat_map(Recorder::marks) {
            match &mark {
                Mark::Path { points, .. } => prop_assert!(points.iter().all(is_inside), "{mark:?}"),
                Mark::Circle { center, .. } => prop_assert!(is_inside(center), "{mark:?}"),
                Mark::Rect { from, to, .. } => prop_assert!(is_inside(from) && is_inside(to), "{mark:?}"),
                Mark::Text { text, .. } => prop_assert!(!text.contains("NaN"), "{mark:?}"),
            }
        }
    }
}
