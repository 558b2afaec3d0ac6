//! A classifier that learns from few images: layers, a head, and their training.

use crate::data::Batches;
use crate::error::{Error, Result};
use crate::nn::{
    Activation, Dense, Layer, Optimizer, OptimizerKind, Sequential, Tape, softmax_cross_entropy,
};
use crate::rng::{Purpose, Rng};
use ndarray::{Array2, ArrayView2};

/// The head's stream of initial weights: far from those of an auto-encoder's layers.
const HEAD_STREAM: u64 = 2000;
/// Points that are classified at once.
const AT_ONCE: usize = 64;

/// What a classifier learns from, and how.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// Inputs, `(count, features)`.
    pub inputs: Array2<f32>,
    /// The place of each one's class.
    pub targets: Vec<u8>,
    /// Number of classes.
    pub classes: usize,
    /// Adam's step size.
    pub learning_rate: f64,
    /// Inputs a step, at most.
    pub batch_size: usize,
    /// Of the head's first weights and of the order of the inputs.
    pub seed: u64,
}

/// Layers and a linear head, trained by cross-entropy.
#[derive(Debug)]
pub struct Classifier {
    chain: Sequential,
    tape: Tape,
    optimizer: Optimizer,
    lesson: Lesson,
    batches: Batches,
    step: u64,
    input: Vec<f32>,
    targets: Vec<u8>,
    losses: Vec<f32>,
}

impl Classifier {
    /// `layers`, which may be none, with a head `(features, classes)` after them. The same seed gives the same head and
    /// the same order, whatever the layers are.
    ///
    /// # Errors
    /// [`Error::NotReady`] without inputs, [`Error::Shape`] unless there are as many targets, all of them classes.
    pub fn new(layers: Sequential, lesson: Lesson) -> Result<Self> {
        let (count, features) = lesson.inputs.dim();
        if count == 0 || lesson.batch_size == 0 {
            let what = "A classifier needs at least one image with a label".into();
            return Err(Error::NotReady { what });
        }
        let is_class = |&target: &u8| usize::from(target) < lesson.classes;
        if lesson.targets.len() != count || !lesson.targets.iter().all(is_class) {
            return Err(Error::shape("Labels", lesson.targets.len(), count));
        }
        let mut chain = layers;
        let width = chain.layers().last().map_or(features, Layer::out_features);
        let rng = &mut Rng::stream(lesson.seed, Purpose::Init, HEAD_STREAM);
        let init = Activation::Linear.init(0);
        chain.push(Box::new(Dense::new(width, lesson.classes, init, rng)));
        let mut lengths = Vec::new();
        chain.visit_params(&mut |_, param| lengths.push(param.value.len()));
        let kind = OptimizerKind::adam();
        let rows = lesson.batch_size.min(count);
        Ok(Self {
            tape: chain.tape(rows, true),
            optimizer: Optimizer::new(kind, lesson.learning_rate, 0.0, &lengths),
            batches: Batches::new(count, lesson.batch_size, lesson.seed, true),
            step: 0,
            input: vec![0.0; rows * features],
            targets: vec![0; rows],
            losses: Vec::new(),
            chain,
            lesson,
        })
    }

    /// One training step. The loss is that of its batch, before the update.
    ///
    /// # Errors
    /// [`Error::Diverged`] if the loss is not finite.
    pub fn step(&mut self) -> Result<f32> {
        let features = self.lesson.inputs.ncols();
        let idxs = self.batches.batch(self.step);
        let rows = idxs.len();
        for (&idx, (input, target)) in idxs
            .iter()
            .zip(self.input.chunks_exact_mut(features).zip(&mut self.targets))
        {
            let from = self.lesson.inputs.row(idx as usize);
            input.iter_mut().zip(from).for_each(|(x, &from)| *x = from);
            *target = self.lesson.targets[idx as usize];
        }
        let input = &self.input[..rows * features];
        self.chain.forward(input, &mut self.tape, rows);
        let len = rows * self.lesson.classes;
        let (logits, d_logits) = self.tape.output_and_gradient();
        let targets = &self.targets[..rows];
        let loss = softmax_cross_entropy(&logits[..len], targets, &mut d_logits[..len]);
        if !loss.is_finite() {
            return Err(Error::Diverged {
                step: self.step,
                learning_rate: self.lesson.learning_rate.to_string(),
            });
        }
        self.chain.backward(input, None, &mut self.tape, rows);
        self.optimizer.begin_step();
        let (optimizer, mut index) = (&mut self.optimizer, 0);
        self.chain.visit_params(&mut |_, param| {
            optimizer.update(index, param);
            index += 1;
        });
        self.chain.weights_changed();
        self.losses.push(loss);
        self.step += 1;
        Ok(loss)
    }

    /// The loss of every step so far.
    pub fn losses(&self) -> &[f32] {
        &self.losses
    }

    /// The place of the likeliest class of each of these inputs, `(count, features)`; the least of equals.
    ///
    /// # Errors
    /// [`Error::Shape`] of inputs with another number of features.
    pub fn predict(&self, inputs: &ArrayView2<'_, f32>) -> Result<Vec<u8>> {
        let features = self.lesson.inputs.ncols();
        if inputs.ncols() != features {
            return Err(Error::shape("Numbers in a point", inputs.ncols(), features));
        }
        let inputs = inputs.as_standard_layout();
        let mut tape = self.chain.tape(AT_ONCE, false);
        let mut found = Vec::with_capacity(inputs.nrows());
        for part in inputs
            .as_slice()
            .unwrap_or_default()
            .chunks(AT_ONCE * features)
        {
            let rows = part.len() / features;
            self.chain.forward(part, &mut tape, rows);
            let logits = &tape.output()[..rows * self.lesson.classes];
            found.extend(logits.chunks_exact(self.lesson.classes).map(likeliest));
        }
        Ok(found)
    }
}

/// The place of the largest number, the first of equals.
pub(super) fn likeliest(logits: &[f32]) -> u8 {
    let mut best = 0;
    for (place, logit) in logits.iter().enumerate() {
        if *logit > logits[best] {
            best = place;
        }
    }
    best as u8
}
