//! The latent map: where points and signs land.

use super::recorder::Mark;
use super::*;

#[test]
fn points_stand_where_they_belong_in_the_color_of_their_class() {
    let points = [
        -1.0,
        -1.0,
        0.0,
        0.5,
        f32::NAN,
        0.0,
        1.0,
        f32::INFINITY,
        0.9,
        0.9,
        0.2,
        0.1,
        9.0,
        0.0,
    ];
    // There are two colors, so class 7 has the second one. The last point is beyond the labels,
    // so it has no class.
    let labels = [0, 1, 0, 0, 7, 1];
    let (recorder, layout) = draw_map((400, 400), &points, Some(&labels), [-2.0, 2.0, -2.0, 2.0]);
    let circles = recorder.circles();
    assert_eq!(circles.len(), 5, "two pairs are not finite");
    for (x, y, color) in [
        (-1.0, -1.0, RED),
        (0.0, 0.5, GREEN),
        (0.9, 0.9, GREEN),
        (0.2, 0.1, GREEN),
    ] {
        let at = pixel(&layout, x, y);
        assert!(
            circles.iter().any(|c| c.2 == color && is_near(c.0, at)),
            "({x}, {y}) in {color:?}"
        );
    }
    let full = circles.iter().map(|c| c.1).max().unwrap_or(0);
    let outside = circles
        .iter()
        .find(|c| f64::from(c.0.0) >= layout.area[2])
        .expect("one at the right border");
    assert!(
        outside.1 < full && outside.2 == AXIS,
        "smaller, and without a class as the axes"
    );
    let (recorder, _) = draw_map((400, 400), &points, None, [-2.0, 2.0, -2.0, 2.0]);
    assert!(
        recorder.circles().iter().all(|c| c.2 == ACCENT),
        "without classes all in the accent color"
    );
}

#[test]
fn classes_are_named_at_their_median_on_a_halo() {
    let mut points = Vec::new();
    let mut labels = Vec::new();
    for i in 0..11 {
        // A far point would move a mean; it does not move a median.
        let far = if i == 10 { 30.0 } else { 0.0 };
        points.extend([-5.0 + 0.1 * i as f32, 2.0 + far, 5.0, -3.0]);
        labels.extend([0, 1]);
    }
    let (recorder, layout) = draw_map(
        (400, 300),
        &points,
        Some(&labels),
        [-10.0, 10.0, -10.0, 40.0],
    );
    for (glyph, x, y) in [("0", -4.5, 2.0), ("1", 5.0, -3.0)] {
        let is_glyph =
            |mark: &&Mark| matches!(mark, Mark::Text { text, bold: true, .. } if text == glyph);
        let marks = recorder.marks();
        let written: Vec<_> = marks.iter().filter(is_glyph).collect();
        assert!(written.len() > 4, "a halo goes before");
        let Some(Mark::Text { bounds, color, .. }) = written.last() else {
            panic!("written")
        };
        assert_ne!(*color, PAPER, "the sign itself comes last");
        let center = (
            i32::midpoint(bounds[0], bounds[2]),
            i32::midpoint(bounds[1], bounds[3]),
        );
        assert!(
            is_near(center, pixel(&layout, x, y)),
            "{glyph} at {center:?}"
        );
    }
    // The signs of two classes on one spot stand side by side.
    let points = vec![1.0; 40];
    let labels: Vec<u8> = (0..20).map(|i| i % 2).collect();
    let (recorder, _) = draw_map((300, 300), &points, Some(&labels), [0.0, 2.0, 0.0, 2.0]);
    assert_texts_are_apart(&recorder, 300, 300);
}

#[test]
fn rows_are_named_instead_of_numbered() {
    let recorder = Recorder::new(400, 300);
    let map = LatentMap {
        points: &[-1.0, 0.0, 1.0, 1.0],
        range: [-2.0, 2.0, -0.5, 1.5],
        rows: &["Ankle boot", "Bag", "Coat"],
        ..empty_map()
    };
    let layout = map.draw(&recorder.area()).expect("recording does not fail");
    let texts = recorder.texts(PAPER);
    for (row, name) in [(0.0, "Ankle boot"), (1.0, "Bag")] {
        let Some((_, [left, top, right, bottom])) = texts.iter().find(|text| text.0 == name) else {
            panic!("{name} is missing: {texts:?}")
        };
        assert!(
            *left >= 0 && f64::from(*right) < layout.area[0],
            "{name} stands left"
        );
        let at = pixel(&layout, 0.0, row).1;
        assert!(
            (i32::midpoint(*top, *bottom) - at).abs() <= 1,
            "{name} at its row"
        );
    }
    assert!(
        texts
            .iter()
            .all(|(text, _)| text != "Coat" && text != "0.5"),
        "{texts:?}"
    );
}

#[test]
fn over_a_picture_points_are_smaller_and_stand_on_discs_of_paper() {
    let points = [0.2, 0.2, 0.8, 0.8];
    let scale = Scale {
        css: 8.0,
        device: 8.0,
    };
    let radii = [false, true].map(|is_transparent| {
        let recorder = Recorder::new(3200, 2400);
        let map = LatentMap {
            points: &points,
            is_transparent,
            look: look(scale),
            ..empty_map()
        };
        map.draw(&recorder.area()).expect("recording does not fail");
        let of = |color: Rgb| {
            let circles = recorder.circles();
            let some = circles.iter().filter(|circle| circle.2 == color);
            some.map(|circle| circle.1).collect::<Vec<_>>()
        };
        (of(ACCENT), of(PAPER))
    });
    let [(alone, none), (over, discs)] = radii;
    assert!(none.is_empty() && alone.len() == 2 && over.len() == 2 && discs.len() == 2);
    assert!(
        over[0] < alone[0] && discs[0] > over[0],
        "{over:?} on {discs:?}, alone {alone:?}"
    );
}

#[test]
fn hollow_points_have_a_middle_of_paper_and_no_filled_point_loses_its_own() {
    // The first point is filled. The last one, hollow, lies on it.
    let points = [0.2, 0.2, 0.8, 0.8, 0.2, 0.2];
    let scale = Scale {
        css: 8.0,
        device: 8.0,
    };
    let draw = |hollow_from| {
        let recorder = Recorder::new(3200, 2400);
        let map = LatentMap {
            points: &points,
            hollow_from,
            labels: Some(&[0, 1, 1]),
            look: look(scale),
            ..empty_map()
        };
        let layout = map.draw(&recorder.area()).expect("recording does not fail");
        (recorder.circles(), layout)
    };
    let (circles, layout) = draw(1);
    let [filled, other] = [(0.2, 0.2), (0.8, 0.8)].map(|(x, y)| pixel(&layout, x, y));
    let at = |place| {
        let css = |units: (i32, i32)| (units.0 / 8, units.1 / 8);
        let is_there = move |circle: &&((i32, i32), u32, Rgb)| is_near(css(circle.0), place);
        circles.iter().filter(is_there)
    };
    let ring: Vec<_> = at(other).map(|circle| (circle.2, circle.1)).collect();
    let [(GREEN, outer), (PAPER, inner)] = ring[..] else {
        panic!("a ring: {ring:?}")
    };
    assert_eq!(outer - inner, 12, "1.5 CSS pixels");
    let last = at(filled).next_back().expect("drawn");
    assert_eq!((last.2, last.1), (RED, outer), "whole, and on top");
    // Without a hollow point nothing is cut, and the points are smaller.
    let (circles, _) = draw(3);
    assert!(circles.len() == 3 && circles.iter().all(|circle| circle.2 != PAPER));
    assert_eq!(circles[0].1 + 12, outer);
}
