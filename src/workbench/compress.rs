//! Tasks of the lab Compress.

use crate::bench::{Given, Held, config_of};
use crate::found::{Found, malformed, quality, some};
use crate::task::{Once, Progress, Work};
use crate::training::Training;
use hourglass::error::Result;
use hourglass::export::weights;
use hourglass::labs::compress::{Compressed, compress, decoder_bytes, pays_from};
use hourglass::labs::quality as measure;
use hourglass::labs::quantizer::MOST_BITS;
use serde::Deserialize;
use serde_json::{Value, json};

/// Begins one of the tasks.
///
/// `file`: the held-out images as a file of the model's codes. `pca`: PCA at no more bytes. `pays`: from how many images
/// on the decoder pays. `quality`: given pictures beside held-out images. `train`: a model of another code size, as files
/// of every number of bits.
pub fn begin(held: Held, task: &str, given: Given<'_>) -> Result<Box<dyn Work>> {
    Ok(match task {
        "file" => {
            let args: FileArgs = given.read()?;
            Once::work(move || file(&held, &args))
        }
        "pca" => {
            let args: PcaArgs = given.read()?;
            Once::work(move || pca(&held, &args))
        }
        "pays" => {
            let args: PaysArgs = given.read()?;
            Once::work(move || pays(&held, &args))
        }
        "quality" => {
            let args: QualityArgs = given.read()?;
            let pictures = given.pictures;
            Once::work(move || {
                let originals = some(&held.images.held_out(), &args.images);
                let shape = held.images.shape;
                let found = measure::quality(&originals.view(), &pictures.view(), shape)?;
                Ok(Found::of(quality(&found)))
            })
        }
        "train" => {
            let args: TrainArgs = given.read()?;
            let config = config_of(&args.config)?;
            let training = Training::new(&config, held.images.training.clone(), args.epochs)?;
            Box::new(Sweep { held, training })
        }
        _ => return Err(malformed("task", task)),
    })
}

#[derive(Deserialize)]
struct FileArgs {
    bits: u32,
    /// Held-out images whose pictures are wanted.
    shown: Vec<usize>,
}

#[derive(Deserialize)]
struct PcaArgs {
    /// Bytes an image, at most.
    budget: f64,
    shown: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PaysArgs {
    psnr: f64,
    bytes_per_image: f64,
}

#[derive(Deserialize)]
struct QualityArgs {
    images: Vec<usize>,
}

#[derive(Deserialize)]
struct TrainArgs {
    config: Value,
    epochs: f64,
}

/// A file and its pictures' quality, as numbers.
fn told(compressed: &Compressed) -> Value {
    let mut told = quality(&compressed.quality);
    told["bytesPerImage"] = json!(compressed.bytes_per_image);
    told
}

fn file(held: &Held, args: &FileArgs) -> Result<Found> {
    let (images, model) = (&held.images, held.model()?);
    let (training, held_out) = (images.training(), images.held_out());
    let found = compress(model, &training, &held_out, images.shape, args.bits)?;
    let mut numbers = told(&found);
    numbers["decoderBytes"] = json!(decoder_bytes(model.config()));
    let shown = some(&found.pictures.view(), &args.shown);
    Ok(Found::of(numbers)
        .pictures("pictures", &shown.view(), images.shape)
        .bytes("file", &found.file))
}

fn pca(held: &Held, args: &PcaArgs) -> Result<Found> {
    let images = &held.images;
    let Some(found) = images
        .pca_files()?
        .within(&images.held_out(), args.budget)?
    else {
        return Ok(Found::of(json!({ "fits": false })));
    };
    let mut numbers = told(&found.compressed);
    numbers["fits"] = json!(true);
    numbers["components"] = json!(found.components);
    numbers["bits"] = json!(found.bits);
    let shown = some(&found.compressed.pictures.view(), &args.shown);
    Ok(Found::of(numbers).pictures("pictures", &shown.view(), images.shape))
}

fn pays(held: &Held, args: &PaysArgs) -> Result<Found> {
    let images = &held.images;
    let as_good = images
        .pca_files()?
        .as_good_as(&images.held_out(), args.psnr)?;
    let decoder = decoder_bytes(held.model()?.config());
    let from = as_good.as_ref().and_then(|rival| {
        let own = (rival.components + 1) * images.shape.features() * size_of::<f32>();
        let theirs = rival.compressed.bytes_per_image;
        pays_from(decoder, args.bytes_per_image, own, theirs)
    });
    let bytes = as_good.map(|rival| rival.compressed.bytes_per_image);
    Ok(Found::of(
        json!({ "paysFrom": from, "pcaBytesPerImage": bytes }),
    ))
}

/// Trains a model, and compresses the held-out images with it.
struct Sweep {
    held: Held,
    training: Training,
}

/// The share of a sweep's work that is training.
const TRAINING: f64 = 0.9;

impl Work for Sweep {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = self.training.advance(is_over)?;
        if share < 1.0 {
            return Ok(Progress::Share(TRAINING * share));
        }
        let images = &self.held.images;
        let (training, held_out) = (images.training(), images.held_out());
        let model = self.training.trainer.model();
        let points = (1..=MOST_BITS).map(|bits| {
            let found = compress(model, &training, &held_out, images.shape, bits)?;
            let mut point = told(&found);
            point["bits"] = json!(bits);
            Ok(point)
        });
        let points = points.collect::<Result<Vec<Value>>>()?;
        let latent_dim = model.config().latent_dim();
        let file = weights::save(&mut self.training.trainer)?;
        Ok(Progress::Done(
            Found::of(json!({ "points": points, "latentDim": latent_dim })).bytes("weights", &file),
        ))
    }
}
