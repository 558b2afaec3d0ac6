//! The labs from a terminal: trains or loads a model, puts it to a use, and prints one JSON line.
//!
//! ```text
//! cargo run --release --example lab -- --lab NAME
//!     --images FILE [--labels FILE] --test-images FILE [--test-labels FILE]
//!     [--config FILE|JSON] [--preset NAME] [--steps N | --epochs N] [--load FILE] [--seed N | --seeds N]
//!     compress: [--bits B]    denoise: --noise KIND --amount A
//!     odd-one-out: --normal CLASS[,CLASS…] | each    [--score error | dissimilarity | negative-elbo]
//!     generate: [--samples N]    map: --labels FILE --test-labels FILE
//!     pretrain: --labels-per-class N|all [--head-steps N] --labels FILE --test-labels FILE
//! cargo run --release --example lab -- --help | --version
//! ```
//! NAME is compress, denoise, odd-one-out, generate, pretrain or map. With `--seeds N` a model is trained for each seed
//! from 1 to N, and all numbers are means over them, with the seeds'
//! own under `each`. With `--normal each` a model is trained for each class, and they are means over those tasks. Every
//! number is of the test images; the training images bound codes, choose the filters' parameters and are PCA's.

mod generate;
mod map;
mod means;
mod odd_one_out;
mod pretrain;
#[path = "../terminal/mod.rs"]
mod terminal;

use hourglass::data::Dataset;
use hourglass::labs::compress::rival::{COMPONENTS, PcaFiles};
use hourglass::labs::compress::{compress, decoder_bytes, pays_from};
use hourglass::labs::denoise::denoise;
use hourglass::labs::odd_one_out::Score;
use hourglass::labs::quality::Quality;
use hourglass::model::{Corruption, ModelConfig, Pca};
use hourglass::noise::Noise;
use hourglass::train::Trainer;
use odd_one_out::Normal;
use serde_json::{Value, json};
use std::process::ExitCode;
use terminal::{Common, Images, Program, Result};

/// The arguments of the labs.
#[derive(Default)]
struct Args {
    lab: Option<String>,
    bits: Option<u32>,
    noise: Option<Noise>,
    amount: Option<f64>,
    normal: Option<Normal>,
    score: Option<Score>,
    samples: Option<usize>,
    labels_per_class: Option<pretrain::Labels>,
    head_steps: Option<u64>,
    seed: Option<u64>,
    seeds: Option<u64>,
}

const PROGRAM: Program = Program {
    name: "lab",
    does: "Puts a trained auto-encoder to a use and prints what comes of it as one JSON line.",
    call: "--lab NAME --images FILE --test-images FILE [ARGUMENTS]",
    own: &[
        (
            "--lab NAME",
            "compress, denoise, odd-one-out, generate, pretrain or map",
        ),
        ("--seed N", "the model's seed"),
        (
            "--seeds N",
            "a model for each seed from 1 to N, and means over them",
        ),
        ("--bits B", "compress: bits of a number of the code"),
        ("--noise KIND", "denoise: what is to be removed"),
        ("--amount A", "denoise: how much of it there is"),
        (
            "--normal CLASS[,CLASS...]|each",
            "odd-one-out: the classes that are normal",
        ),
        (
            "--score NAME",
            "odd-one-out: error, dissimilarity or negative-elbo",
        ),
        ("--samples N", "generate: how many pictures to draw"),
        (
            "--labels-per-class N|all",
            "pretrain: how many images of a class have a label",
        ),
        (
            "--head-steps N",
            "pretrain: steps to train a classifier for",
        ),
    ],
};

fn main() -> ExitCode {
    match run() {
        Ok(line) => {
            if let Some(line) = line {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("lab: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse_args() -> Result<Option<(Common, Args)>> {
    use lexopt::ValueExt;
    let mut args = Args::default();
    let common = Common::parse(&PROGRAM, &mut |name, parser| {
        match name {
            "lab" => args.lab = Some(parser.value()?.string()?),
            "bits" => args.bits = Some(parser.value()?.parse()?),
            "noise" => args.noise = Some(noise(&parser.value()?.string()?)?),
            "amount" => args.amount = Some(parser.value()?.parse()?),
            "normal" => args.normal = Some(Normal::parse(&parser.value()?.string()?)?),
            "score" => args.score = Some(odd_one_out::score(&parser.value()?.string()?)?),
            "samples" => args.samples = Some(parser.value()?.parse()?),
            "labels-per-class" => args.labels_per_class = Some(parser.value()?.parse()?),
            "head-steps" => args.head_steps = Some(parser.value()?.parse()?),
            "seed" => args.seed = Some(parser.value()?.parse()?),
            "seeds" => args.seeds = Some(parser.value()?.parse()?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let Some(common) = common else {
        return Ok(None);
    };
    if common.test_images.is_none() {
        return Err("a lab judges by held-out images: give --test-images FILE".into());
    }
    let trains = common.steps.is_some() || common.epochs.is_some();
    if !trains && common.load.is_none() {
        return Err("give a trained model with --load FILE, or --steps N or --epochs N".into());
    }
    if args.seeds == Some(0) || (args.seeds.is_some() && (args.seed.is_some() || !trains)) {
        return Err("--seeds N trains N models, and stands instead of --seed N".into());
    }
    Ok(Some((common, args)))
}

fn noise(name: &str) -> Result<Noise> {
    serde_json::from_value(json!(name)).map_err(|_| {
        let all = Noise::NAMES.join(", ");
        format!("--noise: got {name}, wanted one of {all}").into()
    })
}

/// The line to print, unless `--help` or `--version` was answered.
fn run() -> Result<Option<Value>> {
    let Some((common, args)) = parse_args()? else {
        return Ok(None);
    };
    if args.lab.as_deref() == Some("pretrain") {
        return pretrain::run(&common, &args).map(Some);
    }
    let seeds: Vec<Option<u64>> = match args.seeds {
        Some(count) => (1..=count).map(Some).collect(),
        None => vec![args.seed],
    };
    let mut lines = Vec::new();
    for seed in seeds {
        let images = common.read_images()?;
        let line = match args.lab.as_deref() {
            Some("compress") => run_compress(&common, &args, images, seed),
            Some("denoise") => run_denoise(&common, &args, images, seed),
            Some("odd-one-out") => odd_one_out::run(&common, &args, &images, seed),
            Some("generate") => generate::run(&common, &args, images, seed),
            Some("map") => map::run(&common, images, seed),
            other => Err(format!(
                "--lab: got {}, wanted compress, denoise, odd-one-out, generate, pretrain or map",
                other.unwrap_or("nothing")
            )
            .into()),
        };
        lines.push(line?);
    }
    let mut line = means::of(&lines);
    if let Some(count) = args.seeds {
        line["seeds"] = json!(count);
        line["each"] = Value::Array(lines);
    }
    Ok(Some(line))
}

/// A model trained or loaded as asked.
fn trained(
    common: &Common,
    images: Images,
    seed: Option<u64>,
    change: &dyn Fn(&mut ModelConfig),
) -> Result<Trainer> {
    let mut trainer = common.trainer(images, &|config| {
        config.seed = seed.unwrap_or(config.seed);
        change(config);
    })?;
    if common.steps.is_some() || common.epochs.is_some() {
        common.train(&mut trainer, &mut ())?;
    }
    Ok(trainer)
}

fn held_out(trainer: &Trainer) -> Result<&Dataset> {
    trainer
        .held_out()
        .ok_or_else(|| "--test-images FILE is missing".into())
}

fn pca_of(data: &Dataset) -> Result<Pca> {
    let most = COMPONENTS[COMPONENTS.len() - 1]
        .min(data.shape().features())
        .min(data.len());
    Ok(Pca::fit(&data.matrix().view(), most)?)
}

fn told(quality: &Quality) -> Value {
    json!({ "psnr": quality.psnr.mean, "ssim": quality.ssim.map(|ssim| ssim.mean) })
}

fn run_compress(common: &Common, args: &Args, images: Images, seed: Option<u64>) -> Result<Value> {
    let trainer = trained(common, images, seed, &|_| {})?;
    let (training, held_out) = (trainer.data().matrix(), held_out(&trainer)?.matrix());
    let (training, held_out, shape) = (training.view(), held_out.view(), trainer.data().shape());
    let bits = args.bits.unwrap_or(8);
    let ours = compress(trainer.model(), &training, &held_out, shape, bits)?;
    let pca = pca_of(trainer.data())?;
    let files = PcaFiles::new(&pca, &training, &held_out, shape)?;
    let theirs = files.within(&held_out, ours.bytes_per_image)?;
    let decoder = decoder_bytes(trainer.model().config());
    // What PCA takes for pictures as good as the model's, if it can.
    let same = files.as_good_as(&held_out, ours.quality.psnr.mean)?;
    let own = |components: usize| (components + 1) * shape.features() * size_of::<f32>();
    let pays = same.map(|same| {
        pays_from(
            decoder,
            ours.bytes_per_image,
            own(same.components),
            same.compressed.bytes_per_image,
        )
    });
    let mut line = told(&ours.quality);
    line["bytesPerImage"] = json!(ours.bytes_per_image);
    line["pca"] = theirs.map_or(Value::Null, |theirs| {
        let mut told = told(&theirs.compressed.quality);
        told["bytesPerImage"] = json!(theirs.compressed.bytes_per_image);
        told["components"] = json!(theirs.components);
        told["bits"] = json!(theirs.bits);
        told
    });
    line["decoderBytes"] = json!(decoder);
    line["paysFrom"] = json!(pays.flatten());
    Ok(line)
}

fn run_denoise(common: &Common, args: &Args, images: Images, seed: Option<u64>) -> Result<Value> {
    let wanted = |config: &mut ModelConfig| {
        config.corruption = Corruption {
            kind: args.noise.unwrap_or(config.corruption.kind),
            amount: args.amount.unwrap_or(config.corruption.amount),
        };
    };
    let trainer = trained(common, images, seed, &wanted)?;
    let (training, held_out) = (trainer.data().matrix(), held_out(&trainer)?.matrix());
    let noise = trainer.model().config().corruption;
    let shape = trainer.data().shape();
    let got = denoise(
        trainer.model(),
        &training.view(),
        &held_out.view(),
        shape,
        noise,
    )?;
    let mut line = told(&got.model);
    line["noisyPsnr"] = json!(got.noisy.psnr.mean);
    let filters = got.filters.iter().map(|filtered| {
        let name = filtered.filter.family().name().to_owned();
        (name, json!(filtered.quality.psnr.mean))
    });
    line["filters"] = Value::Object(filters.collect());
    Ok(line)
}
