//! Which numbers become black and white.

use super::{array, read, rows, sheet};
use hourglass::formats::table::{self, Range, Reading, Table};

#[test]
fn ends_follow_what_numbers_there_are() {
    let range = |low: f64, high: f64, is_whole| Range {
        low,
        high,
        is_whole,
    };
    let cases = [
        // Shares of one, masks, and signs.
        (range(0.0, 1.0, true), (0.0, 1.0)),
        (range(0.2, 0.3, false), (0.0, 1.0)),
        (range(-1.0, 1.0, false), (-1.0, 1.0)),
        (range(-0.01, 0.5, false), (-1.0, 1.0)),
        // A coarse scale is stretched, up to 31 levels of whole numbers.
        (range(0.0, 16.0, true), (0.0, 16.0)),
        (range(0.0, 31.0, true), (0.0, 31.0)),
        (range(0.0, 32.0, true), (0.0, 255.0)),
        (range(0.0, 16.0, false), (0.0, 255.0)),
        // Bytes stay what they are.
        (range(12.0, 200.0, true), (0.0, 255.0)),
        (range(0.0, 254.5, false), (0.0, 255.0)),
        // Deep scales.
        (range(0.0, 256.0, true), (0.0, 1023.0)),
        (range(3.0, 1024.0, true), (0.0, 4095.0)),
        (range(0.0, 4095.0, true), (0.0, 4095.0)),
        (range(0.0, 4096.0, true), (0.0, 16_383.0)),
        (range(0.0, 65_535.0, true), (0.0, 65_535.0)),
        // Anything else.
        (range(0.0, 65_536.0, true), (0.0, 65_536.0)),
        (range(0.0, 300.5, false), (0.0, 300.5)),
        (range(-128.0, 127.0, true), (-128.0, 127.0)),
        (range(-3.0, -3.0, true), (-3.0, 0.0)),
        (range(7e300, 7e300, true), (0.0, 7e300)),
    ];
    for (range, wanted) in cases {
        assert_eq!(range.ends(), wanted, "{range:?}");
        assert!(wanted.0 < wanted.1);
        for (from, to) in range.choices() {
            let holds = from <= range.low && range.high <= to;
            // That of bytes is there for a number that is a slip of the pen.
            let is_of_bytes = (from, to) == (0.0, 255.0) && range.low < 255.0 && range.high > 1.0;
            assert!((holds || is_of_bytes) && from < to, "{range:?}");
        }
        assert!(
            range.choices().contains(&wanted) || range.low == range.high,
            "{range:?}"
        );
    }
}

/// A CSV, an npy and an IDX of the same numbers, three pictures of 2 × 3.
fn by_every_road(values: &[f64; 18]) -> [Vec<u8>; 3] {
    let names: Vec<String> = (0..6).map(|at| format!("{}x{}", at / 3, at % 3)).collect();
    let lines = values
        .chunks(6)
        .map(|row| row.iter().map(ToString::to_string).collect());
    let text = format!("{}\n{}", names.join(","), rows(lines));
    let little: Vec<u8> = values
        .iter()
        .flat_map(|v| (*v as f32).to_le_bytes())
        .collect();
    let mut idx = vec![0, 0, 0x0d, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3];
    idx.extend(values.iter().flat_map(|v| (*v as f32).to_be_bytes()));
    [text.into_bytes(), array("<f4", &[3, 2, 3], &little), idx]
}

#[test]
fn every_road_leads_to_the_same_bytes() {
    type Value = fn(f64) -> f64;
    let cases: [(Value, [u8; 3]); 6] = [
        (|n| n % 2.0, [0, 255, 0]),
        (|n| n / 17.0, [0, 15, 30]),
        (|n| if n == 0.0 { -1.0 } else { n / 23.0 }, [0, 133, 139]),
        (|n| n, [0, 15, 30]),
        (|n| 240.0 * n, [0, 15, 30]),
        (|n| 10.5 - n, [255, 240, 225]),
    ];
    for (value, wanted) in cases {
        let values = std::array::from_fn(|at| value(at as f64));
        let tables = by_every_road(&values).map(|file| table::read(&file).unwrap());
        assert_eq!(tables[0].pixels[..3], wanted, "{values:?}");
        assert_eq!(tables[0].pixels, tables[1].pixels, "{values:?}");
        assert_eq!(tables[0].pixels, tables[2].pixels, "{values:?}");
    }
}

#[test]
fn masks_are_the_same_of_any_type() {
    let bits = [0, 1, 1, 0, 1, 0, 0, 1];
    let floats: Vec<u8> = bits
        .iter()
        .flat_map(|&bit| f32::from(bit as i8).to_le_bytes())
        .collect();
    let white = bits.map(|bit| 255 * bit);
    let files = [
        array("|u1", &[2, 2, 2], &bits),
        array("|b1", &[2, 2, 2], &bits),
        array("<f4", &[2, 2, 2], &floats),
    ];
    for file in files {
        assert_eq!(table::read(&file).unwrap().pixels, white);
    }
    let mut idx = vec![0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2];
    idx.extend(bits);
    assert_eq!(table::read(&idx).unwrap().pixels, white);
    assert_eq!(read("0,1,1,0\n1,0,0,1\n").pixels, white);
}

#[test]
fn the_class_does_not_widen_the_range() {
    let table = read("label,a,b,c,d\n700,0,16,3,4\n800,5,6,7,8\n700,0,16,9,9\n");
    assert_eq!((table.reading.label, table.reading.to), (Some(0), 16.0));
}

#[test]
fn values_chosen_by_hand_cut_and_say_so() {
    let numbers = sheet("0,100,200,300\n0,100,200,300\n");
    let guess = numbers.guess("").unwrap();
    assert_eq!((guess.from, guess.to), (0.0, 1023.0));
    let chosen = Reading {
        from: 100.0,
        to: 200.0,
        ..guess
    };
    let cut = numbers.read("", Some(&chosen)).unwrap();
    assert_eq!(cut.pixels[..4], [0, 0, 255, 255]);
    assert_eq!(
        cut.notes,
        ["Its numbers go from 0 to 300; those beyond 100 and 200 are cut."]
    );
    assert_eq!(cut.reading, chosen);
    let whole = Reading {
        from: 0.0,
        to: 300.0,
        ..chosen
    };
    let whole = numbers.read("", Some(&whole)).unwrap();
    assert_eq!(
        (&whole.pixels[..4], whole.notes.len()),
        (&[0, 85, 170, 255][..], 0)
    );
}

#[test]
fn the_whole_file_confirms_the_range() {
    // The sample of a large file does not see the one number beyond the others.
    let mut text = String::new();
    for n in 0..60_000 {
        text.push_str(if n == 2_000 {
            "0,1,16,900\n"
        } else {
            "0,1,16,9\n"
        });
    }
    let numbers = sheet(&text);
    assert_eq!(numbers.guess("").unwrap().to, 16.0);
    let Table {
        reading,
        range,
        notes,
        ..
    } = numbers.read("", None).unwrap();
    assert_eq!((reading.to, range.high, notes.len()), (1023.0, 900.0, 0));
    // A text that the sample has not seen is named by row and column.
    let text = text.replacen("900", "n/a", 1);
    let error = sheet(&text).read("", None).unwrap_err().to_string();
    assert!(error.contains("row 2001 has “n/a” in column 4"), "{error}");
}
