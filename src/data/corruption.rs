//! Noise on images that the model is to take away again.
//!
//! Source: Vincent et al., *Extracting and Composing Robust Features with Denoising Autoencoders*, ICML
//! 2008, and *Stacked Denoising Autoencoders*, JMLR 11, 2010, for all kinds but the scribble.

mod scribble;

use super::ImageShape;
use crate::kernel::normal;
use crate::noise::Noise;
use crate::rng::Rng;

/// Random numbers that are drawn at once.
const CHUNK: usize = 256;

/// Puts noise on images in place. `images` is `(rows, features)`, planar, within 0..1, and stays within.
///
/// All kinds but [`Noise::Gaussian`] hit a pixel's channels together. `amount` is a standard deviation, or a
/// share from 0 to 1; at 0 nothing changes. Images take one draw after the other from `rng`.
pub fn corrupt(noise: Noise, amount: f32, shape: ImageShape, images: &mut [f32], rng: &mut Rng) {
    if amount.is_nan() || amount <= 0.0 {
        return;
    }
    match noise {
        Noise::None => {}
        Noise::Gaussian => add_gaussian(amount, images, rng),
        Noise::SaltAndPepper => replace_pixels(amount, 0.5 * amount, shape, images, rng),
        Noise::Masking => replace_pixels(amount, amount, shape, images, rng),
        Noise::Scribble => {
            for image in images.chunks_exact_mut(shape.features()) {
                scribble::draw(amount, shape, image, rng);
            }
        }
    }
}

fn add_gaussian(deviation: f32, images: &mut [f32], rng: &mut Rng) {
    let mut noise = [0.0; CHUNK];
    for numbers in images.chunks_mut(CHUNK) {
        let noise = &mut noise[..numbers.len()];
        rng.fill_normal(noise);
        normal::add_noise(numbers, noise, deviation);
    }
}

/// Each pixel becomes 0 with probability `zeros` and 1 with `amount − zeros`.
fn replace_pixels(amount: f32, zeros: f32, shape: ImageShape, images: &mut [f32], rng: &mut Rng) {
    let plane = shape.height * shape.width;
    let (last, last_zero) = (last_word(amount), last_word(zeros));
    let mut words = [0; CHUNK];
    for image in images.chunks_exact_mut(shape.features()) {
        for start in (0..plane).step_by(CHUNK) {
            let words = &mut words[..CHUNK.min(plane - start)];
            rng.fill_words(words);
            for channel in image.chunks_exact_mut(plane) {
                normal::replace(&mut channel[start..][..words.len()], words, last, last_zero);
            }
        }
    }
}

/// The largest random word that counts as a hit, if this share of all words does.
fn last_word(share: f32) -> u32 {
    // The product with a power of two is exact, and the conversion saturates at the bounds of u32.
    (share * 4_294_967_296.0) as u32
}
