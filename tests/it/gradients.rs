//! Every gradient against central differences, by one table-driven helper.
//!
//! `L'(w) ≈ (8·(L(w+h) − L(w−h)) − (L(w+2h) − L(w−2h))) / 12h`, which is exact up to h⁴. The passes run
//! in f32; the loss is summed from their outputs in f64, by formulas written again here, so that
//! what is left is the passes' own rounding, about 1e-8, divided by h.

use hourglass::nn::{
    Activation, ActivationLayer, Backward, Conv2d, ConvShape, ConvTranspose2d, Dense, Init, Layer,
    Reorder, Sequential,
};
use hourglass::rng::{Purpose, Rng};

mod losses;
mod models;

/// Steps h, largest first. A smaller one is taken only where a larger crosses a kink.
const STEPS: [f32; 4] = [1.0 / 64.0, 1.0 / 256.0, 1.0 / 1024.0, 1.0 / 4096.0];

/// How far rounding may move a loss.
const ROUNDING: f64 = 1e-7;

/// A loss in f64, and on which side of each kink the pass was.
type Seen = (f64, Vec<bool>);

/// Compares `gradient` with differences of `evaluate(i, d)`, the loss after number `i` was moved by `d`.
fn check(what: &str, gradient: &[f32], mut evaluate: impl FnMut(usize, f32) -> Seen) {
    let largest = gradient
        .iter()
        .fold(0.0_f64, |most, &d| most.max(f64::from(d).abs()));
    let blurred = ROUNDING / f64::from(STEPS[0]);
    assert!(
        blurred < 0.05 * largest,
        "{what}: at most {largest:e}, too little to tell right from wrong"
    );
    for (i, &got) in gradient.iter().enumerate() {
        let sides = evaluate(i, 0.0).1;
        let stays = |seen: &[Seen]| seen.iter().all(|(_, others)| *others == sides);
        let (h, losses) = STEPS
            .into_iter()
            .map(|h| {
                (
                    h,
                    [-2.0, -1.0, 1.0, 2.0].map(|times| evaluate(i, times * h)),
                )
            })
            .find(|(_, seen)| stays(seen))
            .unwrap_or_else(|| panic!("{what}[{i}] lies on a kink: choose another seed"));
        let [far_below, below, above, far_above] = losses.map(|(loss, _)| loss);
        let wanted = (8.0 * (above - below) - (far_above - far_below)) / (12.0 * f64::from(h));
        let difference = (f64::from(got) - wanted).abs();
        let allowed = 1e-4 * largest + ROUNDING / f64::from(h);
        assert!(
            difference <= allowed,
            "{what}[{i}]: {got}, by differences {wanted:e} (h = {h}, allowed {allowed:e})"
        );
    }
}

fn uniform(rng: &mut Rng, n: usize, low: f32, high: f32) -> Vec<f32> {
    (0..n).map(|_| rng.uniform_in(low, high)).collect()
}

fn moved(x: &[f32], i: usize, by: f32) -> Vec<f32> {
    let mut x = x.to_vec();
    x[i] += by;
    x
}

/// `Σ factor · output` in f64.
fn weighted(output: &[f32], factors: &[f32]) -> f64 {
    output
        .iter()
        .zip(factors)
        .map(|(&y, &f)| f64::from(y) * f64::from(f))
        .sum()
}

/// Checks the gradients by every parameter of one layer and by its input. The loss is a weighted sum of the
/// outputs.
fn check_layer(what: &str, layer: &mut dyn Layer, rows: usize) {
    let mut rng = Rng::stream(11, Purpose::Other, rows as u64);
    let input = uniform(&mut rng, rows * layer.in_features(), -1.0, 1.0);
    let factors = uniform(&mut rng, rows * layer.out_features(), -1.0, 1.0);
    let (mut output, mut d_input) = (vec![0.0; factors.len()], vec![0.0; input.len()]);
    layer.visit_params(&mut |param| param.value = uniform(&mut rng, param.value.len(), -1.0, 1.0));
    layer.weights_changed();
    let mut scratch = vec![f32::NAN; layer.scratch_len()];
    layer.forward(&input, &mut output, rows, &mut scratch);
    layer.backward(Backward {
        input: &input,
        output: &output,
        d_output: &factors,
        d_input: Some(&mut d_input),
        rows,
        begins: true,
    });

    let mut loss = |layer: &dyn Layer, input: &[f32]| {
        let mut output = vec![0.0; factors.len()];
        layer.forward(input, &mut output, rows, &mut scratch);
        (weighted(&output, &factors), Vec::new())
    };
    check(&format!("{what}: d_input"), &d_input, |i, by| {
        loss(layer, &moved(&input, i, by))
    });
    let mut params = Vec::new();
    layer.visit_params(&mut |param| params.push(param.clone()));
    for (p, param) in params.iter().enumerate() {
        let set = |layer: &mut dyn Layer, value: &[f32]| {
            let mut index = 0;
            layer.visit_params(&mut |param| {
                if index == p {
                    param.value.copy_from_slice(value);
                }
                index += 1;
            });
            layer.weights_changed();
        };
        check(
            &format!("{what}: d_{}", param.name),
            &param.grad,
            |i, by| {
                set(layer, &moved(&param.value, i, by));
                loss(layer, &input)
            },
        );
        set(layer, &param.value);
    }
}

#[test]
fn layers() {
    let mut rng = Rng::stream(1, Purpose::Init, 0);
    for (rows, inputs, outputs) in [(1, 1, 1), (3, 5, 7), (2, 8, 4), (35, 2, 3)] {
        let mut layer = Dense::new(inputs, outputs, Init::He, &mut rng);
        check_layer(
            &format!("dense {inputs} to {outputs}, {rows} rows"),
            &mut layer,
            rows,
        );
    }
}

#[test]
fn convolutions() {
    let mut rng = Rng::stream(1, Purpose::Init, 0);
    // Rows, channels of the large and of the small map, kernel, stride, height, width.
    for (rows, inputs, outputs, kernel, stride, height, width) in [
        (1, 1, 1, 1, 1, 1, 1),
        (2, 1, 5, 3, 2, 6, 5),
        (2, 3, 2, 3, 2, 5, 6),
        (3, 2, 2, 5, 1, 4, 3),
        (2, 2, 9, 4, 3, 6, 7),
        (2, 1, 2, 2, 3, 7, 5),
        (1, 2, 3, 7, 2, 5, 4),
        (33, 1, 2, 3, 2, 4, 4),
    ] {
        let shape = ConvShape {
            in_channels: inputs,
            out_channels: outputs,
            kernel,
            stride,
            in_height: height,
            in_width: width,
        };
        let what = format!("{shape:?}, {rows} rows");
        let mut down = Conv2d::new(shape, Init::He, &mut rng);
        check_layer(&format!("convolution {what}"), &mut down, rows);
        let mut up = ConvTranspose2d::new(shape, Init::Xavier, &mut rng);
        check_layer(&format!("transposed {what}"), &mut up, rows);
    }
}

/// Every kind of layer, some activation functions in place and some not.
fn every_layer() -> Vec<Box<dyn Layer>> {
    let mut rng = Rng::stream(3, Purpose::Init, 0);
    let shape = |in_channels, out_channels, in_height, in_width| ConvShape {
        in_channels,
        out_channels,
        kernel: 3,
        stride: 2,
        in_height,
        in_width,
    };
    let (first, second) = (shape(2, 3, 6, 5), shape(3, 5, 3, 3));
    vec![
        Box::new(Reorder::to_pixels(2, 6, 5)),
        Box::new(Conv2d::new(first, Init::He, &mut rng)),
        Box::new(ActivationLayer::new(Activation::Relu, 27, None)),
        Box::new(Conv2d::new(second, Init::He, &mut rng)),
        Box::new(ActivationLayer::new(Activation::Gelu, 20, None)),
        Box::new(Reorder::to_planes(5, 2, 2)),
        Box::new(Dense::new(20, 20, Init::He, &mut rng)),
        Box::new(ActivationLayer::new(Activation::Tanh, 20, None)),
        Box::new(Reorder::to_pixels(5, 2, 2)),
        Box::new(ConvTranspose2d::new(second, Init::He, &mut rng)),
        Box::new(ActivationLayer::new(Activation::Elu, 27, None)),
        Box::new(ConvTranspose2d::new(first, Init::He, &mut rng)),
        Box::new(ActivationLayer::new(Activation::Sigmoid, 60, None)),
    ]
}

/// All parameters' gradients, one after the other.
fn gradients_of(layers: &mut [Box<dyn Layer>]) -> Vec<f32> {
    let mut all = Vec::new();
    for layer in layers {
        layer.visit_params(&mut |param| all.extend_from_slice(&param.grad));
    }
    all
}

#[test]
fn a_chain_gives_the_bits_of_its_layers_one_after_the_other() {
    let mut layers = every_layer();
    let mut chain = Sequential::new();
    for layer in every_layer() {
        chain.push(layer);
    }
    for (rows, with_d_input) in [(70, true), (33, false), (5, true)] {
        let mut rng = Rng::stream(14, Purpose::Other, 0);
        let input = uniform(&mut rng, rows * 60, -1.0, 1.0);
        let factors = uniform(&mut rng, rows * 60, -1.0, 1.0);
        let mut outputs = vec![input.clone()];
        for layer in &layers {
            let mut output = vec![f32::NAN; rows * layer.out_features()];
            let mut scratch = vec![f32::NAN; layer.scratch_len()];
            layer.forward(outputs.last().unwrap(), &mut output, rows, &mut scratch);
            outputs.push(output);
        }
        let mut d_output = factors.clone();
        for (i, layer) in layers.iter_mut().enumerate().rev() {
            let mut d_input = vec![f32::NAN; outputs[i].len()];
            layer.backward(Backward {
                input: &outputs[i],
                output: &outputs[i + 1],
                d_output: &d_output,
                d_input: Some(&mut d_input),
                rows,
                begins: true,
            });
            d_output = d_input;
        }

        // The tape has room for more rows than there are: using its length by mistake would show.
        let mut tape = chain.tape(rows + 7, true);
        let mut d_input = vec![f32::NAN; input.len()];
        chain.forward(&input, &mut tape, rows);
        assert_eq!(
            tape.output()[..rows * 60],
            outputs[layers.len()],
            "{rows} rows"
        );
        tape.d_output_mut()[..rows * 60].copy_from_slice(&factors);
        let wanted = with_d_input.then_some(&mut d_input[..]);
        chain.backward(&input, wanted, &mut tape, rows);
        let mut got = Vec::new();
        chain.visit_params(&mut |_, param| got.extend_from_slice(&param.grad));
        assert_eq!(got, gradients_of(&mut layers), "{rows} rows");
        if with_d_input {
            assert_eq!(d_input, d_output, "{rows} rows");
        }
    }
}

#[test]
fn a_chain_by_its_input() {
    let rows = 3;
    let mut chain = Sequential::dense(&[4, 6, 3], Activation::Tanh, Activation::Linear, 5, 0);
    let mut rng = Rng::stream(12, Purpose::Other, 0);
    let input = uniform(&mut rng, rows * 4, -1.0, 1.0);
    let factors = uniform(&mut rng, rows * 3, -1.0, 1.0);
    let mut tape = chain.tape(rows, true);
    let mut d_input = vec![0.0; input.len()];
    chain.forward(&input, &mut tape, rows);
    tape.d_output_mut().copy_from_slice(&factors);
    chain.backward(&input, Some(&mut d_input), &mut tape, rows);
    check("chain: d_input", &d_input, |i, by| {
        chain.forward(&moved(&input, i, by), &mut tape, rows);
        (weighted(tape.output(), &factors), Vec::new())
    });
}
