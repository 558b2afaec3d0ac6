//! Scaled pictures against Pillow's, and areas against a matrix in float64 (`tests/golden/pictures.py`).

use hourglass::kernel::resample::{View, resample};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    kind: String,
    from: (usize, usize),
    to: (usize, usize),
    channel: usize,
    values: Vec<f32>,
}

/// The rule's picture in three channels.
fn picture((width, height): (usize, usize)) -> Vec<u8> {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let value =
        |x: usize, y: usize, c: usize| ((3 * x * x + 5 * y * y + 7 * x * y + 90 * c) % 256) as u8;
    places
        .flat_map(|(x, y)| [0, 1, 2].map(|c| value(x, y, c)))
        .collect()
}

#[test]
fn scaled_pictures_are_pillows() {
    let golden: Golden = serde_json::from_str(include_str!("../../golden/pictures.json")).unwrap();
    assert_eq!(golden.cases.len(), 8);
    for case in golden.cases {
        let pixels = picture(case.from);
        let mut scaled = vec![0.0; case.to.0 * case.to.1 * 3];
        let view = View::new(&pixels, case.from.0, case.from.1, 3);
        resample(&view, case.to, &mut scaled);
        let got = scaled.iter().skip(case.channel).step_by(3);
        assert_eq!(got.len(), case.values.len());
        for (place, (got, want)) in got.zip(&case.values).enumerate() {
            // Pillow rounds its weights as well, and numbers go up to 255.
            assert!(
                (got - want).abs() < 2e-3,
                "{} {:?} to {:?}, place {place}: {got}, wanted {want}",
                case.kind,
                case.from,
                case.to
            );
        }
    }
}
