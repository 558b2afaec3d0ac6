//! The first and the last layer's weights as pictures.

use crate::error::{Error, Result};
use crate::model::{Autoencoder, quoted};

/// Weights as pictures, signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Filters {
    /// Number of pictures.
    pub count: usize,
    /// `[channels, height, width]` of each.
    pub shape: [usize; 3],
    /// The pictures, `(count, channels · height · width)`, channel by channel.
    pub weights: Vec<f32>,
}

/// At most `most` pictures of the weights of the layer next to the image.
///
/// `encoder`: the first layer's weights, a picture for each hidden unit, or the kernels of a convolution.
/// `decoder`: the last layer's weights, for each of its inputs the picture that this input adds, or the kernels of
/// a transposed convolution.
///
/// # Errors
/// [`Error::Config`] for another side.
pub fn filters(model: &mut Autoencoder, side: &str, most: usize) -> Result<Filters> {
    let is_decoder = match side {
        "encoder" => false,
        "decoder" => true,
        _ => {
            let wanted = "\"encoder\" or \"decoder\"";
            return Err(Error::config("filters", quoted(side), wanted));
        }
    };
    let input = model.config().input;
    let (mut found, mut values) = (None, Vec::new());
    model.visit_params(&mut |name, param| {
        // A variational encoder without hidden layers begins with its heads.
        let is_asked = (name.side == "decoder") == is_decoder && param.name == "weight";
        if is_asked && (is_decoder || found.is_none()) {
            found = Some(param.shape.clone());
            values.clone_from(&param.value);
        }
    });
    Ok(match found.as_deref() {
        // A dense decoder's weights are (features, units): a template is a column.
        Some(&[features, units]) if is_decoder => {
            let count = units.min(most);
            let template = |unit: usize| values.iter().skip(unit).step_by(units).take(features);
            Filters {
                count,
                shape: [input.channels, input.height, input.width],
                weights: (0..count).flat_map(template).copied().collect(),
            }
        }
        Some(&[units, features]) => cut(
            values,
            units.min(most),
            [input.channels, input.height, input.width],
            features,
        ),
        // Either (out, in, height, width) or, for a transposed convolution, (in, out, height, width).
        Some(&[maps, channels, height, width]) => {
            let shape = [channels, height, width];
            cut(values, maps.min(most), shape, channels * height * width)
        }
        _ => cut(Vec::new(), 0, [0; 3], 0),
    })
}

/// The first `count` of pictures of `features` numbers.
fn cut(mut weights: Vec<f32>, count: usize, shape: [usize; 3], features: usize) -> Filters {
    weights.truncate(count * features);
    Filters {
        count,
        shape,
        weights,
    }
}
