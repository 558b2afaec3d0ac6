//! Numbers in decimal digits.
//!
//! Read here rather than by the standard library, whose table of powers of ten would be ten kilobytes of the module
//! that no packing makes smaller.

/// Powers of ten up to this one are whole numbers of 64 bits.
const POWER: i64 = 19;
/// Numbers with larger exponents are infinite, whatever their digits are.
const LARGEST: i64 = 400;

/// The number that a text is, as Rust writes it: with a sign, a point or an exponent, or the words for no number and
/// for an infinite one. A comma is a point too if it `may_be_comma`.
///
/// Of 19 digits at most, and an exponent from −19 to 19 behind them, it is the nearest number, as the standard library
/// has it; else the last bits may differ.
pub fn parse(text: &[u8], may_be_comma: bool) -> Option<f64> {
    let (is_below, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (mut digits, mut exponent) = (0_u64, 0_i64);
    let (mut has_point, mut count, mut at) = (false, 0, 0);
    while let Some(&byte) = text.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            count += 1;
            let has_room = digits < 10_u64.pow(18);
            if has_room {
                digits = 10 * digits + u64::from(digit);
            }
            exponent += i64::from(!has_room) - i64::from(has_point);
        } else if !has_point && (byte == b'.' || may_be_comma && byte == b',') {
            has_point = true;
        } else {
            break;
        }
        at += 1;
    }
    let value = match &text[at..] {
        _ if count == 0 => word(text)?,
        [] => scaled(digits, exponent),
        [b'e' | b'E', rest @ ..] => scaled(digits, exponent + whole(rest)?),
        _ => return None,
    };
    Some(if is_below { -value } else { value })
}

/// An exponent, as far as it makes a difference.
fn whole(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let is_whole = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let next = |all: i64, digit: &u8| (10 * all + i64::from(digit - b'0')).min(1 << 40);
    is_whole.then(|| sign * digits.iter().fold(0, next))
}

/// The words for what is no finite number.
fn word(text: &[u8]) -> Option<f64> {
    let is = |word: &[u8]| text.eq_ignore_ascii_case(word);
    if is(b"nan") {
        return Some(f64::NAN);
    }
    (is(b"inf") || is(b"infinity")).then_some(f64::INFINITY)
}

/// `digits · 10^exponent`.
fn scaled(digits: u64, exponent: i64) -> f64 {
    let near = exponent.clamp(-POWER, POWER);
    let power = 10_u64.pow(near.unsigned_abs() as u32);
    let is_exact = digits < 1 << f64::MANTISSA_DIGITS;
    let mut value = match near {
        0 => digits as f64,
        1.. if is_exact => digits as f64 * power as f64,
        1.. => (u128::from(digits) * u128::from(power)) as f64,
        _ if is_exact => digits as f64 / power as f64,
        _ => {
            // All bits that there are, so that the quotient has ten more than a number, and a last one for what the
            // division leaves.
            let shift = u128::from(digits).leading_zeros();
            let dividend = u128::from(digits) << shift;
            let (quotient, left) = (dividend / u128::from(power), dividend % u128::from(power));
            let quotient = quotient | u128::from(left != 0);
            quotient as f64 / 2.0_f64.powi(shift as i32)
        }
    };
    let mut far = (exponent - near).clamp(-LARGEST, LARGEST);
    while far != 0 {
        let step = far.clamp(-POWER, POWER);
        let power = 10_u64.pow(step.unsigned_abs() as u32) as f64;
        value = if step < 0 {
            value / power
        } else {
            value * power
        };
        far -= step;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::parse;
    use proptest::prelude::*;

    fn read(text: &str) -> Option<f64> {
        parse(text.as_bytes(), false)
    }

    #[test]
    fn takes_what_the_standard_library_takes() {
        let texts = [
            "",
            ".",
            "+",
            "-",
            "e5",
            "1e",
            "1e+",
            "1.5.5",
            "1,5",
            "0x10",
            "1 ",
            "--1",
            "1e5.0",
            "5.",
            ".5",
            "-.5",
            "+7",
            "1E5",
            "1e+05",
            "-0",
            "inf",
            "-Infinity",
            "NaN",
            "nano",
            "1e999",
            "-1e-999",
            "1e99999999999999999999",
            "0e999999999999",
            "١",
            "00000000000000000000000000001",
        ];
        for text in texts {
            let wanted = text.parse::<f64>().ok();
            assert_eq!(
                read(text).map(f64::to_bits),
                wanted.map(f64::to_bits),
                "{text}"
            );
        }
        assert_eq!(parse(b"-1,25e2", true), Some(-125.0));
        assert_eq!(parse(b"1,2.5", true), None);
    }

    #[test]
    fn rounds_by_all_that_a_division_leaves() {
        for text in [
            "9032396249059994e-19",
            "9007199254740993e-19",
            "9999999999999999999e-19",
        ] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn is_the_nearest_number(digits in any::<u64>(), cut in 0_u32..19, exponent in -19_i32..=19) {
            let digits = digits % 10_u64.pow(19) / 10_u64.pow(cut);
            let text = format!("{digits}e{exponent}");
            prop_assert_eq!(read(&text), text.parse().ok());
        }

        #[test]
        fn reads_what_programs_write(value in -1e15_f64..1e15, by in -9_i32..1) {
            let value = value * 10.0_f64.powi(by);
            prop_assert_eq!(read(&value.to_string()), Some(value));
        }

        #[test]
        fn is_near_whatever_the_exponent_is(value in prop::num::f64::NORMAL) {
            let near = read(&format!("{value:e}")).unwrap();
            prop_assert!((near / value - 1.0).abs() < 1e-14 || near.is_infinite() && value.abs() > 1.797e308);
        }
    }
}
