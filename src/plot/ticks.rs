//! Few and round: which values of an axis get a mark.

/// The multiples of 1, 2 or 5 times a power of ten that lie in `lo..=hi`, at most `max` of them,
/// by the smallest step that allows it.
pub fn linear_ticks(lo: f64, hi: f64, max: usize) -> Vec<f64> {
    // The last two conditions keep the powers of ten below from overflow and underflow.
    if !(hi > lo && (hi - lo) < 1e300 && (hi - lo) > 1e-300) || max == 0 {
        return Vec::new();
    }
    let mut power = ((hi - lo) / max as f64).log10().floor() as i32;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            let ticks = multiples(factor, power, lo, hi, max);
            if let Some(ticks) = ticks {
                return ticks;
            }
        }
        power += 1;
    }
}

/// The multiples of `factor·10^power` in `lo..=hi`, or nothing if they are more than `max`.
fn multiples(factor: f64, power: i32, lo: f64, hi: f64, max: usize) -> Option<Vec<f64>> {
    let step = factor * 10f64.powi(power);
    // A hair of tolerance, so that a round bound keeps its mark.
    let first = (lo / step - 1e-9).ceil();
    let count = (hi / step + 1e-9).floor() - first + 1.0;
    if count > max as f64 {
        return None;
    }
    // Dividing by 10^-power keeps 3·10^-2 at 0.03, where 3·0.01 gives 0.03 and a bit.
    let exact = |multiple: f64| {
        if power < 0 {
            multiple * factor / 10f64.powi(-power)
        } else {
            multiple * step
        }
    };
    // `+ 0.0` turns a negative zero into zero.
    Some(
        (0..count.max(0.0) as usize)
            .map(|i| exact(first + i as f64) + 0.0)
            .collect(),
    )
}

/// Marks for a logarithmic axis, at most `max`: all digits times powers of ten where the span is
/// small, then 1, 2 and 5, then 1 and 3, then powers of ten, then every n-th of these; linear
/// marks where no other choice leaves three. No two marks come closer than half of an even share.
pub fn log_ticks(lo: f64, hi: f64, max: usize) -> Vec<f64> {
    if !(lo > 0.0 && hi > lo && hi.is_finite()) || max == 0 {
        return Vec::new();
    }
    let (first, last) = (lo.log10().floor() as i32, hi.log10().ceil() as i32);
    let decades = |digits: &'static [u8], stride: i32| -> Vec<f64> {
        (first..=last)
            .filter(|power| power.rem_euclid(stride) == 0)
            .flat_map(|power| digits.iter().map(move |&digit| decimal(digit, power)))
            .filter(|&v| v >= lo * (1.0 - 1e-9) && v <= hi * (1.0 + 1e-9))
            .collect()
    };
    let closest = (hi / lo).ln() / max as f64 / 2.0;
    let is_good = |ticks: &Vec<f64>| {
        ticks.len() <= max
            && ticks
                .windows(2)
                .all(|pair| (pair[1] / pair[0]).ln() >= closest)
    };
    let digits = [
        &[1u8, 2, 3, 4, 5, 6, 7, 8, 9][..],
        &[1, 2, 5],
        &[1, 3],
        &[1],
    ]
    .into_iter();
    let strides = 2..(last - first).max(2) + 1;
    let choices = digits
        .map(|digits| decades(digits, 1))
        .chain(strides.map(|stride| decades(&[1], stride)))
        .chain((1..=max).rev().map(|max| linear_ticks(lo, hi, max)));
    let mut best = Vec::new();
    for ticks in choices.filter(is_good) {
        if ticks.len() > best.len() {
            best = ticks;
        }
        if best.len() >= 3 {
            break;
        }
    }
    best
}

/// `digit·10^power`, rounded once.
fn decimal(digit: u8, power: i32) -> f64 {
    if power < 0 {
        f64::from(digit) / 10f64.powi(-power)
    } else {
        f64::from(digit) * 10f64.powi(power)
    }
}
