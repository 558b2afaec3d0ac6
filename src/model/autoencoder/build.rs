//! The chains of layers that a configuration asks for.

use crate::model::{Bottleneck, ModelConfig};
use crate::nn::{Activation, Conv2d, ConvShape, ConvTranspose2d, Dense, Init, Reorder, Sequential};
use crate::rng::{Purpose, Rng};

/// The decoder's first stream of initial weights: far from the encoder's, however deep that is.
const DECODER_STREAMS: u64 = 1000;

/// The layers of one side, with a stream of initial weights for each that has parameters.
struct Builder<'a> {
    config: &'a ModelConfig,
    chain: Sequential,
    stream: u64,
    /// Hidden layers on a side.
    n_hidden: usize,
}

impl<'a> Builder<'a> {
    fn new(config: &'a ModelConfig, stream: u64) -> Self {
        Self {
            config,
            chain: Sequential::new(),
            stream,
            n_hidden: config.convolutions().len() + config.architecture.hidden().len(),
        }
    }

    fn next_stream(&mut self) -> Rng {
        let rng = Rng::stream(self.config.seed, Purpose::Init, self.stream);
        self.stream += 1;
        rng
    }

    fn dense(&mut self, ins: usize, outs: usize, followed_by: Activation) {
        let reads_the_code = self.stream == DECODER_STREAMS;
        let rng = &mut self.next_stream();
        let init = match self.config.bottleneck {
            Bottleneck::Variational { .. } if reads_the_code => Init::Spread,
            _ => followed_by.init(self.n_hidden),
        };
        self.chain.push(Box::new(Dense::new(ins, outs, init, rng)));
    }

    /// A hidden dense layer with its activation.
    fn hidden(&mut self, ins: usize, outs: usize) {
        let function = self.config.activation;
        self.dense(ins, outs, function);
        self.chain.push_activation(function, outs, None);
    }

    /// Puts pictures into the order of convolutions, channels last; with one channel there is nothing to do.
    fn in_pixels(&mut self, [channels, height, width]: [usize; 3]) {
        if channels > 1 {
            let layer = Reorder::to_pixels(channels, height, width);
            self.chain.push(Box::new(layer));
        }
    }

    fn in_planes(&mut self, [channels, height, width]: [usize; 3]) {
        if channels > 1 {
            let layer = Reorder::to_planes(channels, height, width);
            self.chain.push(Box::new(layer));
        }
    }
}

/// Channels, height and width of a convolution's output.
fn maps(shape: &ConvShape) -> [usize; 3] {
    [shape.out_channels, shape.out_height(), shape.out_width()]
}

/// Image to code; for a variational code the layers before its two heads.
pub(super) fn encoder(config: &ModelConfig) -> Sequential {
    let mut b = Builder::new(config, 0);
    let convolutions = config.convolutions();
    if !convolutions.is_empty() {
        b.in_pixels(image(config));
    }
    for shape in &convolutions {
        let init = config.activation.init(b.n_hidden);
        let layer = Conv2d::new(*shape, init, &mut b.next_stream());
        b.chain.push(Box::new(layer));
        b.chain
            .push_activation(config.activation, shape.out_features(), Some(maps(shape)));
    }
    if let Some(last) = convolutions.last() {
        b.in_planes(maps(last));
    }
    let widths = config.dense_widths();
    let (hidden, code) = widths.split_at(widths.len() - 1);
    for pair in hidden.windows(2) {
        b.hidden(pair[0], pair[1]);
    }
    if !config.is_variational() {
        let (before, latent_dim) = (hidden[hidden.len() - 1], code[0]);
        b.dense(before, latent_dim, config.code_activation);
        if config.code_activation != Activation::Linear {
            b.chain
                .push_activation(config.code_activation, latent_dim, None);
        }
    }
    b.chain
}

/// The two heads of a variational code, mu and `log_var`.
pub(super) fn heads(config: &ModelConfig) -> [Dense; 2] {
    let widths = config.dense_widths();
    let [.., before, latent_dim] = widths[..] else {
        unreachable!("a model has an image and a code");
    };
    let mut b = Builder::new(config, 0);
    b.stream = b.n_hidden as u64;
    [(); 2].map(|()| Dense::new(before, latent_dim, Init::Xavier, &mut b.next_stream()))
}

/// Code to logits: the encoder's mirror.
pub(super) fn decoder(config: &ModelConfig) -> Sequential {
    let mut b = Builder::new(config, DECODER_STREAMS);
    let (convolutions, mut widths) = (config.convolutions(), config.dense_widths());
    widths.reverse();
    for (i, pair) in widths.windows(2).enumerate() {
        if convolutions.is_empty() && i + 2 == widths.len() {
            b.dense(pair[0], pair[1], config.output_activation);
        } else {
            b.hidden(pair[0], pair[1]);
        }
    }
    if let Some(last) = convolutions.last() {
        b.in_pixels(maps(last));
    }
    for (i, shape) in convolutions.iter().enumerate().rev() {
        let followed_by = match i {
            0 => config.output_activation,
            _ => config.activation,
        };
        let init = followed_by.init(b.n_hidden);
        let layer = ConvTranspose2d::new(*shape, init, &mut b.next_stream());
        b.chain.push(Box::new(layer));
        if i > 0 {
            let maps = maps(&convolutions[i - 1]);
            b.chain
                .push_activation(followed_by, maps.iter().product(), Some(maps));
        }
    }
    if !convolutions.is_empty() {
        b.in_planes(image(config));
    }
    b.chain
}

fn image(config: &ModelConfig) -> [usize; 3] {
    [
        config.input.channels,
        config.input.height,
        config.input.width,
    ]
}
