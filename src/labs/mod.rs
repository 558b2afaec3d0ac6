//! What a trained model shows: each a function of a model and images, changing neither.

mod latent_map;
mod walk;
mod yardstick;

pub use latent_map::{LatentMap, MapKind};
pub use walk::{Side, Station, stations, walk};
pub use yardstick::{MAX_COMPONENTS, Yardstick};
