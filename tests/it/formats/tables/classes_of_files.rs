//! Lists of files and classes beside pictures.

use super::names;
use hourglass::formats::csv::Sheet;
use hourglass::formats::table::{FileClasses, NONE};

fn of(text: &str, paths: &[&str]) -> Option<FileClasses> {
    let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
    FileClasses::of(&Sheet::open(text.as_bytes()).unwrap(), &paths)
}

#[test]
fn a_list_gives_the_pictures_their_classes() {
    let paths = ["set/a.png", "set/B.PNG", "c.jpg", "set/d.png"];
    for list in [
        "file,label\na.png,cat\nb.png,dog\nc.jpg,cat\n",
        "label;file\ncat;a\ndog;b\ncat;c\n",
        "id,breed\na,cat\nb,dog\nc,cat\n",
        "path,x,class\nset/a.png,1,cat\nset/b.png,1,dog\n./c.jpg,2,cat\n",
        "path\tclass\nset\\a.png\tcat\nset\\b.png\tdog\nc.jpg\tcat\n",
        "a.png,cat\nb.png,dog\nc.jpg,cat\nother.png,eel\n",
    ] {
        let found = of(list, &paths).unwrap();
        assert_eq!(names(&found.labels), ["cat", "dog"], "{list}");
        assert_eq!(
            (&found.labels.places[..], found.named),
            (&[0, 1, 0, NONE][..], 3),
            "{list}"
        );
    }
}

#[test]
fn a_folder_tells_pictures_of_one_name_apart() {
    let paths = ["x/one/1.png", "x/two/1.png"];
    let found = of("file,label\none/1.png,cat\ntwo/1.png,dog\n", &paths).unwrap();
    assert_eq!(found.labels.places, [0, 1]);
    // A name alone means both.
    let found = of("file,label\n1.png,cat\n2.png,dog\n", &paths).unwrap();
    assert_eq!(found.labels.places, [0, 0]);
}

#[test]
fn other_tables_give_none() {
    let paths = ["a.png", "b.png", "1.png", "2.png"];
    for table in [
        "label,p0,p1,p2,p3\n1,2,3,4,5\n",
        "file,label\nx.png,cat\ny.png,dog\n",
        "a.png\nb.png\n",
        "file,what\na.png,same\nb.png,same\n",
        // Levels of gray that are the names of pictures by chance.
        "1,2,3,4,0\n2,1,4,3,1\n",
        &format!("a.png{}\nb.png{}\n", ",1".repeat(64), ",2".repeat(64)),
    ] {
        assert_eq!(of(table, &paths), None, "{table:.40}");
    }
    assert_eq!(of("file,label\na.png,cat\n", &[]), None);
    // One name among many rows and many pictures is chance.
    let rows: Vec<String> = (0..20).map(|row| format!("x{row},{}", row % 2)).collect();
    let rows = rows.join("\n");
    let many: Vec<String> = (9..40).map(|one| format!("x{one}.png")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(of(&rows, &many).is_some());
    let others: Vec<String> = (19..60).map(|one| format!("x{one}.png")).collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    assert_eq!(of(&rows, &others), None);
}
