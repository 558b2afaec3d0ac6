//! In which order a picture's numbers lie.

use super::{array, axes, laid, ordered, picture, rows, sheet, sizes, smooth, words};
use hourglass::formats::table::{self, Numbers, Reading};

/// The pixels in the order `(picture, y, x, channel)`.
fn upright(sizes: (usize, usize, usize, usize)) -> Vec<u8> {
    laid("NHWC", sizes).1
}

#[test]
fn axes_are_told_by_sizes_and_by_smoothness() {
    let cases = [
        ("NHW", (20, 28, 28, 1), "NHW"),
        ("NHWC", (20, 28, 28, 1), "NHWC"),
        ("NCHW", (20, 28, 28, 1), "NCHW"),
        ("NHWC", (20, 32, 32, 3), "NHWC"),
        ("NCHW", (20, 32, 32, 3), "NCHW"),
        ("NCHW", (3, 32, 32, 3), "NCHW"),
        ("NHWC", (3, 32, 32, 3), "NHWC"),
        ("HWN", (40, 28, 28, 1), "HWN"),
        ("HWCN", (40, 28, 28, 3), "HWCN"),
        ("CHWN", (40, 28, 28, 3), "CHWN"),
        ("HWC", (1, 90, 120, 3), "HWC"),
        ("CHW", (1, 90, 120, 3), "CHW"),
        ("HW", (1, 90, 120, 1), "HW"),
        ("HWC", (1, 30, 20, 4), "HWC"),
        ("NHW", (60, 20, 30, 1), "NHW"),
    ];
    for (order, shape, wanted) in cases {
        let (lengths, bytes) = laid(order, shape);
        let file = array("|u1", &lengths, &bytes);
        let table = table::read(&file).unwrap();
        assert_eq!(axes(&table.reading), wanted, "{lengths:?}");
        assert_eq!(sizes(&table), shape);
        assert_eq!(table.pixels, upright(shape), "{lengths:?}");
        // Fortran's order is the other way round, and means the same.
        let reversed: String = order.chars().rev().collect();
        let file = ordered("|u1", &lengths, &laid(&reversed, shape).1, "True");
        assert_eq!(table::read(&file).unwrap(), table, "{lengths:?}");
    }
}

#[test]
fn a_row_of_an_array_is_a_picture() {
    let (_, bytes) = laid("NHW", (30, 28, 28, 1));
    let flat = table::read(&array("|u1", &[30, 784], &bytes)).unwrap();
    assert_eq!(sizes(&flat), (30, 28, 28, 1));
    assert_eq!(flat.pixels, bytes);
    let fortran: Vec<u8> = (0..784 * 30)
        .map(|at| bytes[at % 30 * 784 + at / 30])
        .collect();
    let other = table::read(&ordered("|u1", &[30, 784], &fortran, "True")).unwrap();
    assert_eq!(other, flat);
    // With a class behind the pixels, and as floats.
    let line = |n: usize| [&bytes[n * 784..(n + 1) * 784], &[n as u8 % 5]].concat();
    let values = (0..30)
        .flat_map(line)
        .flat_map(|byte| f64::from(byte).to_le_bytes());
    let labelled = table::read(&array("<f8", &[30, 785], &values.collect::<Vec<_>>())).unwrap();
    assert_eq!(labelled.reading.label, Some(784));
    assert_eq!(
        (labelled.pixels, labelled.labels.unwrap().names.len()),
        (bytes, 5)
    );
}

#[test]
fn rows_and_columns_are_pictures_or_one_picture() {
    let (_, alone) = laid("HW", (1, 64, 64, 1));
    let table = table::read(&array("|u1", &[64, 64], &alone)).unwrap();
    assert_eq!(
        (sizes(&table), axes(&table.reading)),
        ((1, 64, 64, 1), "HW")
    );
    let (_, many) = laid("NHW", (64, 8, 8, 1));
    let table = table::read(&array("|u1", &[64, 64], &many)).unwrap();
    assert_eq!(
        (sizes(&table), axes(&table.reading)),
        ((64, 8, 8, 1), "NHW")
    );
    // An array has no names, even if its first row counts.
    let counted: Vec<u8> = (0..=255).collect();
    let table = table::read(&array("|u1", &[4, 64], &counted)).unwrap();
    assert_eq!((table.count, table.reading.header), (4, false));
}

/// A CSV of smooth pictures of 32 × 32 in color, in this order.
pub fn color(order: &str) -> String {
    let (_, bytes) = laid(order, (12, 32, 32, 3));
    rows(
        bytes
            .chunks(3072)
            .map(|row| row.iter().map(ToString::to_string).collect()),
    )
}

#[test]
fn color_lies_by_pixels_or_by_planes() {
    for order in ["NHWC", "NCHW"] {
        let text = color(order);
        for text in [&text[..], text.lines().next().unwrap()] {
            let table = super::read(text);
            assert_eq!(axes(&table.reading), order);
            assert_eq!(table.pixels, upright((table.count, 32, 32, 3)));
        }
    }
}

#[test]
fn pictures_that_are_no_squares_are_told_by_smoothness_or_names() {
    for (height, width) in [(28, 20), (20, 28), (40, 14)] {
        let text = rows((0..20).map(|n| picture(n, height, width)));
        assert_eq!(sizes(&super::read(&text)), (20, height, width, 1));
    }
    let names = |height: usize, width: usize, mark: &str| {
        let name = |at: usize| format!("{}{mark}{}", at / width + 1, at % width + 1);
        (0..height * width).map(name).collect::<Vec<_>>()
    };
    // Names say the sides of pictures that are not smooth.
    let noise = |n: usize| {
        (0..24)
            .map(|at| (at * 89 % 97 * (n + 3) % 251).to_string())
            .collect()
    };
    for (height, width) in [(6, 4), (4, 6), (3, 8)] {
        for mark in ["x", "_"] {
            let body: Vec<Vec<String>> = (0..9).map(noise).collect();
            let text = rows([vec![names(height, width, mark)], body].concat());
            assert_eq!(
                sizes(&super::read(&text)),
                (9, height, width, 1),
                "{height}{mark}{width}"
            );
        }
    }
    let label = |mut row: Vec<String>, label: &str| {
        row.insert(0, label.into());
        row
    };
    let body = (0..30).map(|n| label(picture(n, 28, 28), ["3", "8"][n % 2]));
    let text = rows([label(names(28, 28, "x"), "label")].into_iter().chain(body));
    let table = super::read(&text);
    assert_eq!(
        (sizes(&table), table.reading.label),
        ((30, 28, 28, 1), Some(0))
    );
}

#[test]
fn emnist_lies_on_its_side() {
    let text = rows((0..9).map(|n| picture(n, 8, 8)));
    let numbers = sheet(&text);
    for name in [
        "emnist-letters-train.csv",
        "data/EMNIST-balanced.csv",
        "my emnist.csv",
    ] {
        let table = numbers.read(name, None).unwrap();
        assert_eq!(axes(&table.reading), "NWH", "{name}");
        assert_eq!(table.pixels[1], smooth(0, 1, 0, 0));
    }
    for name in ["femnist.csv", "mnist.csv", ""] {
        assert_eq!(axes(&numbers.guess(name).unwrap()), "NHW", "{name}");
    }
    let (lengths, bytes) = laid("NHW", (20, 28, 28, 1));
    let file = array("|u1", &lengths, &bytes);
    let numbers = Numbers::open(&file).unwrap();
    assert_eq!(axes(&numbers.guess("emnist.npy").unwrap()), "NWH");
}

#[test]
fn shapes_that_are_no_pictures_are_refused_with_what_to_do() {
    for shape in [
        &[2, 5, 5, 2][..],
        &[2, 3, 4, 5, 1],
        &[2000, 2, 2000],
        &[7],
        &[900, 2],
        &[],
    ] {
        let length: usize = shape.iter().product();
        let got = words(table::read(&array("|u1", shape, &vec![1; length])));
        assert!(got.contains("reshape") || got.contains("columns"), "{got}");
    }
    let numbers = array("|u1", &[2, 6, 6], &[9; 72]);
    let numbers = Numbers::open(&numbers).unwrap();
    let reading = numbers.guess("").unwrap();
    for wrong in [
        Reading {
            height: 7,
            ..reading.clone()
        },
        Reading {
            channels: 3,
            ..reading.clone()
        },
        Reading {
            label: Some(0),
            ..reading.clone()
        },
        Reading {
            width: usize::MAX,
            height: usize::MAX,
            ..reading.clone()
        },
        Reading {
            from: 3.0,
            to: 3.0,
            ..reading
        },
    ] {
        words(numbers.read("", Some(&wrong)));
        words(numbers.peek(&wrong, 9));
        numbers.choices(&wrong);
    }
}
