//! The few marks that drawings are made of, in backend units on a whole drawing area.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, DashedPathElement, PathElement};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};

use plotters::backend::DrawingBackend;

use super::style::{Look, Scale, Theme};

/// The result of drawing onto the backend `DB`.
pub type Drawn<T, DB> = Result<T, DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// How a line of text is written.
#[derive(Clone, Copy)]
pub struct Hand {
    /// Color.
    pub color: RGBAColor,
    /// Font size as a multiple of the look's.
    pub size: f64,
    /// Whether the letters are bold.
    pub bold: bool,
    /// Which side of the text is at the given place.
    pub side: HPos,
}

impl Hand {
    /// Regular letters of the look's size.
    pub fn new(color: RGBAColor, side: HPos) -> Self {
        Self {
            color,
            size: 1.0,
            bold: false,
            side,
        }
    }

    /// These letters in bold.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

/// Draws onto `root` with one [`Look`]. Places are in backend units.
///
/// Methods with many callers are kept out of line: the page pays for every copy.
pub struct Pen<'a, DB: DrawingBackend> {
    root: &'a DrawingArea<DB, Shift>,
    look: &'a Look<'a>,
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    pub fn new(root: &'a DrawingArea<DB, Shift>, look: &'a Look<'a>) -> Self {
        Self { root, look }
    }

    pub fn scale(&self) -> Scale {
        self.look.scale
    }

    pub fn theme(&self) -> Theme {
        self.look.theme
    }

    /// `lines` times the font size, in units.
    pub fn lines(&self, lines: f64) -> i32 {
        self.scale().units(lines * self.look.size)
    }

    fn text_style(&self, hand: Hand) -> TextStyle<'a> {
        let size = hand.size * self.look.size * self.scale().css;
        let style = if hand.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        FontDesc::new(FontFamily::Name(self.look.family), size, style)
            .color(&hand.color)
            .pos(Pos::new(hand.side, VPos::Center))
    }

    /// Writes one line, vertically centered on `y`.
    #[inline(never)]
    pub fn write(&self, text: &str, hand: Hand, (x, y): (i32, i32)) -> Drawn<(), DB> {
        self.root.draw_text(text, &self.text_style(hand), (x, y))
    }

    /// Writes one line on a halo of the paper's color.
    pub fn write_on_halo(
        &self,
        text: &str,
        hand: Hand,
        halo: f64,
        (x, y): (i32, i32),
    ) -> Drawn<(), DB> {
        const D: f64 = std::f64::consts::FRAC_1_SQRT_2;
        const AROUND: [(f64, f64); 8] = [
            (1.0, 0.0),
            (D, D),
            (0.0, 1.0),
            (-D, D),
            (-1.0, 0.0),
            (-D, -D),
            (0.0, -1.0),
            (D, -D),
        ];
        let paper = self.text_style(Hand {
            color: self.theme().paper,
            ..hand
        });
        let radius = halo * self.scale().css;
        for (cos, sin) in AROUND {
            let at = (
                x + (radius * cos).round() as i32,
                y + (radius * sin).round() as i32,
            );
            self.root.draw_text(text, &paper, at)?;
        }
        self.write(text, hand, (x, y))
    }

    /// The width of one line, in units.
    #[inline(never)]
    pub fn width_of(&self, text: &str, hand: Hand) -> Drawn<i32, DB> {
        if text.is_empty() {
            return Ok(0);
        }
        Ok(self
            .root
            .estimate_text_size(text, &self.text_style(hand))?
            .0 as i32)
    }

    /// The widest of some lines, in units.
    pub fn widest<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        hand: Hand,
    ) -> Drawn<i32, DB> {
        texts
            .into_iter()
            .try_fold(0, |widest, text| Ok(self.width_of(text, hand)?.max(widest)))
    }

    /// A crisp horizontal hairline.
    pub fn rule(&self, (x0, x1): (i32, i32), y: i32, color: RGBAColor) -> Drawn<(), DB> {
        let y = self.scale().snap(y);
        self.path(vec![(x0, y), (x1, y)], color, self.scale().hairline())
    }

    /// A crisp vertical hairline.
    pub fn upright(&self, x: i32, (y0, y1): (i32, i32), color: RGBAColor) -> Drawn<(), DB> {
        let x = self.scale().snap(x);
        self.path(vec![(x, y0), (x, y1)], color, self.scale().hairline())
    }

    /// A line through `points`, `width` units wide.
    #[inline(never)]
    pub fn path(&self, points: Vec<(i32, i32)>, color: RGBAColor, width: u32) -> Drawn<(), DB> {
        self.root
            .draw(&PathElement::new(points, color.stroke_width(width)))
    }

    /// A dashed line through `points`, `width` units wide.
    #[inline(never)]
    pub fn dashes(&self, points: Vec<(i32, i32)>, color: RGBAColor, width: u32) -> Drawn<(), DB> {
        let (dash, gap) = (
            self.scale().stroke(5.0) as i32,
            self.scale().stroke(4.0) as i32,
        );
        self.root.draw(&DashedPathElement::new(
            points,
            dash,
            gap,
            color.stroke_width(width),
        ))
    }

    /// A filled circle.
    pub fn dot(&self, center: (i32, i32), radius: u32, color: RGBAColor) -> Drawn<(), DB> {
        let style = ShapeStyle {
            color,
            filled: true,
            stroke_width: 0,
        };
        self.root.draw(&Circle::new(center, radius as i32, style))
    }

    /// Covers everything with the paper's color.
    pub fn paper(&self) -> Drawn<(), DB> {
        self.root.fill(&self.theme().paper)
    }
}
