//! Labels at the ends of curves: name and last value, where the eye already is.

use plotters::backend::DrawingBackend;
use plotters::style::RGBAColor;
use plotters::style::text_anchor::HPos;

use super::frame::{Frame, Placed};
use super::pen::{Drawn, Hand, Pen};
use super::place::spread;
use super::style::mix;

/// The end of a curve.
pub struct End<'a> {
    pub name: &'a str,
    /// The last value as text.
    pub value: &'a str,
    pub color: RGBAColor,
    /// The last pair that can be drawn.
    pub last: (f64, f64),
    /// Whether the curve spans the width at one height.
    pub is_yardstick: bool,
}

/// The labels of a chart, as they will be written right of the plot area.
pub struct Labels<'a> {
    ends: Vec<End<'a>>,
    /// Name over value, rather than side by side.
    in_two_lines: bool,
    /// Room that they take, in units.
    pub width: i32,
}

impl<'a> Labels<'a> {
    /// Chooses name over value where the two side by side would take more than a quarter of the
    /// drawing's width and its height suffices.
    pub fn plan<DB: DrawingBackend>(
        pen: &Pen<DB>,
        ends: Vec<End<'a>>,
        (width, height): (i32, i32),
    ) -> Drawn<Self, DB> {
        let (mut side_by_side, mut stacked) = (0, 0);
        for end in &ends {
            // Digits are measured as zeros, so that the room stays the same while they change.
            let value = end.value.replace(|c: char| c.is_ascii_digit(), "0");
            let hand = Hand::new(end.color, HPos::Left);
            let (name, value) = (pen.width_of(end.name, hand)?, pen.width_of(&value, hand)?);
            side_by_side = side_by_side.max(name + pen.lines(BETWEEN) + value);
            stacked = stacked.max(name.max(value));
        }
        let is_tall_enough = pen.lines(2.5 * ends.len() as f64 + 3.0) <= height;
        let in_two_lines = is_tall_enough && side_by_side * 4 > width;
        let width = if in_two_lines { stacked } else { side_by_side };
        Ok(Self {
            ends,
            in_two_lines,
            width,
        })
    }

    /// Writes the labels beside the plot area, apart from each other. Where there is no room for all,
    /// it writes the first ones.
    pub fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        placed: &Placed,
        frame: &Frame,
    ) -> Drawn<(), DB> {
        let gap = f64::from(pen.lines(if self.in_two_lines { 2.5 } else { 1.3 }));
        let top = f64::from(frame.span.0 + pen.lines(0.7));
        let bottom = f64::from(placed.bottom + pen.lines(0.4));
        let fitting = ((bottom - top) / gap).max(0.0) as usize;
        let ends = &self.ends[..self.ends.len().min(fitting)];
        let at = |end: &End| {
            let x = if end.is_yardstick {
                placed.right
            } else {
                placed.x(&frame.x, end.last.0)
            };
            (x, placed.y(&frame.y, end.last.1))
        };
        let wanted: Vec<f64> = ends.iter().map(|end| f64::from(at(end).1)).collect();
        let rows = spread(&wanted, gap, top + gap / 2.0, bottom - gap / 2.0);
        for (end, row) in ends.iter().zip(rows) {
            self.draw_one(pen, placed.right, end, at(end), row.round() as i32)?;
        }
        Ok(())
    }

    fn draw_one<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        right: i32,
        end: &End,
        at: (i32, i32),
        row: i32,
    ) -> Drawn<(), DB> {
        let theme = pen.theme();
        let left = right + pen.lines(0.9);
        if !end.is_yardstick {
            pen.dot(at, pen.scale().stroke(2.5), end.color)?;
        }
        if (row - at.1).abs() > pen.lines(0.4) || at.0 < right - pen.lines(0.5) {
            // The label stands elsewhere: a hairline leads to it.
            let lead = vec![
                at,
                (right + pen.lines(0.15), at.1),
                (left - pen.lines(0.2), row),
            ];
            pen.path(
                lead,
                mix(end.color, theme.paper, 0.55),
                pen.scale().hairline(),
            )?;
        }
        let name = Hand::new(theme.readable(end.color), HPos::Left);
        let value = Hand::new(theme.ink, HPos::Left);
        if self.in_two_lines {
            let half = pen.lines(0.58);
            pen.write(end.name, name, (left, row - half))?;
            pen.write(end.value, value, (left, row + half))
        } else {
            let after = pen.width_of(end.name, name)? + pen.lines(BETWEEN);
            pen.write(end.name, name, (left, row))?;
            pen.write(end.value, value, (left + after, row))
        }
    }
}

/// The space between name and value, in lines.
const BETWEEN: f64 = 0.45;
