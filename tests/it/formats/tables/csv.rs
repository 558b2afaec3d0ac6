//! CSV files: an image a row, with and without header and labels.

use super::{classes, read, sheet, sizes, why};
use hourglass::formats::csv::Sheet;
use hourglass::formats::table::{self, NONE, Numbers};
use proptest::prelude::*;

#[track_caller]
fn refused(text: &str, part: &str) {
    let why = why(text);
    assert!(why.contains(part), "{why:?} lacks {part:?}");
}

#[test]
fn rows_are_images() {
    let table = read("0,1,2,255\n4,5,6,7\r\n\n8,9,10,11\r");
    assert_eq!(sizes(&table), (3, 2, 2, 1));
    assert_eq!(table.pixels, [0, 1, 2, 255, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!((table.labels, table.notes), (None, vec![]));
    assert_eq!(sizes(&read("1;2;3;4;5;6;7;8;9;10;11;12")), (1, 2, 2, 3));
    assert_eq!(read("0.0\t0.5\t1e0\t 1 ").pixels, [0, 128, 255, 255]);
    assert_eq!(read("-1,0,0.5,1").pixels, [0, 128, 191, 255]);
}

#[test]
fn the_column_of_labels_is_found() {
    // Of five columns four make a square, so the first one holds the labels.
    let first = read("7,1,2,3,40\n10,5,6,7,80\n7,9,9,9,90\n");
    assert_eq!(first.labels.as_ref().unwrap().places, [0, 1, 0]);
    assert_eq!(classes(&first), ["7", "10"], "in the order of numbers");
    // A column of labels is known by its name, wherever it stands.
    let named = read("a,b,c,d,Class\n1,2,3,4,dog\n5,6,7,8,\"cat, small\"\n9,9,9,9,\n");
    assert_eq!(named.labels.as_ref().unwrap().places, [1, 0, NONE]);
    assert_eq!(classes(&named), ["cat, small", "dog"]);
    assert_eq!(named.pixels.len(), 12);
    // A first row with one text is no header.
    let plain = read("dog,1,2,3,4\ncat,5,6,7,8");
    assert_eq!((plain.count, classes(&plain)), (2, vec!["cat", "dog"]));
    // A header of counted numbers, as pandas writes it.
    let row: Vec<String> = (0..16).map(|i| i.to_string()).collect();
    let counted = read(&format!(
        "label,{}\nx,{}\n",
        row.join(","),
        vec!["50"; 15].join(",") + ",60"
    ));
    assert_eq!((counted.count, classes(&counted)), (1, vec!["x"]));
    assert_eq!(counted.pixels[14..], [50, 60]);
}

#[test]
fn a_mark_of_utf_8_and_quotes_do_not_matter() {
    let table = read(
        "\u{feff}\"label\",\"p0\",\"p1\",\"p2\",\"p3\"\n\"say \"\"hi\"\"\",\"1\",\"2\",\"3\",\"40\"",
    );
    assert_eq!(table.pixels, [1, 2, 3, 40]);
    assert_eq!(classes(&table), ["say \"hi\""]);
}

#[test]
fn what_is_wrong_is_named_by_row_and_column() {
    refused("", "it is empty");
    refused("\n \r\n", "it is empty");
    refused(
        "1,2,3,4\n5,6,7\n",
        "row 2 has 3 columns, and the first has 4",
    );
    refused("1,2,3,4\n\n5,6,7,8,9\n", "row 3 has 5 columns");
    refused(
        "1,2,3,4\n5,x,7,8\n",
        "row 2 has “x” in column 2, and pixels are finite numbers",
    );
    refused("1,2,3,nan\n5,1,7,8\n", "row 1 has “nan” in column 4");
    refused("1,2,3,4\n5,inf,7,8\n", "“inf”");
    refused("1,2,3\n", "it has 3 columns");
    refused("a,b,c,d\n", "it has a row of names, and no other");
    refused("Once upon a time, there was\n", "it has 2 columns");
    refused(&"1,".repeat(2_000_000), "it has 2000000 columns");
    refused(&"1,".repeat(5_000_000), "it has over 4194368 columns");
}

#[test]
fn blank_cells_are_zero_and_said() {
    let table = read("100,2,3,4\n5,,7, \n");
    assert_eq!(table.pixels, [100, 2, 3, 4, 5, 0, 7, 0]);
    assert_eq!(table.notes, ["2 blank cells of pixels are taken as 0."]);
    let one = read("100,2,3,4\n5,,7,8\n");
    assert_eq!(one.notes, ["1 blank cell of pixels is taken as 0."]);
    // A gap in numbers that are shares of one, after which they are read a second time.
    assert_eq!(read("1,0.5,,0\n0,0,0,0\n").pixels[..4], [255, 128, 0, 0]);
}

#[test]
fn flat_pictures_are_known() {
    assert!(read("1,1,1,1\n2,2,2,2\n").is_blank());
    assert!(!read("1,1,1,1\n2,2,2,90\n").is_blank());
}

#[test]
fn cells_are_parted_and_written_in_many_ways() {
    let plain = "7,100,0,0.5,20\n8,0,0.25,3,4\n7,0,0,1,9\n7,0,0,0,0\n";
    let wanted = read(plain).pixels;
    let semicolons = plain.replace(',', ";");
    let variants = [
        semicolons.clone(),
        plain.replace(',', "\t"),
        plain.replace(',', " ; "),
        plain.replace('\n', "\r\n"),
        plain.replace('\n', "\r"),
        plain.replace('\n', "\n\n"),
        plain.trim_end().to_owned(),
        format!("\u{feff}{plain}"),
        format!("sep=;\n{semicolons}"),
        format!("\u{feff}SEP=;\r\n{semicolons}"),
        format!("sep=\t\n{}", plain.replace(',', "\t")),
        format!("# made by hand\n{plain}"),
        format!("{plain}# the end\n"),
        semicolons.replace('.', ","),
        plain.replace(',', "\t").replace('.', ","),
    ];
    for text in variants {
        let table = read(&text);
        assert_eq!(table.pixels, wanted, "{text}");
        assert_eq!(classes(&table), ["7", "8"], "{text}");
    }
    let notes = |text: &str| read(text).notes.join(" ");
    assert_eq!(notes(&semicolons), "");
    assert_eq!(
        notes(&semicolons.replace('.', ",")),
        "Its commas are taken as decimal points."
    );
    assert_eq!(
        notes(&format!("#\n{plain}")),
        "Its lines that begin with # are left out."
    );
    // A comma parts cells where commas are the marks.
    refused("1,5,2,0,3,0\n", "it has 6 columns");
}

#[test]
fn blanks_part_numbers() {
    let line = |n: i32| {
        let cells: Vec<String> = (0..9)
            .map(|at| format!("{:.2}", f64::from(at * n % 50)))
            .collect();
        cells.join("  ")
    };
    let lines: Vec<String> = (1..6).map(|n| format!("  {}\t\n", line(n))).collect();
    let text = lines.concat();
    let table = read(&text);
    assert_eq!(sizes(&table), (5, 3, 3, 1));
    assert_eq!(table.pixels[9..12], [0, 2, 4]);
    let signed = text.replace("  0.00", "  -1.0e0");
    assert_eq!(read(&signed).range.low, -1.0);
    // Comments of numpy.savetxt name columns.
    assert_eq!(read(&format!("# a b c\n{text}")).pixels, table.pixels);
}

#[test]
fn a_million_columns_make_one_image_of_a_thousand() {
    let table = read(&("1,".repeat(999_999) + "2"));
    assert_eq!(sizes(&table), (1, 1000, 1000, 1));
    assert_eq!((table.pixels[0], table.pixels[999_999]), (128, 255));
    // 1025 × 1025 is over the limit.
    refused(&("1,".repeat(1_050_624) + "2"), "it has 1050625 columns");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = table::read(&bytes);
        if let Ok(sheet) = Sheet::open(&bytes) {
            let _ = Numbers::Sheet(sheet).read("", None);
        }
    }

    #[test]
    fn no_text_panics(text in "[0-9,;\t\"\n\r.eE+ naify-]{0,200}") {
        if let Ok(sheet) = Sheet::open(text.as_bytes())
            && let Ok(table) = Numbers::Sheet(sheet).read("", None)
        {
            let (count, height, width, channels) = sizes(&table);
            prop_assert_eq!(table.pixels.len(), count * height * width * channels);
            prop_assert!(table.labels.is_none_or(|labels| labels.places.len() == table.count));
        }
    }

    #[test]
    fn what_is_written_comes_back(
        rows in prop::collection::vec((0_u8..5, prop::collection::vec(any::<u8>(), 16)), 1..20),
    ) {
        prop_assume!(rows.iter().any(|(_, row)| row.iter().any(|v| *v > 31)));
        let line = |(label, row): &(u8, Vec<u8>)| {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            format!("class {label},{}\n", cells.join(","))
        };
        let text: String = rows.iter().map(line).collect();
        prop_assume!(!text.is_empty());
        let table = sheet(&text).read("", None).unwrap();
        let want: Vec<u8> = rows.iter().flat_map(|(_, row)| row.clone()).collect();
        prop_assert_eq!(&table.pixels, &want);
        let labels = table.labels.unwrap();
        for (label, (before, _)) in labels.places.iter().zip(&rows) {
            prop_assert_eq!(&labels.names[usize::from(*label)], &format!("class {before}"));
        }
    }
}
