//! ONNX files: their operators, weights and names, and what is refused. That others' programs run them to our numbers is
//! tested in `tests/python/test_onnx.py`.

use hourglass::data::{Dataset, ImageShape};
use hourglass::error::Error;
use hourglass::export::onnx::{Part, write};
use hourglass::export::weights;
use hourglass::model::{ModelConfig, presets};
use hourglass::nn::Activation;
use hourglass::train::Trainer;
use onnx_rs::ast::{Dimension, Graph, Node, TensorProto, TypeValue, ValueInfo};
use safetensors::SafeTensors;
use std::collections::HashSet;

/// What a run with this configuration saves after a step on images of its own size.
fn saved(config: &ModelConfig) -> Vec<u8> {
    let input = config.input;
    let shape = ImageShape::new(input.channels, input.height, input.width).unwrap();
    let mut data = Dataset::new(shape, 4).unwrap();
    data.append_interleaved(&vec![7; 4 * shape.features()], None)
        .unwrap();
    let mut trainer = Trainer::new(config, data, None).unwrap();
    trainer.step().unwrap();
    weights::save(&mut trainer).unwrap()
}

fn config(json: &str) -> ModelConfig {
    ModelConfig::from_json(json).unwrap()
}

/// A port as text: its name, then its sizes.
fn port(port: &ValueInfo<'_>) -> String {
    let Some(TypeValue::Tensor(tensor)) = port.r#type.as_ref().and_then(|t| t.value.as_ref())
    else {
        panic!("{} is no tensor", port.name)
    };
    let sizes = tensor.shape.as_ref().unwrap().dim.iter();
    let sizes: Vec<_> = sizes
        .map(|size| match &size.value {
            Dimension::Value(size) => size.to_string(),
            Dimension::Param(name) => (*name).to_string(),
        })
        .collect();
    format!("{} {}", port.name, sizes.join("×"))
}

/// An operator as text: its kind, then its whole numbers by name.
fn operator(node: &Node<'_>) -> String {
    let settings = node.attribute.iter();
    let settings = settings.map(|a| match a.ints.as_slice() {
        [] => format!(
            " {} {}{}",
            a.name,
            a.i,
            if a.f == 0.0 {
                String::new()
            } else {
                format!(" {}", a.f)
            }
        ),
        ints => format!(" {} {ints:?}", a.name),
    });
    node.op_type.as_str().to_owned() + &settings.collect::<String>()
}

fn operators(graph: &Graph<'_>) -> Vec<String> {
    graph.node.iter().map(operator).collect()
}

/// Each value is made before it is used, and but once; no weight lies idle; what comes out is made.
fn assert_sound(graph: &Graph<'_>) {
    let tensors = graph.initializer.iter().map(TensorProto::name);
    let ports = graph.input.iter().map(|port| port.name);
    let mut made: HashSet<&str> = HashSet::new();
    for name in tensors.clone().chain(ports) {
        assert!(made.insert(name), "{name} is there twice");
    }
    let mut used = HashSet::new();
    for node in &graph.node {
        for input in &node.input {
            assert!(made.contains(input), "{} reads {input}", node.name);
            used.insert(*input);
        }
        for output in &node.output {
            assert!(made.insert(output), "{output} is made twice");
        }
    }
    assert!(graph.output.iter().all(|port| made.contains(port.name)));
    let idle: Vec<_> = tensors.filter(|name| !used.contains(name)).collect();
    assert_eq!(idle, Vec::<&str>::new());
}

#[test]
fn every_part_of_every_model_is_sound_and_has_the_saved_weights() {
    let mut configs: Vec<_> = presets::NAMES
        .map(|name| presets::preset(name).unwrap())
        .into();
    for name in Activation::NAMES {
        let architecture = r#"{"kind":"conv","channels":[2,3],"hidden":[4]}"#;
        let input = r#"{"channels":3,"height":9,"width":6}"#;
        configs.push(config(&format!(
            r#"{{"input":{input},"activation":"{name}","architecture":{architecture}}}"#
        )));
    }
    for config in configs {
        let saved = saved(&config);
        let wanted = SafeTensors::deserialize(&saved).unwrap();
        let mut n_weights = 0;
        for (name, part) in Part::NAMES {
            let file = write(&saved, part).unwrap();
            let model = onnx_rs::parse(&file).unwrap();
            let graph = model.graph.as_ref().unwrap();
            assert_sound(graph);
            assert_eq!(graph.name, name);
            let own = graph.initializer.iter();
            let own = own.filter_map(|tensor| Some((tensor, wanted.tensor(tensor.name()).ok()?)));
            for (tensor, wanted) in own {
                let shape: Vec<_> = tensor.dims().iter().map(|&size| size as usize).collect();
                assert_eq!(shape, wanted.shape(), "{}", tensor.name());
                assert_eq!(tensor.as_raw(), Some(wanted.data()), "{}", tensor.name());
                n_weights += 1;
            }
        }
        // Each parameter stands in one half, and in the whole; there log_var's head is of no use.
        let unused = if config.is_variational() { 2 } else { 0 };
        assert_eq!(n_weights, 2 * wanted.len() - unused);
    }
}

#[test]
fn convolutions_come_back_to_sizes_that_are_no_multiple_of_the_stride() {
    let config = config(
        r#"{"input":{"channels":2,"height":10,"width":7},"activation":"gelu","outputActivation":"linear",
        "architecture":{"kind":"conv","channels":[3],"kernel":4,"stride":3,"hidden":[]},
        "bottleneck":{"kind":"variational","latentDim":5}}"#,
    );
    let saved = saved(&config);
    let files = Part::NAMES.map(|(_, part)| write(&saved, part).unwrap());
    let [whole, encoder, decoder] = files.each_ref().map(|file| onnx_rs::parse(file).unwrap());
    let [whole, encoder, decoder] =
        [&whole, &encoder, &decoder].map(|model| model.graph.as_ref().unwrap());
    let inwards = "Conv kernel_shape [4, 4] strides [3, 3] pads [1, 1, 1, 1]";
    let outwards =
        "ConvTranspose kernel_shape [4, 4] strides [3, 3] pads [1, 1, 1, 1] output_padding [2, 2]";
    let gelu = ["Mul", "Erf", "Add", "Mul", "Mul"];
    let head = "Gemm transB 1";
    let start = [&[inwards][..], &gelu, &["Flatten axis 1", head]].concat();
    let end = [&[head][..], &gelu, &["Reshape", outwards]].concat();
    assert_eq!(operators(encoder), [&start[..], &[head]].concat());
    assert_eq!(operators(decoder), end);
    assert_eq!(operators(whole), [start, end].concat());
    let ports = |ports: &[ValueInfo<'_>]| ports.iter().map(port).collect::<Vec<_>>();
    let image = "batch×2×10×7";
    assert_eq!(ports(&whole.input), [format!("image {image}")]);
    assert_eq!(ports(&whole.output), [format!("reconstruction {image}")]);
    assert_eq!(ports(&encoder.output), ["code batch×5", "log_var batch×5"]);
    assert_eq!(ports(&decoder.input), ["code batch×5"]);
    assert_eq!(ports(&decoder.output), [format!("reconstruction {image}")]);
}

#[test]
fn each_activation_is_the_operator_that_computes_it() {
    let between = |name: &str| {
        let saved = saved(&config(&format!(
            r#"{{"input":{{"height":2,"width":3}},"architecture":{{"hidden":[5]}},"activation":"{name}"}}"#
        )));
        let file = write(&saved, Part::Encoder).unwrap();
        let model = onnx_rs::parse(&file).unwrap();
        let found = operators(model.graph.as_ref().unwrap());
        found[2..found.len() - 1].join(", ")
    };
    let wanted = [
        "Relu",
        "LeakyRelu alpha 0 0.01",
        "Tanh",
        "Sigmoid",
        "Elu alpha 0 1",
        "Mul, Erf, Add, Mul, Mul",
        "",
    ];
    assert_eq!(Activation::NAMES.map(between), wanted);
}

#[test]
fn the_file_says_what_made_it() {
    let config = presets::preset("sparse").unwrap();
    let file = write(&saved(&config), Part::Model).unwrap();
    let model = onnx_rs::parse(&file).unwrap();
    assert_eq!(model.producer_name, "hourglass");
    let told: Vec<_> = model
        .metadata_props
        .iter()
        .map(|e| (e.key, e.value))
        .collect();
    assert_eq!(told, [("config", &*config.to_json()), ("step", "1")]);
}

#[test]
fn what_is_no_run_is_refused() {
    let config = config(r#"{"input":{"height":2,"width":3},"architecture":{"hidden":[5]}}"#);
    let good = saved(&config);
    let refused = |file: &[u8]| write(file, Part::Model).unwrap_err();
    for length in [0, 7, 100, good.len() - 1] {
        let error = refused(&good[..length]);
        assert!(matches!(error, Error::Format { .. }), "{length}: {error}");
    }
    assert!(matches!(
        refused(b"PK\x03\x04 is no safetensors file"),
        Error::Format { .. }
    ));
    // Weights of another program's: without a configuration nobody knows the layers.
    let alien =
        safetensors::serialize(SafeTensors::deserialize(&good).unwrap().tensors(), None).unwrap();
    assert!(
        refused(&alien)
            .to_string()
            .contains("it has no configuration")
    );
    // The last four bytes are a weight.
    for bits in [f32::NAN, f32::INFINITY] {
        let mut broken = good.clone();
        let last = broken.last_chunk_mut::<4>().unwrap();
        *last = bits.to_le_bytes();
        let error = refused(&broken);
        assert!(matches!(error, Error::Weights { .. }), "{error}");
        assert!(error.to_string().contains("not finite"), "{error}");
    }
    let error = Part::named("middle").unwrap_err().to_string();
    assert_eq!(
        error,
        "part: got \"middle\", wanted one of model, encoder, decoder"
    );
}
