//! Layers, activations, losses and whole models against `PyTorch`; `tests/golden/make.py` made the numbers.
//!
//! The references are `PyTorch`'s in f64, so what is measured here is the engine's own rounding. Every
//! tolerance stands beside what `PyTorch` itself loses in f32 on the same case.

mod convolutions;
pub mod fixture;
mod losses;
mod presets;
pub mod rule;

use fixture::{Scale, Small, assert_close, cases, count, describe, floats, named, numbers};
use hourglass::nn::{self, Activation, Backward, Dense, Init, Layer, Param};
use hourglass::rng::{Purpose, Rng};
use serde_json::{Value, json};

fn params_of(layer: &mut dyn Layer) -> Vec<Param> {
    let mut params = Vec::new();
    layer.visit_params(&mut |param| params.push(param.clone()));
    params
}

#[test]
fn a_dense_layer_and_its_gradients_are_pytorchs() {
    const TOLERANCE: f64 = 3e-7; // PyTorch in f32: 1.4e-7
    for case in cases("dense") {
        let (rows, inputs, outputs) = (
            count(&case["rows"]),
            count(&case["inputs"]),
            count(&case["outputs"]),
        );
        let what = format!("{rows}x{inputs} to {outputs}");
        let mut layer = Dense::new(
            inputs,
            outputs,
            Init::He,
            &mut Rng::stream(1, Purpose::Init, 0),
        );
        let mut shapes = Vec::new();
        layer.visit_params(&mut |param| {
            param.value.copy_from_slice(&floats(&case[param.name]));
            shapes.push((param.name, param.shape.clone()));
        });
        layer.weights_changed();
        assert_eq!(
            shapes,
            [("weight", vec![outputs, inputs]), ("bias", vec![outputs])]
        );

        let (input, d_output) = (floats(&case["input"]), floats(&case["dOutput"]));
        let (mut output, mut d_input) = (
            vec![f32::NAN; rows * outputs],
            vec![f32::NAN; rows * inputs],
        );
        layer.forward(&input, &mut output, rows, &mut []);
        let pass = Backward {
            input: &input,
            output: &output,
            d_output: &d_output,
            d_input: Some(&mut d_input),
            rows,
            begins: true,
        };
        layer.backward(pass);
        let check = |name: &str, got: &[f32]| {
            assert_close(
                &format!("{what} {name}"),
                got,
                &numbers(&case[name]),
                Scale::Largest,
                TOLERANCE,
            );
        };
        check("output", &output);
        check("dInput", &d_input);
        let params = params_of(&mut layer);
        check("dWeight", &params[0].grad);
        check("dBias", &params[1].grad);

        // The other gradients are the same if none by the input is asked for.
        layer.backward(Backward {
            input: &input,
            output: &output,
            d_output: &d_output,
            d_input: None,
            rows,
            begins: true,
        });
        assert_eq!(params_of(&mut layer), params, "{what}");
    }
}

#[test]
fn activations_and_their_derivatives_are_pytorchs() {
    const TOLERANCE: f64 = 3e-7; // PyTorch in f32: 1.7e-7
    let all = cases("activations");
    let names: Vec<_> = all
        .iter()
        .map(|case| case["activation"].as_str().unwrap())
        .collect();
    assert_eq!(names, Activation::NAMES, "a case for every activation");
    for case in &all {
        let activation: Activation = named(&case["activation"]);
        let x = floats(&case["input"]);
        let (mut y, mut d) = (vec![f32::NAN; x.len()], vec![1.0; x.len()]);
        activation.forward(&x, &mut y);
        assert_close(
            &format!("{activation:?}"),
            &y,
            &numbers(&case["output"]),
            Scale::One,
            TOLERANCE,
        );
        activation.backward(&x, &y, &mut d);
        assert_close(
            &format!("{activation:?}'"),
            &d,
            &numbers(&case["derivative"]),
            Scale::One,
            TOLERANCE,
        );
        // The result is proportional to the incoming gradient.
        let mut twice = vec![-2.0; x.len()];
        activation.backward(&x, &y, &mut twice);
        for (twice, once) in twice.iter().zip(&d) {
            assert!(
                (twice + 2.0 * once).abs() <= 1e-6 * (1.0 + once.abs()),
                "{activation:?}: {twice} is not -2 · {once}"
            );
        }
    }
}

#[test]
fn losses_and_their_gradients_are_pytorchs() {
    const TOLERANCE: f64 = 3e-7; // PyTorch in f32: 5.9e-8
    for case in cases("losses") {
        let name = case["loss"].as_str().unwrap();
        let loss = match name {
            "mse" => nn::mse,
            "bce" => nn::bce_with_logits,
            other => panic!("no loss {other}"),
        };
        let rows = count(&case["rows"]);
        let (prediction, target) = (floats(&case["prediction"]), floats(&case["target"]));
        let mut gradient = vec![f32::NAN; prediction.len()];
        let value = loss(
            &prediction,
            &target,
            Some(&mut gradient),
            rows,
            nn::Reduction::Mean,
        );
        let what = format!("{name} of {rows} rows");
        assert_close(
            &what,
            &[value],
            &numbers(&case["result"]["loss"]),
            Scale::Largest,
            TOLERANCE,
        );
        let wanted = numbers(&case["result"]["dPrediction"]);
        assert_close(
            &format!("{what}, gradient"),
            &gradient,
            &wanted,
            Scale::Largest,
            TOLERANCE,
        );
        assert_eq!(
            loss(&prediction, &target, None, rows, nn::Reduction::Mean),
            value,
            "{what} without its gradient"
        );
    }
}

/// A batch whose images are input and target alike, for a plain code.
fn plain(images: &[f32], rows: usize) -> hourglass::model::Batch<'_> {
    hourglass::model::Batch {
        input: images,
        target: images,
        epsilon: &[],
        beta: 0.0,
        rows,
    }
}

#[test]
fn whole_models_and_all_their_gradients_are_pytorchs() {
    const TOLERANCE: f64 = 2e-6; // PyTorch in f32: 8.1e-7
    let (small, all) = Small::read();
    let (images, rows) = (small.images(), small.n_images);
    for activation in Activation::NAMES {
        for (output, loss) in [("sigmoid", "mse"), ("linear", "mse"), ("sigmoid", "bce")] {
            let of = |case: &&Value| {
                case["activation"] == activation
                    && case["outputActivation"] == output
                    && case["loss"] == loss
            };
            assert!(
                all.iter().find(of).is_some(),
                "no case for {activation} {output} {loss}"
            );
        }
    }
    for case in &all {
        let what = describe(case);
        let mut model = small.model(&small.config(case, &json!({ "kind": "adam" })));
        // The workspace has room for more images than there are: using its length by mistake would show.
        let mut workspace = model.workspace(rows + 3, true);
        let parts = model.gradients(plain(&images, rows), &mut workspace);
        let check = |name: &str, got: &[f32]| {
            let wanted = numbers(&case["value"][name]);
            assert_close(
                &format!("{what}: {name}"),
                got,
                &wanted,
                Scale::Largest,
                TOLERANCE,
            );
        };
        check("loss", &[parts.loss]);
        check("reconstructionLoss", &[parts.reconstruction_loss]);
        check("code", workspace.code(rows * model.config().latent_dim()));
        check("reconstruction", workspace.reconstruction(images.len()));
        model.visit_params(&mut |name, param| {
            let wanted = numbers(&case["gradients"][name.to_string()]);
            assert_close(
                &format!("{what}: d {name}"),
                &param.grad,
                &wanted,
                Scale::Largest,
                TOLERANCE,
            );
        });

        // A workspace without gradients gives the same numbers.
        let mut workspace = model.workspace(rows, false);
        model.forward(&images, &mut workspace, rows);
        assert_eq!(
            model.loss(&images, &mut workspace, 0.0, rows),
            parts,
            "{what}"
        );
    }
}
