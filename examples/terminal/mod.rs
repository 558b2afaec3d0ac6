//! What the programs of the terminal share: common arguments, files, and training with a line a second.

mod duration;
mod progress;
mod threads;
mod usage;

use hourglass::data::Dataset;
use hourglass::export::{kept, weights};
use hourglass::formats::idx;
use hourglass::model::{InputConfig, ModelConfig, presets};
use hourglass::train::{RunLimits, Trainer};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Display;
use std::io::Read;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::Instant;

use progress::Progress;
pub use usage::Program;

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
    threads: Option<NonZeroUsize>,
}

/// Images to train on and to judge by.
pub struct Images {
    pub training: Dataset,
    pub held_out: Option<Dataset>,
}

/// What a program does while it trains: nothing, unless it says so.
pub trait Along {
    /// Whether to stop after the step under way.
    fn stops(&self) -> bool {
        false
    }

    /// Every how many steps to pause: at the multiples of this number.
    fn every(&self) -> Option<NonZeroU64> {
        None
    }

    /// What is done in a pause. The run is to go on as if there had been none.
    fn pause(&mut self, _trainer: &mut Trainer) {}
}

impl Along for () {}

impl Common {
    /// Reads the command line. What is not common is `own`'s, which says whether it knows the name.
    /// Nothing where `--help` or `--version` asked for a text, which is shown then.
    pub fn parse(
        program: &Program,
        own: &mut dyn FnMut(&str, &mut lexopt::Parser) -> Result<bool>,
    ) -> Result<Option<Self>> {
        let mut args = Self::default();
        let mut parser = lexopt::Parser::from_env();
        while let Some(arg) = parser.next()? {
            let name = match arg {
                lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                    usage::show(&program.usage());
                    return Ok(None);
                }
                lexopt::Arg::Long("version") | lexopt::Arg::Short('V') => {
                    usage::show(&program.version());
                    return Ok(None);
                }
                lexopt::Arg::Long(name) => name.to_owned(),
                other => return Err(other.unexpected().into()),
            };
            if !args.take(&name, &mut parser)? && !own(&name, &mut parser)? {
                return Err(lexopt::Arg::Long(&name).unexpected().into());
            }
        }
        args.check()?;
        Ok(Some(args))
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
            "threads" => self.threads = Some(threads::parse(&parser.value()?)?),
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
        let load = |path| -> Result<_> { Ok((path, read_run(path)?)) };
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

    /// Trains as long as asked, on as many threads, with a line on stderr about once a second. Returns whether it came
    /// to its end, rather than being stopped.
    pub fn train(&self, trainer: &mut Trainer, along: &mut dyn Along) -> Result<bool> {
        threads::team(self.threads)?.run(|| self.train_here(trainer, along))
    }

    fn train_here(&self, trainer: &mut Trainer, along: &mut dyn Along) -> Result<bool> {
        let total = self
            .steps
            .or_else(|| self.epochs?.checked_mul(trainer.steps_per_epoch()));
        let last_step = total.and_then(|total| trainer.steps().checked_add(total));
        let last_step = last_step.ok_or("so many steps cannot be counted")?;
        let progress = Progress::new(trainer, last_step);
        let mut line = Instant::now();
        while trainer.steps() < last_step && !along.stops() {
            let to_pause = along
                .every()
                .map(|every| every.get() - trainer.steps() % every);
            let to_end = last_step - trainer.steps();
            let limits = RunLimits {
                max_steps: to_pause.map_or(to_end, |steps| steps.min(to_end)),
                until_plateau: false,
            };
            let second_is_over = |line: Instant| line.elapsed().as_secs_f64() > 1.0;
            let before = trainer.steps();
            trainer.run_for(limits, |_| second_is_over(line) || along.stops())?;
            let made = trainer.steps() - before;
            // The end is saved anyway.
            if Some(made) == to_pause && made < to_end {
                along.pause(trainer);
            }
            if second_is_over(line) || made == to_end {
                eprintln!("{}", progress.line(trainer));
                line = Instant::now();
            }
        }
        Ok(trainer.steps() >= last_step)
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

/// A run's file: a safetensors file, or the one in a kept run.
fn read_run(path: &Path) -> Result<Vec<u8>> {
    let file = read(path)?;
    if !file.starts_with(b"PK") {
        return Ok(file);
    }
    let kept = kept::read(file, &ModelConfig::default(), &|_, _| None);
    Ok(named(path, kept)?.model.file)
}

/// What went wrong, with the file where it did.
pub fn named<T, E: Display>(path: &Path, result: std::result::Result<T, E>) -> Result<T> {
    result.map_err(|error| format!("{}: {error}", path.display()).into())
}
