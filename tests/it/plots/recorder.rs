//! A backend that writes down what it is asked to draw.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

pub type Rgb = (u8, u8, u8);

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Path {
        points: Vec<(i32, i32)>,
        color: Rgb,
        width: u32,
    },
    Circle {
        center: (i32, i32),
        radius: u32,
        color: Rgb,
    },
    Rect {
        from: (i32, i32),
        to: (i32, i32),
        color: Rgb,
    },
    /// A line of text and the box it fills: left, top, right, bottom.
    Text {
        text: String,
        color: Rgb,
        bold: bool,
        bounds: [i32; 4],
    },
}

#[derive(Clone)]
pub struct Recorder {
    size: (u32, u32),
    marks: Rc<RefCell<Vec<Mark>>>,
}

impl Recorder {
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            size: (width, height),
            marks: Rc::default(),
        }
    }

    pub fn area(&self) -> DrawingArea<Self, Shift> {
        self.clone().into_drawing_area()
    }

    pub fn marks(&self) -> Vec<Mark> {
        self.marks.borrow().clone()
    }

    pub fn paths(&self, of: Rgb) -> Vec<Vec<(i32, i32)>> {
        let path = |mark| match mark {
            Mark::Path { points, color, .. } if color == of => Some(points),
            _ => None,
        };
        self.marks().into_iter().filter_map(path).collect()
    }

    pub fn circles(&self) -> Vec<((i32, i32), u32, Rgb)> {
        let circle = |mark| match mark {
            Mark::Circle {
                center,
                radius,
                color,
            } => Some((center, radius, color)),
            _ => None,
        };
        self.marks().into_iter().filter_map(circle).collect()
    }

    /// Texts in other colors than the paper's, which are halos.
    pub fn texts(&self, paper: Rgb) -> Vec<(String, [i32; 4])> {
        let text = |mark| match mark {
            Mark::Text {
                text,
                color,
                bounds,
                ..
            } if color != paper => Some((text, bounds)),
            _ => None,
        };
        self.marks().into_iter().filter_map(text).collect()
    }

    fn add(&self, mark: Mark) {
        self.marks.borrow_mut().push(mark);
    }

    /// Every letter is 0.6 of the font size wide.
    fn width(text: &str, size: f64) -> i32 {
        (0.6 * size * text.chars().count() as f64).ceil() as i32
    }
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        at: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        panic!(
            "nothing is drawn pixel by pixel, but {at:?} was, in {:?}",
            color.rgb
        );
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.add(Mark::Rect {
            from,
            to,
            color: style.color().rgb,
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let points = path.into_iter().collect();
        self.add(Mark::Path {
            points,
            color: style.color().rgb,
            width: style.stroke_width(),
        });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        assert!(fill, "circles are filled");
        self.add(Mark::Circle {
            center,
            radius,
            color: style.color().rgb,
        });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let (width, size) = (Self::width(text, style.size()), style.size());
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2,
            HPos::Right => x - width,
        };
        let half = (size / 2.0).floor() as i32;
        self.add(Mark::Text {
            text: text.into(),
            color: style.color().rgb,
            bold: matches!(style.style(), FontStyle::Bold),
            bounds: [left, y - half, left + width, y + half],
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((
            Self::width(text, style.size()) as u32,
            style.size().ceil() as u32,
        ))
    }
}
