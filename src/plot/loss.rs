//! Curves of the loss over the training steps, named and valued at their ends.

use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::style::RGBAColor;

use super::axis::Axis;
use super::clip::clip;
use super::ends::{End, Labels};
use super::frame::{Frame, Placed};
use super::layout::Layout;
use super::marks::{self, StepMark};
use super::pen::{Drawn, Pen};
use super::style::Look;

/// One curve.
#[derive(Debug, Clone, Copy)]
pub struct Curve<'a> {
    /// Written at the curve's end with `value`; a curve without a label gets neither.
    pub label: &'a str,
    /// The last value, as the rest of the page writes it.
    pub value: &'a str,
    /// Color of the line and its label.
    pub color: RGBAColor,
    /// Width of the line in CSS pixels.
    pub width: f64,
    /// Whether the line is dashed. A dashed curve of a single point is a yardstick: it spans the
    /// whole width at that height.
    pub dashed: bool,
    /// Whether the curve stands behind the others: it stretches no axis, and is cut where it leaves them.
    pub behind: bool,
    /// Pairs (step, value). Pairs that are not finite, or not positive on a logarithmic axis, are
    /// left out, and the line has a gap there.
    pub points: &'a [f32],
}

impl Curve<'_> {
    /// Whether the curve is a height to compare with rather than a history.
    fn is_yardstick(&self) -> bool {
        self.dashed && self.points.len() == 2
    }
}

/// Curves over steps, all on one vertical axis.
#[derive(Debug, Clone, Copy)]
pub struct Panel<'a> {
    /// The curves; the first one lies on top and keeps its label where there is no room for all.
    pub curves: &'a [Curve<'a>],
    /// Whether the vertical axis is logarithmic.
    pub log: bool,
    /// Name of the vertical axis.
    pub y_label: &'a str,
}

/// A chart of curves over steps.
#[derive(Debug, Clone, Copy)]
pub struct LossChart<'a> {
    /// What the chart is about.
    pub upper: Panel<'a>,
    /// Curves of another height, on a smaller axis of their own below. The upper panel takes all the
    /// room if there are none, or if the drawing is too low for two.
    pub lower: Panel<'a>,
    /// Name of the horizontal axis.
    pub x_label: &'a str,
    /// Where something was changed, in the order of their steps.
    pub marks: &'a [StepMark<'a>],
    /// Colors, font, scale.
    pub look: Look<'a>,
}

/// The upper panel's share of the height of a chart of two panels.
const UPPER: f64 = 0.62;
/// The least height of a chart of two panels, in lines of text.
const LEAST_LINES: f64 = 12.0;

impl LossChart<'_> {
    /// Draws the chart over all of `root` and says where the upper panel is.
    ///
    /// # Errors
    /// What the backend reports.
    pub fn draw<DB: DrawingBackend>(&self, root: &DrawingArea<DB, Shift>) -> Drawn<Layout, DB> {
        let pen = Pen::new(root, &self.look);
        pen.paper()?;
        let size = root.dim_in_pixel();
        let (width, height) = (size.0 as i32, size.1 as i32);
        let has_two = self.lower.has_points() && height >= pen.lines(LEAST_LINES);
        let middle = if has_two {
            (UPPER * f64::from(height)).round() as i32
        } else {
            height
        };
        let shown = &[self.upper, self.lower][..if has_two { 2 } else { 1 }];
        let x = x_axis(shown);
        let mut parts = Vec::new();
        for (panel, span) in shown.iter().zip([(0, middle), (middle, height)]) {
            let ends = panel.ends(&x);
            let labels = Labels::plan(&pen, ends, (width, span.1 - span.0))?;
            let frame = Frame {
                x,
                y: panel.y_axis(),
                span,
                x_label: self.x_label,
                y_label: panel.y_label,
                rows: &[],
                has_ticks: panel.has_points(),
                has_foot: span.1 == height,
                is_over_steps: true,
                left: 0,
                right: labels.width + pen.lines(1.2),
            };
            parts.push((panel, labels, frame));
        }
        // The panels share their left and right edges, so that steps are aligned.
        let right = parts.iter().map(|part| part.2.right).max().unwrap_or(0);
        let with_labels = left_edge(&mut parts, &pen, size.0, right)?;
        // Better a plot without labels than labels without a plot.
        let has_labels = with_labels.is_some();
        let left = if has_labels {
            with_labels
        } else {
            left_edge(&mut parts, &pen, size.0, pen.lines(0.5))?
        };
        let mut layout = Layout::without_plot(&pen, size, x, self.upper.y_axis());
        let Some(left) = left else {
            return Ok(layout);
        };
        for (panel, labels, frame) in parts.iter_mut().rev() {
            frame.left = left;
            let Some(placed) = frame.place(&pen, size.0)? else {
                return Ok(layout);
            };
            frame.draw(&pen, &placed, size.0)?;
            marks::draw(&pen, self.marks, &placed, frame, width)?;
            for curve in panel.curves.iter().rev() {
                panel.draw_curve(&pen, &placed, frame, curve)?;
            }
            if has_labels {
                labels.draw(&pen, &placed, frame)?;
            }
            layout = placed.layout(frame, self.look.scale.css);
        }
        Ok(layout)
    }
}

/// A panel, what is written at its curves' ends, and its frame.
type Part<'a> = (&'a Panel<'a>, Labels<'a>, Frame<'a>);

/// Gives all frames their right edge, and says where the left one must be that they share; none if a frame has no
/// room for a plot.
fn left_edge<DB: DrawingBackend>(
    parts: &mut [Part],
    pen: &Pen<DB>,
    width: u32,
    right: i32,
) -> Drawn<Option<i32>, DB> {
    let mut left = 0;
    for (_, _, frame) in parts {
        frame.right = right;
        let Some(placed) = frame.place(pen, width)? else {
            return Ok(None);
        };
        left = left.max(placed.left);
    }
    Ok(Some(left))
}

/// The horizontal axis: from 0, unless the curves begin late, to the last step.
fn x_axis(panels: &[Panel]) -> Axis {
    let steps = panels.iter().flat_map(|panel| {
        let histories = panel.leading().filter(|curve| !curve.is_yardstick());
        histories.flat_map(|curve| panel.usable(curve)).map(|p| p.0)
    });
    let (lo, hi) = span(steps);
    let begins_late = lo < hi && lo > 0.3 * hi;
    Axis::linear(if begins_late { lo } else { lo.min(0.0) }, hi)
}

impl Panel<'_> {
    /// Whether any point of the panel can be drawn.
    fn has_points(&self) -> bool {
        let mut curves = self.curves.iter();
        curves.any(|curve| self.usable(curve).next().is_some())
    }

    /// The ends of the curves with a label.
    fn ends(&self, x: &Axis) -> Vec<End<'_>> {
        let (named, y) = (self.curves.iter(), self.y_axis());
        let named = named.filter(|curve| !curve.label.is_empty());
        named.filter_map(|curve| self.end(curve, x, &y)).collect()
    }

    /// The curves to which the axes are fitted: all, while nothing but those behind has a point.
    fn leading(&self) -> impl Iterator<Item = &Curve<'_>> {
        let leads = |curve: &Curve| !curve.behind && !curve.is_yardstick();
        let mut curves = self.curves.iter();
        let has_any = curves.any(|curve| leads(curve) && self.usable(curve).next().is_some());
        let curves = self.curves.iter();
        curves.filter(move |curve| !has_any || !curve.behind)
    }

    /// The pairs of a curve; none for one that cannot be drawn. One behind is cut where it leaves the chart.
    fn pairs(&self, curve: &Curve, x: &Axis, y: &Axis) -> Vec<Option<(f64, f64)>> {
        let pairs = curve.points.chunks_exact(2);
        let pairs: Vec<_> = pairs.map(|pair| usable_pair(pair, self.log)).collect();
        if !curve.behind {
            return pairs;
        }
        let lines = pairs.split(Option::is_none).map(|line| {
            let line: Vec<_> = line.iter().flatten().copied().collect();
            clip(&line, x, y)
        });
        lines.collect::<Vec<_>>().join(&None)
    }

    /// The pairs of a curve that can be drawn.
    fn usable<'c>(&self, curve: &Curve<'c>) -> impl Iterator<Item = (f64, f64)> + use<'c> {
        let log = self.log;
        curve
            .points
            .chunks_exact(2)
            .filter_map(move |pair| usable_pair(pair, log))
    }

    /// The vertical axis. Linear: from 0 where the values come near it. Logarithmic: a little beyond the
    /// values.
    fn y_axis(&self) -> Axis {
        let (lo, hi) = span(self.leading().flat_map(|c| self.usable(c)).map(|p| p.1));
        if self.log {
            let room = ((hi / lo).ln() * 0.04).exp().max(1.05);
            return Axis::log(lo / room, hi * room);
        }
        let room = 0.04 * (hi - lo).max(1e-3 * lo.abs().max(hi.abs()));
        let from = if lo >= 0.0 && (lo < 0.5 * hi || lo == hi) {
            0.0
        } else {
            lo - room
        };
        Axis::linear(from, hi + room)
    }

    fn draw_curve<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        placed: &Placed,
        frame: &Frame,
        curve: &Curve,
    ) -> Drawn<(), DB> {
        let width = pen.scale().stroke(curve.width);
        let place = |(x, y): (f64, f64)| (placed.x(&frame.x, x), placed.y(&frame.y, y));
        let pairs = self.pairs(curve, &frame.x, &frame.y);
        if let ([Some((_, y))], true) = (&pairs[..], curve.is_yardstick()) {
            let y = placed.y(&frame.y, *y);
            return pen.dashes(
                vec![(placed.left, y), (placed.right, y)],
                curve.color,
                width,
            );
        }
        // A gap where a pair is left out.
        for run in pairs.split(Option::is_none) {
            let run: Vec<_> = run.iter().flatten().map(|&pair| place(pair)).collect();
            match run[..] {
                [] => {}
                [only] => pen.dot(only, width, curve.color)?,
                _ if curve.dashed => pen.dashes(run, curve.color, width)?,
                _ => pen.path(run, curve.color, width)?,
            }
        }
        Ok(())
    }

    /// The end of a curve, if any of its points can be drawn.
    fn end<'c>(&self, curve: &Curve<'c>, x: &Axis, y: &Axis) -> Option<End<'c>> {
        let last = self.pairs(curve, x, y).into_iter().flatten().last()?;
        let (name, color, is_yardstick) = (curve.label, curve.color, curve.is_yardstick());
        Some(End {
            name,
            value: curve.value,
            color,
            last,
            is_yardstick,
        })
    }
}

fn usable_pair(pair: &[f32], log: bool) -> Option<(f64, f64)> {
    let (x, y) = (f64::from(pair[0]), f64::from(pair[1]));
    (x.is_finite() && y.is_finite() && (!log || y > 0.0)).then_some((x, y))
}

/// The least and the greatest value; 0 and 1 if there is none.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (lo, hi) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| {
        (lo.min(v), hi.max(v))
    });
    if lo <= hi { (lo, hi) } else { (0.0, 1.0) }
}
