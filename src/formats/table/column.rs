//! What has been seen of one column: whether it may name classes, or counts.

use super::sample::Cell;

/// More different values than classes can be told apart make no column of classes.
const CLASSES: usize = 255;

/// Cells of a row, and whether the row before is there too.
pub type Row<'a> = (&'a [Cell], bool);

/// What has been seen of one column.
pub struct Column {
    numbers: usize,
    texts: usize,
    is_whole: bool,
    low: f64,
    high: f64,
    /// How often a row's number is one more than that of the row before it, and how often it could be.
    steps: (usize, usize),
    /// The keys of its different values in order, as far as there are not too many.
    values: Vec<u64>,
}

impl Column {
    /// One column of some rows.
    pub fn of(rows: &[Row], column: usize) -> Self {
        let mut seen = Self {
            numbers: 0,
            texts: 0,
            is_whole: true,
            low: f64::INFINITY,
            high: f64::NEG_INFINITY,
            steps: (0, 0),
            values: Vec::new(),
        };
        let mut before = f64::NAN;
        for &(cells, follows) in rows {
            let Some(&cell) = cells.get(column) else {
                continue;
            };
            seen.take(cell, if follows { before } else { f64::NAN });
            before = cell.value;
        }
        seen
    }

    fn take(&mut self, cell: Cell, before: f64) {
        self.numbers += usize::from(!cell.value.is_nan());
        self.texts += usize::from(cell.is_text());
        if !cell.value.is_nan() {
            self.is_whole &= cell.value == cell.value.trunc();
            self.low = self.low.min(cell.value);
            self.high = self.high.max(cell.value);
            if !before.is_nan() {
                self.steps.0 += usize::from(cell.value == before + 1.0);
                self.steps.1 += 1;
            }
        }
        if !cell.is_blank() && self.values.len() <= CLASSES {
            let place = self.values.binary_search(&cell.key);
            if let Err(place) = place {
                self.values.insert(place, cell.key);
            }
        }
    }

    fn is_text(&self) -> bool {
        self.texts > self.numbers
    }

    /// Whether each number is one more than the one above it.
    pub fn counts(&self) -> bool {
        let (steps, pairs) = self.steps;
        self.texts == 0 && pairs >= 2 && steps == pairs
    }

    /// Whether texts or whole numbers name at least two classes, and rows share them where there are many.
    pub fn names_classes(&self, rows: usize) -> bool {
        let different = self.values.len();
        let few = different <= CLASSES && (rows < 20 || 2 * different <= rows);
        let least = if self.is_text() { 1 } else { 2 };
        different >= least && few && (self.is_text() || self.is_whole)
    }

    /// How much a column of whole numbers looks like one of classes: they lie close together, and are several. Pixels
    /// at the edge are always the same, and others lie far apart.
    pub fn likeness(&self, rows: usize) -> f64 {
        if !self.names_classes(rows) {
            return 0.0;
        }
        if self.is_text() {
            return f64::INFINITY;
        }
        let different = self.values.len() as f64;
        different.ln() * different / (self.high - self.low + 1.0)
    }
}
