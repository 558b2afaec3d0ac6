//! Marks on the loss chart: at their steps, with texts that touch nothing.

use super::*;

const POINTS: [f32; 6] = [0.0, 0.2, 500.0, 0.1, 1000.0, 0.05];

fn draw_marks(width: u32, marks: &[StepMark]) -> (Recorder, Layout) {
    let recorder = Recorder::new(width, 240);
    let curves = [curve("held-out", RED, &POINTS)];
    let panel = |curves| Panel {
        curves,
        log: false,
        y_label: "error",
    };
    let chart = LossChart {
        upper: panel(&curves),
        lower: panel(&[]),
        x_label: "step",
        marks,
        look: look(Scale::PLAIN),
    };
    let layout = chart.draw(&recorder.area());
    (recorder, layout.expect("recording does not fail"))
}

fn text_box(recorder: &Recorder, wanted: &str) -> Option<[i32; 4]> {
    recorder.marks().into_iter().find_map(|mark| match mark {
        Mark::Text { text, bounds, .. } if text == wanted => Some(bounds),
        _ => None,
    })
}

fn mark(step: f64, text: &str) -> StepMark<'_> {
    StepMark { step, text }
}

#[test]
fn a_line_stands_at_each_step_on_the_axis_with_its_text_above() {
    let marks = [mark(600.0, "rate 0.01"), mark(2000.0, "rate 1")];
    let (recorder, layout) = draw_marks(500, &marks);
    let (x, _) = pixel(&layout, 600.0, 0.1);
    let top = layout.area[1] as i32;
    let upright = |path: &Vec<(i32, i32)>| path.len() == 2 && path[0].0 == path[1].0;
    let inside = |path: &Vec<(i32, i32)>| path[0].1.min(path[1].1) <= top;
    let lines: Vec<_> = { recorder.paths(AXIS).into_iter() }
        .filter(|path| upright(path) && inside(path))
        .collect();
    assert_eq!(lines.len(), 1, "the step that has not come has no line");
    assert!((lines[0][0].0 - x).abs() <= 1, "{lines:?}, wanted {x}");
    let [left, _, right, bottom] = text_box(&recorder, "rate 0.01").expect("a text");
    assert!(left <= x && x <= right && bottom <= top);
    assert_eq!(text_box(&recorder, "rate 1"), None);
}

#[test]
fn of_texts_that_would_touch_the_last_one_stays() {
    let marks = [mark(580.0, "rate 0.01"), mark(600.0, "rate 0.02")];
    let (recorder, _) = draw_marks(500, &marks);
    assert_eq!(text_box(&recorder, "rate 0.01"), None);
    assert!(text_box(&recorder, "rate 0.02").is_some());
    // The name of the vertical axis keeps its place.
    let (recorder, _) = draw_marks(500, &[mark(1.0, "rate 0.01")]);
    assert_eq!(text_box(&recorder, "rate 0.01"), None);
    assert!(text_box(&recorder, "error").is_some());
}

proptest! {
    #[test]
    fn texts_stay_apart_and_on_the_drawing(
        width in 60u32..900,
        mut steps in prop::collection::vec(-10f64..1200.0, 0..9),
    ) {
        steps.sort_by(f64::total_cmp);
        let marks: Vec<_> = steps.iter().map(|&step| mark(step, "rate 0.003")).collect();
        let (recorder, _) = draw_marks(width, &marks);
        let is_head = |text: &str| text == "rate 0.003" || text == "error";
        let boxes: Vec<[i32; 4]> = { recorder.marks().into_iter() }
            .filter_map(|mark| match mark {
                Mark::Text { text, bounds, .. } if is_head(&text) => Some(bounds),
                _ => None,
            })
            .collect();
        for (idx, a) in boxes.iter().enumerate() {
            prop_assert!(a[0] >= 0 && a[2] <= width as i32 + 1, "{a:?} of {width}");
            for b in &boxes[idx + 1..] {
                prop_assert!(a[2] <= b[0] || b[2] <= a[0], "{a:?} and {b:?}");
            }
        }
    }
}
