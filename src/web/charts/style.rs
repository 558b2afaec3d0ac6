//! A drawing's style as it comes from JavaScript, read key by key.
//!
//! By hand rather than derived: the page pays for every byte of code.

use plotters::style::RGBAColor;
use serde_json::Value;
use wasm_bindgen::JsError;

use super::canvas::FINENESS;
use crate::plot::{self, Look, Scale};

/// One object of the style.
#[derive(Clone, Copy)]
pub(super) struct Style<'a>(pub(super) &'a Value);

impl<'a> Style<'a> {
    /// The object under `key`.
    pub(super) fn part(self, key: &str) -> Self {
        Self(&self.0[key])
    }

    /// The text under `key`; empty if there is none.
    pub(super) fn text(self, key: &str) -> &'a str {
        self.0[key].as_str().unwrap_or_default()
    }

    /// Whether `key` is true.
    pub(super) fn flag(self, key: &str) -> bool {
        self.0[key].as_bool().unwrap_or_default()
    }

    /// The number under `key`.
    pub(super) fn number(self, key: &str) -> Result<f64, JsError> {
        let value = &self.0[key];
        value
            .as_f64()
            .ok_or_else(|| JsError::new(&format!("{key}: got {value}, wanted a number")))
    }

    /// The list under `key`; empty if there is none.
    pub(super) fn list(self, key: &str) -> &'a [Value] {
        self.0[key].as_array().map_or(&[], Vec::as_slice)
    }

    /// The texts in the list under `key`.
    pub(super) fn texts(self, key: &str) -> Vec<&'a str> {
        self.list(key).iter().filter_map(Value::as_str).collect()
    }

    /// The color under `key`.
    pub(super) fn color(self, key: &str) -> Result<RGBAColor, JsError> {
        color(&self.0[key])
    }

    /// What every drawing needs; `pixelRatio` is device pixels per CSS pixel.
    pub(super) fn look(self) -> Result<Look<'a>, JsError> {
        let theme = self.part("theme");
        Ok(Look {
            theme: plot::Theme {
                ink: theme.color("ink")?,
                faint: theme.color("faint")?,
                paper: theme.color("paper")?,
                accent: theme.color("accent")?,
            },
            family: self.text("fontFamily"),
            size: self.number("fontSize")?.clamp(4.0, 64.0),
            scale: scale(self.number("pixelRatio")?),
        })
    }
}

/// A color as `#rrggbb` or `#rrggbbaa`.
pub(super) fn color(value: &Value) -> Result<RGBAColor, JsError> {
    let parsed = value.as_str().and_then(plot::parse_color);
    parsed.ok_or_else(|| {
        JsError::new(&format!(
            "color: got {value}, wanted \"#rrggbb\" or \"#rrggbbaa\""
        ))
    })
}

/// The scale of a canvas with `pixel_ratio` device pixels per CSS pixel.
fn scale(pixel_ratio: f64) -> Scale {
    let ratio = if pixel_ratio.is_finite() {
        pixel_ratio.clamp(0.25, 8.0)
    } else {
        1.0
    };
    Scale {
        css: ratio * FINENESS,
        device: FINENESS,
    }
}
