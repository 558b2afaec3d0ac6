//! Whether a picture has color, by a rule on its pixels.

/// A pixel has color if the largest and the smallest of its red, green and blue lie so far apart. The tint of a scan or
/// of a camera's white is less, and so is the color noise of a gray JPEG.
const LEAST_SPREAD: u8 = 40;
/// A picture has color if one in so many of its visible pixels has: a thin red line on white is enough.
const ONE_IN: usize = 50;
/// A pixel is visible if its alpha is at least this.
const VISIBLE: u8 = 128;

/// Whether at least one in 50 of the visible pixels has color: the largest and the smallest of its red, green and blue
/// differ by at least 40 of 255.
///
/// `pixels` is `(y, x, channel)` with 1, 3 or 4 channels; the fourth is alpha, and pixels with less than 128 do not
/// count.
pub fn has_color(pixels: &[u8], channels: usize) -> bool {
    if channels < 3 {
        return false;
    }
    let (mut colored, mut visible) = (0, 0);
    for pixel in pixels.chunks_exact(channels) {
        if pixel.get(3).is_some_and(|&alpha| alpha < VISIBLE) {
            continue;
        }
        let [r, g, b] = [pixel[0], pixel[1], pixel[2]];
        visible += 1;
        colored += usize::from(r.max(g).max(b) - r.min(g).min(b) >= LEAST_SPREAD);
    }
    colored > 0 && colored * ONE_IN >= visible
}
