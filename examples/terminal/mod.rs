//! What the programs of the terminal share: common arguments, files, and training with a line a second.

use hourglass::data::Dataset;
use hourglass::export::weights;
use hourglass::formats::idx;
use hourglass::model::{InputConfig, ModelConfig, presets};
use hourglass::train::{RunLimits, Trainer};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Display;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Result with any error: the program says what it is and ends.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Arguments of every program that trains.
#[derive(Default)]
pub struct Common {
    images: Option<PathBuf>,
    labels: Option<PathBuf>,
    pub test_images: Option<PathBuf>,
    test_labels: Option<PathBuf>,
    config: Option<String>,
    preset: Option<String>,
    pub steps: Option<u64>,
    pub epochs: Option<u64>,
    pub load: Option<PathBuf>,
}

/// Images to train on and to judge by.
pub struct Images {
    pub training: Dataset,
    pub held_out: Option<Dataset>,
}

impl Common {
    /// Reads the command line. What is not common is `own`'s, which says whether it knows the name.
    pub fn parse(own: &mut dyn FnMut(&str, &mut lexopt::Parser) -> Result<bool>) -> Result<Self> {
        let mut args = Self::default();
        let mut parser = lexopt::Parser::from_env();
        while let Some(arg) = parser.next()? {
            let lexopt::Arg::Long(name) = arg else {
                return Err(arg.unexpected().into());
            };
            let name = name.to_owned();
            if !args.take(&name, &mut parser)? && !own(&name, &mut parser)? {
                return Err(lexopt::Arg::Long(&name).unexpected().into());
            }
        }
        args.check()?;
        Ok(args)
    }

    fn take(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<bool> {
        use lexopt::ValueExt;
        match name {
            "images" => self.images = Some(parser.value()?.into()),
            "labels" => self.labels = Some(parser.value()?.into()),
            "test-images" => self.test_images = Some(parser.value()?.into()),
            "test-labels" => self.test_labels = Some(parser.value()?.into()),
            "config" => self.config = Some(parser.value()?.string()?),
            "preset" => self.preset = Some(parser.value()?.string()?),
            "steps" => self.steps = Some(parser.value()?.parse()?),
            "epochs" => self.epochs = Some(parser.value()?.parse()?),
            "load" => self.load = Some(parser.value()?.into()),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn check(&self) -> Result<()> {
        if self.images.is_none() {
            return Err("--images FILE is missing".into());
        }
        if self.steps.is_some() && self.epochs.is_some() {
            return Err("give either --steps N or --epochs N".into());
        }
        if self.test_images.is_none() && self.test_labels.is_some() {
            return Err("--test-labels belong to --test-images FILE, which is missing".into());
        }
        Ok(())
    }

    /// Reads the images.
    pub fn read_images(&self) -> Result<Images> {
        let training = read_images(self.images.as_deref(), self.labels.as_deref())?;
        Ok(Images {
            training: training.ok_or("--images FILE is missing")?,
            held_out: read_images(self.test_images.as_deref(), self.test_labels.as_deref())?,
        })
    }

    /// A trainer of the model that is asked for, with the weights of `--load`. `change` has the last word on its
    /// configuration.
    pub fn trainer(&self, images: Images, change: &dyn Fn(&mut ModelConfig)) -> Result<Trainer> {
        let load = |path| -> Result<_> { Ok((path, read(path)?)) };
        let file = self.load.as_deref().map(load).transpose()?;
        let mut config = self.configure(file.as_ref(), &images.training)?;
        change(&mut config);
        let loaded = file.map(|(path, file)| named(path, weights::read(&file, &config)));
        let loaded = loaded.transpose()?;
        let mut trainer = Trainer::new(&config, images.training, images.held_out)?;
        if let Some(loaded) = loaded {
            loaded.apply(&mut trainer);
        }
        Ok(trainer)
    }

    /// The configuration asked for: what `--config` says, over `--preset`, over the loaded file's own,
    /// over the defaults; the input's size follows the images.
    fn configure(&self, file: Option<&(&Path, Vec<u8>)>, data: &Dataset) -> Result<ModelConfig> {
        let saved = file.map(|(path, file)| named(path, weights::saved_config(file)));
        let saved = saved.transpose()?.flatten();
        let shape = data.shape();
        let input = InputConfig {
            channels: shape.channels,
            height: shape.height,
            width: shape.width,
        };
        let mut merged = match (&self.preset, saved) {
            (Some(name), _) => {
                let preset = presets::preset(name)?;
                serde_json::to_value(ModelConfig { input, ..preset })?
            }
            (None, Some(saved)) => serde_json::to_value(saved)?,
            (None, None) => json!({ "input": input }),
        };
        if let Some(text) = &self.config {
            let text = if text.trim_start().starts_with('{') {
                text.clone()
            } else {
                let path = Path::new(text);
                named(path, std::fs::read_to_string(path))?
            };
            let over = serde_json::from_str(&text).map_err(|error| format!("--config: {error}"))?;
            merge(&mut merged, over);
        }
        Ok(ModelConfig::from_json(&merged.to_string())?)
    }

    /// Trains as long as asked, with a line on stderr about once a second.
    pub fn train(&self, trainer: &mut Trainer) -> Result<()> {
        let total = self
            .steps
            .or_else(|| self.epochs?.checked_mul(trainer.steps_per_epoch()));
        let last_step = total.and_then(|total| trainer.steps().checked_add(total));
        let last_step = last_step.ok_or("so many steps cannot be counted")?;
        while trainer.steps() < last_step {
            let slice = Instant::now();
            let limits = RunLimits {
                max_steps: last_step - trainer.steps(),
                until_plateau: false,
            };
            trainer.run_for(limits, |_| slice.elapsed().as_secs_f64() > 1.0)?;
            let now = trainer.snapshot();
            let held_out = now
                .held_out_loss
                .map_or(String::new(), |loss| format!(", held-out {loss:.5}"));
            eprintln!(
                "step {} of {last_step}, loss {:.5}{held_out}",
                now.step,
                now.loss.unwrap_or(f64::NAN)
            );
        }
        Ok(())
    }
}

/// Puts `over`'s keys into `base`, object by object. A part with another `kind` starts from nothing,
/// since the constants of one kind mean nothing to another.
fn merge(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                let same_kind = |old: &Value| {
                    value
                        .get("kind")
                        .is_none_or(|kind| old.get("kind") == Some(kind))
                };
                match base.get_mut(&key) {
                    Some(old) if old.is_object() && same_kind(old) => merge(old, value),
                    _ => {
                        base.insert(key, value);
                    }
                }
            }
        }
        (base, over) => *base = over,
    }
}

fn read_images(images: Option<&Path>, labels: Option<&Path>) -> Result<Option<Dataset>> {
    let Some(images) = images else {
        return Ok(None);
    };
    let labels = labels.map(read).transpose()?;
    let data = idx::dataset(&read(images)?, labels.as_deref());
    named(images, data).map(Some)
}

/// A file's bytes, unpacked if it is gzipped.
fn read(path: &Path) -> Result<Vec<u8>> {
    let bytes = named(path, std::fs::read(path))?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(&bytes[..]);
    named(path, decoder.read_to_end(&mut unpacked))?;
    Ok(unpacked)
}

/// What went wrong, with the file where it did.
pub fn named<T, E: Display>(path: &Path, result: std::result::Result<T, E>) -> Result<T> {
    result.map_err(|error| format!("{}: {error}", path.display()).into())
}
