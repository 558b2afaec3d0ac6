//! Operators one after the other, with names of their own, and the graph that ONNX makes of them.

use onnx_rs::ast::{
    Attribute, AttributeType, DataType, Dimension, Graph, Node, OpType, TensorProto, TensorShape,
    TensorShapeDimension, TensorTypeProto, TypeProto, TypeValue, ValueInfo,
};

use crate::export::container::Tensor;

/// A number or numbers that stand beside an operator.
pub(super) enum Setting {
    /// A whole number, not 0: a 0 is left out of the file.
    Whole(i64),
    /// Several.
    Wholes(Vec<i64>),
    /// A number, not 0.
    Number(f32),
}

/// One operator: what goes in, what comes out.
struct Operation {
    kind: OpType<'static>,
    inputs: Vec<String>,
    output: String,
    settings: Vec<(&'static str, Setting)>,
}

/// A value that comes from outside or goes there: `batch` rows of these sizes.
struct Port {
    name: &'static str,
    sizes: Vec<usize>,
}

/// A chain of operators that grows at its end.
pub(super) struct Network {
    operations: Vec<Operation>,
    /// Numbers that are no weights, with their names.
    numbers: Vec<(String, f32)>,
    /// Shapes, with their names.
    shapes: Vec<(String, Vec<i64>)>,
    inputs: Vec<Port>,
    outputs: Vec<Port>,
    /// The value at the end of the chain.
    end: String,
}

impl Network {
    /// A chain that begins with an input.
    pub(super) fn from(name: &'static str, sizes: Vec<usize>) -> Self {
        Self {
            operations: Vec::new(),
            numbers: Vec::new(),
            shapes: Vec::new(),
            inputs: vec![Port { name, sizes }],
            outputs: Vec::new(),
            end: name.to_owned(),
        }
    }

    /// The value at the end of the chain.
    pub(super) fn end(&self) -> String {
        self.end.clone()
    }

    /// Appends an operator on the end of the chain and on `others`; its output is called `output`.
    pub(super) fn push(
        &mut self,
        kind: OpType<'static>,
        others: &[String],
        output: String,
        settings: Vec<(&'static str, Setting)>,
    ) {
        let inputs = [std::mem::take(&mut self.end)].into_iter();
        self.end.clone_from(&output);
        self.operations.push(Operation {
            kind,
            inputs: inputs.chain(others.iter().cloned()).collect(),
            output,
            settings,
        });
    }

    /// A number beside the weights; its name.
    pub(super) fn number(&mut self, name: &str, value: f32) -> String {
        if !self.numbers.iter().any(|(known, _)| known == name) {
            self.numbers.push((name.to_owned(), value));
        }
        name.to_owned()
    }

    /// A shape beside the weights; its name.
    pub(super) fn shape(&mut self, name: String, sizes: Vec<i64>) -> String {
        self.shapes.push((name.clone(), sizes));
        name
    }

    /// Goes on from another value of the network than the last one.
    pub(super) fn go_back_to(&mut self, value: String) {
        self.end = value;
    }

    /// Gives the value at the end of the chain a name that others know.
    pub(super) fn call(&mut self, name: &str) {
        let old = std::mem::replace(&mut self.end, name.to_owned());
        for operation in &mut self.operations {
            let inputs = operation.inputs.iter_mut();
            for value in inputs.chain([&mut operation.output]) {
                if *value == old {
                    name.clone_into(value);
                }
            }
        }
    }

    /// Lets the value at the end of the chain come out under this name.
    pub(super) fn give(&mut self, name: &'static str, sizes: Vec<usize>) {
        self.call(name);
        self.outputs.push(Port { name, sizes });
    }

    /// The graph called `name`, with those of the `tensors` that its operators use.
    pub(super) fn graph<'a>(
        &'a self,
        name: &'a str,
        tensors: &'a [(String, Tensor<'a>)],
    ) -> Graph<'a> {
        let is_used = |name: &str| {
            let inputs = self
                .operations
                .iter()
                .flat_map(|operation| &operation.inputs);
            inputs.into_iter().any(|input| input == name)
        };
        let weights = tensors.iter().filter(|(name, _)| is_used(name));
        let weights = weights.map(|(name, tensor)| {
            let sizes = tensor.shape.iter().map(|&size| size as i64).collect();
            TensorProto::from_raw(name, sizes, DataType::Float, tensor.bytes)
        });
        let numbers = self.numbers.iter();
        let numbers = numbers.map(|(name, x)| TensorProto::from_f32(name, vec![], vec![*x]));
        let shapes = self.shapes.iter();
        let shapes = shapes.map(|(name, sizes)| {
            TensorProto::from_i64(name, vec![sizes.len() as i64], sizes.clone())
        });
        Graph {
            name,
            node: self.operations.iter().map(node).collect(),
            initializer: weights.chain(numbers).chain(shapes).collect(),
            input: self.inputs.iter().map(port).collect(),
            output: self.outputs.iter().map(port).collect(),
            ..Graph::default()
        }
    }
}

fn node(operation: &Operation) -> Node<'_> {
    Node {
        name: &operation.output,
        op_type: operation.kind.clone(),
        input: operation.inputs.iter().map(String::as_str).collect(),
        output: vec![&operation.output],
        attribute: operation.settings.iter().map(attribute).collect(),
        ..Node::default()
    }
}

fn attribute<'a>((name, setting): &(&'a str, Setting)) -> Attribute<'a> {
    let named = Attribute {
        name,
        ..Attribute::default()
    };
    match setting {
        Setting::Whole(i) => Attribute {
            r#type: AttributeType::Int,
            i: *i,
            ..named
        },
        Setting::Wholes(ints) => Attribute {
            r#type: AttributeType::Ints,
            ints: ints.clone(),
            ..named
        },
        Setting::Number(f) => Attribute {
            r#type: AttributeType::Float,
            f: *f,
            ..named
        },
    }
}

/// As many rows as a caller brings, each of the port's sizes.
fn port(port: &Port) -> ValueInfo<'_> {
    let dimension = |value| TensorShapeDimension {
        value,
        ..TensorShapeDimension::default()
    };
    let rows = [dimension(Dimension::Param("batch"))].into_iter();
    let sizes = port.sizes.iter();
    let sizes = sizes.map(|&size| dimension(Dimension::Value(size as i64)));
    ValueInfo {
        name: port.name,
        r#type: Some(TypeProto {
            value: Some(TypeValue::Tensor(TensorTypeProto {
                elem_type: DataType::Float,
                shape: Some(TensorShape {
                    dim: rows.chain(sizes).collect(),
                }),
            })),
            ..TypeProto::default()
        }),
        ..ValueInfo::default()
    }
}
