//! The bench: a data set, a trained model, and what all tasks need of them.

use crate::found::malformed;
use crate::sliced_pca::SlicedPca;
use crate::task::{Task, Work};
use crate::{compress, denoise, generate, map, odd_one_out, pretrain};
use hourglass::data::{Dataset, ImageShape};
use hourglass::error::{Error, Result};
use hourglass::export::weights;
use hourglass::labs::compress::rival::PcaFiles;
use hourglass::model::{Autoencoder, ModelConfig, Pca};
use hourglass::train::Trainer;
use ndarray::{Array2, ArrayView2};
use serde::de::DeserializeOwned;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Components of PCA that rivals may use.
pub const COMPONENTS: usize = 64;

/// The images of the page, with what is computed of them once.
pub struct Images {
    pub shape: ImageShape,
    pub training: Dataset,
    pub held_out: Dataset,
    training_matrix: OnceCell<Array2<f32>>,
    held_out_matrix: OnceCell<Array2<f32>>,
    pca: OnceCell<Pca>,
    pca_files: OnceCell<PcaFiles>,
}

impl Images {
    /// The training images, `(count, features)`.
    pub fn training(&self) -> ArrayView2<'_, f32> {
        self.training_matrix
            .get_or_init(|| self.training.matrix())
            .view()
    }

    /// The held-out images, `(count, features)`.
    pub fn held_out(&self) -> ArrayView2<'_, f32> {
        self.held_out_matrix
            .get_or_init(|| self.held_out.matrix())
            .view()
    }

    /// PCA of the training images.
    pub fn pca(&self) -> Result<&Pca> {
        if let Some(pca) = self.pca.get() {
            return Ok(pca);
        }
        let pca = pca_of(&self.training())?;
        Ok(self.pca.get_or_init(|| pca))
    }

    /// Goes on with PCA of the training images until `is_over`; the share that is done, 1 where it stands.
    pub fn advance_pca(
        &self,
        begun: &mut Option<SlicedPca>,
        is_over: &dyn Fn() -> bool,
    ) -> Result<f64> {
        if self.pca.get().is_some() {
            return Ok(1.0);
        }
        let images = self.training();
        let mut sliced = match begun.take() {
            Some(sliced) => sliced,
            None => SlicedPca::new(&images, components_of(&images))?,
        };
        let mut share = 0.0;
        loop {
            if let SlicedPca::Done(pca) = sliced {
                self.pca.get_or_init(|| pca);
                return Ok(1.0);
            }
            if share > 0.0 && is_over() {
                *begun = Some(sliced);
                return Ok(share);
            }
            (sliced, share) = sliced.step(&images)?;
        }
    }

    /// PCA's coordinates of the held-out images as files.
    pub fn pca_files(&self) -> Result<&PcaFiles> {
        if let Some(files) = self.pca_files.get() {
            return Ok(files);
        }
        let files = PcaFiles::new(self.pca()?, &self.training(), &self.held_out(), self.shape)?;
        Ok(self.pca_files.get_or_init(|| files))
    }
}

/// PCA of images with as many components as rivals may use.
pub fn pca_of(images: &ArrayView2<'_, f32>) -> Result<Pca> {
    Pca::fit(images, components_of(images))
}

fn components_of(images: &ArrayView2<'_, f32>) -> usize {
    let (count, features) = images.dim();
    COMPONENTS.min(features).min(count)
}

/// What a task works on; it may go on when the bench has got another model.
#[derive(Clone)]
pub struct Held {
    pub images: Rc<Images>,
    model: Option<Rc<Trainer>>,
    /// The file that the model came in.
    file: Rc<[u8]>,
    /// The model's codes of some training images, once a task has had them.
    pub codes: Rc<OnceCell<Array2<f32>>>,
}

impl Held {
    /// The model on the bench.
    pub fn model(&self) -> Result<&Autoencoder> {
        let trainer = self.model.as_ref().ok_or_else(|| Error::NotReady {
            what: "There is no trained model on the bench".into(),
        })?;
        Ok(trainer.model())
    }

    /// A copy of the model on the bench, which may be changed.
    pub fn copy_model(&self) -> Result<Autoencoder> {
        self.model()?;
        Ok(read_model(&self.file, &self.images)?.copy_model())
    }
}

/// The model of a file.
fn read_model(file: &[u8], images: &Images) -> Result<Trainer> {
    let config = weights::saved_config(file)?.ok_or_else(|| {
        Error::format("model", "the file does not say what kind of model it holds")
    })?;
    // A trainer holds a model; what it would train on is no matter here.
    let mut trainer = Trainer::new(&config, images.held_out.subset(&[0])?, None)?;
    weights::read(file, &config)?.apply(&mut trainer);
    Ok(trainer)
}

/// Holds images and a model for the tasks of the labs.
#[wasm_bindgen]
pub struct Workbench {
    held: Held,
}

#[wasm_bindgen]
impl Workbench {
    /// Room for so many training images and held-out images.
    #[wasm_bindgen(constructor)]
    pub fn new(
        width: usize,
        height: usize,
        channels: usize,
        total: usize,
        held_out: usize,
    ) -> Result<Workbench> {
        let shape = ImageShape::new(channels, height, width)?;
        let images = Images {
            shape,
            training: Dataset::new(shape, total)?,
            held_out: Dataset::new(shape, held_out)?,
            training_matrix: OnceCell::new(),
            held_out_matrix: OnceCell::new(),
            pca: OnceCell::new(),
            pca_files: OnceCell::new(),
        };
        Ok(Self {
            held: Held {
                images: Rc::new(images),
                model: None,
                file: Rc::default(),
                codes: Rc::default(),
            },
        })
    }

    /// Appends training images, or held-out ones; all of them come before the first task.
    pub fn append(
        &mut self,
        bytes: &[u8],
        labels: Option<Vec<u8>>,
        is_held_out: bool,
    ) -> Result<()> {
        let images = Rc::get_mut(&mut self.held.images).ok_or_else(|| Error::NotReady {
            what: "A task is under way on these images".into(),
        })?;
        let set = if is_held_out {
            &mut images.held_out
        } else {
            &mut images.training
        };
        set.append_interleaved(bytes, labels.as_deref())
    }

    /// Puts a trained model on the bench: a file that `Hourglass.save()` made.
    #[wasm_bindgen(js_name = setModel)]
    pub fn set_model(&mut self, file: &[u8]) -> Result<()> {
        let trainer = read_model(file, &self.held.images)?;
        self.held.model = Some(Rc::new(trainer));
        self.held.file = file.into();
        self.held.codes = Rc::default();
        Ok(())
    }

    /// Begins a task of a lab. Its arguments are JSON; pictures that come with them are `(count, y, x, channel)` in
    /// 0..1, or a photo, as the task says.
    pub fn begin(&self, lab: &str, task: &str, args: &str, pictures: Vec<f32>) -> Result<Task> {
        let held = self.held.clone();
        let given = Given {
            args,
            pictures: planar(held.images.shape, &pictures),
            numbers: pictures,
        };
        let work: Box<dyn Work> = match lab {
            "compress" => compress::begin(held, task, given)?,
            "denoise" => denoise::begin(held, task, given)?,
            "generate" => generate::begin(held, task, given)?,
            "map" => map::begin(held, task, given)?,
            "odd-one-out" => odd_one_out::begin(held, task, given)?,
            "pretrain" => pretrain::begin(held, task, &given)?,
            _ => return Err(malformed("lab", lab)),
        };
        Ok(Task::new(work))
    }
}

/// What a task is given.
pub struct Given<'a> {
    args: &'a str,
    /// Pictures, `(count, features)`; none where what came is not whole pictures.
    pub pictures: Array2<f32>,
    /// The same as they came, which may be of another shape: a photo.
    pub numbers: Vec<f32>,
}

impl Given<'_> {
    /// The arguments as the task knows them.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(self.args).map_err(|error| Error::format("task", error.to_string()))
    }
}

/// A complete configuration of JSON.
pub fn config_of(json: &serde_json::Value) -> Result<ModelConfig> {
    ModelConfig::from_json(&json.to_string())
}

/// Pictures from pixel by pixel to channel by channel; none where the numbers are not whole pictures.
fn planar(shape: ImageShape, pictures: &[f32]) -> Array2<f32> {
    let (features, plane) = (shape.features(), shape.height * shape.width);
    let count = if pictures.len().is_multiple_of(features) {
        pictures.len() / features
    } else {
        0
    };
    Array2::from_shape_fn((count, features), |(row, at)| {
        let (channel, pixel) = (at / plane, at % plane);
        pictures[row * features + pixel * shape.channels + channel]
    })
}
