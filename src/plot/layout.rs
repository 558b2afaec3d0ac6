//! Where a drawing put things: the page needs it to tell what the pointer is on.

use plotters::backend::DrawingBackend;

use super::axis::Axis;
use super::pen::Pen;

/// The plot area in CSS pixels, and what its axes span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// Left, top, right and bottom edge of the plot area, in CSS pixels from the top left.
    pub area: [f64; 4],
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis; its first value is at the bottom.
    pub y: Axis,
}

impl Layout {
    /// The layout of a drawing too small for a plot: its whole area.
    pub(super) fn without_plot<DB: DrawingBackend>(
        pen: &Pen<DB>,
        size: (u32, u32),
        x: Axis,
        y: Axis,
    ) -> Self {
        let css = |units: u32| f64::from(units) / pen.scale().css;
        Self {
            area: [0.0, 0.0, css(size.0), css(size.1)],
            x,
            y,
        }
    }

    /// The place of a value on the drawing, in CSS pixels.
    pub fn to_pixel(&self, x: f64, y: f64) -> [f64; 2] {
        let [left, top, right, bottom] = self.area;
        [
            left + self.x.share(x) * (right - left),
            bottom - self.y.share(y) * (bottom - top),
        ]
    }

    /// The value at a place on the drawing, given in CSS pixels.
    pub fn to_data(&self, x: f64, y: f64) -> [f64; 2] {
        let [left, top, right, bottom] = self.area;
        [
            self.x.value((x - left) / (right - left)),
            self.y.value((bottom - y) / (bottom - top)),
        ]
    }
}
