//! How a table of numbers is read, as JavaScript holds it.

use hourglass::error::{Error, Result};
use hourglass::formats::table::{self, Axes};
use wasm_bindgen::prelude::*;

/// How a table is read; columns count from 0.
#[wasm_bindgen]
pub struct Reading(pub(crate) table::Reading);

#[wasm_bindgen]
impl Reading {
    /// A reading that may come from anywhere; what a file does not allow is refused when it is read.
    #[wasm_bindgen(constructor)]
    #[expect(
        clippy::too_many_arguments,
        reason = "JavaScript hands over one after the other"
    )]
    pub fn new(
        header: bool,
        ignored: Vec<usize>,
        label: Option<usize>,
        axes: String,
        height: usize,
        width: usize,
        channels: usize,
        from: f64,
        to: f64,
    ) -> Result<Reading> {
        let axes = Axes::try_from(axes)
            .map_err(|why| Error::config("reading", why, "an order of the axes"))?;
        let reading = table::Reading {
            header,
            ignored,
            label,
            axes,
            height,
            width,
            channels,
            from,
            to,
        };
        reading.checked().map(Self)
    }

    /// Whether the first row holds the columns' names.
    #[wasm_bindgen(getter)]
    pub fn header(&self) -> bool {
        self.0.header
    }

    /// Columns that are neither pixels nor classes.
    #[wasm_bindgen(getter)]
    pub fn ignored(&self) -> Vec<usize> {
        self.0.ignored.clone()
    }

    /// The column of classes.
    #[wasm_bindgen(getter)]
    pub fn label(&self) -> Option<usize> {
        self.0.label
    }

    /// The order of the axes, as letters.
    #[wasm_bindgen(getter)]
    pub fn axes(&self) -> String {
        self.0.axes.into()
    }

    /// Rows of pixels.
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> usize {
        self.0.height
    }

    /// Pixels in a row.
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> usize {
        self.0.width
    }

    /// Values of a pixel.
    #[wasm_bindgen(getter)]
    pub fn channels(&self) -> usize {
        self.0.channels
    }

    /// The number that becomes 0.
    #[wasm_bindgen(getter)]
    pub fn from(&self) -> f64 {
        self.0.from
    }

    /// The number that becomes 255.
    #[wasm_bindgen(getter)]
    pub fn to(&self) -> f64 {
        self.0.to
    }
}

/// How else a table can be read.
#[wasm_bindgen]
pub struct Choices(pub(crate) [Vec<table::Reading>; 3]);

#[wasm_bindgen]
impl Choices {
    /// With other columns, which are handed over: a second call gives nothing.
    pub fn columns(&mut self) -> Vec<Reading> {
        self.take(0)
    }

    /// With other pictures, likewise.
    pub fn pictures(&mut self) -> Vec<Reading> {
        self.take(1)
    }

    /// With other values, likewise.
    pub fn values(&mut self) -> Vec<Reading> {
        self.take(2)
    }
}

impl Choices {
    fn take(&mut self, list: usize) -> Vec<Reading> {
        let list = std::mem::take(&mut self.0[list]);
        list.into_iter().map(Reading).collect()
    }
}
