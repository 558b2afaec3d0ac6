//! plotters' own SVG backend, in units finer than a pixel.
//!
//! It counts whole units and writes letters in a size of its own. The one here stands in front of it: it
//! counts in eighths of a CSS pixel, so that curves lie where they belong; it writes texts in the sizes that the drawing asks
//! for, above everything else; and it measures them by whoever knows the font.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io;

use plotters::prelude::SVGBackend;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

/// Units per CSS pixel.
pub(super) const FINENESS: f64 = 8.0;

type Done = Result<(), DrawingErrorKind<io::Error>>;

/// Tells how wide a text is in CSS pixels, of a size in CSS pixels, bold or not.
pub type Measure<'a> = &'a dyn Fn(&str, f64, bool) -> f64;

/// A text as it may stand in XML: without control characters, marks written out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// The backend.
pub struct Svg<'a> {
    inner: SVGBackend<'a>,
    texts: &'a RefCell<String>,
    /// A text in the paper's color that was written last, and where it began to be.
    halo: Option<(String, i32)>,
    paper: (u8, u8, u8),
    measure: Measure<'a>,
}

impl<'a> Svg<'a> {
    /// A backend whose texts are gathered apart; those in the paper's color are halos of others.
    pub(super) fn new(
        inner: SVGBackend<'a>,
        texts: &'a RefCell<String>,
        paper: (u8, u8, u8),
        measure: Measure<'a>,
    ) -> Self {
        Self {
            inner,
            texts,
            halo: None,
            paper,
            measure,
        }
    }

    fn width_of<S: BackendTextStyle>(&self, text: &str, style: &S) -> f64 {
        let is_bold = matches!(style.style(), FontStyle::Bold);
        (self.measure)(text, style.size() / FINENESS, is_bold) * FINENESS
    }

    fn write<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
        (x, y): (f64, f64),
        more: &str,
    ) -> Done {
        let (r, g, b) = style.color().rgb;
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let weight = match style.style() {
            FontStyle::Bold => " font-weight=\"bold\"",
            _ => "",
        };
        writeln!(
            self.texts.borrow_mut(),
            "<text x=\"{x}\" y=\"{y:.1}\" font-family=\"{}\" font-size=\"{}\"{weight} text-anchor=\"{anchor}\" \
             fill=\"#{r:02x}{g:02x}{b:02x}\"{more}>{}</text>",
            escaped(style.family().as_str()),
            style.size(),
            escaped(text),
        )
        .map_err(|_| DrawingErrorKind::DrawingError(io::ErrorKind::Other.into()))
    }
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Done {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        self.inner.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        self.inner.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        self.inner.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Done {
        // Eight texts around another one make its halo on a canvas. Here one with a wide stroke does.
        if style.color().rgb == self.paper {
            let is_same = self.halo.as_ref().is_some_and(|(one, _)| one == text);
            if !is_same {
                self.halo = Some((text.to_owned(), pos.0));
            }
            return Ok(());
        }
        // Where figures and capitals, about 0.71 of the size, have top, middle and foot.
        let rise = match style.anchor().v_pos {
            VPos::Top => 0.71,
            VPos::Center => 0.355,
            VPos::Bottom => 0.0,
        };
        let at = (f64::from(pos.0), f64::from(pos.1) + rise * style.size());
        if let Some((_, first)) = self.halo.take().filter(|(one, _)| one == text) {
            let (r, g, b) = self.paper;
            let width = 2 * (first - pos.0).abs();
            let stroke = format!(
                " stroke=\"#{r:02x}{g:02x}{b:02x}\" stroke-width=\"{width}\" stroke-linejoin=\"round\" \
                 aria-hidden=\"true\""
            );
            self.write(text, style, at, &stroke)?;
        }
        self.write(text, style, at, "")
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let width = self.width_of(text, style).clamp(0.0, f64::from(u32::MAX));
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
