//! The loss chart: where curves, marks and labels land.

use super::*;

#[test]
fn a_curve_goes_through_its_points() {
    let points = [0.0, 0.2, 100.0, 0.1, 300.0, 0.05];
    for log in [false, true] {
        let (recorder, layout) =
            draw_loss((500, 240), Scale::PLAIN, log, &[curve("", RED, &points)]);
        let wanted: Vec<_> = points
            .chunks(2)
            .map(|p| pixel(&layout, f64::from(p[0]), f64::from(p[1])))
            .collect();
        let [path] = &recorder.paths(RED)[..] else {
            panic!("one path")
        };
        assert_eq!(path.len(), 3);
        assert!(
            path.iter().zip(&wanted).all(|(&a, &b)| is_near(a, b)),
            "{path:?}, wanted {wanted:?}"
        );
        assert_eq!(
            f64::from(path[0].0),
            layout.area[0],
            "step 0 stands at the left edge"
        );
        assert_eq!(
            f64::from(path[2].0),
            layout.area[2],
            "the last step at the right edge"
        );
        let [x, y] = layout.to_data(f64::from(path[1].0), f64::from(path[1].1));
        assert!(
            (x - 100.0).abs() < 2.0 && (y - 0.1).abs() < 0.002,
            "back to data: {x}, {y}"
        );
    }
}

#[test]
fn a_log_axis_spaces_equal_ratios_equally_and_a_linear_one_equal_differences() {
    let points = [0.0, 100.0, 1.0, 10.0, 2.0, 1.0];
    let (recorder, _) = draw_loss((400, 300), Scale::PLAIN, true, &[curve("", RED, &points)]);
    let y: Vec<_> = recorder.paths(RED)[0].iter().map(|p| p.1).collect();
    assert!(
        y[1] - y[0] > 50 && ((y[1] - y[0]) - (y[2] - y[1])).abs() <= 1,
        "{y:?}"
    );

    let points = [0.0, 3.0, 1.0, 2.0, 2.0, 1.0];
    let (recorder, layout) = draw_loss((400, 300), Scale::PLAIN, false, &[curve("", RED, &points)]);
    let y: Vec<_> = recorder.paths(RED)[0].iter().map(|p| p.1).collect();
    assert!(((y[1] - y[0]) - (y[2] - y[1])).abs() <= 1, "{y:?}");
    assert_eq!(
        layout.y.bounds()[0],
        0.0,
        "a loss that falls below half its height is drawn from zero"
    );
}

#[test]
fn what_cannot_be_drawn_leaves_a_gap() {
    let nan = f32::NAN;
    let points = [
        0.0,
        1.0,
        1.0,
        0.9,
        2.0,
        nan,
        3.0,
        0.8,
        4.0,
        f32::INFINITY,
        5.0,
        0.7,
        nan,
        0.1,
        6.0,
        0.6,
        7.0,
        0.0,
    ];
    let (recorder, layout) = draw_loss(
        (400, 200),
        Scale::PLAIN,
        true,
        &[Curve {
            value: "0.6000",
            ..curve("loss", RED, &points)
        }],
    );
    let lengths: Vec<_> = recorder.paths(RED).iter().map(Vec::len).collect();
    assert_eq!(lengths, [2], "one line of two points");
    let dots: Vec<_> = recorder.circles().iter().map(|c| c.0).collect();
    for (x, y) in [(3.0, 0.8), (5.0, 0.7), (6.0, 0.6)] {
        assert!(
            dots.iter().any(|&dot| is_near(dot, pixel(&layout, x, y))),
            "a lone point is a dot"
        );
    }
    assert_eq!(
        layout.x.bounds(),
        [0.0, 6.0],
        "what is left out stretches no axis"
    );
    let texts = recorder.texts(PAPER);
    assert!(
        texts.iter().any(|(text, _)| text == "0.6000"),
        "the last value that counts: {texts:?}"
    );
}

#[test]
fn marks_are_few() {
    let points: Vec<f32> = (0..600)
        .flat_map(|i| [i as f32 * 4.0, 0.05 + 0.2 * (-i as f32 / 60.0).exp()])
        .collect();
    for (width, height) in [(320, 200), (700, 260), (1200, 700)] {
        for log in [false, true] {
            let (recorder, _) = draw_loss(
                (width, height),
                Scale::PLAIN,
                log,
                &[curve("training", RED, &points)],
            );
            let grid = recorder.paths(FAINT).len();
            assert!(
                (2..=5).contains(&grid),
                "{grid} grid lines at {width}×{height}"
            );
            let numbers = |text: &&String| text.starts_with(|c: char| c.is_ascii_digit());
            let texts = assert_texts_are_apart(&recorder, width as i32, height as i32);
            let marks = texts.iter().filter(numbers).count() - 1 - grid;
            assert!(
                (2..=6).contains(&marks),
                "{marks} steps named at {width}×{height}: {texts:?}"
            );
        }
    }
}

#[test]
fn a_curve_behind_stretches_no_axis_and_ends_with_the_chart() {
    let (now, old) = (
        [0.0, 0.2, 100.0, 0.1],
        [0.0, 0.9, 50.0, 0.15, 90.0, 0.12, 500.0, 0.01],
    );
    let behind = Curve {
        behind: true,
        ..curve("a", GREEN, &old)
    };
    let curves = [curve("", RED, &now), behind];
    let (recorder, layout) = draw_loss((600, 240), Scale::PLAIN, true, &curves);
    let (_, alone) = draw_loss((600, 240), Scale::PLAIN, true, &curves[..1]);
    assert_eq!((layout.x, layout.y), (alone.x, alone.y));
    let [path] = &recorder.paths(GREEN)[..] else {
        panic!("one path")
    };
    // It comes in from above and goes on to the edge: on a logarithmic axis straight between logarithms.
    let top = layout.y.bounds()[1];
    let comes_in = 50.0 * (0.9_f64 / top).ln() / (0.9_f64 / 0.15).ln();
    let goes_out = 0.12 * (0.01_f64 / 0.12).powf(10.0 / 410.0);
    let wanted = [
        (comes_in, top),
        (50.0, 0.15),
        (90.0, 0.12),
        (100.0, goes_out),
    ];
    let wanted = wanted.map(|(x, y)| pixel(&layout, x, y));
    assert!(
        path.len() == 4 && path.iter().zip(wanted).all(|(&a, b)| is_near(a, b)),
        "{path:?} {wanted:?}"
    );
    assert_texts_are_apart(&recorder, 600, 240);
    // While there is nothing else, the axes are its own.
    let (_, layout) = draw_loss((600, 240), Scale::PLAIN, true, &curves[1..]);
    assert_eq!(layout.x.bounds(), [0.0, 500.0]);
}

#[test]
fn a_yardstick_is_dashed_across_the_whole_width() {
    let points = [0.0, 0.2, 500.0, 0.04];
    let yardstick = Curve {
        dashed: true,
        ..curve("PCA", GREEN, &[9e9, 0.1])
    };
    let (recorder, layout) = draw_loss(
        (600, 240),
        Scale::PLAIN,
        false,
        &[curve("", RED, &points), yardstick],
    );
    let dashes = recorder.paths(GREEN);
    let y = pixel(&layout, 0.0, 0.1).1;
    assert!(dashes.len() > 20 && dashes.iter().flatten().all(|p| p.1 == y));
    let (first, last) = (
        dashes[0][0].0,
        dashes[dashes.len() - 1].last().map_or(0, |p| p.0),
    );
    assert!(f64::from(first) == layout.area[0] && f64::from(last) > layout.area[2] - 10.0);
    assert_eq!(
        layout.x.bounds(),
        [0.0, 500.0],
        "its step counts for nothing"
    );
}

#[test]
fn nothing_to_draw_is_an_axis_without_numbers() {
    for curves in [
        vec![],
        vec![curve("training", RED, &[])],
        vec![curve("training", RED, &[1.0, f32::NAN])],
    ] {
        let (recorder, layout) = draw_loss((320, 200), Scale::PLAIN, true, &curves);
        let texts: Vec<_> = recorder
            .texts(PAPER)
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        assert_eq!(texts, ["error", "step"]);
        assert!(recorder.circles().is_empty() && recorder.paths(RED).is_empty());
        assert!(layout.area.iter().all(|v| v.is_finite()));
    }
    let (recorder, _) = draw_map((320, 200), &[], None, [-1.0, 1.0, -1.0, 1.0]);
    assert!(recorder.texts(PAPER).is_empty() && recorder.circles().is_empty());
}

#[test]
fn one_point_is_a_dot_with_its_value() {
    for log in [false, true] {
        let (recorder, layout) = draw_loss(
            (400, 200),
            Scale::PLAIN,
            log,
            &[curve("training", RED, &[1.0, 0.23])],
        );
        let at = pixel(&layout, 1.0, 0.23);
        assert!(
            recorder
                .circles()
                .iter()
                .any(|&(center, _, color)| color == RED && is_near(center, at))
        );
        assert_texts_are_apart(&recorder, 400, 200);
    }
}

#[test]
fn hairlines_fall_on_device_pixels() {
    for (css, device) in [(8.0, 8.0), (12.0, 8.0), (16.0, 8.0), (24.0, 8.0)] {
        let scale = Scale { css, device };
        let size = ((400.0 * css) as u32, (200.0 * css) as u32);
        let (recorder, layout) =
            draw_loss(size, scale, false, &[curve("", RED, &[0.0, 1.0, 9.0, 0.1])]);
        let rules = [recorder.paths(FAINT), recorder.paths(AXIS)].concat();
        assert!(rules.len() >= 5);
        let width = scale.hairline() as i32;
        for rule in rules {
            let across = if rule[0].1 == rule[1].1 {
                rule[0].1
            } else {
                rule[0].0
            };
            assert_eq!(
                (across - width / 2) % device as i32,
                0,
                "{rule:?} at {css}/{device}"
            );
        }
        assert_eq!(width % device as i32, 0);
        // The points of curves are not rounded to pixels, and the layout counts in CSS pixels.
        let [x, y] = layout.to_pixel(9.0, 0.1).map(|v| (v * css).round() as i32);
        assert!(is_near(recorder.paths(RED)[0][1], (x, y)));
    }
}
