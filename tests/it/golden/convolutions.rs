//! Convolutions and the reordering of maps against `PyTorch`.

use super::fixture::{Scale, assert_close, cases, count, floats, numbers};
use super::params_of;
use hourglass::nn::{Backward, Conv2d, ConvShape, ConvTranspose2d, Init, Layer, Reorder};
use hourglass::rng::{Purpose, Rng};
use serde_json::Value;

/// A case's layer, and the shapes of its planar input and output.
struct Case {
    layer: Box<dyn Layer>,
    input: [usize; 3],
    output: [usize; 3],
}

impl Case {
    fn new(case: &Value) -> Self {
        let is_up = case["layer"] == "conv_transpose2d";
        let [mut inputs, mut outputs] = ["channelsIn", "channelsOut"].map(|key| count(&case[key]));
        if is_up {
            (inputs, outputs) = (outputs, inputs);
        }
        let shape = ConvShape {
            in_channels: inputs,
            out_channels: outputs,
            kernel: count(&case["kernel"]),
            stride: count(&case["stride"]),
            in_height: count(&case["height"]),
            in_width: count(&case["width"]),
        };
        let extra = shape.output_padding().map(|extra| extra as f64);
        assert_eq!(numbers(&case["outputPadding"]), extra, "{shape:?}");
        let mut rng = Rng::stream(1, Purpose::Init, 0);
        let large = [inputs, shape.in_height, shape.in_width];
        let small = [outputs, shape.out_height(), shape.out_width()];
        if is_up {
            Self {
                layer: Box::new(ConvTranspose2d::new(shape, Init::He, &mut rng)),
                input: small,
                output: large,
            }
        } else {
            Self {
                layer: Box::new(Conv2d::new(shape, Init::He, &mut rng)),
                input: large,
                output: small,
            }
        }
    }
}

/// The same maps in the other order.
fn reordered(reorder: Reorder, maps: &[f32]) -> Vec<f32> {
    let mut out = vec![f32::NAN; maps.len()];
    let rows = maps.len() / reorder.in_features();
    reorder.forward(maps, &mut out, rows, &mut []);
    out
}

fn pixels([channels, height, width]: [usize; 3], planes: &[f32]) -> Vec<f32> {
    reordered(Reorder::to_pixels(channels, height, width), planes)
}

fn planes([channels, height, width]: [usize; 3], pixels: &[f32]) -> Vec<f32> {
    reordered(Reorder::to_planes(channels, height, width), pixels)
}

#[test]
fn convolutions_and_their_gradients_are_pytorchs() {
    const TOLERANCE: f64 = 1e-6; // PyTorch in f32: 2.2e-7; the sums of biases run number by number
    let all = cases("convolutions");
    for name in ["conv2d", "conv_transpose2d"] {
        assert!(all.iter().any(|case| case["layer"] == name), "no {name}");
    }
    for case in &all {
        let Case {
            mut layer,
            input: input_shape,
            output: output_shape,
        } = Case::new(case);
        let what = format!("{layer:?}")
            .split(", params")
            .next()
            .unwrap_or_default()
            .to_owned();
        layer.visit_params(&mut |param| param.value.copy_from_slice(&floats(&case[param.name])));
        layer.weights_changed();
        assert_eq!(layer.maps(), Some(output_shape), "{what}");

        let rows = count(&case["rows"]);
        let input = pixels(input_shape, &floats(&case["input"]));
        let d_output = pixels(output_shape, &floats(&case["dOutput"]));
        let mut output = vec![f32::NAN; d_output.len()];
        let mut d_input = vec![f32::NAN; input.len()];
        let mut scratch = vec![f32::NAN; layer.scratch_len()];
        layer.forward(&input, &mut output, rows, &mut scratch);
        layer.backward(Backward {
            input: &input,
            output: &output,
            d_output: &d_output,
            d_input: Some(&mut d_input),
            rows,
            begins: true,
        });
        let check = |name: &str, got: &[f32]| {
            let wanted = numbers(&case[name]);
            assert_close(
                &format!("{what} {name}"),
                got,
                &wanted,
                Scale::Largest,
                TOLERANCE,
            );
        };
        check("output", &planes(output_shape, &output));
        check("dInput", &planes(input_shape, &d_input));
        let params = params_of(&mut *layer);
        check("dWeight", &params[0].grad);
        check("dBias", &params[1].grad);
        assert_eq!(params[0].shape[2..], [count(&case["kernel"]); 2], "{what}");

        // The other gradients are the same if none by the input is asked for.
        layer.backward(Backward {
            input: &input,
            output: &output,
            d_output: &d_output,
            d_input: None,
            rows,
            begins: true,
        });
        assert_eq!(params_of(&mut *layer), params, "{what}");
    }
}

#[test]
fn reordering_is_pytorchs_permute() {
    // torch.arange(12).reshape(2, 2, 3).permute(1, 2, 0).flatten()
    let image: Vec<f32> = (0..12_u8).map(f32::from).collect();
    let wanted = [0.0, 6.0, 1.0, 7.0, 2.0, 8.0, 3.0, 9.0, 4.0, 10.0, 5.0, 11.0];
    let shape = [2, 2, 3];
    assert_eq!(pixels(shape, &image), wanted);
    let two = [&image[..], &wanted].concat();
    assert_eq!(
        planes(shape, &pixels(shape, &two)),
        two,
        "two images, there and back"
    );

    let mut d_input = vec![f32::NAN; 12];
    let [mut to_pixels, mut to_planes] = [Reorder::to_pixels(2, 2, 3), Reorder::to_planes(2, 2, 3)];
    for (layer, d_output, wanted) in [
        (&mut to_pixels, &wanted[..], &image[..]),
        (&mut to_planes, &image, &wanted),
    ] {
        layer.backward(Backward {
            input: d_output,
            output: wanted,
            d_output,
            d_input: Some(&mut d_input),
            rows: 1,
            begins: true,
        });
        assert_eq!(d_input, wanted, "{layer:?}");
    }
    assert_eq!(Reorder::to_pixels(2, 2, 3).maps(), Some(shape));
    assert_eq!(Reorder::to_planes(2, 2, 3).maps(), None);
}
