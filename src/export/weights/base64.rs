//! Bytes as text, four letters for three of them (RFC 4648, section 4).
//!
//! Written here rather than by the crate of that name, which makes the page 3.3 KB heavier; the tests hold the
//! two together.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `bytes` in base64, filled up with `=`.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |i: usize| u32::from(three.get(i).copied().unwrap_or(0)) << (16 - 8 * i);
        let bits = byte(0) | byte(1) | byte(2);
        for i in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * i)) as usize % 64];
            text.push(if i <= three.len() { letter } else { b'=' } as char);
        }
    }
    text
}

/// The bytes that [`encode`] made `text` of; `None` if there are none.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut values = [None; 256];
    for (value, &letter) in (0_u32..).zip(LETTERS) {
        values[usize::from(letter)] = Some(value);
    }
    let (fours, []) = text.as_bytes().as_chunks::<4>() else {
        return None;
    };
    let mut bytes = Vec::with_capacity(fours.len() * 3);
    for (i, four) in fours.iter().enumerate() {
        let n_letters = match four {
            _ if i + 1 < fours.len() => 4,
            [.., b'=', b'='] => 2,
            [.., b'='] => 3,
            _ => 4,
        };
        let mut bits = 0;
        for &letter in &four[..n_letters] {
            bits = bits << 6 | values[usize::from(letter)]?;
        }
        bits <<= 6 * (4 - n_letters);
        let [_, three @ ..] = bits.to_be_bytes();
        // Bits past the last byte are 0, so that every text has but one reading.
        if three[n_letters - 1..].iter().any(|&rest| rest != 0) {
            return None;
        }
        bytes.extend_from_slice(&three[..n_letters - 1]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use base64::prelude::{BASE64_STANDARD, Engine};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_become_the_crates_text_and_come_back(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
            let text = BASE64_STANDARD.encode(&bytes);
            prop_assert_eq!(&encode(&bytes), &text);
            prop_assert_eq!(decode(&text), Some(bytes));
        }

        #[test]
        fn any_text_is_read_or_refused_as_by_the_crate(
            text in "([A-Za-z0-9+/]{4}){0,3}[A-Za-z0-9+/=]{0,2}[AQgwo=_ \n-]{0,1}={0,2}([A-Z=]{4})?",
        ) {
            prop_assert_eq!(decode(&text), BASE64_STANDARD.decode(&text).ok());
        }
    }

    #[test]
    fn what_nobody_encodes_is_refused() {
        for text in [
            "Z", "Zg=", "Zg==Zg==", "Zh==", "Zm9=", "Z===", "====", "Zm9v\n", "Zm-_",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
