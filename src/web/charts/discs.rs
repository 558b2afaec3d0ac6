//! Discs that wait to be drawn on a canvas: as pixels, all at once.

use plotters_backend::{BackendColor, BackendCoord};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::canvas::FINENESS;
use crate::plot::{Dot, rasterize};

/// Discs in the order in which they lie one over the other.
pub struct Discs {
    dots: Vec<Dot>,
    /// A canvas that nobody sees: pixels come onto it, and from it over what a chart has drawn.
    beside: HtmlCanvasElement,
}

impl Discs {
    pub fn new(beside: HtmlCanvasElement) -> Self {
        let dots = Vec::new();
        Self { dots, beside }
    }

    /// One more, in units of the chart.
    pub fn push(&mut self, (x, y): BackendCoord, radius: u32, color: BackendColor) {
        let pixels = |units: f64| (units / FINENESS) as f32;
        let (r, g, b) = color.rgb;
        self.dots.push(Dot {
            x: pixels(f64::from(x)),
            y: pixels(f64::from(y)),
            radius: pixels(f64::from(radius)),
            rgb: [r, g, b],
            alpha: color.alpha as f32,
        });
    }

    /// Whether any wait.
    pub fn wait(&self) -> bool {
        !self.dots.is_empty()
    }

    /// Draws what waits, on a canvas of this size in units, whose context counts in its pixels.
    pub fn draw(
        &mut self,
        context: &CanvasRenderingContext2d,
        size: (u32, u32),
    ) -> Result<(), JsValue> {
        let pixels = |units: u32| units / FINENESS as u32;
        let (width, height) = (pixels(size.0), pixels(size.1));
        let rgba = rasterize(&self.dots, (width as usize, height as usize));
        self.dots.clear();
        let image = ImageData::new_with_u8_clamped_array(Clamped(&rgba), width)?;
        let beside = &self.beside;
        // A new size costs the canvas its memory.
        if beside.width() != width || beside.height() != height {
            beside.set_width(width);
            beside.set_height(height);
        }
        let on = beside.get_context("2d")?.ok_or(JsValue::NULL)?;
        on.unchecked_into::<CanvasRenderingContext2d>()
            .put_image_data(&image, 0.0, 0.0)?;
        context.draw_image_with_html_canvas_element(beside, 0.0, 0.0)
    }
}
