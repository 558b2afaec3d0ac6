//! A canvas as a plotters backend with units finer than a pixel.
//!
//! `plotters-canvas` draws on whole pixels of the canvas and measures text by laying it out in the
//! page. This backend stands in front of it: it counts in eighths of a device pixel, so that
//! curves and points lie where they belong; it writes text at its size in CSS pixels, so that
//! fonts look as elsewhere on the page; it measures text by the canvas itself; it sets colors,
//! fonts and scales only when they change; and discs that follow each other are drawn at once.

use std::cell::RefCell;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::discs::Discs;
use super::text::TypeCase;
use crate::plot::Scale;

/// Units per device pixel.
pub(super) const FINENESS: f64 = 8.0;

type Failure = <CanvasBackend as DrawingBackend>::ErrorType;
type Done = Result<(), DrawingErrorKind<Failure>>;

/// The backend.
pub struct Canvas {
    inner: CanvasBackend,
    pub(super) context: CanvasRenderingContext2d,
    size: (u32, u32),
    /// Device pixels per CSS pixel.
    pub(super) ratio: f64,
    /// Whether the context counts in units now, rather than in CSS pixels.
    is_in_units: bool,
    /// The color in which the context fills, as far as this backend knows.
    fill: Option<BackendColor>,
    pub(super) type_case: RefCell<TypeCase>,
    /// Discs that follow each other, where they are drawn as pixels.
    discs: Option<Discs>,
}

impl Canvas {
    /// A backend for the canvas at its present size; `None` if it has no 2d context. With a canvas `beside` it, discs are
    /// drawn as pixels, without one as paths.
    pub fn new(
        canvas: HtmlCanvasElement,
        beside: Option<HtmlCanvasElement>,
        scale: Scale,
    ) -> Option<Self> {
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let fine = |pixels: u32| (f64::from(pixels) * FINENESS) as u32;
        let size = (fine(canvas.width()), fine(canvas.height()));
        context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0).ok()?;
        context.clear_rect(
            0.0,
            0.0,
            f64::from(canvas.width()),
            f64::from(canvas.height()),
        );
        context.set_line_join("round");
        let ratio = scale.css / scale.device;
        context
            .set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0)
            .ok()?;
        let inner = CanvasBackend::with_canvas_object(canvas)?;
        let type_case = RefCell::default();
        Some(Self {
            inner,
            context,
            size,
            ratio,
            is_in_units: false,
            fill: None,
            type_case,
            discs: beside.map(Discs::new),
        })
    }

    /// From here on the context counts in units, for shapes, or in CSS pixels, for text.
    fn count_in_units(&mut self, is_in_units: bool) {
        if self.is_in_units != is_in_units {
            let scale = if is_in_units {
                1.0 / FINENESS
            } else {
                self.ratio
            };
            // Only fails for numbers that are not finite.
            let _ = self.context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
            self.is_in_units = is_in_units;
        }
    }

    /// Draws the discs that wait.
    fn settle(&mut self) {
        let Some(discs) = self.discs.as_mut().filter(|discs| discs.wait()) else {
            return;
        };
        // Where a browser refuses the memory for pixels, points are missing, and the rest of the chart is there.
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        let _ = discs.draw(&self.context, self.size);
        self.is_in_units = !self.is_in_units;
        self.count_in_units(!self.is_in_units);
    }

    /// The canvas backend, ready to draw shapes; it sets colors of its own.
    fn shapes(&mut self) -> &mut CanvasBackend {
        self.settle();
        self.count_in_units(true);
        self.fill = None;
        &mut self.inner
    }

    fn fill_with(&mut self, color: BackendColor) {
        let is_same = |set: BackendColor| set.rgb == color.rgb && set.alpha == color.alpha;
        if !self.fill.is_some_and(is_same) {
            let BackendColor {
                rgb: (r, g, b),
                alpha,
            } = color;
            self.context
                .set_fill_style_str(&format!("rgba({r},{g},{b},{alpha})"));
            self.fill = Some(color);
        }
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = Failure;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        self.settle();
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Done {
        self.shapes().draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        // As a path: the canvas backend moves single lines by half a unit.
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        self.shapes()
            .draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        self.shapes().draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        if !fill {
            return self.shapes().draw_circle(center, radius, style, fill);
        }
        if let Some(discs) = &mut self.discs {
            discs.push(center, radius, style.color());
            return Ok(());
        }
        self.count_in_units(true);
        self.fill_with(style.color());
        self.context.begin_path();
        let (x, y, radius) = (f64::from(center.0), f64::from(center.1), f64::from(radius));
        // Only fails for a negative radius.
        let _ = self.context.arc(x, y, radius, 0.0, std::f64::consts::TAU);
        self.context.fill();
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        self.shapes().fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Done {
        self.set_font(style);
        let (mut x, y) = (self.css(f64::from(pos.0)), self.css(f64::from(pos.1)));
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => x -= self.width(text) / 2.0,
            HPos::Right => x -= self.width(text),
        }
        // Where figures and capitals, about 0.71 of the size, have top, middle and foot.
        let rise = match style.anchor().v_pos {
            VPos::Top => 0.71,
            VPos::Center => 0.355,
            VPos::Bottom => 0.0,
        };
        self.settle();
        self.fill_with(style.color());
        self.count_in_units(false);
        // Text that a browser refuses to draw is missing, and the rest of the chart is there.
        let _ = self.write(text, x, y + rise * self.css(style.size()));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.set_font(style);
        let units = self.width(text) * FINENESS * self.ratio;
        Ok((units.ceil() as u32, style.size().ceil() as u32))
    }
}
