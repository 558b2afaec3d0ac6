//! Marks on the axis of steps: where something was changed while the training went on.

use plotters::backend::DrawingBackend;
use plotters::style::text_anchor::HPos;

use super::frame::{Frame, Placed};
use super::pen::{Drawn, Hand, Pen};

/// A step at which something was changed, and what.
#[derive(Debug, Clone, Copy)]
pub struct StepMark<'a> {
    /// The last step before the change.
    pub step: f64,
    /// Written above the plot, where there is room.
    pub text: &'a str,
}

/// Draws an upright line at each mark that lies on the axis. Above the plot stand the texts, the last one first: one
/// that would touch another, or the name of the vertical axis, is left out. A panel below others has no texts.
pub fn draw<DB: DrawingBackend>(
    pen: &Pen<DB>,
    marks: &[StepMark],
    placed: &Placed,
    frame: &Frame,
    width: i32,
) -> Drawn<(), DB> {
    let hand = Hand::new(pen.theme().quiet_ink(), HPos::Left);
    let gap = pen.lines(0.7);
    let free_from = pen.width_of(frame.y_label, hand)? + gap;
    let mut free_to = width;
    for mark in marks
        .iter()
        .rev()
        .filter(|mark| frame.x.contains(mark.step))
    {
        let x = placed.x(&frame.x, mark.step);
        pen.upright(x, (placed.top, placed.bottom), pen.theme().axis())?;
        pen.dot((x, placed.top), pen.scale().stroke(2.0), pen.theme().axis())?;
        let room = pen.width_of(mark.text, hand)?;
        let left = (x - room / 2).max(free_from).min(free_to - room);
        // A text stands over its line, or it would seem to be another's.
        let is_over = left <= x && x <= left + room;
        if frame.span.0 == 0 && left >= free_from && is_over {
            pen.write(mark.text, hand, (left, pen.lines(0.8)))?;
            free_to = left - gap;
        }
    }
    Ok(())
}
