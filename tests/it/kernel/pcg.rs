//! The generator against the numbers of its author, and many words at once against one at a time.

use hourglass::kernel::pcg::Pcg32;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn words_are_those_of_the_reference_implementation() {
    // pcg32-demo of <https://www.pcg-random.org>, first round: state 42, sequence 54.
    let mut pcg = Pcg32::new(42, 54 << 1);
    let words = [0; 6].map(|_| pcg.next_word());
    assert_eq!(
        words,
        [
            0xa15c_02b7,
            0x7b47_f409,
            0xba1d_3330,
            0x83d2_f293,
            0xbfa4_784b,
            0xcbed_606e
        ]
    );
}

#[test]
fn many_words_are_the_same_as_one_after_the_other() {
    let (mut many, mut one) = (Pcg32::new(7, 9), Pcg32::new(7, 9));
    for len in (0..20).chain([256, 1001]) {
        let mut words = vec![0; len];
        many.fill(&mut words);
        let want: Vec<u32> = (0..len).map(|_| one.next_word()).collect();
        assert_eq!(words, want, "{len} words");
    }
}
