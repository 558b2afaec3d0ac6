//! A list of files with their classes, beside the pictures that it names.

use super::columns::is_label_name;
use super::labels::{Collector, Labels, NONE};
use crate::formats::csv::{CSV, Sheet};
use std::collections::BTreeMap;

/// Columns of such a list: it has a few.
const COLUMNS: usize = 64;
/// In a table of more columns plain numbers are pixels rather than names of files, as `1` for `1.png`.
const NUMBERED: usize = 4;
/// A column of more different texts names no classes.
const CLASSES: usize = 255;

/// The classes of pictures that a list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileClasses {
    /// One label a picture that was asked for.
    pub labels: Labels,
    /// How many of them the list names.
    pub named: usize,
}

impl FileClasses {
    /// The classes of the pictures at `paths`, if a table lists them: one of its columns names files, by their paths,
    /// by their names, or by their names without an ending, and another one names classes. None for any other table.
    ///
    /// The column of files is the one that names the most of the pictures: half of them, or one in half of its rows, at
    /// least. The column of classes is the one with such a name, else the one with the fewest different texts, two at
    /// least.
    pub fn of(sheet: &Sheet, paths: &[String]) -> Option<Self> {
        let (places, all) = places(paths);
        let columns = sheet.rows().next()?.cells().count();
        if !(2..=COLUMNS).contains(&columns) {
            return None;
        }
        let named = |cell: &[u8]| -> &[usize] {
            let name = places.get(key(&sheet.text(cell)).as_bytes());
            name.map_or(&[], |&name| &all[name])
        };
        let files = file_column(sheet, columns, &places, paths.len())?;
        let classes = class_column(sheet, columns, files)?;
        let mut texts: Vec<Option<Vec<u8>>> = vec![None; paths.len()];
        for row in sheet.rows() {
            let cells: Vec<_> = row.cells().collect();
            let Some((file, class)) = cells.get(files).zip(cells.get(classes)) else {
                continue;
            };
            let all = named(file);
            let path = plain(&sheet.text(file));
            let is_below = |place: &usize| {
                let before = plain(&paths[*place]);
                let before = before.strip_suffix(&path);
                before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
            };
            // Of pictures with one name those are meant that lie in the folder which the list names, if any does.
            let is_told = all.len() > 1 && all.iter().any(is_below);
            for place in all.iter().filter(|place| !is_told || is_below(place)) {
                texts[*place] = Some(class.to_vec());
            }
        }
        let mut labels = Collector::default();
        for text in &texts {
            labels.take(text.as_deref().unwrap_or_default());
        }
        labels.check(CSV).ok()?;
        let labels = labels.finish()?;
        let named = labels.places.iter().filter(|&&place| place != NONE).count();
        Some(Self { labels, named })
    }
}

/// A path in lower case, its folders parted by slashes.
fn plain(path: &str) -> String {
    let path = path.trim().replace('\\', "/").to_lowercase();
    path.trim_start_matches("./").to_owned()
}

/// A path's name without folders, in lower case.
fn key(path: &str) -> String {
    let path = plain(path);
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Every name that a list may use, by its number, and for each the pictures of that name.
fn places(paths: &[String]) -> (BTreeMap<Vec<u8>, usize>, Vec<Vec<usize>>) {
    let (mut names, mut all) = (BTreeMap::new(), Vec::new());
    for (place, path) in paths.iter().enumerate() {
        let name = key(path);
        let stem = name.rsplit_once('.').map(|(stem, _)| stem);
        for name in stem.into_iter().chain([&name[..]]) {
            let known = names.get(name.as_bytes()).copied();
            let at = known.unwrap_or_else(|| {
                names.insert(name.as_bytes().to_vec(), all.len());
                all.push(Vec::new());
                all.len() - 1
            });
            all[at].push(place);
        }
    }
    (names, all)
}

/// The column that names files.
fn file_column(
    sheet: &Sheet,
    columns: usize,
    places: &BTreeMap<Vec<u8>, usize>,
    pictures: usize,
) -> Option<usize> {
    let mut names: Vec<BTreeMap<Vec<u8>, usize>> = vec![BTreeMap::new(); columns];
    let mut rows = 0;
    for row in sheet.rows() {
        rows += 1;
        for (names, cell) in names.iter_mut().zip(row.cells()) {
            let name = key(&sheet.text(&cell)).into_bytes();
            let is_number = columns > NUMBERED && sheet.number(&cell).is_some();
            if !is_number && places.contains_key(&name) {
                let seen = names.get(&name).copied().unwrap_or_default();
                names.insert(name, seen + 1);
            }
        }
    }
    let (files, names) = names
        .iter()
        .enumerate()
        .max_by_key(|(_, names)| names.len())?;
    let hits: usize = names.values().sum();
    // A list of all files may come with some of them, and the first row may be a header.
    let is_of_most = 2 * names.len() >= pictures || 2 * hits + 1 >= rows;
    (hits > 0 && is_of_most && 2 * names.len() >= hits).then_some(files)
}

/// The column of classes of a list.
fn class_column(sheet: &Sheet, columns: usize, files: usize) -> Option<usize> {
    let header = sheet.rows().next()?;
    let named = header
        .cells()
        .enumerate()
        .find(|(column, cell)| *column != files && is_label_name(&sheet.text(cell)));
    if let Some((column, _)) = named {
        return Some(column);
    }
    let mut different: Vec<BTreeMap<Vec<u8>, usize>> = vec![BTreeMap::new(); columns];
    for row in sheet.rows().skip(1) {
        for (column, cell) in row.cells().enumerate().take(columns) {
            let there = &mut different[column];
            let is_new = there.len() <= CLASSES && !there.contains_key(&*cell);
            if is_new && !cell.trim_ascii().is_empty() {
                there.insert(cell.to_vec(), 0);
            }
        }
    }
    let counts = different.iter().map(BTreeMap::len).enumerate();
    let likely = counts.filter(|(column, count)| *column != files && (2..=CLASSES).contains(count));
    likely
        .min_by_key(|(_, count)| *count)
        .map(|(column, _)| column)
}
