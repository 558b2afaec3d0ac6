//! The engine from a terminal: trains on IDX files and prints one JSON line at the end.
//!
//! ```text
//! cargo run --release --example train -- --images FILE [--labels FILE]
//!     [--test-images FILE --test-labels FILE] [--config FILE|JSON] [--preset NAME]
//!     (--steps N | --epochs N) [--load FILE] [--save FILE] [--encode FILE] [--reconstruct FILE]
//! ```
//! IDX files may be gzipped. `--encode` and `--reconstruct` write the test images' codes and
//! reconstructions as NumPy .npy (f32), one row an image, pixels in the model's order: channel by channel.

mod terminal;

use hourglass::export::weights;
use hourglass::formats::npy;
use hourglass::model::Autoencoder;
use hourglass::train::Trainer;
use hourglass::views::Yardstick;
use ndarray::{Array2, ArrayView2};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use terminal::{Common, Result, named};

/// A pass of images through a model.
type Pass = fn(&Autoencoder, &ArrayView2<'_, f32>) -> hourglass::Result<Array2<f32>>;

/// Where to write what comes of training.
#[derive(Default)]
struct Results {
    save: Option<PathBuf>,
    encode: Option<PathBuf>,
    reconstruct: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("train: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse_args() -> Result<(Common, Results)> {
    let mut results = Results::default();
    let common = Common::parse(&mut |name, parser| {
        let place = match name {
            "save" => &mut results.save,
            "encode" => &mut results.encode,
            "reconstruct" => &mut results.reconstruct,
            _ => return Ok(false),
        };
        *place = Some(parser.value()?.into());
        Ok(true)
    })?;
    if common.steps.is_none() && common.epochs.is_none() {
        return Err("give either --steps N or --epochs N".into());
    }
    if common.test_images.is_none() && (results.encode.is_some() || results.reconstruct.is_some()) {
        return Err(
            "--encode and --reconstruct write the test images' results: give --test-images FILE"
                .into(),
        );
    }
    Ok((common, results))
}

fn run() -> Result<()> {
    let (common, results) = parse_args()?;
    for path in [&results.save, &results.encode, &results.reconstruct]
        .into_iter()
        .flatten()
    {
        check_folder(path)?;
    }
    let mut trainer = common.trainer(common.read_images()?, &|_| {})?;
    let (seen, start) = (trainer.images_seen(), Instant::now());
    // A run that diverges is back at its last finite weights: these are worth a report and a file, too.
    let outcome = common.train(&mut trainer);
    let seconds = start.elapsed().as_secs_f64();
    let n_images = trainer.images_seen().saturating_sub(seen);
    println!("{}", report(&mut trainer, n_images, seconds));
    if let Some(path) = &results.save {
        write(path, &weights::save(&mut trainer)?)?;
    }
    write_results(&trainer, &results)?;
    outcome
}

/// A file that cannot be written is better known before an hour of training.
fn check_folder(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    let is_there = folder.as_os_str().is_empty() || folder.is_dir();
    let found = is_there.then_some(()).ok_or("there is no such folder");
    named(folder, found)
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

fn write_results(trainer: &Trainer, results: &Results) -> Result<()> {
    let Some(held_out) = trainer.held_out() else {
        return Ok(());
    };
    let images = held_out.matrix();
    for (path, pass) in [
        (&results.encode, Autoencoder::encode as Pass),
        (&results.reconstruct, Autoencoder::reconstruct),
    ] {
        if let Some(path) = path {
            let result = pass(trainer.model(), &images.view())?;
            let (rows, columns) = result.dim();
            write(
                path,
                &npy::to_bytes(&result.into_raw_vec_and_offset().0, rows, columns)?,
            )?;
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    named(path, std::fs::write(path, bytes))
}
