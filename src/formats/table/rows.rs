//! Tables of rows and columns: a picture a row.

use super::columns::{self, Columns};
use super::layout::{self, Layout, roughness, smoothest};
use super::reading::Reading;
use super::sample::{Cell, Sample};
use super::values::Range;
use crate::error::{Error, Result};

/// Most alternatives that a person is offered at once.
const MOST: usize = 16;

/// A table of so few columns may be meant as a list of files.
const LIST: usize = 8;

/// What a sample of rows is taken for.
///
/// # Errors
/// [`Error::Format`] if the columns make no picture.
pub fn guess(what: &str, sample: &Sample) -> Result<Reading> {
    let has_header = columns::has_header(sample);
    let is_named = |cells| has_header && named_sides(sample, cells).is_some();
    let fits = |cells| is_named(cells) || !layout::of_cells(cells).is_empty();
    let columns = columns::guess(sample, &fits);
    let found = reading(sample, &columns);
    let cells = columns.pixels(sample.columns);
    let found = found.map(|found| match &columns {
        Columns { label: None, .. } if !fits(cells) => with_class(sample, &columns, found),
        _ => found,
    });
    found.ok_or_else(|| {
        let list = if sample.columns <= LIST {
            "; a list of files and classes comes together with the pictures that it names"
        } else {
            ""
        };
        let why = format!(
            "it has {} columns, and a picture's are a square (as 28 × 28 = 784), three times a square for color, or more with a class or an index; one picture a row{list}",
            sample.columns
        );
        Error::format(what, why)
    })
}

/// Of pictures that are no squares, which could be of many sizes: the reading with a class at either end, where that
/// makes clearly smoother ones.
fn with_class(sample: &Sample, columns: &Columns, found: Reading) -> Reading {
    let pixels = pixels(columns, sample.columns);
    let other = Columns {
        label: columns::class_among(sample, columns.header, &pixels),
        ..columns.clone()
    };
    let Some(other_found) = reading(sample, &other).filter(|_| other.label.is_some()) else {
        return found;
    };
    let before = rough(sample, columns, &found.layout());
    let after = rough(sample, &other, &other_found.layout());
    if after < layout::CLEAR * before {
        other_found
    } else {
        found
    }
}

/// The reading of these columns, in the likeliest layout; none if they make no picture.
pub fn reading(sample: &Sample, columns: &Columns) -> Option<Reading> {
    let layouts = layouts(sample, columns);
    let layout = smoothest(&layouts, &|layout| rough(sample, columns, layout))?;
    let (from, to) = range(sample, columns).ends();
    Some(with_layout(columns, layout, (from, to)))
}

/// A reading of these columns in this layout.
fn with_layout(columns: &Columns, layout: Layout, ends: (f64, f64)) -> Reading {
    Reading {
        header: columns.header,
        ignored: columns.ignored.clone(),
        label: columns.label,
        ..Reading::of(layout, ends)
    }
}

/// The columns of a reading.
pub fn columns_of(reading: &Reading) -> Columns {
    Columns {
        header: reading.header,
        ignored: reading.ignored.clone(),
        label: reading.label,
    }
}

/// The ways in which these columns can be a picture, the likeliest ones first.
fn layouts(sample: &Sample, columns: &Columns) -> Vec<Layout> {
    let cells = columns.pixels(sample.columns);
    if let Some((height, width)) = named_sides(sample, cells).filter(|_| columns.header) {
        return Layout::new(layout::GRAY, height, width, 1)
            .into_iter()
            .collect();
    }
    let usual = layout::of_cells(cells);
    if usual.is_empty() {
        layout::oblong(cells)
    } else {
        usual
    }
}

/// How rough the sampled pictures of these columns are in a layout.
pub fn rough(sample: &Sample, columns: &Columns, layout: &Layout) -> f64 {
    let pixels = pixels(columns, sample.columns);
    let rows: Vec<_> = body(sample, columns).collect();
    let (right, below, channel) = layout.strides();
    roughness(layout, rows.len(), &|row, y, x, c| {
        let at = pixels.get(y * below + x * right + c * channel);
        let cell = at.and_then(|&column| rows[row].get(column));
        cell.map_or(
            0.0,
            |cell| if cell.value.is_nan() { 0.0 } else { cell.value },
        )
    })
}

/// The columns that hold pixels.
pub fn pixels(columns: &Columns, all: usize) -> Vec<usize> {
    let mut is_pixel = vec![true; all];
    for &other in columns.ignored.iter().chain(&columns.label) {
        if let Some(place) = is_pixel.get_mut(other) {
            *place = false;
        }
    }
    (0..all).filter(|&column| is_pixel[column]).collect()
}

/// Rows and columns of a picture, where the last name of a pixel says them, as `28x28`.
fn named_sides(sample: &Sample, cells: usize) -> Option<(usize, usize)> {
    let sides = |name: &String| -> Option<(usize, usize)> {
        let (row, column) = name.trim().split_once(['x', 'X', '_', '-', ','])?;
        let digits = |text: &str| {
            text.trim_start_matches(|c: char| !c.is_ascii_digit())
                .parse()
                .ok()
        };
        Some((digits(row)?, digits(column)?))
    };
    let all: Vec<_> = sample.names.iter().filter_map(sides).collect();
    if all.len() < cells {
        return None;
    }
    let most = |of: fn(&(usize, usize)) -> usize| all.iter().map(of).max().unwrap_or_default();
    let least = |of: fn(&(usize, usize)) -> usize| all.iter().map(of).min().unwrap_or_default();
    let height = most(|side| side.0) - least(|side| side.0) + 1;
    let width = most(|side| side.1) - least(|side| side.1) + 1;
    (height * width == cells && height > 1 && width > 1).then_some((height, width))
}

/// The sampled rows that hold pictures.
fn body<'a>(sample: &'a Sample, columns: &Columns) -> impl Iterator<Item = &'a Vec<Cell>> {
    let first = (!columns.header).then_some(&sample.first);
    let others = sample.rows.iter().map(|row| &row.cells);
    first.into_iter().chain(others)
}

/// The range of the sampled pixels.
fn range(sample: &Sample, columns: &Columns) -> Range {
    let mut range = Range::EMPTY;
    let pixels = pixels(columns, sample.columns);
    for cells in body(sample, columns) {
        for cell in pixels.iter().filter_map(|&column| cells.get(column)) {
            if !cell.value.is_nan() {
                range.take(cell.value);
            }
        }
    }
    range.or_unit()
}

/// Other readings of a table: of its columns, of its pictures, of its values; the present one is among each.
pub fn choices(sample: &Sample, now: &Reading) -> [Vec<Reading>; 3] {
    let columns = columns_of(now);
    let (from, to) = (now.from, now.to);
    let cells = columns.pixels(sample.columns);
    let mut pictures = layouts(sample, &columns);
    pictures.extend(layout::oblong(cells));
    pictures.extend(pictures.clone().iter().map(Layout::transposed));
    let pictures = pictures
        .into_iter()
        .filter(|layout| layout.height > 1 && layout.width > 1)
        .map(|layout| with_layout(&columns, layout, (from, to)));
    let values = range(sample, &columns).choices().into_iter();
    let values = values.map(|(from, to)| Reading {
        from,
        to,
        ..now.clone()
    });
    [
        listed(now, other_columns(sample, &columns)),
        listed(now, pictures),
        listed(now, values),
    ]
}

/// The present reading and others, each once.
pub fn listed(now: &Reading, others: impl Iterator<Item = Reading>) -> Vec<Reading> {
    let mut all = vec![now.clone()];
    for other in others {
        if all.len() < MOST && !all.iter().any(|one| one.is_like(&other)) {
            all.push(other);
        }
    }
    all
}

/// Readings with another class, index or header that make pictures too: the usual ones if there are any.
fn other_columns(sample: &Sample, now: &Columns) -> impl Iterator<Item = Reading> {
    let last = sample.columns.saturating_sub(1);
    let mut all = Vec::new();
    for ignored in [now.ignored.clone(), Vec::new(), vec![0], vec![last]] {
        for label in [now.label, None, Some(0), Some(last)] {
            if label.is_none_or(|label| !ignored.contains(&label)) {
                all.push(Columns {
                    ignored: ignored.clone(),
                    label,
                    ..now.clone()
                });
            }
        }
    }
    if sample.is_text {
        all.push(Columns {
            header: !now.header,
            ..now.clone()
        });
    }
    all.retain(|one| one != now && is_readable(sample, one));
    let is_usual = |one: &Columns| !layout::of_cells(one.pixels(sample.columns)).is_empty();
    // A table whose pictures are no squares may have a class at either end, without which they are none either.
    if is_usual(now) {
        all.retain(is_usual);
    }
    all.into_iter().filter_map(|one| reading(sample, &one))
}

/// Whether there are rows, and no texts where pixels would be.
fn is_readable(sample: &Sample, columns: &Columns) -> bool {
    let pixels = pixels(columns, sample.columns);
    let mut rows = body(sample, columns).peekable();
    let is_picture = |cells: &Vec<Cell>| {
        let mut pixels = pixels.iter().filter_map(|&column| cells.get(column));
        !pixels.any(|cell| cell.is_text())
    };
    rows.peek().is_some() && rows.all(is_picture)
}
