//! Names in archives as text: by flag, field or code page, all of one archive together, and no two become one.

use std::collections::BTreeMap;

use hourglass::formats::archive::list;
use hourglass::formats::text::names::{Name, paths};
use proptest::prelude::*;

use super::zip::{Entry, decoded, stored, zip};

/// Code page 437 and 850 from 0x80 on, as far as the names here need them.
const DOS: &[(&str, char, u8)] = &[
    ("cp437", 'ä', 0x84),
    ("cp437", 'é', 0x82),
    ("cp437", 'ö', 0x94),
    ("cp437", 'ü', 0x81),
    ("cp437", 'ß', 0xe1),
    ("cp437", 'Ä', 0x8e),
    ("cp437", 'Ü', 0x9a),
    ("cp437", 'ë', 0x89),
    ("cp850", 'ç', 0x87),
    ("cp850", 'ã', 0xc6),
    ("cp850", 'ø', 0x9b),
    ("cp850", 'Æ', 0x92),
];

/// A text in a code page.
fn encoded(page: &str, text: &str) -> Vec<u8> {
    if page.starts_with("cp") {
        let byte = |c: char| DOS.iter().find(|(of, it, _)| *of == page && *it == c);
        return text
            .chars()
            .map(|c| byte(c).map_or(c as u8, |(.., byte)| *byte))
            .collect();
    }
    let encoding = encoding_rs::Encoding::for_label(page.as_bytes()).unwrap();
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{text} in {page}");
    bytes.into_owned()
}

fn unknown(bytes: &[Vec<u8>]) -> Vec<String> {
    let names: Vec<_> = bytes
        .iter()
        .map(|bytes| Name { bytes, known: None })
        .collect();
    paths(&names, &decoded)
}

#[test]
fn the_code_page_is_known_by_what_its_letters_make() {
    for (page, text) in [
        ("utf-8", "кот/1|犬/2|Bär/3"),
        ("shift_jis", "動物/犬/写真0.png|動物/猫/写真1.png"),
        ("shift_jis", "ねこ/1|いぬ/2"),
        ("shift_jis", "ソフト/表/1"),
        ("shift_jis", "新しいフォルダー/IMG"),
        ("shift_jis", "正常/1|異常/2"),
        ("shift_jis", "東京/1"),
        ("gbk", "猫/1|狗/2"),
        ("gbk", "鸟/1|鱼/2"),
        ("gbk", "新建文件夹/图片1.png"),
        ("gbk", "图片/1"),
        ("gbk", "训练集/正常/1|训练集/缺陷/2"),
        ("big5", "貓/1|狗/2"),
        ("big5", "新增資料夾/功能/1"),
        ("euc-kr", "고양이/1|강아지/2"),
        ("euc-kr", "새 폴더/사진1.png"),
        ("euc-kr", "정상/1|불량/2"),
        ("ibm866", "кот/0|пёс/1"),
        ("ibm866", "КОТЫ/1|СОБАКИ/2"),
        ("ibm866", "Новая папка/1"),
        ("windows-1251", "Кошки/1|Собаки/2"),
        ("windows-1251", "Новая папка/Снимок №1"),
        ("cp437", "Bär/1|Größe/2"),
        ("cp437", "café/1|Noël/2"),
        ("cp437", "Äpfel/1|Über/2"),
        ("cp850", "maçã/1|limão/2"),
        ("cp850", "sjø/1|Ærø/2"),
        ("windows-1252", "Bär/1|Größe/2|été/3"),
        ("windows-1252", "maçã/1|niño/2"),
        ("windows-1250", "źrebię/1|żółw/2"),
        ("windows-1250", "kočka/1|žába/2"),
    ] {
        let names: Vec<_> = text.split('|').map(|name| encoded(page, name)).collect();
        assert_eq!(unknown(&names).join("|"), text, "{page}");
    }
}

#[test]
fn without_a_sign_of_a_code_page_it_is_the_one_that_the_format_names() {
    assert_eq!(unknown(&[vec![0xb0, 0xb1, 0xff]]), ["░▒\u{a0}"]);
    // Without any tables the browser's code pages are out.
    let bytes = encoded("windows-1251", "кот");
    let name = Name {
        bytes: &bytes,
        known: None,
    };
    assert_eq!(paths(&[name], &|_, _| None), ["Ωε≥"]);
}

#[test]
fn a_character_whose_second_byte_is_a_backslash_is_one_character() {
    let name = [
        &encoded("shift_jis", "ソ")[..],
        b"\\",
        &encoded("shift_jis", "表計算"),
    ]
    .concat();
    assert_eq!(unknown(&[name]), ["ソ/表計算"]);
}

#[test]
fn bytes_that_are_the_same_text_stay_apart() {
    let sign = |bytes: &[u8]| [&encoded("shift_jis", "合計"), bytes, b"/1"].concat();
    // Shift_JIS has this sign twice.
    assert_eq!(
        unknown(&[
            sign(&[0x81, 0xca]),
            sign(&[0xee, 0xf9]),
            sign(&[0x81, 0xca])
        ]),
        ["合計￢/1", "合計￢ ‹8d878c76eef9›/1", "合計￢/1"]
    );
    let bytes = encoded("cp437", "café/1");
    let names = [
        Name {
            bytes: &bytes,
            known: None,
        },
        Name {
            bytes: "café/2".as_bytes(),
            known: Some("café/2"),
        },
    ];
    assert_eq!(paths(&names, &decoded), ["café ‹63616682›/1", "café/2"]);
}

/// Another field with the text of a name.
fn unicode(name: &[u8], text: &str) -> Vec<u8> {
    let crc = rawzip::crc32(name).to_le_bytes();
    let length = (5 + text.len() as u16).to_le_bytes();
    [b"up", &length[..], &[1], &crc, text.as_bytes()].concat()
}

#[test]
fn flag_and_field_say_what_a_name_is() {
    let entry = |name: &[u8], flags, extra| Entry {
        name: name.to_vec(),
        flags,
        extra,
        ..stored("", b"x")
    };
    let cat = encoded("ibm866", "кот/0");
    let file = zip(&[
        entry("кот/0".as_bytes(), 0x800, vec![]),
        entry(b"???/0", 0, unicode(b"???/0", "пёс/0")),
        // The field is of another name: a program has changed the name since.
        entry(&cat, 0, unicode(b"???/0", "пёс/1")),
        // Nothing is UTF-8 because a flag says so.
        entry(&encoded("ibm866", "дом/0"), 0x800, vec![]),
    ]);
    let listing = list(&file, &decoded).unwrap();
    let found: Vec<_> = listing.entries.iter().map(|entry| &entry.path).collect();
    assert_eq!(found, ["кот/0", "пёс/0", "кот ‹aaaee2›/0", "дом/0"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_two_names_become_one(
        names in proptest::collection::vec(proptest::collection::vec(
            prop_oneof![0x80..=0xff_u8, Just(b'a'), Just(b'%'), 0x81..=0x9f_u8], 1..5), 1..12),
        known in any::<bool>(),
    ) {
        let text: Vec<_> = names.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        // The first is known, and is what others may become.
        let all: Vec<_> = names.iter().zip(&text).enumerate().map(|(idx, (bytes, text))| Name {
            bytes, known: (known && idx == 0 && text.as_bytes() == bytes).then_some(text.as_str()),
        }).collect();
        let mut of = BTreeMap::new();
        for (name, path) in names.iter().zip(paths(&all, &decoded)) {
            let before = of.insert(path.clone(), name.clone());
            prop_assert!(before.is_none_or(|before| &before == name), "{path}");
        }
    }
}
