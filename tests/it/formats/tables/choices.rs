//! What a person may choose instead, and what becomes of a choice that does not fit.

use super::{array, laid, picture, rows, sheet, words};
use hourglass::error::Error;
use hourglass::formats::table::{Axes, Numbers, Reading};
use proptest::prelude::*;

/// Files of many kinds, as texts and arrays.
fn files() -> Vec<Vec<u8>> {
    let row = |n: usize| [vec![(n * 7 % 10).to_string()], picture(n, 8, 8)].concat();
    let animals = |n: usize| [picture(n, 8, 8), vec![["cat", "dog"][n % 2].into()]].concat();
    let names = |stem: &str| (0..64).map(|at| format!("{stem}{at}")).collect::<Vec<_>>();
    let header = [vec!["label".into()], names("p")].concat();
    let mut files: Vec<Vec<u8>> = [
        rows((0..30).map(row)),
        rows([header].into_iter().chain((0..30).map(row))),
        rows((0..30).map(animals)),
        rows(
            [[names(""), vec!["kind".into()]].concat()]
                .into_iter()
                .chain((0..30).map(animals)),
        ),
        rows((0..9).map(|n| picture(n, 28, 20))),
        rows([picture(1, 8, 8)]),
        rows(
            [vec!["emotion".into(), "pixels".into()]]
                .into_iter()
                .chain((0..9).map(|n| vec![n.to_string(), picture(n, 3, 3).join(" ")])),
        ),
        super::pictures::color("NCHW"),
    ]
    .map(String::into_bytes)
    .into();
    for (order, shape) in [
        ("NHW", (5, 8, 8, 1)),
        ("NHWC", (5, 8, 6, 3)),
        ("NCHW", (5, 8, 8, 3)),
        ("HWC", (1, 20, 30, 3)),
        ("HW", (1, 20, 30, 1)),
        ("HWN", (9, 8, 8, 1)),
    ] {
        let (sizes, bytes) = laid(order, shape);
        files.push(array("|u1", &sizes, &bytes));
        let doubles: Vec<u8> = bytes
            .iter()
            .flat_map(|&byte| f64::from(byte).to_le_bytes())
            .collect();
        files.push(array(
            ">f8",
            &sizes,
            &doubles
                .chunks(8)
                .flat_map(|one| one.iter().rev().copied())
                .collect::<Vec<_>>(),
        ));
    }
    files.push(array("|u1", &[20, 64], &laid("NHW", (20, 8, 8, 1)).1));
    files.push(array("|u1", &[64, 64], &laid("HW", (1, 64, 64, 1)).1));
    files
}

#[test]
fn every_choice_can_be_read_and_peeked() {
    for file in files() {
        let numbers = Numbers::open(&file).unwrap();
        let guess = numbers.guess("").unwrap();
        let [columns, pictures, values] = numbers.choices(&guess);
        assert!(!pictures.is_empty() && !values.is_empty());
        let is_array = matches!(numbers, Numbers::Array(_));
        assert!(is_array || !columns.is_empty());
        for list in [columns, pictures, values] {
            assert!(list.first().is_none_or(|first| *first == guess));
            for (place, reading) in list.iter().enumerate() {
                assert!(
                    !list[..place].contains(reading),
                    "{reading:?} stands there twice"
                );
                let whole = numbers.read("", Some(reading)).unwrap();
                assert_eq!(whole.reading, *reading);
                let length = reading.height * reading.width * reading.channels;
                assert_eq!(whole.pixels.len(), whole.count * length);
                let some = numbers.peek(reading, 9).unwrap();
                assert_eq!(some.count, whole.count.min(9));
                assert_eq!(some.pixels[..length], whole.pixels[..length]);
                assert_eq!(some.reading, *reading);
                assert_eq!(reading.clone().checked().as_ref(), Ok(reading));
                let axes = String::from(reading.axes);
                assert_eq!(Axes::try_from(axes), Ok(reading.axes));
                // What has been chosen is the first of the next choices.
                for next in numbers.choices(reading) {
                    assert!(next.first().is_none_or(|first| first == reading));
                }
            }
        }
    }
}

#[test]
fn the_guess_reads_what_reading_as_guessed_reads() {
    for file in files() {
        let numbers = Numbers::open(&file).unwrap();
        let guess = numbers.guess("").unwrap();
        assert_eq!(
            numbers.read("", None).unwrap(),
            numbers.read("", Some(&guess)).unwrap()
        );
    }
}

#[test]
fn a_class_can_be_said_to_be_none_or_elsewhere() {
    let row = |n: usize| [vec![(n * 7 % 10).to_string()], picture(n, 8, 8)].concat();
    let text = rows((0..30).map(row));
    let numbers = sheet(&text);
    let [columns, ..] = numbers.choices(&numbers.guess("").unwrap());
    let roles: Vec<_> = columns
        .iter()
        .map(|one| (one.header, one.label, one.ignored.clone()))
        .collect();
    for wanted in [
        (false, Some(0), vec![]),
        (false, Some(64), vec![]),
        (false, None, vec![0]),
        (true, Some(0), vec![]),
    ] {
        assert!(roles.contains(&wanted), "{wanted:?}: {roles:?}");
    }
}

#[test]
fn a_table_on_its_side_can_be_turned() {
    let text = rows((0..9).map(|n| picture(n, 8, 8)));
    let numbers = sheet(&text);
    let [_, pictures, _] = numbers.choices(&numbers.guess("").unwrap());
    let turned = pictures
        .iter()
        .find(|one| one.axes.letters() == b"NWH")
        .unwrap();
    let upright = numbers.read("", None).unwrap().pixels;
    let turned = numbers.read("", Some(turned)).unwrap().pixels;
    assert_eq!((turned[1], turned[8]), (upright[8], upright[1]));
}

#[test]
fn a_peek_is_taken_from_all_over_the_file() {
    let text = rows((0..90).map(|n| [vec![(n / 10).to_string()], picture(n, 8, 8)].concat()));
    let numbers = sheet(&text);
    let guess = numbers.guess("").unwrap();
    let some = numbers.peek(&guess, 9).unwrap();
    assert_eq!((some.count, some.labels.unwrap().names.len()), (9, 9));
    assert_eq!(numbers.peek(&guess, 0).unwrap().count, 0);
    assert_eq!(numbers.peek(&guess, 500).unwrap().count, 90);
    let (sizes, bytes) = laid("NHW", (17, 8, 8, 1));
    let file = array("|u1", &sizes, &bytes);
    let numbers = Numbers::open(&file).unwrap();
    let some = numbers.peek(&numbers.guess("").unwrap(), 9).unwrap();
    assert_eq!(some.pixels[8 * 64..], bytes[15 * 64..16 * 64]);
    // A peek names the row of the file.
    let text = text.replacen("\n8,", "\n8,oops", 11);
    let numbers = sheet(&text);
    let error = words(numbers.peek(&guess, 9));
    assert!(
        error.contains("row 8") || error.contains("row 9"),
        "{error}"
    );
}

#[test]
fn a_last_bit_that_a_text_changes_is_no_other_reading() {
    let text = "0,1.5,300.7,-0.1234567890123456\n".repeat(3);
    let numbers = sheet(&text);
    let guess = numbers.guess("").unwrap();
    let near = Reading {
        from: guess.from.next_up(),
        to: guess.to.next_down(),
        ..guess.clone()
    };
    assert_eq!(
        numbers.choices(&near)[2].len(),
        numbers.choices(&guess)[2].len()
    );
    assert_eq!(numbers.read("", Some(&near)).unwrap().notes.len(), 0);
}

#[test]
fn what_is_no_reading_is_refused() {
    for axes in ["NHH", "NW", "", "NHWCN", "nhw", "N", "NHWX", "NHWÄ"] {
        assert!(Axes::try_from(axes.to_owned()).is_err(), "{axes}");
    }
    let guess = sheet("0,1,2,255\n4,5,6,7\n").guess("").unwrap();
    let infinite = f64::INFINITY;
    for (from, to) in [
        (255.0, 0.0),
        (0.0, 0.0),
        (0.0, f64::NAN),
        (f64::NAN, 255.0),
        (0.0, infinite),
        (-infinite, 0.0),
    ] {
        let changed = Reading {
            from,
            to,
            ..guess.clone()
        };
        let error = changed.checked().unwrap_err();
        assert!(matches!(error, Error::Config { .. }), "{from} {to}");
    }
}

/// Any reading that can be said.
fn any_reading() -> impl Strategy<Value = Reading> {
    let orders = [
        "NHW", "NWH", "HW", "WH", "NHWC", "NCHW", "HWC", "CHW", "HWN", "HWCN", "CHWN", "NWHC",
        "CWH",
    ];
    let size = || {
        prop_oneof![
            0_usize..4,
            Just(8),
            Just(20),
            Just(28),
            Just(30),
            Just(usize::MAX),
            0..2000_usize
        ]
    };
    let ends = prop_oneof![
        Just((0.0, 1.0)),
        Just((-1e308, 1e308)),
        Just((0.0, 5e-324)),
        Just((3.0, 200.5))
    ];
    let columns = prop::collection::vec(size(), 0..3);
    let (sides, label) = ((size(), size(), size()), prop::option::of(size()));
    let axes = prop::sample::select(orders.to_vec());
    (any::<bool>(), columns, label, axes, sides, ends).prop_map(
        |(header, ignored, label, axes, (height, width, channels), (from, to))| Reading {
            header,
            ignored,
            label,
            axes: Axes::try_from(axes.to_owned()).unwrap(),
            height,
            width,
            channels,
            from,
            to,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_reading_of_any_file_is_taken_or_refused_in_words(reading in any_reading()) {
        for file in files() {
            let numbers = Numbers::open(&file).unwrap();
            numbers.choices(&reading);
            for result in [numbers.read("", Some(&reading)), numbers.peek(&reading, 9)] {
                match result {
                    Ok(table) => {
                        let length = reading.height * reading.width * reading.channels;
                        prop_assert_eq!(table.pixels.len(), table.count * length);
                    }
                    Err(error) => prop_assert!(matches!(error, Error::Format { .. }), "{}", error),
                }
            }
        }
    }
}
