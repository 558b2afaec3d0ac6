//! What the page draws of a live model: functions of a model and images that change neither.

mod filters;
mod latent_map;
mod manifold;
pub mod slow;
mod walk;
mod yardstick;

pub use filters::{Filters, filters};
pub use latent_map::{LatentMap, MapKind};
pub use manifold::{MAX_SIDE, manifold};
pub use walk::{Side, Station, Walk, stations, walk, with_noise};
pub use yardstick::{MAX_COMPONENTS, Yardstick};
