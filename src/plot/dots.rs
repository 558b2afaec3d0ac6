//! Many discs at once, as pixels.
//!
//! A canvas fills a path for each disc, with edges to sort, as if it could be any shape: thousands of points cost a page
//! more than all else that it draws. A disc is simple. How much of a pixel it covers follows from the distance of their
//! middles: `clamp(r + 1/2 − distance, 0, 1)`. With r = √(radius² − 1/12) all of it together is the disc's area, π radius².

/// A disc, in pixels.
#[derive(Debug, Clone, Copy)]
pub struct Dot {
    /// Its middle, from the left edge.
    pub x: f32,
    /// Its middle, from the upper edge.
    pub y: f32,
    /// Its radius.
    pub radius: f32,
    /// Red, green, blue.
    pub rgb: [u8; 3],
    /// How much it hides of what lies below, 0 to 1.
    pub alpha: f32,
}

impl Dot {
    /// The columns and rows that it touches, cut to a picture of this size: `[left, right, top, bottom]`, without the
    /// last ones; `None` if it touches none.
    fn bounds(&self, (width, height): (usize, usize)) -> Option<[usize; 4]> {
        let reach = self.radius + 0.5;
        // A cast of what is below 0, or no number, gives 0.
        let (left, top) = ((self.x - reach) as usize, (self.y - reach) as usize);
        let (right, bottom) = ((self.x + reach).ceil(), (self.y + reach).ceil());
        let (right, bottom) = ((right as usize).min(width), (bottom as usize).min(height));
        (left < right && top < bottom).then_some([left, right, top, bottom])
    }
}

/// Draws discs one over the other, on nothing, in a picture of `size` (columns, rows): red, green, blue (not multiplied by
/// alpha) and alpha of each pixel, row by row.
pub fn rasterize(dots: &[Dot], size: (usize, usize)) -> Vec<u8> {
    let mut rgba = vec![0; 4 * size.0 * size.1];
    for dot in dots {
        let Some([left, right, top, bottom]) = dot.bounds(size) else {
            continue;
        };
        let edge = (dot.radius * dot.radius - 1.0 / 12.0).max(0.0).sqrt() + 0.5;
        for row in top..bottom {
            let dy = row as f32 + 0.5 - dot.y;
            let pixels = &mut rgba[4 * (row * size.0 + left)..][..4 * (right - left)];
            for (column, pixel) in (left..).zip(pixels.chunks_exact_mut(4)) {
                let dx = column as f32 + 0.5 - dot.x;
                let square = dx * dx + dy * dy;
                if square < edge * edge {
                    lay_over(pixel, dot.rgb, dot.alpha * (edge - square.sqrt()).min(1.0));
                }
            }
        }
    }
    rgba
}

/// Source over destination, as Porter and Duff have it (1984), for colors that are not multiplied by their alpha.
fn lay_over(pixel: &mut [u8], rgb: [u8; 3], alpha: f32) {
    if pixel[3] == 0 {
        pixel[..3].copy_from_slice(&rgb);
        pixel[3] = (255.0 * alpha + 0.5) as u8;
        return;
    }
    let below = f32::from(pixel[3]) / 255.0 * (1.0 - alpha);
    let whole = alpha + below;
    for (channel, color) in pixel.iter_mut().zip(rgb) {
        let mixed = (f32::from(color) * alpha + f32::from(*channel) * below) / whole;
        *channel = (mixed + 0.5) as u8;
    }
    pixel[3] = (255.0 * whole + 0.5) as u8;
}

#[cfg(test)]
mod tests {
    use super::{Dot, rasterize};
    use std::f32::consts::PI;

    const DOT: Dot = Dot {
        x: 10.3,
        y: 9.6,
        radius: 3.25,
        rgb: [200, 100, 0],
        alpha: 1.0,
    };

    #[test]
    fn a_disc_has_its_area_its_color_and_its_place() {
        for radius in [1.25_f32, 2.0, 3.25] {
            let mut areas = 0.0;
            for place in 0..64_u8 {
                let [x, y] = [place / 8, place % 8].map(|part| 10.0 + f32::from(part) / 8.0);
                let dot = Dot {
                    x,
                    y,
                    radius,
                    ..DOT
                };
                let rgba = rasterize(&[dot], (20, 20));
                let mut sums = [0.0; 3];
                for (i, pixel) in rgba.chunks_exact(4).enumerate() {
                    let covered = f32::from(pixel[3]) / 255.0;
                    assert!(covered == 0.0 || pixel[..3] == DOT.rgb, "{pixel:?}");
                    let [column, row] = [i % 20, i / 20].map(|place| place as f32 + 0.5);
                    for (sum, part) in sums.iter_mut().zip([1.0, column, row]) {
                        *sum += covered * part;
                    }
                }
                let [x_mean, y_mean] = [sums[1] / sums[0], sums[2] / sums[0]];
                assert!((x_mean - x).abs() < 0.1 && (y_mean - y).abs() < 0.1);
                areas += sums[0];
            }
            let (mean, wanted) = (areas / 64.0, PI * radius * radius);
            assert!(
                (mean - wanted).abs() < 0.005 * wanted,
                "{mean} against {wanted}"
            );
        }
    }

    #[test]
    fn what_lies_over_another_hides_it_by_its_alpha() {
        let over = Dot {
            rgb: [0, 0, 255],
            alpha: 0.25,
            ..DOT
        };
        let below = Dot { alpha: 0.5, ..DOT };
        let rgba = rasterize(&[below, over], (20, 20));
        // alpha 0.25 + 0.5 · 0.75 = 0.625; of it 0.4 are blue and 0.6 as below.
        for (got, wanted) in rgba[4 * (9 * 20 + 10)..][..4]
            .iter()
            .zip([120.0, 60.0, 102.0, 159.4])
        {
            assert!(
                (f32::from(*got) - wanted).abs() <= 1.0,
                "{got} against {wanted}"
            );
        }
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let at = |x, y| Dot { x, y, ..DOT };
        let alpha = |dots: &[Dot]| -> u32 {
            let rgba = rasterize(dots, (20, 20));
            rgba.chunks_exact(4).map(|pixel| u32::from(pixel[3])).sum()
        };
        let whole = alpha(&[at(10.0, 10.0)]);
        for (x, y) in [(0.0, 10.0), (20.0, 10.0), (10.0, 0.0), (10.0, 20.0)] {
            assert_eq!(2 * alpha(&[at(x, y)]), whole, "at {x}, {y}");
        }
        let nowhere = [-9.0, 99.0, f32::NAN, f32::INFINITY, f32::MIN];
        for x in nowhere {
            assert_eq!(alpha(&[at(x, 5.0), at(5.0, x)]), 0, "at {x}");
        }
        assert!(rasterize(&[DOT], (0, 0)).is_empty());
    }
}
