//! A drawing as an SVG document: a head with words for those who do not see it, what is drawn, texts above all, and a
//! picture below.

use std::cell::RefCell;
use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::prelude::SVGBackend;

use super::layout::Layout;
use super::pen::Drawn;
use super::style::Scale;
use super::svg::{FINENESS, Measure, Svg, escaped};
use crate::error::{Error, Result};

/// The largest width or height, in CSS pixels.
const MOST: u32 = 8192;

/// A picture below everything that is drawn, inside the plot area.
#[derive(Debug, Clone, Copy)]
pub struct Below<'a> {
    /// Its address: `data:image/png;base64,…`.
    pub href: &'a str,
    /// What it covers: `[x0, x1, y0, y1]`.
    pub range: [f64; 4],
    /// How much of it shows.
    pub alpha: f64,
}

/// A document that is yet empty.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// What the drawing is.
    pub title: &'a str,
    /// What it shows, for those who do not see it.
    pub description: &'a str,
    /// The color of the paper, `(red, green, blue)`: texts of this color are halos of others.
    pub paper: (u8, u8, u8),
    /// How wide texts are.
    pub measure: Measure<'a>,
    /// What lies below.
    pub below: Option<Below<'a>>,
}

impl Sheet<'_> {
    /// The scale of a drawing on a sheet.
    pub const SCALE: Scale = Scale {
        css: FINENESS,
        device: FINENESS,
    };

    /// The document with what `draw` draws on it.
    ///
    /// # Errors
    /// A size beyond all bounds.
    pub fn draw<'s>(
        &'s self,
        draw: impl for<'b> FnOnce(&DrawingArea<Svg<'b>, Shift>) -> Drawn<Layout, Svg<'b>>,
    ) -> Result<String> {
        if self.width.max(self.height) > MOST || self.width.min(self.height) == 0 {
            return Err(Error::Shape {
                what: "drawing".to_owned(),
                got: format!("{} × {} pixels", self.width, self.height),
                wanted: format!("between 1 and {MOST} each way"),
            });
        }
        let fine = |css: u32| css * FINENESS as u32;
        let size = (fine(self.width), fine(self.height));
        let (mut shapes, texts) = (String::new(), RefCell::default());
        let layout = {
            let inner = SVGBackend::with_string(&mut shapes, size);
            let root = Svg::new(inner, &texts, self.paper, self.measure).into_drawing_area();
            let layout = draw(&root).and_then(|layout| root.present().map(|()| layout));
            layout.map_err(|error| Error::Format {
                what: "SVG".to_owned(),
                why: error.to_string(),
            })?
        };
        Ok(self.document(&shapes, &texts.borrow(), &layout))
    }

    /// The backend's document with a head of our own, and the texts at its end.
    fn document(&self, shapes: &str, texts: &str, layout: &Layout) -> String {
        let (width, height) = (self.width, self.height);
        let shapes = shapes.split_once('>').map_or("", |(_, rest)| rest);
        let shapes = shapes.trim_end().trim_end_matches("</svg>");
        let (title, description) = (escaped(self.title), escaped(self.description));
        let below = self.below.map(|below| self.picture(&below, layout));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">\n\
             <title>{title}</title>\n<desc>{description}</desc>{}{}{texts}</svg>\n",
            f64::from(width) * FINENESS,
            f64::from(height) * FINENESS,
            below.unwrap_or_default(),
            shapes.trim_end_matches('\n').to_owned() + "\n",
        )
    }

    /// The paper and the picture on it, cut at the edges of the plot area.
    fn picture(&self, below: &Below, layout: &Layout) -> String {
        let [x0, x1, y0, y1] = below.range;
        let ([left, foot], [right, top]) = (layout.to_pixel(x0, y0), layout.to_pixel(x1, y1));
        let area = layout.area.map(|css| css * FINENESS);
        let (r, g, b) = self.paper;
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "\n<rect width=\"100%\" height=\"100%\" fill=\"#{r:02x}{g:02x}{b:02x}\"/>\n\
             <clipPath id=\"plot\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n\
             <g clip-path=\"url(#plot)\"><image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"{}\" \
             preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" xlink:href=\"{}\"/></g>",
            area[0],
            area[1],
            area[2] - area[0],
            area[3] - area[1],
            left * FINENESS,
            top * FINENESS,
            (right - left) * FINENESS,
            (foot - top) * FINENESS,
            below.alpha,
            escaped(below.href),
        );
        text
    }
}
