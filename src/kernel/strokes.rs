//! Strokes of a pen across a picture.

/// What covered pixels hold until they are [dry]: black and white beyond the range of pictures.
pub const INKS: [f32; 2] = [-1.0, 2.0];

/// Pixels that are looked at together.
const PART: usize = 32;

/// Whether a stroke has covered the pixel.
#[inline(always)]
fn is_covered(x: f32) -> bool {
    !(0.0..=1.0).contains(&x)
}

/// The first free pixel from `start` on, and then from the top.
pub fn next_free(pixels: &[f32], start: usize) -> Option<usize> {
    let (before, after) = pixels.split_at(start);
    let is_free = |&x: &f32| !is_covered(x);
    // Whole parts are counted first: on a nearly full picture the search passes over many pixels.
    let find = |pixels: &[f32]| {
        let counts = |part: &[f32]| part.iter().filter(|x| is_free(x)).count() > 0;
        let at = pixels.chunks(PART).position(counts)? * PART;
        Some(at + pixels[at..].iter().position(is_free)?)
    };
    find(after).map(|i| start + i).or_else(|| find(before))
}

/// Draws one stroke, which may cover `free` pixels that no stroke has covered; it ends early once it has.
/// Returns how many of these pixels are left.
///
/// The curve is a quadratic Bézier of the points a, b and c, each x and y in pixels within the picture. The
/// nib is a square of `nib` by `nib` pixels, no larger than the picture. It stays on the picture, and its first
/// place covers the pixel in which the curve starts.
///
/// # Panics
/// If `pixels` are fewer than `height · width`.
pub fn stroke(
    pixels: &mut [f32],
    (height, width): (usize, usize),
    [a, b, c]: [[f32; 2]; 3],
    nib: usize,
    ink: f32,
    mut free: usize,
) -> usize {
    let pixels = &mut pixels[..height * width];
    let reach = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).abs().max((a[1] - b[1]).abs());
    // The curve's speed is at most twice the longer of its two legs. So a step is at most a pixel long, or
    // two pixels if the nib is wide enough to leave no gap.
    let path = 2.0 * reach(a, b).max(reach(b, c));
    let steps = (path / nib.min(2) as f32) as i32 + 1;
    let share = 1.0 / steps as f32;
    // Half a nib from its middle to its far edge, and half a pixel to round to the nearest.
    let lift = 0.5 * (nib as f32 + 1.0);
    for step in 0..=steps {
        let t = step as f32 * share;
        let end = |i: usize, side: usize| {
            let (ab, bc) = (a[i] + t * (b[i] - a[i]), b[i] + t * (c[i] - b[i]));
            ((ab + t * (bc - ab) + lift) as i32 as usize).clamp(nib, side)
        };
        let (right, bottom) = (end(0, width), end(1, height));
        let mut news = 0;
        for y in bottom - nib..bottom {
            let start = y * width + right - nib;
            for x in &mut pixels[start..start + nib] {
                news += usize::from(!is_covered(*x));
                *x = ink;
            }
        }
        if news >= free {
            return 0;
        }
        free -= news;
    }
    free
}

/// Turns ink into black or white. Strokes are drawn on the channel `first`; the same pixels of `others` get
/// the same color.
pub fn dry(first: &mut [f32], others: &mut [f32]) {
    let dried = |ink: f32| if ink < 0.0 { 0.0 } else { 1.0 };
    for channel in others.chunks_exact_mut(first.len().max(1)) {
        for (x, &ink) in channel.iter_mut().zip(&*first) {
            *x = if is_covered(ink) { dried(ink) } else { *x };
        }
    }
    for x in first {
        *x = if is_covered(*x) { dried(*x) } else { *x };
    }
}
