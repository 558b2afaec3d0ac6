//! The class of a network: its layers and its passes, written out.

use crate::model::ModelConfig;
use crate::nn::{Activation, ConvShape, Loss};

/// A call of an activation function.
fn activated(function: Activation, x: &str) -> String {
    match function {
        Activation::Relu => format!("F.relu({x})"),
        Activation::LeakyRelu => format!("F.leaky_relu({x}, 0.01)"),
        Activation::Tanh => format!("torch.tanh({x})"),
        Activation::Sigmoid => format!("torch.sigmoid({x})"),
        Activation::Elu => format!("F.elu({x})"),
        Activation::Gelu => format!("F.gelu({x})"),
        Activation::Linear => x.to_owned(),
    }
}

/// The class `Autoencoder`.
pub(super) fn class(config: &ModelConfig) -> String {
    let layers = Layers::of(config);
    let variational = config.is_variational();
    let mut methods = vec![layers.init()];
    methods.push(if variational {
        distribution(config, &layers)
    } else {
        encode(config, &layers)
    });
    if variational {
        methods.push(
            "    def encode(self, images):\n        \"\"\"The means alone.\"\"\"\n        \
             return self.distribution(images)[0]"
                .into(),
        );
    }
    methods.push(decode(config, &layers));
    methods.push(
        "    def forward(self, images):\n        \"\"\"Images to their reconstructions.\"\"\"\n        \
         return self.decode(self.encode(images))"
            .into(),
    );
    format!(
        "class Autoencoder(nn.Module):\n    \"\"\"Images (N, {}) within 0..1 to codes of {}, and back.\"\"\"\n\n{}",
        shape(config),
        config.latent_dim(),
        methods.join("\n\n")
    )
}

fn shape(config: &ModelConfig) -> String {
    let input = config.input;
    format!("{}, {}, {}", input.channels, input.height, input.width)
}

/// The layers with parameters, as constructors.
struct Layers {
    convolutions: Vec<ConvShape>,
    encoder: Vec<String>,
    heads: Option<String>,
    decoder: Vec<String>,
}

impl Layers {
    fn of(config: &ModelConfig) -> Self {
        let (convolutions, widths) = (config.convolutions(), config.dense_widths());
        let linear = |ins: usize, outs: usize| format!("nn.Linear({ins}, {outs})");
        let inwards = widths.windows(2).map(|pair| linear(pair[0], pair[1]));
        let outwards = widths.windows(2).rev().map(|pair| linear(pair[1], pair[0]));
        let mut encoder: Vec<String> = convolutions.iter().map(down).chain(inwards).collect();
        let heads = encoder.pop_if(|_| config.is_variational());
        let decoder = outwards.chain(convolutions.iter().rev().map(up)).collect();
        Self {
            convolutions,
            encoder,
            heads,
            decoder,
        }
    }

    fn init(&self) -> String {
        let list = |name: &str, layers: &[String]| {
            let lines = layers.iter().map(|layer| format!("            {layer},\n"));
            let lines: String = lines.collect();
            format!("        self.{name} = nn.ModuleList([\n{lines}        ])\n")
        };
        let heads = self.heads.as_ref().map(|head| {
            format!(
                "        self.bottleneck = nn.ModuleDict({{\n            \"mu\": {head},\n            \
                 \"log_var\": {head},\n        }})\n"
            )
        });
        let text = format!(
            "    def __init__(self):\n        super().__init__()\n{}{}{}",
            list("encoder", &self.encoder),
            heads.unwrap_or_default(),
            list("decoder", &self.decoder)
        );
        text.trim_end().to_owned()
    }

    /// The hidden layers of the encoder: all but a plain code's own layer.
    fn n_hidden(&self) -> usize {
        self.encoder.len() - usize::from(self.heads.is_none())
    }
}

fn down(s: &ConvShape) -> String {
    format!(
        "nn.Conv2d({}, {}, {}, stride={}, padding={})",
        s.in_channels,
        s.out_channels,
        s.kernel,
        s.stride,
        s.padding()
    )
}

/// The mirror of a convolution. Pixels that strides pass over at the far edge come back by the output padding.
fn up(s: &ConvShape) -> String {
    let passed_over = |side: usize| (side + 2 * s.padding() - s.kernel) % s.stride;
    format!(
        "nn.ConvTranspose2d({}, {}, {}, stride={}, padding={}, output_padding=({}, {}))",
        s.out_channels,
        s.in_channels,
        s.kernel,
        s.stride,
        s.padding(),
        passed_over(s.in_height),
        passed_over(s.in_width)
    )
}

/// The lines from images to the last hidden layer, `x`.
fn inwards(config: &ModelConfig, layers: &Layers) -> Vec<String> {
    let n_convolutions = layers.convolutions.len();
    let mut lines = vec![if n_convolutions == 0 {
        format!("x = images.reshape(-1, {})", config.features())
    } else {
        format!("x = images.reshape(-1, {})", shape(config))
    }];
    for i in 0..layers.n_hidden() {
        let layer = format!("self.encoder[{i}](x)");
        lines.push(format!("x = {}", activated(config.activation, &layer)));
        if i + 1 == n_convolutions {
            lines.push("x = x.flatten(1)".into());
        }
    }
    lines
}

fn method(head: &str, doc: &str, lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("        {line}")).collect();
    format!(
        "    def {head}:\n        \"\"\"{doc}\"\"\"\n{}",
        lines.join("\n")
    )
}

fn encode(config: &ModelConfig, layers: &Layers) -> String {
    let mut lines = inwards(config, layers);
    let code = format!("self.encoder[{}](x)", layers.n_hidden());
    lines.push(format!(
        "return {}",
        activated(config.code_activation, &code)
    ));
    method("encode(self, images)", "Images to codes.", &lines)
}

fn distribution(config: &ModelConfig, layers: &Layers) -> String {
    let mut lines = inwards(config, layers);
    lines.push("log_var = self.bottleneck[\"log_var\"](x).clamp(-20, 20)".into());
    lines.push("return self.bottleneck[\"mu\"](x), log_var".into());
    let doc = "Images to a normal distribution over codes: its means, and the logarithms of its variances.";
    method("distribution(self, images)", doc, &lines)
}

/// `decode`; for a loss of logits also these.
fn decode(config: &ModelConfig, layers: &Layers) -> String {
    let mut lines = Vec::new();
    let (last, n_dense) = (
        layers.decoder.len() - 1,
        layers.decoder.len() - layers.convolutions.len(),
    );
    let mut before = "codes";
    for i in 0..last {
        let layer = format!("self.decoder[{i}]({before})");
        before = "x";
        lines.push(format!("x = {}", activated(config.activation, &layer)));
        if let (true, Some(maps)) = (i + 1 == n_dense, layers.convolutions.last()) {
            let (height, width) = (maps.out_height(), maps.out_width());
            let channels = maps.out_channels;
            lines.push(format!("x = x.reshape(-1, {channels}, {height}, {width})"));
        }
    }
    let output = format!("self.decoder[{last}]({before})");
    let image = |output: &str| match layers.convolutions.len() {
        0 => format!("{output}.reshape(-1, {})", shape(config)),
        _ => output.to_owned(),
    };
    if config.loss == Loss::Mse {
        let output = activated(config.output_activation, &output);
        lines.push(format!("return {}", image(&output)));
        return method("decode(self, codes)", "Codes to images.", &lines);
    }
    lines.push(format!("return {}", image(&output)));
    let doc = "Codes to what the sigmoid makes images of; the loss is stable for it.";
    let logits = method("logits(self, codes)", doc, &lines);
    let output = activated(config.output_activation, "self.logits(codes)");
    let decode = method(
        "decode(self, codes)",
        "Codes to images.",
        &[format!("return {output}")],
    );
    format!("{logits}\n\n{decode}")
}
