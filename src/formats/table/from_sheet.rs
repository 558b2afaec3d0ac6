//! Rows of text into bytes, once it is known what they mean.

use super::convert::{CLASSES, beyond, bytes, no_classes, offsets, scaled};
use super::labels::{Collector, Labels};
use super::reading::Reading;
use super::sample::Sample;
use super::values::{Range, Scale};
use super::{Decides, Table, columns};
use crate::data::limits::reserve;
use crate::error::{Error, Result};
use crate::formats::csv::{CSV, Row, Sheet};
use std::ops::Range as Places;

/// The pictures of a text.
pub fn read(sheet: &Sheet, mut reading: Reading, file: &Decides) -> Result<Table> {
    let plan = Plan::of(sheet, &reading)?;
    let mut seen = Seen::default();
    for row in plan.rows(sheet) {
        seen.row(sheet, &plan, row)?;
    }
    if seen.count == 0 && reading.header {
        return Err(Error::format(CSV, "it has a row of names, and no other"));
    }
    bytes(CSV, seen.count, plan.offsets.len())?;
    let mut notes = Vec::new();
    if file.values {
        (reading.from, reading.to) = seen.range.ends();
    }
    if file.classes && seen.labels.count() > CLASSES && !is_named(sheet, &reading) {
        notes.extend(reading.label.map(no_classes));
        reading.ignored.extend(reading.label.take());
    }
    if reading.label.is_some() {
        seen.labels.check(CSV)?;
    }
    let scale = Scale::between(reading.from, reading.to);
    let pixels = match seen.whole.take() {
        Some(whole) => scaled(whole, scale),
        None => plan.convert(sheet, scale, plan.rows(sheet), seen.count)?,
    };
    Ok(seen.table(sheet, reading, pixels, notes))
}

/// Some of the pictures of a text, from all over it.
///
/// # Errors
/// As [`read`].
pub fn peek(sheet: &Sheet, reading: &Reading, most: usize) -> Result<Table> {
    let plan = Plan::of(sheet, reading)?;
    let mut after = sheet.rows();
    if reading.header {
        after.next();
    }
    let mut chosen: Vec<Row> = after.clone().take(most.saturating_add(1)).collect();
    if chosen.len() > most {
        chosen.truncate(most.min(1));
        let start = sheet.len() - after.rest().len();
        for place in 1..most {
            let at = start + (sheet.len() - start) / most * place;
            let row = sheet.rows_from(at).next();
            let is_new = |row: &Row| chosen.iter().all(|one| !std::ptr::eq(one.line, row.line));
            chosen.extend(row.filter(is_new));
        }
    }
    let mut seen = Seen::default();
    for &row in &chosen {
        seen.row(sheet, &plan, row)?;
    }
    if reading.label.is_some() {
        seen.labels.check(CSV)?;
    }
    let scale = Scale::between(reading.from, reading.to);
    let pixels = match seen.whole.take() {
        Some(whole) => scaled(whole, scale),
        None => plan.convert(sheet, scale, chosen.into_iter(), seen.count)?,
    };
    Ok(seen.table(sheet, reading.clone(), pixels, Vec::new()))
}

/// Whether the file itself calls its column of labels so.
fn is_named(sheet: &Sheet, reading: &Reading) -> bool {
    let names = Sample::of_sheet(sheet).map_or_else(|_| Vec::new(), |sample| sample.names);
    let name = reading.label.and_then(|label| names.get(label));
    reading.header && name.is_some_and(|name| columns::is_label_name(name))
}

/// How many columns a text has under a reading.
fn columns_under(sheet: &Sheet, reading: &Reading) -> usize {
    let mut rows = sheet.rows();
    let mut count = || rows.next().map_or(0, |row| row.cells().count());
    let (first, second) = (count(), count());
    let named = reading.ignored.len() + usize::from(reading.label.is_some());
    let wanted = reading.layout().cells() + named;
    // A comma behind every row makes no column. The row of names may lack the first one, or has one for a cell of many
    // pixels; a comma behind it makes no name.
    let fits = wanted + 1 == first || reading.header && wanted == second;
    if fits { wanted } else { first }
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Pixel,
    Label,
    Ignored,
}

/// Where a row's cells go.
struct Plan {
    has_header: bool,
    /// For each column.
    roles: Vec<Role>,
    /// The column of each value, in the order `(y, x, channel)`.
    offsets: Vec<u32>,
    /// The columns of pixels where they stand side by side and in order, as they mostly do.
    run: Option<Places<usize>>,
}

impl Plan {
    fn of(sheet: &Sheet, reading: &Reading) -> Result<Self> {
        reading.shape(CSV)?;
        let columns = columns_under(sheet, reading);
        let offsets = offsets(reading, columns, CSV)?;
        let mut roles = vec![Role::Pixel; columns];
        for &column in &reading.ignored {
            roles[column] = Role::Ignored;
        }
        if let Some(label) = reading.label {
            roles[label] = Role::Label;
        }
        let is_run = offsets.windows(2).all(|two| two[0] + 1 == two[1]);
        let first = offsets[0] as usize;
        Ok(Self {
            has_header: reading.header,
            roles,
            run: is_run.then_some(first..first + offsets.len()),
            offsets,
        })
    }

    /// The rows of pictures.
    fn rows<'a>(&self, sheet: &'a Sheet) -> impl Iterator<Item = Row<'a>> {
        sheet.rows().skip(usize::from(self.has_header))
    }

    /// Appends the picture of a row, of whose columns `row` has the bytes.
    fn append(&self, row: &[u8], out: &mut Vec<u8>) -> Result<()> {
        out.try_reserve(self.offsets.len())
            .map_err(|_| Error::TooLarge {
                what: "The CSV file".into(),
                got: format!("over {} bytes of pixels", out.len()),
                limit: "the memory that this machine has left".into(),
            })?;
        if let Some(run) = self.run.clone().and_then(|run| row.get(run)) {
            out.extend_from_slice(run);
        } else {
            let value = |&at: &u32| row.get(at as usize).copied().unwrap_or_default();
            out.extend(self.offsets.iter().map(value));
        }
        Ok(())
    }

    /// The pictures of rows that have been looked at: every pixel is a number, or blank.
    fn convert<'a>(
        &self,
        sheet: &Sheet,
        scale: Scale,
        rows: impl Iterator<Item = Row<'a>>,
        count: usize,
    ) -> Result<Vec<u8>> {
        let mut pixels = reserve("The CSV file", bytes(CSV, count, self.offsets.len())?)?;
        let mut line = Vec::new();
        for row in rows {
            line.clear();
            let cells = row.cells().zip(&self.roles);
            line.extend(cells.map(|(cell, role)| match role {
                Role::Pixel => scale.byte(sheet.number(&cell).unwrap_or_default()),
                _ => 0,
            }));
            self.append(&line, &mut pixels)?;
        }
        Ok(pixels)
    }
}

/// What a first look at all rows of a text has seen.
struct Seen {
    count: usize,
    blanks: usize,
    range: Range,
    labels: Collector,
    /// The pixels as they are, while all of them are whole numbers from 0 to 255.
    whole: Option<Vec<u8>>,
    /// The bytes of one row.
    line: Vec<u8>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            count: 0,
            blanks: 0,
            range: Range::EMPTY,
            labels: Collector::default(),
            whole: Some(Vec::new()),
            line: Vec::new(),
        }
    }
}

impl Seen {
    /// Checks a row's cells.
    fn row(&mut self, sheet: &Sheet, plan: &Plan, row: Row) -> Result<()> {
        let fail = |why: String| {
            let line = sheet.line_of(&row);
            Err(Error::format(CSV, format!("row {line} has {why}")))
        };
        self.line.clear();
        let (mut columns, mut range) = (0, self.range);
        for cell in row.cells() {
            columns += 1;
            let mut byte = 0;
            match plan.roles.get(columns - 1) {
                Some(Role::Pixel) => match sheet.number(&cell) {
                    Some(value) => {
                        range.take(value);
                        byte = value as u8;
                    }
                    None if cell.trim_ascii().is_empty() => {
                        self.blanks += 1;
                        range.take(0.0);
                    }
                    None => {
                        let text = sheet.quote(&cell);
                        return fail(format!(
                            "“{text}” in column {columns}, and pixels are finite numbers"
                        ));
                    }
                },
                Some(Role::Label) => self.labels.take(&cell),
                Some(Role::Ignored) => {}
                None => columns -= usize::from(cell.trim_ascii().is_empty()),
            }
            self.line.push(byte);
        }
        self.range = range;
        let wanted = plan.roles.len();
        if columns != wanted {
            return fail(format!("{columns} columns, and the first has {wanted}"));
        }
        self.count += 1;
        if !range.is_bytes() {
            self.whole = None;
        }
        if let Some(whole) = &mut self.whole {
            plan.append(&self.line, whole)?;
        }
        Ok(())
    }

    /// The table of these pixels.
    fn table(self, sheet: &Sheet, reading: Reading, pixels: Vec<u8>, more: Vec<String>) -> Table {
        let mut notes = sheet.notes.clone();
        notes.extend(more);
        if self.blanks > 0 {
            let (cells, are) = if self.blanks == 1 {
                ("cell", "is")
            } else {
                ("cells", "are")
            };
            let blanks = self.blanks;
            notes.push(format!(
                "{blanks} blank {cells} of pixels {are} taken as 0."
            ));
        }
        notes.extend(beyond(self.range, &reading));
        let labels = reading.label.and_then(|_| self.labels.finish());
        let is_plain = |labels: &Labels| labels.names.iter().all(|name| name.is_ascii());
        if labels.as_ref().is_some_and(|labels| !is_plain(labels)) {
            notes.extend(sheet.encoding_note().map(str::to_owned));
        }
        Table {
            count: self.count,
            reading,
            range: self.range,
            pixels,
            labels,
            notes,
        }
    }
}
