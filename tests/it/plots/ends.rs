//! The loss chart: labels at the ends of curves, which curve lies on top, and the panel below.

use super::*;

/// The curve with its last value in words.
fn valued<'a>(value: &'a str, curve: Curve<'a>) -> Curve<'a> {
    Curve { value, ..curve }
}

#[test]
fn ends_are_named_and_valued_without_touching() {
    let (a, b) = ([0.0, 0.23, 900.0, 0.0478], [0.0, 0.22, 900.0, 0.0481]);
    let curves = [
        valued("0.0478", curve("training", RED, &a)),
        valued("0.0481", curve("held-out", GREEN, &b)),
        Curve {
            dashed: true,
            value: "0.0543",
            ..curve("PCA", ACCENT, &[0.0, 0.0543])
        },
    ];
    for (width, height) in [(320, 160), (320, 240), (700, 200), (1000, 400)] {
        for log in [false, true] {
            let (recorder, layout) = draw_loss((width, height), Scale::PLAIN, log, &curves);
            let texts = assert_texts_are_apart(&recorder, width as i32, height as i32);
            for wanted in [
                "training", "0.0478", "held-out", "0.0481", "PCA", "0.0543", "step", "error",
            ] {
                assert!(
                    texts.iter().any(|text| text == wanted),
                    "{wanted} missing at {width}×{height}: {texts:?}"
                );
            }
            let plot_width = layout.area[2] - layout.area[0];
            assert!(
                plot_width > 0.5 * f64::from(width),
                "the plot keeps {plot_width} of {width}"
            );
        }
    }
}

#[test]
fn where_not_all_labels_fit_the_first_ones_stand() {
    let points = [0.0, 0.23, 900.0, 0.05];
    let names = ["a", "b", "c", "d", "e"];
    let curves = names.map(|name| curve(name, RED, &points));
    for height in [40, 60, 80, 100] {
        let (recorder, _) = draw_loss((320, height), Scale::PLAIN, false, &curves);
        let texts = assert_texts_are_apart(&recorder, 320, height as i32);
        let shown: Vec<_> = names
            .into_iter()
            .filter(|&name| texts.iter().any(|text| text == name))
            .collect();
        assert!(
            names.starts_with(&shown) && shown.len() < 5,
            "{shown:?} at a height of {height}"
        );
        assert_eq!(
            shown.is_empty(),
            height == 40,
            "{shown:?} at a height of {height}"
        );
    }
}

#[test]
fn a_lower_panel_shares_the_steps_and_has_an_axis_of_its_own() {
    let (loss, kl) = ([0.0, 540.0, 400.0, 150.0], [0.0, 0.0, 400.0, 6.5]);
    let curves = [valued("150.0", curve("training", RED, &loss))];
    let lower = [valued("6.5000", curve("KL", GREEN, &kl))];
    for (width, height) in [(320, 240), (700, 260), (1000, 500)] {
        for log in [false, true] {
            let recorder = Recorder::new(width, height);
            let upper = Panel {
                curves: &curves,
                log,
                y_label: "error",
            };
            let layout = draw_panels(&recorder, Scale::PLAIN, upper, &lower);
            let ([above], [below]) = (&recorder.paths(RED)[..], &recorder.paths(GREEN)[..]) else {
                panic!("one path each")
            };
            assert_eq!(
                [above[0].0, above[1].0],
                [below[0].0, below[1].0],
                "the same steps stand below each other"
            );
            assert!(
                below[1].1 > layout.area[3] as i32 && below[0].1 - below[1].1 > 20,
                "{below:?} is below {:?} and uses its room",
                layout.area
            );
            assert!(
                layout.y.bounds()[0] > 0.0 || !log,
                "no value of the lower one"
            );
            let texts = assert_texts_are_apart(&recorder, width as i32, height as i32);
            for wanted in ["error", "nats", "step", "training", "150.0", "KL", "6.5000"] {
                let times = texts.iter().filter(|text| *text == wanted).count();
                assert_eq!(times, 1, "{wanted} at {width}×{height}: {texts:?}");
            }
        }
    }
    // A drawing too low for two panels shows the upper one alone.
    let recorder = Recorder::new(400, 120);
    let upper = Panel {
        curves: &curves,
        log: false,
        y_label: "error",
    };
    let layout = draw_panels(&recorder, Scale::PLAIN, upper, &lower);
    assert!(recorder.paths(GREEN).is_empty() && layout.area[3] > 90.0);
}

#[test]
fn the_first_curve_lies_on_top() {
    let points = [0.0, 0.23, 900.0, 0.05];
    let curves = [curve("a", RED, &points), curve("b", GREEN, &points)];
    let (recorder, _) = draw_loss((320, 200), Scale::PLAIN, false, &curves);
    let of = |mark: &Mark| match mark {
        Mark::Path { color, .. } if [RED, GREEN].contains(color) => Some(*color),
        _ => None,
    };
    let order: Vec<_> = recorder.marks().iter().filter_map(of).collect();
    assert_eq!(order[..2], [GREEN, RED]);
}
