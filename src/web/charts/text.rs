//! Text on a canvas: at its size in CSS pixels, measured by the canvas, with figures that stand still.

use plotters_backend::BackendTextStyle;

use super::canvas::{Canvas, FINENESS};

/// The font in use and what is known of its digits.
#[derive(Default)]
pub(super) struct TypeCase {
    font: String,
    /// The width of a digit's cell, where the font's digits differ in width.
    cell: Option<f64>,
}

impl Canvas {
    /// CSS pixels of a length in units.
    pub(super) fn css(&self, units: f64) -> f64 {
        units / (FINENESS * self.ratio)
    }

    pub(super) fn set_font<S: BackendTextStyle>(&self, style: &S) {
        let size = self.css(style.size());
        let font = format!(
            "{} {size}px {}",
            style.style().as_str(),
            style.family().as_str()
        );
        if self.type_case.borrow().font != font {
            self.context.set_font(&font);
            let (narrow, cell) = (self.advance("1"), self.advance("0"));
            let cell = ((narrow - cell).abs() > 0.02 * cell).then_some(cell);
            self.type_case.replace(TypeCase { font, cell });
        }
    }

    /// Writes digits in cells of equal width where the font's own are not, so that figures stand
    /// still while they change. `x` is the left end.
    pub(super) fn write(&self, text: &str, x: f64, y: f64) -> Result<(), wasm_bindgen::JsValue> {
        let Some(cell) = self.uneven_digits(text) else {
            return self.context.fill_text(text, x, y);
        };
        let mut x = x;
        for c in text.chars() {
            let letter = c.encode_utf8(&mut [0; 4]).to_owned();
            let own = self.advance(&letter);
            let wide = if c.is_ascii_digit() { cell } else { own };
            self.context.fill_text(&letter, x + (wide - own) / 2.0, y)?;
            x += wide;
        }
        Ok(())
    }

    /// The width of a digit's cell, if the text is a number and the font's digits differ.
    fn uneven_digits(&self, text: &str) -> Option<f64> {
        let cell = self.type_case.borrow().cell?;
        let is_number = text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '−' | 'k' | 'M'));
        is_number.then_some(cell)
    }

    /// The width in CSS pixels, digits in their cells.
    pub(super) fn width(&self, text: &str) -> f64 {
        self.uneven_digits(text).map_or_else(
            || self.advance(text),
            |cell| {
                let one = |c: char| {
                    if c.is_ascii_digit() {
                        cell
                    } else {
                        self.advance(c.encode_utf8(&mut [0; 4]))
                    }
                };
                text.chars().map(one).sum()
            },
        )
    }

    fn advance(&self, text: &str) -> f64 {
        self.context
            .measure_text(text)
            .map_or(0.0, |metrics| metrics.width())
    }
}
