//! From the small map to the large one.

use super::axis::Axis;
use super::gather::{Gather, Window, registers};
use super::padded::Padded;
use super::shape::ConvShape;
#[cfg(not(target_arch = "wasm32"))]
use crate::threads;

/// `large[y·s + ky − p, x·s + kx − p, i] = Σ small[y, x, o]·w[o, i, ky, kx] + bias[i]`: the forward pass of a
/// transposed convolution, or `d_input` of a convolution. Each sum starts at 0 and goes in order of `(y, x, o)`;
/// the bias is added last. Maps and weight are laid out as in [`ConvDown`](super::ConvDown).
///
/// Which weights a pixel of the large map meets depends on the remainders of its place by the stride. So there
/// are stride² kinds of pixels, and each kind is a plain convolution of the small map. With few channels these
/// convolutions would leave registers half empty. Then a single convolution makes whole squares of
/// stride×stride pixels, as so many more channels; some of its weights are 0.
#[derive(Debug)]
pub struct ConvUp {
    shape: ConvShape,
    padded: Padded,
    kinds: Vec<Kind>,
    /// Whether the only kind makes squares of pixels, which are then put in their places.
    squares: bool,
}

/// One convolution of the small map.
#[derive(Debug)]
struct Kind {
    gather: Gather,
    rows: Axis,
    columns: Axis,
}

impl ConvUp {
    /// A transposed convolution of this shape, with weights of 0.
    pub fn new(shape: ConvShape) -> Self {
        let s = shape.stride;
        let apart: Vec<[Axis; 2]> = (0..s * s)
            .map(|kind| [kind / s, kind % s].map(|first| Axis::new(&shape, first, 1)))
            .collect();
        let whole = [Axis::new(&shape, 0, s); 2];
        let cost = |[rows, columns]: &[Axis; 2]| {
            let channels = rows.count * columns.count * shape.in_channels;
            rows.taps * columns.taps * registers(channels)
        };
        let squares = cost(&whole) < apart.iter().map(cost).sum();
        let axes = if squares { vec![whole] } else { apart };
        let padded = padded(&shape, &axes);
        let images = {
            let [rows, columns] = &axes[0];
            let places = rows.places(shape.in_height) * columns.places(shape.in_width);
            padded.together(places)
        };
        let kind = |axes| Kind::new(&shape, &padded, axes, images, squares);
        Self {
            kinds: axes.into_iter().map(kind).collect(),
            shape,
            padded,
            squares,
        }
    }

    /// Takes the weights, and a bias of each channel of the large map if there is one.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn pack(&mut self, weight: &[f32], bias: Option<&[f32]>) {
        self.shape
            .check_params(weight, bias, self.shape.in_channels);
        for kind in &mut self.kinds {
            kind.pack(&self.shape, weight, bias);
        }
    }

    /// Numbers of working memory that [`ConvUp::run`] needs.
    pub fn scratch_len(&self) -> usize {
        let gather = &self.kinds[0].gather;
        let squares = if self.squares { gather.out_len() } else { 0 };
        (self.padded.len() + squares) * gather.images()
    }

    /// Writes the large maps of all `small` ones; `scratch` may hold anything.
    ///
    /// # Panics
    /// If a length does not fit.
    pub fn run(&self, small: &[f32], large: &mut [f32], scratch: &mut [f32]) {
        let features = self.shape.check_maps(large, small);
        #[cfg(target_arch = "wasm32")]
        self.run_part(features, small, large, scratch);
        #[cfg(not(target_arch = "wasm32"))]
        {
            let (ins, outs) = features;
            let maps = large.len() / ins;
            let load = || self.shape.load(maps, self.kinds[0].gather.images());
            threads::split(
                maps,
                load,
                [large],
                [ins],
                scratch,
                |maps, [large], scratch| {
                    let small = &small[maps.start * outs..maps.end * outs];
                    self.run_part(features, small, large, scratch);
                },
            );
        }
    }

    /// [`ConvUp::run`] for a part of the maps, with the lengths of a large and a small one.
    #[inline(always)]
    fn run_part(
        &self,
        (in_features, out_features): (usize, usize),
        small: &[f32],
        large: &mut [f32],
        scratch: &mut [f32],
    ) {
        let gather = &self.kinds[0].gather;
        let (padded, squares) = scratch.split_at_mut(self.padded.len() * gather.images());
        padded.fill(0.0);
        let blocks = small.chunks(gather.images() * out_features);
        for (small, large) in blocks.zip(large.chunks_mut(gather.images() * in_features)) {
            let padded = self.padded.fill(small, padded);
            if self.squares {
                let squares = &mut squares[..small.len() / out_features * gather.out_len()];
                gather.run(padded, squares);
                self.unfold(squares, large);
            } else {
                for kind in &self.kinds {
                    kind.gather.run(padded, large);
                }
            }
        }
    }

    /// Writes squares of stride×stride pixels to where they belong, as far as the map reaches.
    fn unfold(&self, squares: &[f32], large: &mut [f32]) {
        let ConvShape {
            stride,
            in_channels,
            in_height,
            in_width,
            ..
        } = self.shape;
        let side = stride * in_channels;
        let square = stride * side;
        let per_row = in_width.div_ceil(stride) * square;
        let maps = large.chunks_exact_mut(in_height * in_width * in_channels);
        for (map, squares) in maps.zip(squares.chunks_exact(self.kinds[0].gather.out_len())) {
            for (y, row) in map.chunks_exact_mut(in_width * in_channels).enumerate() {
                let squares = &squares[y / stride * per_row..][..per_row];
                let first = y % stride * side;
                // A square's row is short, so the loop goes along the map, number by number of that row.
                for j in 0..side.min(row.len()) {
                    let from = squares[first + j..].iter().step_by(square);
                    for (out, x) in row[j..].iter_mut().step_by(side).zip(from) {
                        *out = *x;
                    }
                }
            }
        }
    }
}

/// The small map, with zeros around it as far as any of the `axes` reaches.
fn padded(shape: &ConvShape, axes: &[[Axis; 2]]) -> Padded {
    let (height, width) = (shape.out_height(), shape.out_width());
    let furthest = |side: usize, small: usize, large: usize| {
        let ends = axes.iter().map(|axes| axes[side].reach(large));
        ends.fold((0, small), |(before, end), reach| {
            (before.max(reach.0), end.max(reach.1))
        })
    };
    let (top, bottom) = furthest(0, height, shape.in_height);
    let (left, right) = furthest(1, width, shape.in_width);
    Padded::new(
        [height, width],
        shape.out_channels,
        [top, left],
        [top + bottom, left + right],
    )
}

impl Kind {
    fn new(
        shape: &ConvShape,
        padded: &Padded,
        [rows, columns]: [Axis; 2],
        images: usize,
        squares: bool,
    ) -> Self {
        let n = rows.count * columns.count * shape.in_channels;
        let [height, width] = [rows.places(shape.in_height), columns.places(shape.in_width)];
        let window = Window {
            runs: rows.taps,
            len: columns.taps * shape.out_channels,
            jump: padded.at(1, 0),
        };
        let place = |y: usize, x: usize| {
            let from = if window.size() == 0 {
                0
            } else {
                let inside = |axis: &Axis, place: usize, before: usize| {
                    (before + place)
                        .checked_add_signed(axis.low)
                        .expect("as many zeros before as the taps reach")
                };
                padded.at(
                    inside(&rows, y, padded.before[0]),
                    inside(&columns, x, padded.before[1]),
                )
            };
            let to = if squares {
                (y * width + x) * n
            } else {
                let [y, x] =
                    [(rows, y), (columns, x)].map(|(axis, q)| q * shape.stride + axis.first);
                (y * shape.in_width + x) * n
            };
            [from, to]
        };
        let places: Vec<_> = (0..height * width)
            .map(|i| place(i / width, i % width))
            .collect();
        let out_len = if squares {
            places.len() * n
        } else {
            shape.in_features()
        };
        Self {
            gather: Gather::new(&places, window, n, images, [padded.len(), out_len]),
            rows,
            columns,
        }
    }

    fn pack(&mut self, shape: &ConvShape, weight: &[f32], bias: Option<&[f32]>) {
        let (inputs, outputs, k) = (shape.in_channels, shape.out_channels, shape.kernel);
        let Self {
            gather,
            rows,
            columns,
        } = self;
        let of = |row_tap: usize, p: usize, j: usize| {
            let (pixel, i) = (j / inputs, j % inputs);
            let ky = rows.weight(shape, row_tap, pixel / columns.count)?;
            let kx = columns.weight(shape, p / outputs, pixel % columns.count)?;
            Some(weight[((p % outputs * inputs + i) * k + ky) * k + kx])
        };
        gather.pack(
            |row_tap, p, j| of(row_tap, p, j).unwrap_or(0.0),
            |j| bias.map_or(0.0, |bias| bias[j % inputs]),
        );
    }
}
