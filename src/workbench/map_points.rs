//! Images as the lab "Map and features" takes them: by their codes, by PCA or by their pixels, some at a time.

use crate::bench::Held;
use crate::sliced_pca::SlicedPca;
use hourglass::error::{Error, Result};
use hourglass::labs::evenly::evenly;
use hourglass::model::Pca;
use ndarray::{Array2, ArrayView2, Axis, s};
use serde::Deserialize;

/// Training images that classifiers learn from, at most.
const LEARNED: usize = 2000;
/// Of large images fewer: all their pixels are at most so many.
const LEARNED_PIXELS: usize = 1 << 23;
/// Held-out images that are mapped and judged, at most.
pub const JUDGED: usize = 2000;
/// Training images whose codes tell the axes of a map of more than two numbers, at most.
const AXES: usize = 1000;
/// The share of the work that is PCA, where it does not stand yet.
const PCA: f64 = 0.8;
/// Images that are taken at once.
const AT_ONCE: usize = 32;

/// What numbers an image is taken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Space {
    /// The code of the model on the bench.
    Code,
    /// As many coordinates of PCA.
    Pca,
    /// The pixels.
    Pixels,
}

/// Images as points of a space.
fn points_of(space: Space, held: &Held, images: &ArrayView2<'_, f32>) -> Result<Array2<f32>> {
    Ok(match space {
        Space::Code => held.model()?.encode(images)?,
        Space::Pca => {
            let wanted = held.model()?.config().latent_dim();
            let pca = held.images.pca()?;
            let found = pca.project(images);
            found.slice_move(s![.., ..wanted.min(pca.n_components())])
        }
        Space::Pixels => images.to_owned(),
    })
}

/// Which images are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Training,
    HeldOut,
}

/// How many training images classifiers learn from, the same in every space.
pub fn learned(held: &Held) -> usize {
    LEARNED.min(LEARNED_PIXELS / held.images.shape.features())
}

/// Images as points, which are gathered in slices.
pub struct Gathering {
    pub space: Space,
    part: Part,
    /// Their places among the images of their part.
    pub places: Vec<usize>,
    /// Those that are gathered.
    rows: Vec<f32>,
    /// Numbers of a point.
    pub width: usize,
    done: usize,
    /// Where PCA does not stand yet.
    pca: Option<SlicedPca>,
}

impl Gathering {
    /// At most so many images of a part, evenly spread.
    pub fn new(held: &Held, space: Space, part: Part, most: usize) -> Self {
        let images = &held.images;
        let set = match part {
            Part::Training => &images.training,
            Part::HeldOut => &images.held_out,
        };
        Self {
            space,
            part,
            places: evenly(set.len(), most),
            rows: Vec::new(),
            width: 0,
            done: 0,
            pca: None,
        }
    }

    /// Goes on until `is_over`; the share that is done, 1 for all.
    pub fn advance(&mut self, held: &Held, is_over: &dyn Fn() -> bool) -> Result<f64> {
        if self.space == Space::Pca {
            let share = held.images.advance_pca(&mut self.pca, is_over)?;
            if share < 1.0 {
                return Ok(PCA * share);
            }
        }
        let images = match self.part {
            Part::Training => held.images.training(),
            Part::HeldOut => held.images.held_out(),
        };
        let count = self.places.len();
        while self.done < count {
            let end = count.min(self.done + AT_ONCE);
            let some = images.select(Axis(0), &self.places[self.done..end]);
            let points = points_of(self.space, held, &some.view())?;
            self.width = points.ncols();
            self.rows.extend(points);
            self.done = end;
            if is_over() {
                break;
            }
        }
        Ok(self.done as f64 / count as f64)
    }

    /// The points, `(count, numbers)`.
    pub fn points(&self) -> Result<ArrayView2<'_, f32>> {
        let shape = (self.done, self.width);
        ArrayView2::from_shape(shape, &self.rows)
            .map_err(|error| Error::shape("Points", error, "images × numbers"))
    }

    /// Lets the points go, which may be many.
    pub fn forget(&mut self) {
        self.rows = Vec::new();
    }

    /// The labels of the images.
    pub fn labels(&self, held: &Held) -> Option<Vec<u8>> {
        let set = match self.part {
            Part::Training => &held.images.training,
            Part::HeldOut => &held.images.held_out,
        };
        let labels = set.labels()?;
        Some(self.places.iter().map(|&place| labels[place]).collect())
    }
}

/// Held-out images on a map: by one or two numbers as they are, by codes of more numbers along their first two principal
/// components, those of training images' codes.
pub struct Flat {
    pub judged: Gathering,
    axes: Option<Gathering>,
}

impl Flat {
    /// A map of a space.
    pub fn new(held: &Held, space: Space) -> Result<Self> {
        let is_long = space == Space::Code && held.model()?.config().latent_dim() > 2;
        let axes = is_long.then(|| Gathering::new(held, space, Part::Training, AXES));
        Ok(Self {
            judged: Gathering::new(held, space, Part::HeldOut, JUDGED),
            axes,
        })
    }

    /// Goes on until `is_over`; the share that is done, 1 for all.
    pub fn advance(&mut self, held: &Held, is_over: &dyn Fn() -> bool) -> Result<f64> {
        let share = self.judged.advance(held, is_over)?;
        match &mut self.axes {
            Some(axes) if share == 1.0 => Ok(0.5 + 0.5 * axes.advance(held, is_over)?),
            Some(_) => Ok(0.5 * share),
            None => Ok(share),
        }
    }

    /// The places on the map, `(count, 1 or 2)`.
    pub fn places(&self) -> Result<Array2<f32>> {
        let points = self.judged.points()?;
        if let Some(axes) = &self.axes {
            return Ok(Pca::fit(&axes.points()?, 2)?.project(&points));
        }
        Ok(points.slice(s![.., ..points.ncols().min(2)]).to_owned())
    }
}
