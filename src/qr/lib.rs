//! What the page's share dialog calls: a link as a QR code.
//!
//! A module of its own, so that only those who share a link fetch it.

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, Mode};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// The modules of a text's code, row by row, 1 where one is dark, without the quiet zone. None where no code is large
/// enough. Errors are corrected up to 7 %: of a code on a screen nothing is torn off, and its modules are larger so.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen(js_name = qrModules))]
pub fn qr_modules(text: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(text)
        .mode(Mode::Byte)
        .ecl(ECL::L)
        .build()
        .ok()?;
    let dark =
        (0..code.size).flat_map(|y| code[y][..code.size].iter().map(|one| u8::from(one.value())));
    Some(dark.collect())
}

#[cfg(test)]
mod tests {
    use super::qr_modules;

    /// What a reader of another author reads in a code.
    fn read(modules: &[u8]) -> String {
        const SCALE: usize = 4;
        const QUIET: usize = 4;
        let side = modules.len().isqrt();
        let width = (side + 2 * QUIET) * SCALE;
        let at = |pixel: usize| (pixel / SCALE).checked_sub(QUIET).filter(|at| *at < side);
        let mut picture =
            rqrr::PreparedImage::prepare_from_greyscale(width, width, |x, y| {
                match (at(x), at(y)) {
                    (Some(x), Some(y)) if modules[y * side + x] == 1 => 0,
                    _ => 255,
                }
            });
        let grids = picture.detect_grids();
        assert_eq!(grids.len(), 1, "one code of {side} modules");
        grids[0].decode().expect("a code that can be read").1
    }

    #[test]
    fn another_reader_reads_the_same_link() {
        let long = "&hidden=1024-1024".repeat(60);
        for rest in [
            "",
            "v=1&code=8",
            "v=1&data=own&moves=rate:0.003@500,beta:2@900",
            &long,
        ] {
            let link = format!("https://example.org/hourglass/#{rest}");
            assert_eq!(read(&qr_modules(&link).unwrap()), link);
        }
    }

    #[test]
    fn a_reader_sees_one_changed_module_through() {
        let mut modules = qr_modules("https://example.org/#v=1").unwrap();
        let side = modules.len().isqrt();
        modules[side * side / 2] ^= 1;
        assert_eq!(read(&modules), "https://example.org/#v=1");
        modules
            .iter_mut()
            .skip(side * 9)
            .take(side * 6)
            .for_each(|one| *one = 0);
        assert!(std::panic::catch_unwind(|| read(&modules)).is_err());
    }

    #[test]
    fn the_size_is_that_of_the_standard_and_too_long_a_text_has_none() {
        // Version 1 at level L holds 17 bytes, version 40 holds 2,953.
        assert_eq!(qr_modules(&"a".repeat(17)).unwrap().len(), 21 * 21);
        assert_eq!(qr_modules(&"a".repeat(18)).unwrap().len(), 25 * 25);
        assert_eq!(qr_modules(&"a".repeat(2953)).unwrap().len(), 177 * 177);
        assert!(qr_modules(&"a".repeat(2954)).is_none());
    }
}
