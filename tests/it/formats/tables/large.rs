//! Files that are large, or damaged so that they say so.

use super::{array, sheet, why};
use hourglass::formats::table::{self, Numbers};

#[test]
fn a_long_list_is_labels_and_no_picture() {
    let count = 10_000_000;
    let bytes: Vec<u8> = (0..count).map(|at| (at % 7) as u8).collect();
    let file = array("|u1", &[count], &bytes);
    let numbers = Numbers::open(&file).unwrap();
    assert!(numbers.is_labels() && numbers.guess("").is_err());
    assert_eq!(numbers.labels().unwrap().names.len(), 7);
    // The same numbers as one row are too many for a picture.
    let file = array("|u1", &[1, count], &bytes);
    let error = Numbers::open(&file).unwrap().guess("").unwrap_err();
    assert!(error.to_string().contains("columns"), "{error}");
}

#[test]
fn a_long_line_without_an_end_is_refused_in_words() {
    for line in [
        "1 ".repeat(3_000_007),
        "x".repeat(3_000_000),
        ",".repeat(3_000_007),
    ] {
        let error = why(&line);
        assert!(error.contains("columns"), "{error}");
    }
    let quoted = format!("\"{}", "1,".repeat(1_000_000));
    assert!(why(&quoted).contains("it has 1 columns"));
}

#[test]
fn many_columns_with_odd_names_are_looked_at_in_time() {
    // Half of the names are unlike the others, so that as many columns are left out.
    let name = |at: usize| format!("{}{at}", if at.is_multiple_of(2) { "p" } else { "odd" });
    let names: Vec<String> = (0..200_001).map(name).collect();
    let text = format!("{}\n{}7\n", names.join(","), "7,".repeat(200_000));
    let _ = sheet(&text).guess("");
    let _ = table::read(text.as_bytes());
}
