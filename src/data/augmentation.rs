//! A few pictures turned into many: each is moved, turned, scaled, made bolder and bent a little.
//!
//! Simard, Steinkraus & Platt, *Best Practices for Convolutional Neural Networks Applied to Visual Document
//! Analysis*, ICDAR 2003, for the smooth bending; here the field is a spline on a coarse grid. All moves are
//! one lookup, so a picture is interpolated once.

use super::ImageShape;
use super::limits::{MAX_IMAGES, bytes_within_limit};
use crate::error::{Error, Result};
use crate::kernel::warp::{Affine, NODES, Sides, blend, field, rimmed, spread, warp};
use crate::rng::{Purpose, Rng};
use serde::{Deserialize, Serialize};

/// Most variants of a picture.
pub const MAX_VARIANTS: usize = 200;
/// Most that a node of the bending grid moves: this share of a side. More would fold the picture.
const BEND: f32 = 0.12;
/// In a picture of so many pixels a side, the largest thickness makes a stroke one pixel wider on either side.
const SIDE_OF_A_PIXEL: usize = 28;

/// How much pictures are varied; each amount is the largest, and each variant draws its own evenly
/// from − to +.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Augmentation {
    /// Variants of each picture, besides itself: 0 to 200.
    pub variants: usize,
    /// Shift along each side, as a share of the side: 0 to 0.3.
    pub shift: f32,
    /// Turn in degrees: 0 to 45.
    pub rotate: f32,
    /// A picture becomes up to 1 + this times as large, or as small: 0 to 0.5.
    pub scale: f32,
    /// Strokes get bolder or finer: 0 to 1, which is about one pixel in 28 on either side.
    pub thickness: f32,
    /// Smooth bending: 0 to 1, which moves places by up to a twelfth of the side.
    pub elastic: f32,
}

impl Default for Augmentation {
    fn default() -> Self {
        Self {
            variants: 0,
            shift: 0.08,
            rotate: 10.0,
            scale: 0.1,
            thickness: 0.3,
            elastic: 0.2,
        }
    }
}

impl Augmentation {
    /// Reads JSON; keys that are left out have the default.
    ///
    /// # Errors
    /// [`Error::Config`] for what is not JSON, an unknown key or a number out of bounds.
    pub fn parse(json: &str) -> Result<Self> {
        let wanted = "variants, shift, rotate, scale, thickness and elastic";
        let read: Self = serde_json::from_str(json)
            .map_err(|error| Error::config("augmentation", error, wanted))?;
        read.check()?;
        Ok(read)
    }

    fn check(&self) -> Result<()> {
        if self.variants > MAX_VARIANTS {
            let wanted = format!("0 to {MAX_VARIANTS}");
            return Err(Error::config(
                "augmentation.variants",
                self.variants,
                wanted,
            ));
        }
        let amounts = [
            ("shift", self.shift, 0.3),
            ("rotate", self.rotate, 45.0),
            ("scale", self.scale, 0.5),
            ("thickness", self.thickness, 1.0),
            ("elastic", self.elastic, 1.0),
        ];
        for (name, amount, most) in amounts {
            if !(0.0..=most).contains(&amount) {
                let key = format!("augmentation.{name}");
                return Err(Error::config(key, amount, format!("0 to {most}")));
            }
        }
        Ok(())
    }
}

/// Appends to `out` each picture and then its variants; bytes are `(picture, y, x, channel)`.
///
/// The pictures count from `first_index` on; a picture's variants depend on `seed`, its index and its
/// pixels, on no other picture and not on how many variants there are. With all amounts 0 a variant is the
/// picture itself. Pixels that come in from outside the picture have the mean color of the picture's outermost pixels.
///
/// # Errors
/// [`Error::Config`] for amounts out of bounds, [`Error::Shape`] if `pictures` ends within a picture or a
/// pixel has not 1, 3 or 4 channels, [`Error::TooLarge`] for more images than [`super::limits`] allow or if
/// the memory is refused.
pub fn augment(
    pictures: &[u8],
    shape: ImageShape,
    how: &Augmentation,
    seed: u64,
    first_index: u64,
    out: &mut Vec<u8>,
) -> Result<()> {
    how.check()?;
    let shape = ImageShape::new(shape.channels, shape.height, shape.width)?;
    let features = shape.features();
    if shape.channels == 2 || !pictures.len().is_multiple_of(features) {
        let wanted = format!("whole pictures of {features} bytes, with 1, 3 or 4 channels");
        return Err(Error::shape(
            "Bytes of the pictures",
            pictures.len(),
            wanted,
        ));
    }
    let count = pictures.len() / features * (how.variants + 1);
    if count > MAX_IMAGES {
        return Err(Error::TooLarge {
            what: "The set with its variants".into(),
            got: format!("{count} images"),
            limit: format!("{MAX_IMAGES} images"),
        });
    }
    let bytes = bytes_within_limit("The set with its variants", count, features)?;
    out.try_reserve(bytes).map_err(|_| Error::TooLarge {
        what: "The set with its variants".into(),
        got: format!("{bytes} bytes"),
        limit: "the memory that this machine has left".into(),
    })?;
    let mut bench = Bench::default();
    for (picture, index) in pictures.chunks_exact(features).zip(first_index..) {
        out.extend_from_slice(picture);
        if how.variants > 0 {
            let mut rng = Rng::stream(seed, Purpose::Augmentation, index);
            bench.lay(picture, shape, how);
            for _ in 0..how.variants {
                let variant = Variant::draw(how, &mut rng);
                bench.make(&variant, out);
            }
        }
    }
    Ok(())
}

/// The random moves of one variant. The draws do not depend on the amounts, so a slider changes how far a variant
/// goes and not where.
struct Variant {
    map: Affine,
    /// −1 to 1: strokes finer or bolder.
    thickness: f32,
    /// Moves of the grid's nodes, as shares of a side.
    nodes: Option<[[f32; 2]; NODES * NODES]>,
}

impl Variant {
    fn draw(how: &Augmentation, rng: &mut Rng) -> Self {
        let mut within = |most: f32| most * rng.uniform_in(-1.0, 1.0);
        let shift = [within(how.shift), within(how.shift)];
        let (sin, cos) = sin_cos(within(how.rotate) * (std::f32::consts::PI / 180.0));
        let growth = within(how.scale);
        // The lookup needs the inverse: a larger picture is looked up in smaller steps.
        let step = if growth < 0.0 {
            1.0 - growth
        } else {
            1.0 / (1.0 + growth)
        };
        let thickness = within(how.thickness);
        let mut nodes = [[0.0; 2]; NODES * NODES];
        for node in &mut nodes {
            *node = [within(how.elastic * BEND), within(how.elastic * BEND)];
        }
        Self {
            map: Affine {
                matrix: [cos, sin, -sin, cos].map(|x| x * step),
                shift,
            },
            thickness,
            nodes: (how.elastic > 0.0).then_some(nodes),
        }
    }
}

/// One picture ready to be varied; its buffers are used again for the next picture.
#[derive(Default)]
struct Bench {
    shape: Option<ImageShape>,
    picture: Vec<f32>,
    bolder: Vec<f32>,
    finer: Vec<f32>,
    blended: Vec<f32>,
    bend: Vec<[f32; 2]>,
}

impl Bench {
    /// Takes a picture, and makes a bolder and a finer one of it where variants need them.
    fn lay(&mut self, picture: &[u8], shape: ImageShape, how: &Augmentation) {
        self.shape = Some(shape);
        let sides = sides(shape);
        let outside = outside(picture, shape);
        rimmed(picture, sides, &outside, &mut self.picture);
        if how.thickness > 0.0 {
            // On a light ground the strokes are dark, and bolder means darker.
            let colors = &outside[..shape.channels.min(3)];
            let is_light = colors.iter().sum::<f32>() > 127.5 * colors.len() as f32;
            let spread = |brighten, out: &mut Vec<f32>| {
                let (mut from, mut to) = (picture.to_vec(), Vec::new());
                let shorter = shape.width.min(shape.height);
                for _ in 0..((shorter + SIDE_OF_A_PIXEL / 2) / SIDE_OF_A_PIXEL).max(1) {
                    spread(&from, sides, brighten, &mut to);
                    std::mem::swap(&mut from, &mut to);
                }
                rimmed(&from, sides, &outside, out);
            };
            spread(!is_light, &mut self.bolder);
            spread(is_light, &mut self.finer);
        }
    }

    /// Appends one variant of the picture to `out`.
    fn make(&mut self, variant: &Variant, out: &mut Vec<u8>) {
        let Some(shape) = self.shape else { return };
        let (sides, side) = (sides(shape), [shape.width as f32, shape.height as f32]);
        let source = if variant.thickness == 0.0 {
            &self.picture
        } else {
            let is_bolder = variant.thickness > 0.0;
            let other = if is_bolder { &self.bolder } else { &self.finer };
            let share = variant.thickness.abs();
            blend(&self.picture, other, share, &mut self.blended);
            &self.blended
        };
        self.bend.clear();
        if let Some(nodes) = &variant.nodes {
            let nodes = nodes.map(|[x, y]| [x * side[0], y * side[1]]);
            field(&nodes, sides, &mut self.bend);
        }
        let [x, y] = variant.map.shift;
        let map = Affine {
            shift: [x * side[0], y * side[1]],
            ..variant.map
        };
        let start = out.len();
        out.resize(start + shape.features(), 0);
        warp(source, sides, &map, &self.bend, &mut out[start..]);
    }
}

fn sides(shape: ImageShape) -> Sides {
    Sides {
        width: shape.width,
        height: shape.height,
        channels: shape.channels,
    }
}

/// Mean of the outermost pixels.
fn outside(picture: &[u8], shape: ImageShape) -> [f32; 4] {
    let (mut sums, mut count) = ([0_u32; 4], 0);
    for (i, pixel) in picture.chunks_exact(shape.channels).enumerate() {
        let (x, y) = (i % shape.width, i / shape.width);
        if x == 0 || y == 0 || x + 1 == shape.width || y + 1 == shape.height {
            for (sum, &v) in sums.iter_mut().zip(pixel) {
                *sum += u32::from(v);
            }
            count += 1;
        }
    }
    sums.map(|sum| sum as f32 / count as f32)
}

/// sin and cos of `x` within ±π/4, by their series up to x⁹: off by less than 2⁻²⁴.
fn sin_cos(x: f32) -> (f32, f32) {
    let z = x * x;
    let sin = (((z / 72.0 - 1.0) * z / 42.0 + 1.0) * z / 20.0 - 1.0) * z / 6.0 + 1.0;
    let cos = (((z / 56.0 - 1.0) * z / 30.0 + 1.0) * z / 12.0 - 1.0) * z / 2.0 + 1.0;
    (x * sin, cos)
}
