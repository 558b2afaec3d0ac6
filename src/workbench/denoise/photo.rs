//! The task of whole photos.

use super::{Named, filters};
use crate::bench::Held;
use crate::found::Found;
use crate::task::{Progress, Work};
use hourglass::data::ImageShape;
use hourglass::data::patches::scaled_photo;
use hourglass::error::{Error, Result};
use hourglass::labs::denoise::photo::PhotoCleaning;
use hourglass::model::Corruption;
use hourglass::noise::Noise;
use ndarray::ArrayView2;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhotoArgs {
    width: usize,
    height: usize,
    most_side: usize,
    noise: Noise,
    amount: f64,
    filters: Vec<Named>,
}

/// A photo with noise that is cleaned.
pub struct Photo {
    held: Held,
    shape: ImageShape,
    cleaning: PhotoCleaning,
}

impl Photo {
    /// Begins with a photo as a browser has it: red, green, blue and alpha in 0..1.
    pub fn new(held: Held, args: &PhotoArgs, rgba: &[f32]) -> Result<Self> {
        let patch = held.images.shape;
        if ![1, 3].contains(&patch.channels) {
            return Err(Error::shape(
                "The model's channels",
                patch.channels,
                "1 or 3",
            ));
        }
        let bytes: Vec<u8> = rgba.iter().map(|x| (x * 255.0).round() as u8).collect();
        let (width, height) = (args.width, args.height);
        let (photo, shape) =
            scaled_photo(&bytes, width, height, 4, args.most_side, patch.channels)?;
        let pixels = photo.chunks_exact(shape.channels);
        let photo: Vec<f32> = (0..shape.channels)
            .flat_map(|channel| pixels.clone().map(move |pixel| pixel[channel]))
            .map(|byte| f32::from(byte) / 255.0)
            .collect();
        let noise = Corruption {
            kind: args.noise,
            amount: args.amount,
        };
        let seed = held.model()?.config().seed;
        let filters = filters(&args.filters)?;
        let cleaning = PhotoCleaning::new(photo, shape, patch, &filters, noise, seed)?;
        Ok(Self {
            held,
            shape,
            cleaning,
        })
    }
}

impl Work for Photo {
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress> {
        let share = self.cleaning.advance(self.held.model()?, is_over)?;
        if share < 1.0 {
            return Ok(Progress::Share(share));
        }
        let ImageShape {
            width,
            height,
            channels,
        } = self.shape;
        let cleaning = &self.cleaning;
        let cleaned = cleaning.cleaned();
        let filtered = cleaning.filtered().iter();
        let mut found = Found::of(json!({
            "shape": { "width": width, "height": height, "channels": channels },
            "noisy": cleaning.psnr(cleaning.noisy()),
            "model": cleaning.psnr(&cleaned),
            "filters": filtered.map(|version| cleaning.psnr(version)).collect::<Vec<f64>>(),
        }));
        let versions = [
            ("photo", cleaning.photo()),
            ("noisyPhoto", cleaning.noisy()),
            ("modelPhoto", &cleaned),
        ];
        let filters = cleaning.filtered().iter().take(1);
        let all = versions
            .into_iter()
            .chain(filters.map(|version| ("filterPhoto", version.as_slice())));
        for (name, numbers) in all {
            let one = ArrayView2::from_shape((1, numbers.len()), numbers)
                .map_err(|error| Error::format("photo", error.to_string()))?;
            found = found.pictures(name, &one, self.shape);
        }
        Ok(Progress::Done(found))
    }
}
