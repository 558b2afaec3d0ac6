//! The latent map: codes as points in the color of their class, with the name of each class in its middle.

use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::Circle;
use plotters::style::text_anchor::HPos;
use plotters::style::{RGBAColor, ShapeStyle};

use super::axis::Axis;
use super::frame::{Frame, Placed};
use super::layout::Layout;
use super::pen::{Drawn, Hand, Pen};
use super::place::separate;
use super::style::{Look, mix};

/// Points of the same class are drawn together, which is fast. All classes take turns in this many
/// rounds, so that no class covers all others.
const ROUNDS: usize = 4;
/// How far the disc under a point reaches beyond it, in CSS pixels.
const HALO: f64 = 0.75;

/// How wide the ring of a hollow point is, in CSS pixels.
const RING: f64 = 1.5;

/// The discs of a point, one on the other.
enum Disc {
    /// Of the paper's color, under a point that lies over something else.
    Halo,
    /// The point itself, in its class's color.
    Point,
    /// What makes a point hollow.
    Hole,
}

/// A map of points.
#[derive(Debug, Clone, Copy)]
pub struct LatentMap<'a> {
    /// Pairs (x, y); pairs that are not finite are left out.
    pub points: &'a [f32],
    /// Class of each point; points beyond the end of the slice have none.
    pub labels: Option<&'a [u8]>,
    /// Points from this one on are hollow.
    pub hollow_from: usize,
    /// Colors of the classes; where there are more classes, the colors repeat. Without colors, points
    /// are drawn like the axes.
    pub colors: &'a [RGBAColor],
    /// Sign of each class, written at the median of its points; empty: none.
    pub glyphs: &'a [&'a str],
    /// What the map spans: `[x0, x1, y0, y1]`, see [`super::stable_range`]. A point outside stands
    /// at the border, at half its size.
    pub range: [f64; 4],
    /// Names of the rows 0, 1, 2, … where the vertical axis stands for classes; empty: numbers.
    pub rows: &'a [&'a str],
    /// Name of the horizontal axis.
    pub x_label: &'a str,
    /// Name of the vertical axis.
    pub y_label: &'a str,
    /// Whether something else lies below the map. Then no paper is drawn, and the points are small,
    /// each on a disc of the paper's color.
    pub is_transparent: bool,
    /// Colors, font, scale.
    pub look: Look<'a>,
}

impl LatentMap<'_> {
    /// Draws the map over all of `root` and says where things are.
    ///
    /// # Errors
    /// What the backend reports.
    pub fn draw<DB: DrawingBackend>(&self, root: &DrawingArea<DB, Shift>) -> Drawn<Layout, DB> {
        let pen = Pen::new(root, &self.look);
        if !self.is_transparent {
            pen.paper()?;
        }
        let [x0, x1, y0, y1] = self.range;
        let size = root.dim_in_pixel();
        let has_ticks = self.usable().next().is_some();
        let frame = Frame {
            x: Axis::linear(x0, x1),
            y: Axis::linear(y0, y1),
            span: (0, size.1 as i32),
            x_label: self.x_label,
            y_label: self.y_label,
            rows: self.rows,
            has_ticks,
            has_foot: has_ticks || !self.x_label.is_empty(),
            is_over_steps: false,
            left: 0,
            right: pen.lines(0.7),
        };
        let Some(placed) = frame.place(&pen, size.0)? else {
            return Ok(Layout::without_plot(&pen, size, frame.x, frame.y));
        };
        frame.draw(&pen, &placed, size.0)?;
        self.draw_points(&pen, root, &placed, &frame)?;
        self.draw_glyphs(&pen, &placed, &frame)?;
        Ok(placed.layout(&frame, self.look.scale.css))
    }

    /// Place and class of each point that can be drawn.
    fn usable(&self) -> impl Iterator<Item = ([f64; 2], Option<usize>)> {
        self.points
            .chunks_exact(2)
            .enumerate()
            .filter_map(|(i, pair)| {
                let class = self
                    .labels
                    .and_then(|labels| labels.get(i))
                    .map(|&class| usize::from(class));
                let place = [f64::from(pair[0]), f64::from(pair[1])];
                let is_usable = place.iter().all(|v| v.is_finite());
                is_usable.then_some((place, class))
            })
    }

    /// The index of a class's color.
    fn place_of(&self, class: Option<usize>) -> Option<usize> {
        class.and_then(|class| class.checked_rem(self.colors.len()))
    }

    fn color_of(&self, class: Option<usize>) -> RGBAColor {
        match self.place_of(class) {
            Some(place) => self.colors[place],
            None if self.labels.is_none() => self.look.theme.accent,
            None => self.look.theme.axis(),
        }
    }

    /// The radius of a point in CSS pixels: larger where points are fewer or the map is larger.
    fn radius(&self, placed: &Placed) -> f64 {
        let css = self.look.scale.css;
        let room = f64::from(placed.right - placed.left) * f64::from(placed.bottom - placed.top)
            / (css * css);
        let n = self.points.len() / 2;
        let radius = 0.21 * (room / n.max(1) as f64).sqrt();
        let radius = if self.is_transparent {
            (0.8 * radius).clamp(1.0, 2.5)
        } else {
            radius.clamp(1.25, 3.5)
        };
        // What is hollow has to show its middle.
        radius + if self.hollow_from < n { RING } else { 0.0 }
    }

    fn draw_points<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        root: &DrawingArea<DB, Shift>,
        placed: &Placed,
        frame: &Frame,
    ) -> Drawn<(), DB> {
        let area = placed.area(root, frame);
        let radius = self.radius(placed);
        let paper = self.look.theme.paper;
        let points = self.usable().map(|(at, class)| (at, self.place_of(class)));
        let points: Vec<_> = points.collect();
        let filled = &self.points[..self.points.len().min(self.hollow_from.saturating_mul(2))];
        let (filled, hollow) = points.split_at(
            Self {
                points: filled,
                ..*self
            }
            .usable()
            .count(),
        );
        let classes: Vec<_> = (0..self.colors.len()).map(Some).chain([None]).collect();
        // Hollow ones go first: no hole is cut into a point that is filled.
        for (points, is_hollow) in [(hollow, true), (filled, false)] {
            for round in points.chunks(points.len().div_ceil(ROUNDS).max(1)) {
                for &class in &classes {
                    for disc in [Disc::Halo, Disc::Point, Disc::Hole] {
                        let (is_drawn, color, alpha, radius) = match disc {
                            Disc::Halo => (self.is_transparent, paper, 0.85, radius + HALO),
                            Disc::Point => (true, self.color_of(class), 0.85, radius),
                            Disc::Hole => (is_hollow, paper, 1.0, radius - RING),
                        };
                        if !is_drawn {
                            continue;
                        }
                        let style = ShapeStyle {
                            color: RGBAColor(color.0, color.1, color.2, alpha * color.3),
                            filled: true,
                            stroke_width: 0,
                        };
                        let (full, half) =
                            (pen.scale().stroke(radius), pen.scale().stroke(radius / 2.0));
                        for &([x, y], _) in round.iter().filter(|point| point.1 == class) {
                            let is_inside = frame.x.contains(x) && frame.y.contains(y);
                            let radius = if is_inside { full } else { half } as i32;
                            area.draw(&Circle::new((x, y), radius, style))?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes each class' sign at the median of its points, coordinate by coordinate.
    fn draw_glyphs<DB: DrawingBackend>(
        &self,
        pen: &Pen<DB>,
        placed: &Placed,
        frame: &Frame,
    ) -> Drawn<(), DB> {
        if self.labels.is_none() || self.glyphs.is_empty() {
            return Ok(());
        }
        let mut places = vec![[Vec::new(), Vec::new()]; self.glyphs.len()];
        for ([x, y], class) in self.usable() {
            if let Some(of_class) = class.and_then(|class| places.get_mut(class)) {
                of_class[0].push(x);
                of_class[1].push(y);
            }
        }
        // A single digit needs size to stand out, a word does not.
        let are_words = self
            .glyphs
            .iter()
            .any(|glyph| glyph.chars().nth(2).is_some());
        let hand = Hand {
            size: if are_words { 1.0 } else { 1.35 },
            ..Hand::new(self.look.theme.ink, HPos::Center)
        }
        .bold();
        let mut classes = Vec::new();
        let mut centers = Vec::new();
        for (class, [xs, ys]) in places.iter_mut().enumerate() {
            if let (Some(x), Some(y)) = (median(xs), median(ys)) {
                classes.push(class);
                centers.push([placed.x(&frame.x, x), placed.y(&frame.y, y)].map(f64::from));
            }
        }
        let widths = classes.iter().map(|&class| {
            let width = pen.width_of(self.glyphs[class], hand)?;
            Ok(f64::from(width + pen.lines(0.4)))
        });
        let widths = widths.collect::<Drawn<Vec<f64>, DB>>()?;
        let height = f64::from(pen.lines(1.4));
        let bounds = [placed.left, placed.top, placed.right, placed.bottom].map(f64::from);
        separate(&mut centers, &widths, height, bounds);
        for (class, [x, y]) in classes.into_iter().zip(centers) {
            let theme = self.look.theme;
            let color = theme.readable(mix(self.color_of(Some(class)), theme.ink, 0.45));
            let at = (x.round() as i32, y.round() as i32);
            pen.write_on_halo(self.glyphs[class], Hand { color, ..hand }, 2.0, at)?;
        }
        Ok(())
    }
}

/// The middle value; of an even number the lower of the two.
fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len().checked_sub(1)? / 2;
    Some(*values.select_nth_unstable_by(middle, f64::total_cmp).1)
}
