//! Tables and arrays of numbers: what they are taken for, and what becomes of them.

mod arrays;
mod choices;
mod classes_of_files;
mod columns;
mod csv;
mod labels;
mod large;
mod npy;
mod pictures;
mod values;

use hourglass::error::{Error, Result};
use hourglass::formats::csv::Sheet;
use hourglass::formats::table::{Labels, Numbers, Reading, Table};

/// The rows of a text, whatever its first bytes say.
fn sheet(text: &str) -> Numbers<'_> {
    Numbers::Sheet(Sheet::open(text.as_bytes()).unwrap())
}

/// The pictures of a text.
#[track_caller]
fn read(text: &str) -> Table {
    sheet(text).read("", None).unwrap()
}

/// Why a text is refused.
fn why(text: &str) -> String {
    let numbers = match Sheet::open(text.as_bytes()) {
        Ok(sheet) => Numbers::Sheet(sheet),
        Err(error) => return error.to_string(),
    };
    words(numbers.read("", None))
}

/// The words of an error, which is no panic and no limit.
#[track_caller]
fn words(result: Result<Table>) -> String {
    match result {
        Err(error @ Error::Format { .. }) => error.to_string(),
        Err(other) => panic!("{other}"),
        Ok(table) => panic!("it is taken as {:?}", table.reading),
    }
}

/// Count, height, width, channels.
fn sizes(table: &Table) -> (usize, usize, usize, usize) {
    let Reading {
        height,
        width,
        channels,
        ..
    } = table.reading;
    (table.count, height, width, channels)
}

/// Header, class and columns left out.
fn roles(reading: &Reading) -> (bool, Option<usize>, &[usize]) {
    (reading.header, reading.label, &reading.ignored)
}

fn names(labels: &Labels) -> Vec<&str> {
    labels.names.iter().map(String::as_str).collect()
}

/// The names of a table's classes; none without labels.
fn classes(table: &Table) -> Vec<&str> {
    table.labels.as_ref().map(names).unwrap_or_default()
}

fn axes(reading: &Reading) -> &str {
    str::from_utf8(reading.axes.letters()).unwrap()
}

/// An `.npy` file of version 1 in C's order.
fn array(descr: &str, shape: &[usize], data: &[u8]) -> Vec<u8> {
    ordered(descr, shape, data, "False")
}

/// An `.npy` file in C's or Fortran's order.
fn ordered(descr: &str, shape: &[usize], data: &[u8], fortran: &str) -> Vec<u8> {
    let sizes: Vec<String> = shape.iter().map(|size| format!("{size},")).collect();
    let sizes = sizes.concat();
    let header =
        format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': ({sizes}), }}\n");
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(data);
    file
}

/// A value of smooth pictures in color, each with slopes of its own.
fn smooth(n: usize, y: usize, x: usize, c: usize) -> u8 {
    let slope = 1.0 + (n * 7 % 5) as f64;
    let value = match c {
        0 => 40.0 + slope * y as f64 + 2.0 * x as f64,
        1 => 200.0 - 2.0 * y as f64 - slope * x as f64 / 2.0,
        _ => 120.0 + (n % 3) as f64 + y as f64 / 2.0,
    };
    value.clamp(1.0, 254.0) as u8
}

/// Smooth pictures in an order of axes: bytes, and sizes of the axes.
fn laid(
    order: &str,
    (count, height, width, channels): (usize, usize, usize, usize),
) -> (Vec<usize>, Vec<u8>) {
    let size = |axis| match axis {
        'N' => count,
        'H' => height,
        'W' => width,
        _ => channels,
    };
    let sizes: Vec<usize> = order.chars().map(size).collect();
    let all: usize = sizes.iter().product();
    let byte = |place: usize| {
        let mut rest = place;
        let mut at = [0; 4];
        for axis in order.chars().rev() {
            at["NHWC".find(axis).unwrap()] = rest % size(axis);
            rest /= size(axis);
        }
        smooth(at[0], at[1], at[2], at[3])
    };
    (sizes, (0..all).map(byte).collect())
}

/// Rows of cells as a text.
fn rows(cells: impl IntoIterator<Item = Vec<String>>) -> String {
    let lines = cells.into_iter().map(|row| row.join(",") + "\n");
    lines.collect()
}

/// The cells of a gray smooth picture, by rows.
fn picture(n: usize, height: usize, width: usize) -> Vec<String> {
    let place = |at: usize| smooth(n, at / width, at % width, 0).to_string();
    (0..height * width).map(place).collect()
}
