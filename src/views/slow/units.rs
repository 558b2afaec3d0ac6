//! Weighted sums: `value = f(Σ input·weight + bias)`, each sum from 0 in the order that the kernel's plain twins
//! state, the bias last.

use super::arithmetic::{Arithmetic, Term, check, not_computed};
use super::losses::clamped;
use super::{Kind, Place, numbers, places, sampled, to_pixels, to_planes};
use crate::error::Result;
use crate::kernel::math::exp_scalar;
use crate::nn::{Activation, ConvShape};
use crate::train::SlowStep;
use crate::views::walk::{Side, Station, stations};

/// One product of a sum: the input's index, channel by channel, and the weight's.
type Pair = (usize, usize);

/// Number `at` of `station`.
pub(super) fn unit(slow: &SlowStep, row: usize, station: usize, at: usize) -> Result<Arithmetic> {
    let all = stations(slow.model());
    check("The station", station, all.len())?;
    let Station {
        side,
        features,
        shape,
        ..
    } = all[station];
    check("The number of the station", at, features)?;
    let is_picture = matches!(side, Side::Input | Side::Output);
    let at = match shape {
        Some(shape) if is_picture => to_planes(shape, at),
        _ => at,
    };
    // The heads of a variational code lead to the same station: mu, which comes first, is what is seen there.
    let places = places(slow);
    let place = places.iter().find(|place| place.station == station);
    let place = place.ok_or_else(|| not_computed("An image is given, not computed"))?;
    let engine = numbers(slow, row)[station][at];
    let label = if side == Side::Output {
        "pixel"
    } else {
        "unit"
    };
    Ok(Arithmetic {
        label,
        ..sum(slow, row, place, at, "unit", engine)
    })
}

/// Number `at` of what a head of a variational code gives.
pub(super) fn head(
    slow: &SlowStep,
    row: usize,
    what: &'static str,
    at: usize,
) -> Result<Arithmetic> {
    let sample = sampled(slow, row);
    let sample = sample.ok_or_else(|| not_computed("A plain code is no distribution"))?;
    check("The number of the code", at, sample.log_var.len())?;
    let places = places(slow);
    let is_head = |place: &&Place<'_>| place.name.strip_prefix("bottleneck.") == Some(what);
    let place = places.iter().find(is_head);
    let place = place.ok_or_else(|| not_computed("The code has no such head"))?;
    let engine = match what {
        "mu" => numbers(slow, row)[place.station][at],
        _ => sample.log_var[at],
    };
    Ok(sum(slow, row, place, at, what, engine))
}

/// `sigma = e^(log_var/2)` of a variational code, and the sum behind it.
pub(super) fn sigma(slow: &SlowStep, row: usize, at: usize) -> Result<Arithmetic> {
    let log_var = head(slow, row, "log_var", at)?;
    let sample = sampled(slow, row);
    let sample = sample.ok_or_else(|| not_computed("A plain code is no distribution"))?;
    let sum = log_var.value as f32;
    let value = exp_scalar(0.5 * clamped(sum));
    let told = Arithmetic::new("sigma", value, sample.sigma[at]);
    Ok(Arithmetic {
        what: told.what,
        label: told.label,
        value: told.value,
        engine: told.engine,
        equal: told.equal,
        ..log_var.with_steps([("logVar", sum), ("sigma", value)])
    })
}

/// The sum of a place's number `at`, and what becomes of it.
fn sum(
    slow: &SlowStep,
    row: usize,
    place: &Place<'_>,
    at: usize,
    what: &'static str,
    engine: f32,
) -> Arithmetic {
    let before = place.station - 1;
    let station = &stations(slow.model())[before];
    // A sample goes on where a code is a distribution.
    let input = match sampled(slow, row) {
        Some(sample) if station.side == Side::Code => sample.z.to_vec(),
        _ => numbers(slow, row).swap_remove(before),
    };
    let weight = &place.weight.before.value;
    let (pairs, output) = match &place.kind {
        Kind::Dense => (dense(input.len(), at), at),
        Kind::Conv(shape) => conv(shape, at),
        Kind::ConvTranspose(shape) => conv_transpose(shape, at),
    };
    let bias = place.bias.before.value[output];
    let mut total = 0.0;
    let mut terms = Vec::with_capacity(pairs.len());
    for (from, of) in pairs {
        let (input, weight) = (input[from], weight[of]);
        let product = input * weight;
        total += product;
        let from = match (station.side, station.shape) {
            (Side::Input, Some(shape)) => to_pixels(shape, from),
            _ => from,
        };
        terms.push(Term {
            input: input.into(),
            weight: weight.into(),
            product: product.into(),
            from,
        });
    }
    let sum = total + bias;
    let mut value = [0.0];
    place.activation.forward(&[sum], &mut value);
    Arithmetic {
        layer: Some(place.name.clone()),
        bias: Some(bias.into()),
        sum: sum.into(),
        activation: (place.activation != Activation::Linear).then_some(place.activation),
        ..Arithmetic::new(what, value[0], engine).with_terms(terms)
    }
}

/// `Y[at] = Σ X[p]·W[at, p]`, in order of `p`.
fn dense(inputs: usize, at: usize) -> Vec<Pair> {
    (0..inputs).map(|p| (p, at * inputs + p)).collect()
}

/// The products of a convolution's number `at`, channel by channel, and its output channel. In order of `(ky, kx, i)`;
/// places beside the map count as 0 and are left out.
fn conv(shape: &ConvShape, at: usize) -> (Vec<Pair>, usize) {
    let (k, inputs) = (shape.kernel, shape.in_channels);
    let (plane, width) = (shape.out_height() * shape.out_width(), shape.out_width());
    let (o, y, x) = (at / plane, at % plane / width, at % width);
    let mut pairs = Vec::new();
    for (ky, kx) in (0..k).flat_map(|ky| (0..k).map(move |kx| (ky, kx))) {
        let Some(pixel) = pixel(shape, [y, x], [ky, kx]) else {
            continue;
        };
        pairs.extend((0..inputs).map(|i| {
            let from = i * shape.in_height * shape.in_width + pixel;
            (from, ((o * inputs + i) * k + ky) * k + kx)
        }));
    }
    (pairs, o)
}

/// The same of a transposed convolution, in order of `(y, x, o)` over the small map.
fn conv_transpose(shape: &ConvShape, at: usize) -> (Vec<Pair>, usize) {
    let (k, inputs, outputs) = (shape.kernel, shape.in_channels, shape.out_channels);
    let plane = shape.in_height * shape.in_width;
    let (i, wanted) = (at / plane, at % plane);
    let small = (shape.out_height(), shape.out_width());
    let mut pairs = Vec::new();
    for (y, x) in (0..small.0).flat_map(|y| (0..small.1).map(move |x| (y, x))) {
        for (ky, kx) in (0..k).flat_map(|ky| (0..k).map(move |kx| (ky, kx))) {
            if pixel(shape, [y, x], [ky, kx]) != Some(wanted) {
                continue;
            }
            pairs.extend((0..outputs).map(|o| {
                let from = o * small.0 * small.1 + y * small.1 + x;
                (from, ((o * inputs + i) * k + ky) * k + kx)
            }));
        }
    }
    (pairs, i)
}

/// The pixel of the large map on which place `(ky, kx)` of the kernel lies at `(y, x)` of the small map; `None` beside
/// the map.
fn pixel(shape: &ConvShape, [y, x]: [usize; 2], [ky, kx]: [usize; 2]) -> Option<usize> {
    let large_y = (y * shape.stride + ky).checked_sub(shape.padding())?;
    let large_x = (x * shape.stride + kx).checked_sub(shape.padding())?;
    (large_y < shape.in_height && large_x < shape.in_width)
        .then_some(large_y * shape.in_width + large_x)
}
