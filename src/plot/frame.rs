//! Axes as a textbook draws them: few marks, hairlines, names at the ends, no box.

use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::DrawingArea;
use plotters::style::text_anchor::HPos;

use super::axis::Axis;
use super::format::tick_labels;
use super::layout::Layout;
use super::pen::{Drawn, Hand, Pen};

/// What stands around the plot area.
pub struct Frame<'a> {
    pub x: Axis,
    pub y: Axis,
    /// First and last row of the drawing that the frame fills, from the top, in units.
    pub span: (i32, i32),
    /// Name of the horizontal axis, written at its right end.
    pub x_label: &'a str,
    /// Name of the vertical axis, written above it.
    pub y_label: &'a str,
    /// Names of the rows 0, 1, 2, … instead of numbers on the vertical axis; empty: numbers.
    pub rows: &'a [&'a str],
    /// Whether marks and their numbers are drawn.
    pub has_ticks: bool,
    /// Whether anything stands under the horizontal axis.
    pub has_foot: bool,
    /// Whether the plot shows curves over steps. Then hairlines run across at the marks of the vertical
    /// axis, and half steps get no mark.
    pub is_over_steps: bool,
    /// The least room kept free at the left, in units.
    pub left: i32,
    /// Room kept free at the right, in units.
    pub right: i32,
}

/// A frame that found its place on the drawing, in units.
pub struct Placed {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
    x_ticks: Vec<(f64, String)>,
    y_ticks: Vec<(f64, String)>,
}

impl Frame<'_> {
    /// Finds the plot area; nothing is drawn yet. `None` where the drawing is too small for one.
    pub fn place<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        width: u32,
    ) -> Drawn<Option<Placed>, DB> {
        let head = if self.y_label.is_empty() { 0.7 } else { 2.0 };
        let foot = if self.has_foot { 1.9 } else { 0.6 };
        let (top, bottom) = (self.span.0 + pen.lines(head), self.span.1 - pen.lines(foot));
        let label = |axis: &Axis, values: Vec<f64>| -> Vec<(f64, String)> {
            let texts = tick_labels(&values, axis.is_log());
            values.into_iter().zip(texts).collect()
        };
        // One mark every three and a half lines of text upwards, every five and a half sideways.
        let fitting = |room: i32, lines: f64, least: usize, most: usize| {
            let fitting = f64::from(room.max(0)) / f64::from(pen.lines(lines).max(1));
            (fitting as usize).clamp(least, most)
        };
        let mut y_ticks = Vec::new();
        if !self.rows.is_empty() {
            let rows = self.rows.iter().enumerate();
            let rows = rows.map(|(row, &name)| (row as f64, name.to_owned()));
            y_ticks = { rows }.filter(|row| self.y.contains(row.0)).collect();
        } else if self.has_ticks {
            y_ticks = label(&self.y, self.y.ticks(fitting(bottom - top, 3.5, 2, 5)));
        }
        let hand = Hand::new(pen.theme().quiet_ink(), HPos::Right);
        let widest = pen.widest(y_ticks.iter().map(|(_, text)| text.as_str()), hand)?;
        let left = if widest > 0 {
            widest + pen.lines(0.7)
        } else {
            pen.lines(0.4)
        };
        let left = left.max(self.left);
        let right = width as i32 - self.right;
        if right - left < pen.lines(2.0) || bottom - top < pen.lines(1.0) {
            return Ok(None);
        }
        let mut x_ticks = Vec::new();
        if self.has_ticks && self.has_foot {
            let mut values = self.x.ticks(fitting(right - left, 5.5, 3, 6));
            values.retain(|v| !self.is_over_steps || v.fract() == 0.0);
            x_ticks = label(&self.x, values);
        }
        Ok(Some(Placed {
            left,
            top,
            right,
            bottom,
            x_ticks,
            y_ticks,
        }))
    }

    /// Draws grid, axes, numbers and names.
    pub fn draw<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        at: &Placed,
        width: u32,
    ) -> Drawn<(), DB> {
        let theme = pen.theme();
        let quiet = Hand::new(theme.quiet_ink(), HPos::Center);
        let mut free_below = i32::MAX;
        for (value, text) in &at.y_ticks {
            let y = at.y(&self.y, *value);
            if self.is_over_steps {
                pen.rule((at.left, at.right), y, theme.faint)?;
            } else if self.rows.is_empty() {
                pen.rule((at.left, at.left - pen.lines(0.3)), y, theme.axis())?;
            }
            if y + pen.lines(0.5) <= free_below {
                let right = Hand {
                    side: HPos::Right,
                    ..quiet
                };
                pen.write(text, right, (at.left - pen.lines(0.6), y))?;
                free_below = y - pen.lines(0.6);
            }
        }
        pen.rule((at.left, at.right), at.bottom, theme.axis())?;
        if !self.is_over_steps {
            pen.upright(at.left, (at.top, at.bottom), theme.axis())?;
        }
        if !self.y_label.is_empty() {
            pen.write(
                self.y_label,
                Hand {
                    side: HPos::Left,
                    ..quiet
                },
                (0, self.span.0 + pen.lines(0.8)),
            )?;
        }
        if self.has_foot {
            self.draw_foot(pen, at, width as i32, quiet)?;
        }
        Ok(())
    }

    /// The numbers under the horizontal axis and its name, none touching another.
    fn draw_foot<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        at: &Placed,
        width: i32,
        quiet: Hand,
    ) -> Drawn<(), DB> {
        let y = at.bottom + pen.lines(1.15);
        let gap = pen.lines(0.7);
        let name = pen.width_of(self.x_label, quiet)?;
        // The name stands after the axis where there is room, else under its right end.
        let last = at.x_ticks.last().map_or(Ok(at.left), |(value, text)| {
            Ok(at.x(&self.x, *value) + pen.width_of(text, quiet)? / 2)
        })?;
        let behind = (last + gap).max(at.right + pen.lines(0.5));
        let (name_left, limit) = if name == 0 {
            (width, width)
        } else if behind + name <= width {
            (behind, behind)
        } else {
            (at.right - name, at.right - name - gap)
        };
        let mut free_from = 0;
        for (value, text) in &at.x_ticks {
            let x = at.x(&self.x, *value);
            let half = pen.width_of(text, quiet)? / 2;
            pen.upright(
                x,
                (at.bottom, at.bottom + pen.lines(0.3)),
                pen.theme().axis(),
            )?;
            if x - half >= free_from && x + half <= limit {
                pen.write(text, quiet, (x, y))?;
                free_from = x + half + gap;
            }
        }
        if name > 0 {
            pen.write(
                self.x_label,
                Hand {
                    side: HPos::Left,
                    ..quiet
                },
                (name_left, y),
            )?;
        }
        Ok(())
    }
}

impl Placed {
    /// The column of a value, in units; the border's for a value outside.
    pub fn x(&self, axis: &Axis, value: f64) -> i32 {
        self.left
            + (axis.share(value).clamp(0.0, 1.0) * f64::from(self.right - self.left)).round() as i32
    }

    /// The row of a value, in units; the border's for a value outside.
    pub fn y(&self, axis: &Axis, value: f64) -> i32 {
        self.bottom
            - (axis.share(value).clamp(0.0, 1.0) * f64::from(self.bottom - self.top)).round() as i32
    }

    /// The plot area with the frame's coordinates.
    pub fn area<DB: DrawingBackend>(
        &self,
        root: &DrawingArea<DB, Shift>,
        frame: &Frame,
    ) -> DrawingArea<DB, Cartesian2d<Axis, Axis>> {
        let (width, height) = root.dim_in_pixel();
        let inner = root.margin(
            self.top,
            height as i32 - self.bottom,
            self.left,
            width as i32 - self.right,
        );
        let pixels = (self.left..self.right, self.bottom..self.top);
        inner.apply_coord_spec(Cartesian2d::new(frame.x, frame.y, pixels))
    }

    /// The plot area and its axes in CSS pixels.
    pub fn layout(&self, frame: &Frame, css: f64) -> Layout {
        let area = [self.left, self.top, self.right, self.bottom].map(|unit| f64::from(unit) / css);
        Layout {
            area,
            x: frame.x,
            y: frame.y,
        }
    }
}
