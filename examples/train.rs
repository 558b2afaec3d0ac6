//! The engine from a terminal: trains on IDX files and prints one JSON line at the end.
//!
//! ```text
//! cargo run --release --example train -- --images FILE [--labels FILE]
//!     [--test-images FILE --test-labels FILE] [--config FILE|JSON] [--preset NAME]
//!     (--steps N | --epochs N) [--load FILE] [--save FILE] [--encode FILE] [--reconstruct FILE]
//! ```
//! IDX files may be gzipped. `--encode` and `--reconstruct` write the test images' codes and
//! reconstructions as NumPy .npy (f32), one row an image, pixels in the model's order: channel by channel.

use hourglass::data::Dataset;
use hourglass::export::weights;
use hourglass::formats::{idx, npy};
use hourglass::model::{Autoencoder, InputConfig, ModelConfig, presets};
use hourglass::train::{RunLimits, Trainer};
use hourglass::views::Yardstick;
use ndarray::{Array2, ArrayView2};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt::Display;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A pass of images through a model.
type Pass = fn(&Autoencoder, &ArrayView2<'_, f32>) -> hourglass::Result<Array2<f32>>;

/// The command line.
#[derive(Default)]
struct Args {
    images: Option<PathBuf>,
    labels: Option<PathBuf>,
    test_images: Option<PathBuf>,
    test_labels: Option<PathBuf>,
    config: Option<String>,
    preset: Option<String>,
    steps: Option<u64>,
    epochs: Option<u64>,
    load: Option<PathBuf>,
    save: Option<PathBuf>,
    encode: Option<PathBuf>,
    reconstruct: Option<PathBuf>,
}

fn main() -> ExitCode {
    match parse_args().and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("train: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse_args() -> Result<Args> {
    use lexopt::prelude::*;
    let mut args = Args::default();
    let mut parser = lexopt::Parser::from_env();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("images") => args.images = Some(parser.value()?.into()),
            Long("labels") => args.labels = Some(parser.value()?.into()),
            Long("test-images") => args.test_images = Some(parser.value()?.into()),
            Long("test-labels") => args.test_labels = Some(parser.value()?.into()),
            Long("config") => args.config = Some(parser.value()?.string()?),
            Long("preset") => args.preset = Some(parser.value()?.string()?),
            Long("steps") => args.steps = Some(parser.value()?.parse()?),
            Long("epochs") => args.epochs = Some(parser.value()?.parse()?),
            Long("load") => args.load = Some(parser.value()?.into()),
            Long("save") => args.save = Some(parser.value()?.into()),
            Long("encode") => args.encode = Some(parser.value()?.into()),
            Long("reconstruct") => args.reconstruct = Some(parser.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if args.images.is_none() {
        return Err("--images FILE is missing".into());
    }
    if args.steps.is_some() == args.epochs.is_some() {
        return Err("give either --steps N or --epochs N".into());
    }
    if args.test_images.is_none() && args.test_labels.is_some() {
        return Err("--test-labels belong to --test-images FILE, which is missing".into());
    }
    if args.test_images.is_none() && (args.encode.is_some() || args.reconstruct.is_some()) {
        return Err(
            "--encode and --reconstruct write the test images' results: give --test-images FILE"
                .into(),
        );
    }
    Ok(args)
}

fn run(args: &Args) -> Result<()> {
    for path in [&args.save, &args.encode, &args.reconstruct]
        .into_iter()
        .flatten()
    {
        check_folder(path)?;
    }
    let data = read_images(args.images.as_deref(), args.labels.as_deref())?;
    let data = data.ok_or("--images FILE is missing")?;
    let held_out = read_images(args.test_images.as_deref(), args.test_labels.as_deref())?;
    let load = |path| -> Result<_> { Ok((path, read(path)?)) };
    let file = args.load.as_deref().map(load).transpose()?;
    let config = configure(args, file.as_ref(), &data)?;
    let loaded = file.map(|(path, file)| named(path, weights::read(&file, &config)));
    let loaded = loaded.transpose()?;
    let mut trainer = Trainer::new(&config, data, held_out)?;
    if let Some(loaded) = loaded {
        loaded.apply(&mut trainer);
    }
    let (seen, start) = (trainer.images_seen(), Instant::now());
    // A run that diverges is back at its last finite weights: these are worth a report and a file, too.
    let outcome = train(&mut trainer, args);
    let seconds = start.elapsed().as_secs_f64();
    let n_images = trainer.images_seen().saturating_sub(seen);
    println!("{}", report(&mut trainer, n_images, seconds));
    if let Some(path) = &args.save {
        write(path, &weights::save(&mut trainer)?)?;
    }
    write_results(&trainer, args)?;
    outcome
}

/// A file that cannot be written is better known before an hour of training.
fn check_folder(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    let is_there = folder.as_os_str().is_empty() || folder.is_dir();
    let found = is_there.then_some(()).ok_or("there is no such folder");
    named(folder, found)
}

/// The configuration asked for: what `--config` says, over `--preset`, over the loaded file's own,
/// over the defaults; the input's size follows the images.
fn configure(args: &Args, file: Option<&(&Path, Vec<u8>)>, data: &Dataset) -> Result<ModelConfig> {
    let saved = file.map(|(path, file)| named(path, weights::saved_config(file)));
    let saved = saved.transpose()?.flatten();
    let shape = data.shape();
    let input = InputConfig {
        channels: shape.channels,
        height: shape.height,
        width: shape.width,
    };
    let mut merged = match (&args.preset, saved) {
        (Some(name), _) => {
            let preset = presets::preset(name)?;
            serde_json::to_value(ModelConfig { input, ..preset })?
        }
        (None, Some(saved)) => serde_json::to_value(saved)?,
        (None, None) => json!({ "input": input }),
    };
    if let Some(text) = &args.config {
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

/// Trains as long as asked, with a line on stderr about once a second.
fn train(trainer: &mut Trainer, args: &Args) -> Result<()> {
    let total = args
        .steps
        .or_else(|| args.epochs?.checked_mul(trainer.steps_per_epoch()));
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

fn report(trainer: &mut Trainer, n_images: u64, seconds: f64) -> Value {
    trainer.evaluate_held_out();
    let now = trainer.snapshot();
    let mut yardstick = Yardstick::default();
    let mut advance = || yardstick.advance(trainer.data(), trainer.held_out(), 1);
    // Images may be too large for the yardstick, and the run is worth its report all the same.
    while !advance().unwrap_or_else(|error| {
        eprintln!("no pcaMse: {error}");
        true
    }) {}
    let pca_mse = yardstick.mse(trainer.model().config().latent_dim());
    json!({
        "step": now.step,
        "epoch": now.epoch,
        "loss": now.loss,
        "reconstructionLoss": now.reconstruction_loss,
        "kl": now.kl,
        "heldOutLoss": now.held_out_loss,
        "heldOutMse": now.held_out_mse,
        "pcaMse": pca_mse,
        "seconds": seconds,
        "noisyPsnr": now.noisy_psnr,
        "denoisedPsnr": now.denoised_psnr,
        "klPerDim": now.kl_per_dim,
        "activeUnits": now.active_units,
        "imagesPerSecond": (seconds > 0.0).then(|| n_images as f64 / seconds),
    })
}

fn write_results(trainer: &Trainer, args: &Args) -> Result<()> {
    let Some(held_out) = trainer.held_out() else {
        return Ok(());
    };
    let (n, features) = (held_out.len(), held_out.shape().features());
    let mut images = vec![0.0; n * features];
    held_out.write_range(0, n, &mut images);
    let images = ArrayView2::from_shape((n, features), &images)?;
    for (path, pass) in [
        (&args.encode, Autoencoder::encode as Pass),
        (&args.reconstruct, Autoencoder::reconstruct),
    ] {
        if let Some(path) = path {
            let result = pass(trainer.model(), &images)?;
            let (rows, columns) = result.dim();
            write(
                path,
                &npy::to_bytes(&result.into_raw_vec_and_offset().0, rows, columns)?,
            )?;
        }
    }
    Ok(())
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

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    named(path, std::fs::write(path, bytes))
}

/// What went wrong, with the file where it did.
fn named<T, E: Display>(path: &Path, result: std::result::Result<T, E>) -> Result<T> {
    result.map_err(|error| format!("{}: {error}", path.display()).into())
}
