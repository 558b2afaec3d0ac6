//! Numbers in words: tick labels.

/// Labels for ticks, all in one notation: `0.05`, `2,000`, `20k`, `1.5M`, `10⁻⁵`.
pub fn tick_labels(ticks: &[f64], log: bool) -> Vec<String> {
    let top = ticks.iter().fold(0.0, |top: f64, v| top.max(v.abs()));
    let step = ticks
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(top, f64::min);
    if log && (top >= 1e5 || ticks.iter().any(|&v| v < 1e-4)) {
        return ticks.iter().map(|&v| scientific(v, 0)).collect();
    }
    if log {
        return ticks.iter().map(|&v| plain(v, decimals_of(v))).collect();
    }
    if top >= 1e9 || (top > 0.0 && top < 1e-3) {
        // Enough digits to tell neighbors apart.
        let digits = ((top / step).log10().floor().max(0.0) as usize).min(6);
        return ticks.iter().map(|&v| scientific(v, digits)).collect();
    }
    let (unit, suffix) = match top {
        top if top >= 1e6 => (1e6, "M"),
        top if top >= 1e4 => (1e3, "k"),
        _ => (1.0, ""),
    };
    let decimals = ticks
        .iter()
        .map(|&v| decimals_of(v / unit))
        .max()
        .unwrap_or(0);
    let label = |&v: &f64| {
        if v == 0.0 {
            "0".into()
        } else {
            plain(v / unit, decimals) + suffix
        }
    };
    ticks.iter().map(label).collect()
}

/// How many decimals `v` needs, at most six. A tick is a short decimal; what lies beyond is rounding noise.
fn decimals_of(v: f64) -> usize {
    let mut millionths = scaled(v, 6);
    let mut decimals = 6;
    while decimals > 0 && millionths.is_multiple_of(10) {
        millionths /= 10;
        decimals -= 1;
    }
    decimals
}

/// `|v|·10^decimals`, rounded. The standard library's exact decimals would weigh six kilobytes on the page.
fn scaled(v: f64, decimals: usize) -> u64 {
    (v.abs() * 10f64.powi(decimals as i32)).round() as u64
}

/// `n/10^decimals` in digits, thousands in groups.
fn digits(n: u64, decimals: usize) -> String {
    let text = format!("{n:0>width$}", width = decimals + 1);
    let (whole, rest) = text.split_at(text.len() - decimals);
    let mut grouped = String::with_capacity(text.len() + 4);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if decimals > 0 { "." } else { "" };
    grouped + point + rest
}

/// Fixed decimals, thousands in groups, a true minus sign.
fn plain(v: f64, decimals: usize) -> String {
    let n = scaled(v, decimals);
    let sign = if v < 0.0 && n > 0 { "−" } else { "" };
    format!("{sign}{}", digits(n, decimals))
}

/// `3.20×10⁻⁵`. A mantissa of the single digit 1 is left out: `10⁻⁵`. For values in the range of f32.
fn scientific(v: f64, decimals: usize) -> String {
    if v == 0.0 {
        return "0".into();
    }
    let mut power = v.abs().log10().floor() as i32;
    let mut mantissa = scaled(v / 10f64.powi(power), decimals);
    if mantissa >= 10u64.pow(decimals as u32 + 1) {
        // Rounded up to 10, or the logarithm was a hair below a whole number.
        (mantissa, power) = (mantissa / 10, power + 1);
    }
    let sign = if v < 0.0 { "−" } else { "" };
    let superscripts: String = power.to_string().chars().map(superscript).collect();
    if mantissa == 1 && decimals == 0 {
        format!("{sign}10{superscripts}")
    } else {
        format!("{sign}{}×10{superscripts}", digits(mantissa, decimals))
    }
}

fn superscript(c: char) -> char {
    match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32('⁰' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit),
    }
}
