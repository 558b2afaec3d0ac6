//! Which column is the class, which counts, and whether the first row holds names.

use super::{classes, picture, read, roles, rows, sheet, sizes};

/// Sixty rows of 8 × 8, with cells before and behind each picture.
fn table(around: impl Fn(usize) -> (Vec<String>, Vec<String>)) -> String {
    let row = |n| {
        let (before, behind) = around(n);
        [before, picture(n, 8, 8), behind].concat()
    };
    rows((0..60).map(row))
}

fn text(cell: impl std::fmt::Display) -> Vec<String> {
    vec![format!("{cell}")]
}

#[track_caller]
fn guessed(text: &str) -> (bool, Option<usize>, Vec<usize>) {
    let reading = sheet(text).guess("").unwrap();
    let (header, label, ignored) = roles(&reading);
    (header, label, ignored.to_vec())
}

#[test]
fn a_class_stands_at_either_end() {
    let none = Vec::new;
    let class = |n: usize| n * 7 % 10;
    let first = table(|n| (text(class(n)), none()));
    assert_eq!(guessed(&first), (false, Some(0), vec![]));
    let last = table(|n| (none(), text(class(n))));
    assert_eq!(guessed(&last), (false, Some(64), vec![]));
    assert_eq!(classes(&read(&last)).len(), 10);
    let bare = table(|_| (none(), none()));
    assert_eq!(guessed(&bare), (false, None, vec![]));
    // Labels of numbers with points, and −1 and 1.
    let floats = table(|n| (text(format!("{}.0000", class(n))), none()));
    assert_eq!(guessed(&floats), (false, Some(0), vec![]));
    assert_eq!(classes(&read(&floats))[7], "7");
    let signs = table(|n| (none(), text(if n % 3 == 0 { -1 } else { 1 })));
    assert_eq!(classes(&read(&signs)), ["-1", "1"]);
}

#[test]
fn texts_are_classes_where_rows_share_them() {
    let animals = ["cat", "dog", "eel"];
    let named = table(|n| (vec![], text(animals[n % 3])));
    assert_eq!(guessed(&named), (false, Some(64), vec![]));
    assert_eq!(classes(&read(&named)), animals);
    // A text of its own in every row is a name of a file.
    let files = table(|n| (text(format!("picture-{n}.png")), vec![]));
    assert_eq!(guessed(&files), (false, None, vec![0]));
    let both = table(|n| (text(format!("picture-{n}.png")), text(n % 4)));
    assert_eq!(guessed(&both), (false, Some(65), vec![0]));
}

#[test]
fn a_column_that_counts_is_left_out() {
    let index = table(|n| (text(n + 100), vec![]));
    assert_eq!(guessed(&index), (false, None, vec![0]));
    let both = table(|n| (vec![n.to_string(), (n * 3 % 10).to_string()], vec![]));
    assert_eq!(guessed(&both), (false, Some(1), vec![0]));
    let apart = table(|n| (text(n), text(n * 3 % 10)));
    assert_eq!(guessed(&apart), (false, Some(65), vec![0]));
    let last = table(|n| (text(n * 3 % 10), text(n)));
    assert_eq!(guessed(&last), (false, Some(0), vec![65]));
    // It does not count where one step is missing.
    let step = |n: usize| (text(if n < 30 { n % 5 } else { n % 7 }), vec![]);
    assert_eq!(guessed(&table(step)).1, Some(0));
}

/// Names of 64 pixels.
fn pixels(stem: &str) -> String {
    let names: Vec<String> = (0..64).map(|i| format!("{stem}{i}")).collect();
    names.join(",")
}

#[test]
fn names_say_more_than_numbers() {
    let class = |n: usize| n * 7 % 10;
    let first = table(|n| (text(class(n)), vec![]));
    let last = table(|n| (vec![], text(class(n))));
    let cases = [
        (
            format!("label,{}\n{first}", pixels("pixel")),
            (true, Some(0), vec![]),
        ),
        (
            format!("{},species\n{last}", pixels("pixel")),
            (true, Some(64), vec![]),
        ),
        // A name unlike the pixels' is enough.
        (
            format!("{},kind of thing\n{last}", pixels("p")),
            (true, Some(64), vec![]),
        ),
        (
            format!("{},\"Y\"\n{last}", pixels("x")),
            (true, Some(64), vec![]),
        ),
        // Numbers that count up as names, with and without the class's.
        (
            format!("label,{}\n{first}", pixels("")),
            (true, Some(0), vec![]),
        ),
        (
            format!("{},64\n{last}", pixels("")),
            (true, Some(64), vec![]),
        ),
        // The usual name of a class over a number is a header, even where the others are no texts.
        (
            format!("label{}\n{first}", ",9".repeat(64)),
            (true, Some(0), vec![]),
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(guessed(&text), wanted, "{text:.60}");
        assert_eq!(read(&text).count, 60);
    }
    // A class with a name goes before another column that could be one.
    let split = table(|n| {
        (
            vec![["train", "test"][n % 2].into(), class(n).to_string()],
            vec![],
        )
    });
    let split = format!("set,label,{}\n{split}", pixels("p"));
    assert_eq!(guessed(&split), (true, Some(1), vec![0]));
    // pandas leaves the name of its index blank; other names of an index that does not count are known too.
    for name in ["", "id", "Unnamed: 0", "index"] {
        let mixed = table(|n| (text(n * 37 % 61 % 20), vec![]));
        let text = format!("{name},{}\n{mixed}", pixels("p"));
        assert_eq!(guessed(&text), (true, None, vec![0]), "{name}");
    }
}

#[test]
fn a_header_of_numbers_that_pandas_told_apart() {
    let decimals: Vec<String> = (1..64).map(|i| format!("0.{i}")).collect();
    let body = table(|_| (vec![], vec![]));
    let text = format!("0,{}\n{body}", decimals.join(","));
    assert_eq!(guessed(&text), (true, None, vec![]));
    // Where other rows have decimals too it is a picture.
    let row: Vec<String> = (0..64).map(|i| format!("{i}.5")).collect();
    let text = format!("0,{}\n{}\n{body}", decimals.join(","), row.join(","));
    assert!(!guessed(&text).0);
    // So it is where its decimals are not all different.
    let same = vec!["0.5"; 64].join(",");
    assert!(!guessed(&format!("{same}\n{body}")).0);
}

#[test]
fn one_text_in_the_first_row_is_no_header() {
    let body = table(|_| (vec![], vec![]));
    let slip = body.replacen(',', ",n/a,", 1);
    let slip = slip.replacen(&slip[..=slip.find(',').unwrap()], "", 1);
    assert!(!guessed(&slip).0, "{slip:.60}");
    // Fourteen steps up are a picture that grows lighter.
    let few: Vec<String> = (100..115).map(|i| i.to_string()).collect();
    let few = few.join(",");
    assert!(!guessed(&format!("{few},7\n{}", "50,".repeat(15) + "60\n")).0);
    let many: Vec<String> = (0..16).map(|i| i.to_string()).collect();
    let many = many.join(",");
    assert!(guessed(&format!("{many}\n{}", "50,".repeat(15) + "60\n")).0);
}

#[test]
fn marks_at_the_ends_of_lines_and_names_that_are_short() {
    let class = |n: usize| n * 7 % 10;
    let first = table(|n| (text(class(n)), vec![]));
    let ended = first.replace('\n', ",\n");
    assert_eq!(guessed(&ended), (false, Some(0), vec![]));
    assert_eq!(sizes(&read(&ended)), (60, 8, 8, 1));
    let header = format!("label,{}", pixels("p"));
    for (end, names) in [(",\n", ","), (",\n", ""), ("\n", ",")] {
        let text = format!("{header}{names}\n{}", first.replace('\n', end));
        assert_eq!(guessed(&text), (true, Some(0), vec![]), "{end:?} {names:?}");
        assert_eq!(sizes(&read(&text)), (60, 8, 8, 1));
    }
    // Only some rows end so.
    let some = format!("{},\n", first.trim_end());
    assert_eq!(read(&first), read(&some));
    // R leaves out the name of the column of row names.
    let counted = table(|n| (text(format!("\"{}\"", n + 1)), vec![]));
    let names: Vec<String> = (1..65).map(|i| format!("\"V{i}\"")).collect();
    let r = format!("{}\n{counted}", names.join(",")).replace(',', " ");
    assert_eq!(guessed(&r), (true, None, vec![0]));
    assert_eq!(sizes(&read(&r)), (60, 8, 8, 1));
}

#[test]
fn few_rows_and_one() {
    let row = |label: &str, n| [vec![label.to_owned()], picture(n, 8, 8)].concat();
    let three = rows([row("5", 0), row("0", 1), row("4", 2)]);
    assert_eq!(guessed(&three), (false, Some(0), vec![]));
    // Of one row nothing can be compared: the first column is the class.
    assert_eq!(guessed(&rows([row("5", 0)])), (false, Some(0), vec![]));
    assert_eq!(guessed(&rows([picture(0, 8, 8)])), (false, None, vec![]));
    assert_eq!(classes(&read(&rows([row("cat", 0)]))), ["cat"]);
}

#[test]
fn a_table_that_is_sorted_by_class_shows_its_class() {
    // Rows from all over the file are looked at; within each place the class is the same.
    for (count, side) in [(9000, 8), (4000, 16)] {
        let line = |n: usize| {
            let mut cells = picture(n, side, side);
            cells.push((n * 10 / count).to_string());
            cells
        };
        let text = rows((0..count).map(line));
        let table = read(&text);
        assert_eq!(table.reading.label, Some(side * side), "{count}");
        assert_eq!(classes(&table).len(), 10);
    }
}

#[test]
fn one_cell_holds_all_pixels() {
    let usage = ["Training", "PublicTest"];
    let pixels = |n| picture(n, 8, 8).join(" ");
    let line = |n: usize| format!("{},{},{}\n", n % 7, pixels(n), usage[n % 2]);
    let text = format!(
        "emotion,pixels,Usage\n{}",
        (0..30).map(line).collect::<String>()
    );
    let table = read(&text);
    assert_eq!(sizes(&table), (30, 8, 8, 1));
    assert_eq!(roles(&table.reading), (true, Some(0), &[65][..]));
    assert_eq!(classes(&table), ["0", "1", "2", "3", "4", "5", "6"]);
    // The other order, blanks behind commas, and quotes.
    let line = |n: usize| format!("{},{},\"{}\"\n", n % 7, usage[n % 2], pixels(n));
    let text = format!(
        "emotion, Usage, pixels\n{}",
        (0..30).map(line).collect::<String>()
    );
    let other = read(&text);
    assert_eq!(roles(&other.reading), (true, Some(0), &[1][..]));
    assert_eq!(other.pixels, table.pixels);
}

#[test]
fn a_last_column_that_counts_up_in_few_rows_is_a_class() {
    let behind = |count| rows((0..count).map(|n| [picture(n, 8, 8), text(n)].concat()));
    assert_eq!(guessed(&behind(9)), (false, Some(64), vec![]));
    assert_eq!(guessed(&behind(60)), (false, None, vec![64]));
    let before = rows((0..9).map(|n| [text(n), picture(n, 8, 8)].concat()));
    assert_eq!(guessed(&before), (false, None, vec![0]));
    let names: Vec<String> = (0..64).map(|n| format!("pixel{n}")).collect();
    let named = |name: &str| format!("{},{name}\n{}", names.join(","), behind(9));
    assert_eq!(guessed(&named("kind")), (true, Some(64), vec![]));
    assert_eq!(guessed(&named("id")), (true, None, vec![64]));
}

#[test]
fn pictures_that_are_no_squares_may_have_a_class_at_either_end() {
    let class = |n: usize| text(n * 7 % 10);
    let first = rows((0..30).map(|n| [class(n), picture(n, 28, 20)].concat()));
    let last = rows((0..30).map(|n| [picture(n, 28, 20), class(n)].concat()));
    let bare = rows((0..30).map(|n| picture(n, 28, 20)));
    let wide = rows((0..30).map(|n| picture(n, 33, 17)));
    for (text, label, height) in [
        (&first, Some(0), 28),
        (&last, Some(560), 28),
        (&bare, None, 28),
        (&wide, None, 33),
    ] {
        let numbers = sheet(text);
        let reading = numbers.guess("").unwrap();
        assert_eq!((reading.label, reading.height), (label, height));
        // Without one of the columns of the third table nothing is a picture.
        let others: &[_] = if *text == bare {
            &[None]
        } else {
            &[None, Some(0), Some(560)]
        };
        let [columns, ..] = numbers.choices(&reading);
        for wanted in others {
            assert!(columns.iter().any(|one| one.label == *wanted), "{label:?}");
        }
    }
}
