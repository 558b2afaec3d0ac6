//! Colors, fonts, and the scale between CSS pixels and the units of a backend.

use plotters::style::RGBAColor;

/// The four colors of a drawing. Light and dark drawings differ in these alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// Text.
    pub ink: RGBAColor,
    /// Grid lines; axes are a little stronger.
    pub faint: RGBAColor,
    /// What the drawing stands on; also the halo around glyphs.
    pub paper: RGBAColor,
    /// Points without a class.
    pub accent: RGBAColor,
}

impl Theme {
    /// The color of tick labels and axis names: ink, held back a little.
    pub fn quiet_ink(&self) -> RGBAColor {
        self.readable(mix(self.ink, self.paper, 0.28))
    }

    /// The color of axes and of points without a class.
    pub fn axis(&self) -> RGBAColor {
        mix(self.faint, self.ink, 0.3)
    }

    /// `color` moved towards ink as far as letters on the paper need it: to a contrast of 4.5.
    pub fn readable(&self, color: RGBAColor) -> RGBAColor {
        const STEPS: u32 = 10;
        let shades = (0..=STEPS).map(|i| mix(color, self.ink, f64::from(i) / f64::from(STEPS)));
        let is_readable = |shade: &RGBAColor| contrast(*shade, self.paper) >= 4.5;
        { shades }.find(is_readable).unwrap_or(self.ink)
    }
}

/// How many units of the backend a pixel is wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Units per CSS pixel.
    pub css: f64,
    /// Units per device pixel.
    pub device: f64,
}

impl Scale {
    /// One unit is one CSS pixel is one device pixel.
    pub const PLAIN: Self = Self {
        css: 1.0,
        device: 1.0,
    };

    /// A length of `css` CSS pixels in units, rounded.
    pub fn units(self, css: f64) -> i32 {
        (css * self.css).round() as i32
    }

    /// A stroke or radius of `css` CSS pixels in units, at least one.
    pub fn stroke(self, css: f64) -> u32 {
        self.units(css).max(1) as u32
    }

    /// The width of a hairline in units: whole device pixels, about three quarters of a CSS pixel.
    pub fn hairline(self) -> u32 {
        let device_pixels = (0.75 * self.css / self.device).floor().max(1.0);
        (device_pixels * self.device).round().max(1.0) as u32
    }

    /// Moves `unit` to where a hairline's middle must lie for its edges to fall on device pixels.
    pub fn snap(self, unit: i32) -> i32 {
        let edge = (f64::from(unit) / self.device).floor() * self.device;
        (edge + f64::from(self.hairline() / 2)).round() as i32
    }
}

/// How a drawing looks: colors, font, scale.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Colors.
    pub theme: Theme,
    /// Font family or CSS font stack.
    pub family: &'a str,
    /// Font size in CSS pixels.
    pub size: f64,
    /// From CSS pixels to units.
    pub scale: Scale,
}

/// `a·(1 − share) + b·share`, channel by channel, opaque if both are.
pub fn mix(a: RGBAColor, b: RGBAColor, share: f64) -> RGBAColor {
    let blend = |a: u8, b: u8| (f64::from(a) * (1.0 - share) + f64::from(b) * share).round() as u8;
    RGBAColor(
        blend(a.0, b.0),
        blend(a.1, b.1),
        blend(a.2, b.2),
        a.3 * (1.0 - share) + b.3 * share,
    )
}

/// `(L₁ + 0.05)/(L₂ + 0.05)`: the contrast of two opaque colors, from 1 to 21, by WCAG 2. L₁ is the
/// relative luminance of the lighter color, L₂ that of the darker one.
pub fn contrast(a: RGBAColor, b: RGBAColor) -> f64 {
    let linear = |channel: u8| {
        let v = f64::from(channel) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            // v^2.4 without `powf`, which would be a kilobyte more for this one place.
            (((v + 0.055) / 1.055).ln() * 2.4).exp()
        }
    };
    let luminance =
        |c: RGBAColor| 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2);
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

/// Reads `#rrggbb` or `#rrggbbaa`.
pub fn parse_color(text: &str) -> Option<RGBAColor> {
    let hex = text.strip_prefix('#')?;
    if !matches!(hex.len(), 6 | 8) || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let channel = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
    let alpha = if hex.len() == 8 {
        f64::from(channel(6)?) / 255.0
    } else {
        1.0
    };
    Some(RGBAColor(channel(0)?, channel(2)?, channel(4)?, alpha))
}
