//! CSV files: an image a row, with and without header and labels.

use hourglass::error::Error;
use hourglass::formats::csv;
use hourglass::formats::table::Table;
use proptest::prelude::*;

fn read(text: &str) -> Table {
    csv::read(text.as_bytes()).unwrap()
}

#[track_caller]
fn refused(text: &str, part: &str) {
    let Err(Error::Format { why, .. }) = csv::read(text.as_bytes()) else {
        panic!("{:?}", csv::read(text.as_bytes()));
    };
    assert!(why.contains(part), "{why:?} lacks {part:?}");
}

fn names(table: &Table) -> Vec<&str> {
    let names = table.class_names.as_ref().unwrap();
    names.iter().map(String::as_str).collect()
}

#[test]
fn rows_are_images() {
    let table = read("0,1,2,255\n4,5,6,7\r\n\n8,9,10,11\r");
    assert_eq!(
        (table.count, table.height, table.width, table.channels),
        (3, 2, 2, 1)
    );
    assert_eq!(table.pixels, [0, 1, 2, 255, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert_eq!((table.labels, table.class_names), (None, None));
    let color = read("1;2;3;4;5;6;7;8;9;10;11;12");
    assert_eq!(
        (color.count, color.height, color.width, color.channels),
        (1, 2, 2, 3)
    );
    assert_eq!(read("0.0\t0.5\t1e0\t 1 ").pixels, [0, 128, 255, 255]);
    assert_eq!(read("-1,0,0.5,1").pixels, [0, 128, 191, 255]);
}

#[test]
fn the_column_of_labels_is_found() {
    // Of five columns four make a square, so the first one holds the labels.
    let first = read("7,1,2,3,4\n10,5,6,7,8\n7,9,9,9,9\n");
    assert_eq!(first.labels, Some(vec![0, 1, 0]));
    assert_eq!(names(&first), ["7", "10"], "in the order of numbers");
    // A column of labels is known by its name, wherever it stands.
    let named = read("a,b,c,d,Class\n1,2,3,4,dog\n5,6,7,8,\"cat, small\"\n9,9,9,9,\n");
    assert_eq!(named.labels, Some(vec![1, 0, 255]));
    assert_eq!(names(&named), ["cat, small", "dog"]);
    assert_eq!(named.pixels.len(), 12);
    // A first row with one text is no header.
    let plain = read("dog,1,2,3,4\ncat,5,6,7,8");
    assert_eq!((plain.count, names(&plain)), (2, vec!["cat", "dog"]));
    // A header of counted numbers, as pandas writes it.
    let row: Vec<String> = (0..16).map(|i| i.to_string()).collect();
    let counted = read(&format!(
        "label,{}\nx,{}\n",
        row.join(","),
        vec!["5"; 15].join(",") + ",6"
    ));
    assert_eq!((counted.count, names(&counted)), (1, vec!["x"]));
    assert_eq!(counted.pixels[14..], [5, 6]);
}

#[test]
fn a_mark_of_utf_8_and_quotes_do_not_matter() {
    let table = read(
        "\u{feff}\"label\",\"p0\",\"p1\",\"p2\",\"p3\"\n\"say \"\"hi\"\"\",\"1\",\"2\",\"3\",\"4\"",
    );
    assert_eq!(table.pixels, [1, 2, 3, 4]);
    assert_eq!(names(&table), ["say \"hi\""]);
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
    refused("1,2,3,4\n5,,7,8\n", "“” in column 2");
    refused("1,2,3\n", "it has 3 columns");
    refused("a,b,c,d\n", "0 images");
    refused("1,1,1,1\n2,2,2,2\n", "one flat color");
    refused("Once upon a time, there was\n", "it has 2 columns");
    refused(&"1,".repeat(2_000_000), "it has 2000001 columns");
    let many: Vec<String> = (0..256).map(|i| format!("c{i},1,2,3,4")).collect();
    refused(&many.join("\n"), "over 255 different");
}

#[test]
fn a_million_columns_make_one_image_of_a_thousand() {
    let table = read(&("1,".repeat(999_999) + "2"));
    assert_eq!(
        (table.height, table.width, table.pixels[999_999]),
        (1000, 1000, 2)
    );
    let wide = csv::read("1,".repeat(1_050_624).as_bytes()).unwrap_err();
    assert!(
        matches!(wide, Error::Format { .. }),
        "1025 × 1025 is over the limit: {wide}"
    );
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = csv::read(&bytes);
    }

    #[test]
    fn no_text_panics(text in "[0-9,;\t\"\n\r.eE+ naify-]{0,200}") {
        if let Ok(table) = csv::read(text.as_bytes()) {
            prop_assert_eq!(table.pixels.len(), table.count * table.height * table.width * table.channels);
            prop_assert!(table.labels.is_none_or(|labels| labels.len() == table.count));
        }
    }

    #[test]
    fn what_is_written_comes_back(
        rows in prop::collection::vec((0_u8..5, prop::collection::vec(any::<u8>(), 16)), 1..20),
    ) {
        prop_assume!(rows.iter().any(|(_, row)| row.iter().any(|v| *v != row[0] && *v > 1)));
        let line = |(label, row): &(u8, Vec<u8>)| {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            format!("class {label},{}\n", cells.join(","))
        };
        let text: String = rows.iter().map(line).collect();
        prop_assume!(!text.is_empty());
        let table = csv::read(text.as_bytes()).unwrap();
        let want: Vec<u8> = rows.iter().flat_map(|(_, row)| row.clone()).collect();
        prop_assert_eq!(&table.pixels, &want);
        let names = table.class_names.unwrap();
        for (label, (before, _)) in table.labels.unwrap().iter().zip(&rows) {
            prop_assert_eq!(&names[usize::from(*label)], &format!("class {before}"));
        }
    }
}
