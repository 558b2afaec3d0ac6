//! ZIP and gzip: what is listed, what is left out, and what is refused when it is read.

use hourglass::error::Error;
use hourglass::formats::archive::{self, Entry, Listing, gunzip, read, start};

use super::assert_refused;
use super::samples::gzip;
use super::zip::{decoded, deflated, stored, zip};

/// Lists an archive as a browser does.
fn list(zip: &[u8]) -> Result<Listing, Error> {
    archive::list(zip, &decoded)
}

/// Reads the only entry of an archive.
fn only(zip: &[u8]) -> Result<Vec<u8>, Error> {
    let listing = list(zip)?;
    let [entry] = &listing.entries[..] else {
        panic!("{listing:?}");
    };
    read(zip, entry)
}

#[test]
fn entries_come_with_their_folders_in_order() {
    let file = zip(&[
        stored("cats/", b""),
        stored("cats/1.png", b"one"),
        stored("__MACOSX/cats/._1.png", b"x"),
        deflated("dogs\\deep/./2.png", &[7; 5000]),
        deflated("empty.png", b""),
    ]);
    let listing = list(&file).unwrap();
    assert_eq!(listing.left_out, []);
    let found: Vec<_> = listing
        .entries
        .iter()
        .map(|e| (e.path.as_str(), e.index, e.size))
        .collect();
    assert_eq!(
        found,
        [
            ("cats/1.png", 1, 3),
            ("__MACOSX/cats/._1.png", 2, 1),
            ("dogs/deep/2.png", 3, 5000),
            ("empty.png", 4, 0)
        ]
    );
    let bytes = |entry: &Entry| read(&file, entry).unwrap();
    assert_eq!(bytes(&listing.entries[0]), b"one");
    assert_eq!(bytes(&listing.entries[2]), [7; 5000]);
    assert_eq!(bytes(&listing.entries[3]), b"");
    let some = |idx: usize, length| start(&file, &listing.entries[idx], length).unwrap();
    assert_eq!(some(0, 2), b"on");
    assert_eq!(some(2, 9), [7; 9]);
    assert_eq!(some(2, 6000), [7; 5000]);
    assert_eq!(some(3, 9), b"");
    assert!(list(&zip(&[])).unwrap().entries.is_empty());
}

#[test]
fn what_cannot_be_read_is_left_out_by_name() {
    let entry = |name| stored(name, b"abc");
    let (mut locked, mut link, mut odd, mut long) =
        (entry("locked"), entry("link"), entry("odd"), entry("long"));
    locked.flags |= 1;
    link.mode = 0o120_777;
    odd.method = 14;
    long.name = vec![b'a'; 1025];
    let mut huge = entry("huge");
    huge.size = 600 << 20;
    let mut nul = entry("nul");
    nul.name = b"a\0b.png".to_vec();
    let file = zip(&[
        locked,
        link,
        odd,
        huge,
        long,
        nul,
        entry("../../up.png"),
        entry("a/..\\..\\up.png"),
        entry("/root.png"),
        entry("C:\\win.png"),
        entry("good.png"),
    ]);
    let listing = list(&file).unwrap();
    assert_eq!(listing.entries.len(), 1);
    assert_eq!(listing.entries[0].path, "good.png");
    let long = "a".repeat(100);
    let wanted = [
        ("locked", "It is locked with a password"),
        ("link", "It is a link"),
        ("odd", "(lzma)"),
        (
            "huge",
            "It is too large: 600 MB unpacked, and 512 MB are allowed.",
        ),
        (&long, "Its path is too long."),
        ("a\u{fffd}b.png", "characters that no name has"),
        ("../../up.png", "leads out of the archive"),
        ("a/../../up.png", "leads out of the archive"),
        ("/root.png", "leads out of the archive"),
        ("C:/win.png", "leads out of the archive"),
    ];
    assert_eq!(listing.left_out.len(), wanted.len());
    for ((path, why), (name, part)) in listing.left_out.iter().zip(wanted) {
        assert!(path == name && why.contains(part), "{path}: {why}");
    }
}

#[test]
fn entries_that_lie_are_refused_when_they_are_read() {
    let good = deflated("a.png", &[9; 300]);
    let (mut short, mut long, mut crc, mut stored_long) = (
        good.clone(),
        good.clone(),
        good.clone(),
        stored("a.png", b"abc"),
    );
    short.size = 299;
    long.size = 301;
    crc.crc ^= 1;
    stored_long.size = 4;
    let mut cut = good.clone();
    cut.packed.pop();
    let mut damaged = good;
    damaged.packed = vec![0xff; 9];
    for (entry, wanted) in [
        (short, "another size than the archive says"),
        (long, "another size than the archive says"),
        (stored_long, "another size than the archive says"),
        (crc, "its checksum is wrong"),
        (cut, "it is cut short"),
        (damaged, "it cannot be unpacked"),
    ] {
        assert_refused(only(&zip(&[entry])), &["ZIP", "\"a.png\"", wanted]);
    }
}

#[test]
fn the_whole_is_bounded() {
    let mut entry = stored("a", b"");
    entry.packed = vec![0; 2 << 20];
    entry.size = 400 << 20;
    entry.method = 8;
    let three: Vec<_> = (0..3).map(|_| entry.clone()).collect();
    let listing = list(&zip(&three)).unwrap();
    assert_eq!((listing.entries.len(), listing.left_out.len()), (2, 1));
    assert_eq!(
        listing.left_out[0].1,
        "The archive would unpack to more than 1024 MB; unpack it, and bring some of its files at a time."
    );
    let many: Vec<_> = (0..100_003).map(|i| stored(&i.to_string(), b"")).collect();
    let listing = list(&zip(&many)).unwrap();
    assert_eq!(
        (listing.entries.len(), listing.left_out.len()),
        (100_000, 1)
    );
    assert!(
        listing.left_out[0].1.contains("first 100000 entries")
            && listing.left_out[0].1.contains("3 more")
    );
}

#[test]
fn how_tightly_an_entry_is_packed_does_not_matter() {
    let drawing = vec![255; 3 << 20];
    let file = zip(&[deflated("drawing.bmp", &drawing)]);
    assert!(file.len() * 900 < drawing.len());
    assert_eq!(only(&file).unwrap(), drawing);
}

#[test]
fn entries_that_share_bytes_are_a_bomb() {
    let mut file = zip(&[stored("a", &[1; 50]), stored("b", &[2; 50])]);
    let second = file
        .windows(4)
        .rposition(|part| part == b"PK\x01\x02")
        .unwrap();
    // The second entry of the directory points to the first one's bytes.
    file[second + 42..second + 46].copy_from_slice(&[0; 4]);
    assert_refused(list(&file), &["ZIP", "one over the other"]);
    let whole = zip(&[stored("a", b"b")]);
    assert_refused(
        list(&whole[..whole.len() - 1]),
        &["ZIP", "its list of files cannot be read"],
    );
}

#[test]
fn gzip_is_unpacked_member_by_member() {
    let two = [gzip(b"one"), gzip(b"two"), vec![0; 7]].concat();
    assert_eq!(gunzip(&two, 6).unwrap(), b"onetwo");
    assert_eq!(gunzip(&gzip(b""), 0).unwrap(), b"");
    // The header has an extra field, a name, a comment and a checksum.
    let plain = gzip(b"abc");
    let header = [
        &[0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9][..],
        b"name\0",
        b"note\0",
        &[1, 2],
    ]
    .concat();
    assert_eq!(
        gunzip(&[&header, &plain[10..]].concat(), 100).unwrap(),
        b"abc"
    );
}

#[test]
fn gzip_that_is_cut_damaged_or_a_bomb_is_refused() {
    let whole = gzip(&[5; 3000]);
    for length in 2..whole.len() {
        assert_refused(gunzip(&whole[..length], 1 << 20), &["gzip", "cut short"]);
    }
    let mut crc = whole.clone();
    *crc.last_mut().unwrap() ^= 1;
    assert_refused(gunzip(&crc, 1 << 20), &["its checksum is wrong"]);
    let damaged = [&whole[..10], &[0xff; 20]].concat();
    assert_refused(gunzip(&damaged, 1 << 20), &["cannot be unpacked"]);
    let mut other = whole.clone();
    other[2] = 7;
    assert_refused(gunzip(&other, 1 << 20), &["an unknown way"]);
    assert_refused(gunzip(b"abc", 9), &["does not start with 1f 8b"]);
    let bomb = gzip(&vec![0; 3 << 20]);
    let error = assert_refused(
        gunzip(&bomb, 2 << 20),
        &["more than 2 MB; the limit is 2 MB"],
    );
    assert!(matches!(error, Error::TooLarge { .. }));
    assert_refused(gunzip(&whole, 2999), &["too large"]);
    // The bound holds for all members together.
    assert_refused(
        gunzip(&[whole.clone(), whole].concat(), 5999),
        &["too large"],
    );
}

#[test]
fn what_is_packed_is_read_again() {
    let large = vec![7; 70_000];
    let files: [(&str, &[u8]); 4] = [
        ("one.txt", b"one"),
        ("a/\u{e9}.bin", &large),
        ("empty", b""),
        ("two.txt", b"two"),
    ];
    let file = archive::pack(&files).unwrap();
    assert_eq!(file, archive::pack(&files).unwrap());
    let listing = list(&file).unwrap();
    assert_eq!(listing.left_out, []);
    let found = listing
        .entries
        .iter()
        .map(|entry| (entry.path.as_str(), read(&file, entry).unwrap()));
    let wanted = files.map(|(name, bytes)| (name, bytes.to_vec()));
    assert_eq!(found.collect::<Vec<_>>(), wanted);
    assert!(
        list(&archive::pack(&[]).unwrap())
            .unwrap()
            .entries
            .is_empty()
    );
}
