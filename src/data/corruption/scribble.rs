//! Strokes of a pen across an image.

use crate::data::ImageShape;
use crate::kernel::strokes::{INKS, dry, next_free, stroke};
use crate::rng::Rng;

/// The nib is a fourteenth of the image's shorter side wide, and at least a pixel.
const NIBS_IN_SIDE: usize = 14;

/// Draws strokes until a share `amount` of the pixels is covered.
///
/// Every stroke starts on a pixel that is still free, so each covers at least one more. The last one ends
/// where the share is reached, so the share is exceeded by less than a nib.
pub fn draw(amount: f32, shape: ImageShape, image: &mut [f32], rng: &mut Rng) {
    let sides = (shape.height, shape.width);
    let pixels = sides.0 * sides.1;
    let (sheet, others) = image.split_at_mut(pixels);
    let nib = ((sides.0.min(sides.1) + NIBS_IN_SIDE / 2) / NIBS_IN_SIDE).max(1);
    // Rounded up or down at random, so that small images are right on average.
    let mut free = ((amount * pixels as f32 + rng.uniform()) as usize).min(pixels);
    while free > 0 {
        let Some(start) = next_free(sheet, rng.below(pixels as u32) as usize) else {
            break;
        };
        let middle = |i: usize| i as f32 + 0.5;
        let a = [middle(start % sides.1), middle(start / sides.1)];
        let b = near(a, sides, rng);
        let c = near(b, sides, rng);
        let ink = INKS[(rng.next_u32() >> 31) as usize];
        free = stroke(sheet, sides, [a, b, c], nib, ink, free);
    }
    dry(sheet, others);
}

/// A point of the image within half a side of `a` in each direction.
fn near(a: [f32; 2], (height, width): (usize, usize), rng: &mut Rng) -> [f32; 2] {
    let mut along = |x: f32, side: usize| {
        let side = side as f32;
        rng.uniform_in((x - 0.5 * side).max(0.0), (x + 0.5 * side).min(side))
    };
    [along(a[0], width), along(a[1], height)]
}
