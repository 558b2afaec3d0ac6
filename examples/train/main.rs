//! The engine from a terminal: trains on IDX files and prints one JSON line at the end.
//!
//! ```text
//! cargo run --release --example train -- --images FILE [--labels FILE]
//!     [--test-images FILE --test-labels FILE] [--config FILE|JSON] [--preset NAME] [--threads N]
//!     (--steps N | --epochs N) [--load FILE] [--save FILE [--save-every N]]
//!     [--encode FILE] [--reconstruct FILE] [--export-onnx FILE]
//!     [--export-pytorch FOLDER]
//! cargo run --release --example train -- --help | --version
//! ```
//! IDX files may be gzipped. `--encode` and `--reconstruct` write the test images' codes and
//! reconstructions as NumPy .npy (f32), one row an image, pixels in the model's order: channel by channel.
//! `--export-onnx model.onnx` writes the whole model, and its halves as `model.encoder.onnx` and `model.decoder.onnx`.
//! `--export-pytorch` makes a folder of `model.py`, `train.py`, `README.md` and `model.safetensors`.
//!
//! Nothing that was trained is lost for a file: whether results can be written is known before training, they take
//! the place of older files only when they are whole, and `--save-every` keeps the run at every N-th step. On SIGINT
//! (Ctrl+C) or SIGTERM the step under way is finished, results are written, and the line has `"interrupted": true`;
//! the exit code is then 130 or 143. A second signal ends the program at once.

mod files;
mod folder;
mod interrupt;
mod onnx_files;
#[path = "../terminal/mod.rs"]
mod terminal;

use files::{check, write};
use hourglass::export::{pytorch, weights};
use hourglass::formats::npy;
use hourglass::model::Autoencoder;
use hourglass::train::Trainer;
use hourglass::views::Yardstick;
use interrupt::Interrupt;
use ndarray::{Array2, ArrayView2};
use onnx_files::OnnxPaths;
use serde_json::{Value, json};
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use terminal::{Along, Common, Program, Result};

/// A pass of images through a model.
type Pass = fn(&Autoencoder, &ArrayView2<'_, f32>) -> hourglass::Result<Array2<f32>>;

const PROGRAM: Program = Program {
    name: "train",
    does: "Trains an auto-encoder on images and prints one JSON line at the end.",
    call: "--images FILE (--steps N | --epochs N) [ARGUMENTS]",
    own: &[
        (
            "--save FILE",
            "where to write the run; also when it is interrupted",
        ),
        (
            "--save-every N",
            "write it at every N-th step, too; needs --save",
        ),
        (
            "--encode FILE",
            "where to write the test images' codes, as .npy",
        ),
        (
            "--reconstruct FILE",
            "where to write their reconstructions, as .npy: (N, C*H*W), channels first",
        ),
        (
            "--export-onnx FILE",
            "where to write the model as ONNX; its halves as .encoder.onnx and .decoder.onnx",
        ),
        (
            "--export-pytorch FOLDER",
            "a new folder for the model as PyTorch source, with its weights",
        ),
    ],
};

/// Where to write what comes of training.
#[derive(Default)]
struct Results {
    save: Option<PathBuf>,
    save_every: Option<NonZeroU64>,
    encode: Option<PathBuf>,
    reconstruct: Option<PathBuf>,
    onnx: Option<OnnxPaths>,
    pytorch: Option<PathBuf>,
}

impl Results {
    /// What would keep the results from being written, known before training.
    fn check(&self) -> Result<()> {
        let paths = [&self.save, &self.encode, &self.reconstruct];
        let onnx = self.onnx.iter().flat_map(OnnxPaths::each);
        let onnx = onnx.map(|(_, path)| path);
        let paths = paths.into_iter().flatten().map(PathBuf::as_path);
        let paths: Vec<&Path> = paths.chain(onnx).collect();
        for (i, path) in paths.iter().enumerate() {
            check(path)?;
            if paths[..i].contains(path) {
                return Err(format!("{} is to be two results at once", path.display()).into());
            }
        }
        if let Some(path) = self.pytorch.as_deref() {
            folder::check(path)?;
            if paths.contains(&path) {
                return Err(format!("{} is to be two results at once", path.display()).into());
            }
        }
        Ok(())
    }
}

/// What happens while the model trains.
struct Keeper<'a> {
    results: &'a Results,
    interrupt: &'a Interrupt,
}

impl Along for Keeper<'_> {
    fn stops(&self) -> bool {
        self.interrupt.came()
    }

    fn every(&self) -> Option<NonZeroU64> {
        self.results.save_every
    }

    fn pause(&mut self, trainer: &mut Trainer) {
        // The disk may have room again at the next pause, and what is trained meanwhile is worth it.
        if let Some(Err(error)) = self.results.save.as_deref().map(|path| save(path, trainer)) {
            eprintln!("train: {error}; training goes on");
        }
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("train: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse_args() -> Result<Option<(Common, Results)>> {
    let mut results = Results::default();
    let common = Common::parse(&PROGRAM, &mut |name, parser| {
        let place = match name {
            "save" => &mut results.save,
            "encode" => &mut results.encode,
            "reconstruct" => &mut results.reconstruct,
            "export-onnx" => {
                results.onnx = Some(OnnxPaths::new(parser.value()?.into()));
                return Ok(true);
            }
            "export-pytorch" => &mut results.pytorch,
            "save-every" => {
                let every = parser.value()?.to_string_lossy().parse();
                let every = every.map_err(|_| "--save-every N: N is a number of steps, 1 or more");
                results.save_every = Some(every?);
                return Ok(true);
            }
            _ => return Ok(false),
        };
        *place = Some(parser.value()?.into());
        Ok(true)
    })?;
    let Some(common) = common else {
        return Ok(None);
    };
    if common.steps.is_none() && common.epochs.is_none() {
        return Err("give either --steps N or --epochs N".into());
    }
    if common.test_images.is_none() && (results.encode.is_some() || results.reconstruct.is_some()) {
        return Err(
            "--encode and --reconstruct write the test images' results: give --test-images FILE"
                .into(),
        );
    }
    if results.save_every.is_some() && results.save.is_none() {
        return Err("--save-every N writes the run again and again: give --save FILE".into());
    }
    Ok(Some((common, results)))
}

fn run() -> Result<ExitCode> {
    let Some((common, results)) = parse_args()? else {
        return Ok(ExitCode::SUCCESS);
    };
    results.check()?;
    let mut trainer = common.trainer(common.read_images()?, &|_| {})?;
    let interrupt = Interrupt::listen()?;
    let mut keeper = Keeper {
        results: &results,
        interrupt: &interrupt,
    };
    let (seen, start) = (trainer.images_seen(), Instant::now());
    // A run that diverges is back at its last finite weights: these are worth a report and a file, too.
    let outcome = common.train(&mut trainer, &mut keeper);
    let seconds = start.elapsed().as_secs_f64();
    let n_images = trainer.images_seen().saturating_sub(seen);
    trainer.evaluate_held_out();
    // Files go before the report: who asked for an end may not wait for the yardstick.
    let failures = write_results(&mut trainer, &results);
    interrupt.obey();
    let mut line = report(&trainer, n_images, seconds);
    let is_interrupted = matches!(outcome, Ok(false));
    if is_interrupted {
        line["interrupted"] = json!(true);
    }
    println!("{line}");
    for failure in &failures {
        eprintln!("train: {failure}");
    }
    outcome?;
    Ok(if !failures.is_empty() {
        ExitCode::FAILURE
    } else if is_interrupted {
        interrupt.exit_code().into()
    } else {
        ExitCode::SUCCESS
    })
}

fn report(trainer: &Trainer, n_images: u64, seconds: f64) -> Value {
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

fn export_pytorch(path: &Path, trainer: &mut Trainer) -> Result<()> {
    let files = pytorch::files(&weights::save(trainer)?)?;
    Ok(folder::write(path, &files)?)
}

fn save(path: &Path, trainer: &mut Trainer) -> Result<()> {
    Ok(write(path, &weights::save(trainer)?)?)
}

/// Writes all that was asked for; a file that fails does not keep the others from being written.
fn write_results(trainer: &mut Trainer, results: &Results) -> Vec<String> {
    let saved = results.save.as_deref().map(|path| save(path, trainer));
    let pytorch = results.pytorch.as_deref();
    let pytorch = pytorch.map(|path| export_pytorch(path, trainer));
    let passes = [
        (&results.encode, Autoencoder::encode as Pass),
        (&results.reconstruct, Autoencoder::reconstruct),
    ];
    let passed = passes.into_iter().filter_map(|(path, pass)| {
        let path = path.as_deref()?;
        Some(write_pass(trainer, path, pass))
    });
    let passed: Vec<Result<()>> = passed.collect();
    let onnx = results.onnx.iter().flat_map(|paths| paths.write(trainer));
    let done = saved.into_iter().chain(pytorch).chain(passed).chain(onnx);
    done.filter_map(|result| result.err().map(|error| error.to_string()))
        .collect()
}

/// Writes what a pass makes of the test images.
fn write_pass(trainer: &Trainer, path: &Path, pass: Pass) -> Result<()> {
    let held_out = trainer.held_out().ok_or("--test-images FILE is missing")?;
    let result = pass(trainer.model(), &held_out.matrix().view())?;
    let (rows, columns) = result.dim();
    let bytes = npy::to_bytes(&result.into_raw_vec_and_offset().0, rows, columns)?;
    Ok(write(path, &bytes)?)
}
