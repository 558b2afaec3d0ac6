//! GIF: what stays of it, and what is refused.

use hourglass::formats::pictures::picture;

use super::samples as make;
use super::{ANIMATION, assert_becomes, assert_refused, taken};

#[test]
fn a_gif_is_its_first_frame() {
    let still = make::gif();
    let comment = [&[0x21, 0xfe, 3][..], b"abc", &[0]].concat();
    let file = [
        make::screen(3, 2),
        comment.clone(),
        vec![0],
        make::gif_frame(0, 0),
        vec![0x3b],
    ]
    .concat();
    let wanted = taken(&still);
    assert_becomes(&file, &wanted.bytes, &[]);
    let animated = [
        make::screen(3, 2),
        make::gif_frame(0, 0),
        comment,
        make::gif_frame(0, 0),
    ]
    .concat();
    assert_becomes(&animated, &wanted.bytes, &[ANIMATION]);
    // A transparent color stays, a frame beyond the screen's edges widens the screen, and the end mark may be missing.
    let transparent = [0x21, 0xf9, 4, 1, 9, 9, 2, 0];
    let file = [
        &make::screen(3, 2)[..],
        &transparent,
        &make::gif_frame(2, 1),
    ]
    .concat();
    let picture = taken(&file);
    assert_eq!((picture.width, picture.height), (5, 3));
    assert_eq!(
        picture.repairs,
        ["Its frame reaches beyond its edges: the whole frame is used."]
    );
    assert!(
        picture
            .bytes
            .windows(8)
            .any(|part| part == [0x21, 0xf9, 4, 1, 0, 0, 2, 0])
    );
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let frame = || make::gif_frame(0, 0);
    let on_screen = |parts: &[u8]| [&make::screen(3, 2)[..], parts].concat();
    let mut bare = make::screen(3, 2)[..13].to_vec();
    bare[10] = 0;
    let changed = |at: usize, byte: u8| {
        let mut frame = frame();
        frame[at] = byte;
        on_screen(&frame)
    };
    for (file, wanted) in [
        ([make::screen(0, 2), frame()].concat(), "its width is 0"),
        (changed(7, 0), "its height is 0"),
        (changed(7, 3), "less than its 3 × 3 pixels"),
        (changed(10, 12), "cannot be unpacked"),
        (changed(12, 0xff), "cannot be unpacked"),
        ([bare, frame()].concat(), "no table of colors"),
        (make::screen(3, 2)[..9].to_vec(), "its header"),
        (make::screen(3, 2)[..20].to_vec(), "its table of colors"),
        (on_screen(&[]), "before any picture"),
        (on_screen(&[0x3b]), "there is no picture in it"),
        (on_screen(&[0x77]), "a part that no GIF has"),
        (on_screen(&frame()[..5]), "a frame's header"),
        (on_screen(&frame()[..15]), "its pixels or a note"),
    ] {
        assert_refused(picture(&file), &["GIF", wanted]);
    }
}
