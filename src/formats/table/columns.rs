//! What stands in which column: pixels, the class, or something that is no picture.

use super::column::{Column, Row};
use super::sample::Sample;
use crate::data::order::order;

/// What a header calls a column of classes.
const LABEL_NAMES: [&str; 12] = [
    "label",
    "labels",
    "class",
    "classes",
    "target",
    "y",
    "digit",
    "category",
    "letter",
    "species",
    "emotion",
    "character",
];
/// What a header calls a column that only counts; pandas leaves the name of its index blank.
const INDEX_NAMES: [&str; 6] = ["id", "index", "idx", "", "unnamed: 0", "rownames"];
/// A first row whose numbers count up so often is no picture.
const COUNTED: usize = 15;

/// What the columns are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Whether the first row holds names.
    pub header: bool,
    /// Columns that are neither pixels nor classes.
    pub ignored: Vec<usize>,
    /// The column of classes.
    pub label: Option<usize>,
}

impl Columns {
    /// How many columns are left for pixels.
    pub fn pixels(&self, columns: usize) -> usize {
        columns - (self.ignored.len() + usize::from(self.label.is_some())).min(columns)
    }
}

/// Whether the first row holds names rather than a picture. The first row of a text does
///
/// - if texts stand over numbers in more than half of the columns, two left aside, or the usual name of a column of
///   classes over a number: one text alone is a slip of the pen, or a word for a missing value,
/// - if its numbers count up, 15 times at least, one place left aside,
/// - if most of its cells have decimals, all of them differ, and all other rows have whole numbers: so pandas tells
///   names apart that it took from a picture (`0`, `0.1`, `0.2`).
pub fn has_header(sample: &Sample) -> bool {
    let Sample { first, rows, .. } = sample;
    let columns = sample.columns.min(first.len());
    if !sample.is_text {
        return false;
    }
    let below = |column: usize| rows.first().and_then(|row| row.cells.get(column));
    let is_over_number = |column: &usize| {
        let number = below(*column).is_some_and(|cell| !cell.value.is_nan());
        first[*column].is_text() && (number || rows.is_empty())
    };
    let texts = || (0..columns).filter(is_over_number);
    let is_label = |column: usize| {
        sample
            .names
            .get(column)
            .is_some_and(|name| is_label_name(name))
    };
    if 2 * texts().count() > columns.saturating_sub(2) || !rows.is_empty() && texts().any(is_label)
    {
        return true;
    }
    let numbers = first[..columns].iter().map(|cell| cell.value);
    let numbers: Vec<f64> = numbers.filter(|value| !value.is_nan()).collect();
    let steps = numbers.windows(2).filter(|two| two[1] == two[0] + 1.0);
    let steps = steps.count();
    if steps >= COUNTED && steps + 2 >= numbers.len() {
        return true;
    }
    let has_decimals = |value: f64| value != value.trunc();
    let decimals = numbers.iter().filter(|&&value| has_decimals(value)).count();
    let in_order = order(first.len(), &|a, b| first[a].key < first[b].key);
    let mut pairs = in_order.windows(2);
    let mut others = rows.iter().flat_map(|row| &row.cells);
    2 * decimals > columns
        && pairs.all(|pair| first[pair[0]].key != first[pair[1]].key)
        && !rows.is_empty()
        && !others.any(|cell| !cell.value.is_nan() && has_decimals(cell.value))
}

/// What the columns are, by their names and by what stands in them. `fits` says whether so many columns of pixels make
/// a picture.
///
/// - A column of texts, or one whose name is unlike the pixels' names, is no pixel: the first with a usual name of
///   classes is the class; else the first that does not count and names classes; the others are left out.
/// - Where the columns are still too many, the first or the last column goes: one that counts is left out, unless it is
///   the last and may name classes; else the one that is more like classes is the class.
pub fn guess(sample: &Sample, fits: &dyn Fn(usize) -> bool) -> Columns {
    let header = has_header(sample);
    let all = sample.columns;
    let mut found = Columns {
        header,
        ignored: Vec::new(),
        label: None,
    };
    let rows = &body(sample, header);
    let names = if header { &sample.names[..] } else { &[] };
    let is_odd = odd_names(names, all);
    let odd: Vec<usize> = (0..all)
        .filter(|&column| is_odd[column] || is_text(rows, column))
        .collect();
    let name = |column: usize| names.get(column).map(|name| name.trim().to_lowercase());
    let is_label = |column: &usize| name(*column).is_some_and(|name| is_label_name(&name));
    found.label = odd.iter().copied().find(is_label);
    for column in odd {
        let is_named = || name(column).is_some_and(|name| INDEX_NAMES.contains(&&name[..]));
        let seen = Column::of(rows, column);
        // The last column may name classes that happen to count up.
        let is_index = is_named() || seen.counts() && column + 1 < all;
        if found.label.is_none() && !is_index && seen.names_classes(rows.len()) {
            found.label = Some(column);
        } else if found.label != Some(column) {
            found.ignored.push(column);
        }
    }
    by_count(&mut found, rows, all, fits);
    found
}

/// Finds a class or an index at either end where the columns are too many for a picture.
fn by_count(found: &mut Columns, rows: &[Row], all: usize, fits: &dyn Fn(usize) -> bool) {
    for _ in 0..2 {
        if fits(found.pixels(all)) {
            return;
        }
        let taken = |column: &usize| found.ignored.contains(column) || found.label == Some(*column);
        let mut left = (0..all).filter(|column| !taken(column));
        let ends: Vec<usize> = left.next().into_iter().chain(left.next_back()).collect();
        let seen: Vec<Column> = ends.iter().map(|&end| Column::of(rows, end)).collect();
        let more = found.pixels(all).saturating_sub(1);
        // Another column may have to go as well: the one that counts goes first.
        let is_index =
            |at: &usize| seen[*at].counts() && (*at == 0 || !seen[*at].names_classes(rows.len()));
        if let Some(at) = (0..seen.len()).find(is_index) {
            found.ignored.push(ends[at]);
        } else if found.label.is_none() && (fits(more) || fits(more.saturating_sub(1))) {
            found.label = likelier(rows, &ends).map(|(end, _)| end);
        } else {
            return;
        }
        found.ignored.sort_unstable();
    }
}

/// Of columns the one that is most like classes, the first of equals, and how much it is.
fn likelier(rows: &[Row], columns: &[usize]) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for &column in columns {
        let likeness = Column::of(rows, column).likeness(rows.len());
        if best.is_none_or(|(_, most)| likeness > most) {
            best = Some((column, likeness));
        }
    }
    best
}

/// The first or the last of these columns of pixels, if it may name classes: the one that is more like them.
pub fn class_among(sample: &Sample, header: bool, pixels: &[usize]) -> Option<usize> {
    let ends = [*pixels.first()?, *pixels.last()?];
    let best = likelier(&body(sample, header), &ends);
    best.filter(|(_, likeness)| *likeness > 0.0)
        .map(|(column, _)| column)
}

/// The sampled rows that hold pictures: their cells, and whether the row before is there too.
fn body(sample: &Sample, header: bool) -> Vec<Row<'_>> {
    let first = (!header).then_some((&sample.first[..], false));
    let others = sample.rows.iter().enumerate();
    let others = others.map(|(at, row)| (&row.cells[..], row.follows && (at > 0 || !header)));
    first.into_iter().chain(others).collect()
}

/// Whether a name is one that a column of classes has.
pub fn is_label_name(name: &str) -> bool {
    LABEL_NAMES.contains(&name.trim().to_lowercase().as_str())
}

fn is_text(rows: &[Row], column: usize) -> bool {
    let cells = rows.iter().filter_map(|row| row.0.get(column));
    let (mut texts, mut others) = (0, 0);
    for cell in cells {
        texts += usize::from(cell.is_text());
        others += usize::from(!cell.is_text());
    }
    texts > others
}

/// For each column whether its name is unlike the others' (`pixel0`, `pixel1`, …): of another stem, without digits,
/// than most have; or blank; or a usual name of classes.
fn odd_names(names: &[String], columns: usize) -> Vec<bool> {
    let stem = |name: &String| -> String {
        let letters = name.chars().filter(|letter| letter.is_alphabetic());
        letters.flat_map(char::to_lowercase).collect()
    };
    let stems: Vec<String> = names.iter().map(stem).collect();
    let count = |wanted: &String| stems.iter().filter(|&one| one == wanted).count();
    // The stem of the column in the middle is that of the pixels, if most have it.
    let usual = stems
        .get(names.len() / 2)
        .filter(|&stem| 2 * count(stem) > names.len());
    let is_odd = |(name, stem): (&String, &String)| {
        is_label_name(name) || usual.is_some_and(|usual| stem != usual) || name.trim().is_empty()
    };
    let mut odd: Vec<bool> = names.iter().zip(&stems).map(is_odd).collect();
    odd.resize(columns, false);
    odd
}
