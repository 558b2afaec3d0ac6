//! The page's charts as SVG: the arguments of the page's own module, `src/web/charts.rs`, and a sheet.

use hourglass::plot::{
    self, Below, Curve, LatentMap, Look, LossChart, Panel, Sheet, StepMark, parse_color,
};
use js_sys::Function;
use plotters::style::RGBAColor;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

#[derive(Deserialize)]
struct ThemeStyle {
    ink: String,
    faint: String,
    paper: String,
    accent: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct LookStyle {
    theme: Option<ThemeStyle>,
    font_family: String,
    font_size: f64,
    x_label: String,
    y_label: String,
    lower_label: String,
}

impl Default for LookStyle {
    fn default() -> Self {
        Self {
            theme: None,
            font_family: "sans-serif".to_owned(),
            font_size: 13.0,
            x_label: String::new(),
            y_label: String::new(),
            lower_label: String::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(default)]
struct CurveStyle {
    label: String,
    value: String,
    color: String,
    width: f64,
    dashed: bool,
    behind: bool,
    lower: bool,
    pairs: usize,
}

impl Default for CurveStyle {
    fn default() -> Self {
        Self {
            label: String::new(),
            value: String::new(),
            color: String::new(),
            width: 1.0,
            dashed: false,
            behind: false,
            lower: false,
            pairs: 0,
        }
    }
}

#[derive(Deserialize)]
struct MarkStyle {
    step: f64,
    text: String,
}

#[derive(Deserialize)]
struct LossStyle {
    look: LookStyle,
    log: bool,
    curves: Vec<CurveStyle>,
    #[serde(default)]
    marks: Vec<MarkStyle>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MapStyle {
    look: LookStyle,
    colors: Vec<String>,
    glyphs: Vec<String>,
    rows: Vec<String>,
    range: [f64; 4],
    is_transparent: bool,
    hollow_from: usize,
}

#[derive(Deserialize)]
struct BelowStyle {
    href: String,
    range: [f64; 4],
    alpha: f64,
}

#[derive(Deserialize)]
struct SheetStyle {
    width: u32,
    height: u32,
    title: String,
    description: String,
    #[serde(default)]
    below: Option<BelowStyle>,
}

fn color(text: &str) -> Result<RGBAColor, JsError> {
    parse_color(text).ok_or_else(|| JsError::new(&format!("color: got {text:?}")))
}

impl LookStyle {
    fn look(&self) -> Result<Look<'_>, JsError> {
        let theme = self.theme.as_ref();
        let theme = theme.ok_or_else(|| JsError::new("look: has no theme"))?;
        Ok(Look {
            theme: plot::Theme {
                ink: color(&theme.ink)?,
                faint: color(&theme.faint)?,
                paper: color(&theme.paper)?,
                accent: color(&theme.accent)?,
            },
            family: &self.font_family,
            size: self.font_size.clamp(4.0, 64.0),
            scale: Sheet::SCALE,
        })
    }
}

impl SheetStyle {
    fn sheet<'a>(&'a self, look: &Look, measure: plot::Measure<'a>) -> Sheet<'a> {
        let RGBAColor(r, g, b, _) = look.theme.paper;
        Sheet {
            width: self.width,
            height: self.height,
            title: &self.title,
            description: &self.description,
            paper: (r, g, b),
            measure,
            below: self.below.as_ref().map(|below| Below {
                href: &below.href,
                range: below.range,
                alpha: below.alpha,
            }),
        }
    }
}

/// How wide a text is, as JavaScript tells it: of a text, its size in CSS pixels, and whether it is bold.
fn measured_by(measure: &Function) -> impl Fn(&str, f64, bool) -> f64 {
    |text, size, is_bold| {
        let width = measure.call3(&JsValue::NULL, &text.into(), &size.into(), &is_bold.into());
        width.ok().and_then(|width| width.as_f64()).unwrap_or(0.0)
    }
}

/// Curves over steps. `points` holds all curves' (step, value) pairs one curve after the other.
///
/// # Errors
/// A style that is not what it should be, too few points for it.
#[wasm_bindgen(js_name = lossSvg)]
pub fn loss_svg(
    sheet: &str,
    style: &str,
    points: &[f32],
    measure: &Function,
) -> Result<String, JsError> {
    let (sheet, style): (SheetStyle, LossStyle) =
        (serde_json::from_str(sheet)?, serde_json::from_str(style)?);
    let mut rest = points;
    let mut panels = [Vec::new(), Vec::new()];
    for curve in &style.curves {
        let wanted = curve.pairs.saturating_mul(2);
        let Some((points, others)) = rest.split_at_checked(wanted) else {
            let (label, got) = (&curve.label, rest.len());
            return Err(JsError::new(&format!(
                "points of {label:?}: got {got} numbers, wanted {wanted}"
            )));
        };
        rest = others;
        panels[usize::from(curve.lower)].push(Curve {
            label: &curve.label,
            value: &curve.value,
            color: color(&curve.color)?,
            width: curve.width,
            dashed: curve.dashed,
            behind: curve.behind,
            points,
        });
    }
    let marks = style.marks.iter().map(|mark| StepMark {
        step: mark.step,
        text: &mark.text,
    });
    let marks: Vec<_> = marks.collect();
    let look = style.look.look()?;
    let ([upper, lower], log) = (&panels, style.log);
    let panel = |curves, y_label| Panel {
        curves,
        log,
        y_label,
    };
    let chart = LossChart {
        upper: panel(upper, &style.look.y_label),
        lower: panel(lower, &style.look.lower_label),
        x_label: &style.look.x_label,
        marks: &marks,
        look,
    };
    let measure = measured_by(measure);
    Ok(sheet.sheet(&look, &measure).draw(|root| chart.draw(root))?)
}

/// A map of (x, y) pairs; `labels` holds a class for each, or is empty.
///
/// # Errors
/// A style that is not what it should be.
#[wasm_bindgen(js_name = mapSvg)]
pub fn map_svg(
    sheet: &str,
    style: &str,
    points: &[f32],
    labels: &[u8],
    measure: &Function,
) -> Result<String, JsError> {
    let (sheet, style): (SheetStyle, MapStyle) =
        (serde_json::from_str(sheet)?, serde_json::from_str(style)?);
    let colors = style.colors.iter().map(|one| color(one));
    let colors = colors.collect::<Result<Vec<_>, JsError>>()?;
    let glyphs: Vec<&str> = style.glyphs.iter().map(String::as_str).collect();
    let rows: Vec<&str> = style.rows.iter().map(String::as_str).collect();
    let look = style.look.look()?;
    let map = LatentMap {
        points,
        hollow_from: style.hollow_from,
        labels: (!labels.is_empty()).then_some(labels),
        colors: &colors,
        glyphs: &glyphs,
        range: style.range,
        rows: &rows,
        x_label: &style.look.x_label,
        y_label: &style.look.y_label,
        is_transparent: style.is_transparent,
        look,
    };
    let measure = measured_by(measure);
    Ok(sheet.sheet(&look, &measure).draw(|root| map.draw(root))?)
}
