//! Drawings from slices onto any plotters backend.
//!
//! ```text
//! slices ─▶ LossChart | LatentMap ─▶ Pen ─▶ DrawingArea<any backend>
//!              │  axis, ticks, format: which numbers, where, in which words
//!              └▶ Layout: where the plot area lies and what its axes span
//! ```
//! Nothing here knows a browser, a model or the training: the same code draws on the page's
//! canvas and into the recording backend of the tests. Lengths are CSS pixels; [`Scale`] turns
//! them into the units of the backend, which may be finer than a device pixel, so that curves
//! and points are not pushed onto whole pixels while hairlines are.

mod axis;
mod clip;
mod dots;
mod ends;
mod format;
mod frame;
mod layout;
mod loss;
mod map;
mod marks;
mod pen;
mod place;
mod range;
#[cfg(feature = "svg")]
mod sheet;
mod style;
#[cfg(feature = "svg")]
mod svg;
mod ticks;

pub use axis::Axis;
pub use dots::{Dot, rasterize};
pub use format::tick_labels;
pub use layout::Layout;
pub use loss::{Curve, LossChart, Panel};
pub use map::LatentMap;
pub use marks::StepMark;
pub use pen::Drawn;
pub use place::{separate, spread};
pub use range::stable_range;
#[cfg(feature = "svg")]
pub use sheet::{Below, Sheet};
pub use style::{Look, Scale, Theme, contrast, mix, parse_color};
#[cfg(feature = "svg")]
pub use svg::{Measure, Svg};
pub use ticks::{linear_ticks, log_ticks};
