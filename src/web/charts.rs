//! Charts for the page: takes numbers and a little JSON, draws on a canvas with plotters.
//!
//! `www/draw/charts.js` sizes the canvas and keeps what is drawn; here a call draws once and returns a
//! row of numbers, `[left, top, right, bottom, x0, x1, y0, y1]`: the plot area in CSS pixels and
//! what its axes span.

mod canvas;
mod discs;
mod style;
mod text;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::style::RGBAColor;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use crate::plot::{self, Curve, LatentMap, Layout, LossChart, Panel, Scale, StepMark};
use canvas::Canvas;
use style::Style;

/// Draws curves over steps. `points` holds all curves' (step, value) pairs one curve after the
/// other, in the order of `style.curves`; those that are `lower` stand in a panel of their own.
///
/// # Errors
/// A style that is not what it should be, too few points for it, a canvas without a 2d context.
#[wasm_bindgen(js_name = drawLoss)]
pub fn draw_loss(
    canvas: HtmlCanvasElement,
    style: &str,
    points: &[f32],
) -> Result<Vec<f64>, JsError> {
    let style: Value = serde_json::from_str(style)?;
    let style = Style(&style);
    let mut rest = points;
    let mut panels = [Vec::new(), Vec::new()];
    for curve in style.list("curves").iter().map(Style) {
        let (label, wanted) = (curve.text("label"), 2 * curve.number("pairs")? as usize);
        let Some((points, others)) = rest.split_at_checked(wanted) else {
            let got = rest.len();
            return Err(JsError::new(&format!(
                "points of {label:?}: got {got} numbers, wanted {wanted}"
            )));
        };
        rest = others;
        panels[usize::from(curve.flag("lower"))].push(Curve {
            label,
            value: curve.text("value"),
            color: curve.color("color")?,
            width: curve.number("width")?,
            dashed: curve.flag("dashed"),
            behind: curve.flag("behind"),
            points,
        });
    }
    let marks = style.list("marks").iter().map(Style).map(|mark| {
        let (step, text) = (mark.number("step")?, mark.text("text"));
        Ok(StepMark { step, text })
    });
    let marks = marks.collect::<Result<Vec<StepMark>, JsError>>()?;
    let frame = style.part("look");
    let look = frame.look()?;
    let ([upper, lower], log) = (&panels, style.flag("log"));
    let chart = LossChart {
        upper: Panel {
            curves: upper,
            log,
            y_label: frame.text("yLabel"),
        },
        lower: Panel {
            curves: lower,
            log,
            y_label: frame.text("lowerLabel"),
        },
        x_label: frame.text("xLabel"),
        marks: &marks,
        look,
    };
    on_canvas(canvas, None, look.scale, |root| Ok(chart.draw(root)?))
}

/// Draws a map of (x, y) pairs; `labels` holds a class for each, or is empty. With a canvas `beside` the other one, which
/// nobody needs to see, points are drawn as pixels: much faster, but on paper a path is finer.
///
/// # Errors
/// A style that is not what it should be, a canvas without a 2d context.
#[wasm_bindgen(js_name = drawMap)]
pub fn draw_map(
    canvas: HtmlCanvasElement,
    beside: Option<HtmlCanvasElement>,
    style: &str,
    points: &[f32],
    labels: &[u8],
) -> Result<Vec<f64>, JsError> {
    let style: Value = serde_json::from_str(style)?;
    let style = Style(&style);
    let colors = style.list("colors").iter().map(style::color);
    let colors = colors.collect::<Result<Vec<RGBAColor>, JsError>>()?;
    let (glyphs, rows) = (style.texts("glyphs"), style.texts("rows"));
    let bounds: Option<Vec<f64>> = style.list("range").iter().map(Value::as_f64).collect();
    let range = bounds.and_then(|bounds| bounds.try_into().ok());
    let range = range.ok_or_else(|| JsError::new("range: wanted four numbers"))?;
    let frame = style.part("look");
    let look = frame.look()?;
    let map = LatentMap {
        points,
        hollow_from: style.number("hollowFrom")? as usize,
        labels: (!labels.is_empty()).then_some(labels),
        colors: &colors,
        glyphs: &glyphs,
        range,
        rows: &rows,
        x_label: frame.text("xLabel"),
        y_label: frame.text("yLabel"),
        is_transparent: style.flag("isTransparent"),
        look,
    };
    on_canvas(canvas, beside, look.scale, |root| Ok(map.draw(root)?))
}

/// The range `[x0, x1, y0, y1]` in which to draw points; follows `previous` (four numbers, or
/// none) so that the axes do not jitter.
#[wasm_bindgen(js_name = stableRange)]
pub fn stable_range(points: &[f32], previous: &[f64]) -> Vec<f64> {
    plot::stable_range(points, previous.try_into().ok()).to_vec()
}

fn on_canvas(
    canvas: HtmlCanvasElement,
    beside: Option<HtmlCanvasElement>,
    scale: Scale,
    draw: impl FnOnce(&DrawingArea<Canvas, Shift>) -> Result<Layout, JsError>,
) -> Result<Vec<f64>, JsError> {
    let backend = Canvas::new(canvas, beside, scale)
        .ok_or_else(|| JsError::new("This canvas has no 2d context"))?;
    let root = backend.into_drawing_area();
    let layout = draw(&root)?;
    root.present()?;
    Ok([&layout.area[..], &layout.x.bounds(), &layout.y.bounds()].concat())
}
