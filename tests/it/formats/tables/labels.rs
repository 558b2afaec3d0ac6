//! Labels: of lists, of columns, and the names of their classes.

use super::{array, classes, names, picture, read, rows, sheet};
use hourglass::formats::table::{self, Labels, NONE, Numbers, Reading};

fn list(descr: &str, count: usize, data: &[u8]) -> Labels {
    let file = array(descr, &[count], data);
    Numbers::open(&file).unwrap().labels().unwrap()
}

#[test]
fn lists_of_any_type_name_classes() {
    let labels = list("|u1", 4, &[7, 2, 7, 10]);
    assert_eq!(
        (names(&labels), &labels.places[..]),
        (vec!["2", "7", "10"], &[1, 0, 1, 2][..])
    );
    let signed: Vec<u8> = [-1_i64, 1, -1]
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .collect();
    assert_eq!(names(&list("<i8", 3, &signed)), ["-1", "1"]);
    let floats: Vec<u8> = [7.0_f32, f32::NAN, 0.1]
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .collect();
    let labels = list("<f4", 3, &floats);
    assert_eq!(
        (names(&labels), &labels.places[..]),
        (vec!["0.1", "7"], &[1, NONE, 0][..])
    );
    assert_eq!(names(&list("|b1", 3, &[0, 1, 0])), ["0", "1"]);
    let letters: Vec<u8> = "cat\0é\0\0\0dog\0"
        .chars()
        .flat_map(|c| u32::from(c).to_le_bytes())
        .collect();
    assert_eq!(names(&list("<U4", 3, &letters)), ["cat", "dog", "é"]);
    let letters: Vec<u8> = "ab"
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    assert_eq!(names(&list(">U1", 2, &letters)), ["a", "b"]);
    assert_eq!(
        names(&list("|S3", 3, b"cat\xe9\0\0\xe8\0\0")),
        ["cat", "è", "é"]
    );
}

#[test]
fn large_whole_numbers_stay_apart() {
    let near = [9_007_199_254_740_993_u64, 9_007_199_254_740_992, u64::MAX];
    let bytes: Vec<u8> = near.iter().flat_map(|v| v.to_le_bytes()).collect();
    let labels = list("<u8", 3, &bytes);
    assert_eq!(labels.names.len(), 3);
    assert_eq!(labels.names[2], "18446744073709551615");
}

#[test]
fn what_is_no_list_has_no_labels() {
    let file = array("|u1", &[4], &[1; 4]);
    assert!(Numbers::open(&file).unwrap().guess("").is_err());
    assert!(sheet("1,2,3,4\n").labels().is_err());
    let mut many = Vec::new();
    for label in 0..65_537_u32 {
        many.extend(label.to_le_bytes());
    }
    let file = array("<u4", &[65_537], &many);
    let error = Numbers::open(&file).unwrap().labels().unwrap_err();
    assert!(
        error.to_string().contains("over 65535 different"),
        "{error}"
    );
    let file = array("<u4", &[65_535], &many[..4 * 65_535]);
    assert_eq!(
        Numbers::open(&file).unwrap().labels().unwrap().names.len(),
        65_535
    );
}

/// Eighty rows of 4 × 4 under this name of the class.
fn table(name: &str, label: impl Fn(usize) -> String) -> String {
    let header = vec![
        (0..16)
            .map(|at| format!("p{at}"))
            .chain([name.to_owned()])
            .collect(),
    ];
    let line = |n| [picture(n, 4, 4), vec![label(n)]].concat();
    rows(header.into_iter().chain((0..80).map(line)))
}

#[test]
fn names_are_short_plain_and_different() {
    // Zeros behind the point go; of two texts that are one number each stays a class.
    let pair = ["7", "7.0", "-3.000", "3.10"];
    let one = read(&table("label", |n| pair[n % 4].into()));
    assert_eq!(classes(&one), ["-3", "3.10", "7", "7 (2)"]);
    // Names that are the same in their first letters.
    let long = "a".repeat(60);
    let one = read(&table("label", |n| format!("{long}{}", n % 2)));
    assert_eq!(
        classes(&one),
        ["a".repeat(40), format!("{} (2)", "a".repeat(40))]
    );
    let clash = ["7", "7.0", "7 (2)"];
    let one = read(&table("label", |n| clash[n % 3].into()));
    assert_eq!(one.labels.unwrap().names.len(), 3);
    // Blanks around a name do not count, and a row without one has no class.
    let blank = ["cat", " cat ", "", "  "];
    let labels = read(&table("label", |n| blank[n % 4].into()))
        .labels
        .unwrap();
    assert_eq!(
        (names(&labels), &labels.places[..4]),
        (vec!["cat"], &[0, 0, NONE, NONE][..])
    );
    assert_eq!(read(&table("label", |_| String::new())).labels, None);
}

#[test]
fn classes_are_few_unless_the_file_says_so() {
    let each = |n: usize| (n * 37 % 80).to_string();
    assert_eq!(classes(&read(&table("label", each))).len(), 80);
    // The same under another name, and as texts.
    let other = read(&table("weight", each));
    assert_eq!((other.reading.ignored, other.labels), (vec![16], None));
    let other = read(&table("file", |n| format!("{n}.png")));
    assert_eq!((other.reading.ignored, other.labels), (vec![16], None));
}

/// As many rows as a sample does not hold, of 256 classes or more, which a sample of them does not show.
fn many(name: &str) -> String {
    let line = |n: usize| {
        let class = if n % 1000 < 600 {
            3 + n % 7
        } else {
            n / 8 % 1000
        };
        [picture(n, 3, 3), vec![class.to_string()]].concat()
    };
    let header = (0..9).map(|at| format!("p{at}")).chain([name.to_owned()]);
    rows([header.collect()].into_iter().chain((0..16_000).map(line)))
}

#[test]
fn too_many_values_of_a_guessed_class_are_left_out_and_said() {
    let named = read(&many("label"));
    assert!(classes(&named).len() > 255);
    assert_eq!(named.notes.len(), 0);
    let text = many("unlike");
    let guessed = read(&text);
    if sheet(&text).guess("").unwrap().label.is_some() {
        let note = "Column 10 has over 255 different values, and is left out: it names no classes.";
        assert_eq!(guessed.notes, [note]);
    }
    assert_eq!((guessed.reading.label, guessed.labels), (None, None));
    // Somebody who chooses the column has it.
    let chosen = Reading {
        label: Some(9),
        ignored: vec![],
        ..guessed.reading
    };
    assert!(classes(&sheet(&text).read("", Some(&chosen)).unwrap()).len() > 255);
}

#[test]
fn letters_of_an_old_code_page_are_said() {
    let text = table("label", |n| ["Möwe", "Bär"][n % 2].into());
    assert_eq!(read(&text).notes.len(), 0);
    let old: Vec<u8> = text.chars().map(|c| u32::from(c) as u8).collect();
    let table = table::read(&old).unwrap();
    assert_eq!(
        (classes(&table), table.notes.len()),
        (vec!["Bär", "Möwe"], 1)
    );
}
