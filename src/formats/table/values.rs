//! How numbers become bytes.

/// What has been seen of a file's numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The smallest number.
    pub low: f64,
    /// The largest number.
    pub high: f64,
    /// Whether all of them are whole.
    pub is_whole: bool,
}

/// Whole numbers up to this one are levels of a coarse scale, as the 0 to 16 of UCI's digits: they are stretched.
const COARSE: f64 = 31.0;
/// The largest numbers of 10, 12, 14 and 16 bits.
const DEEP: [f64; 4] = [1023.0, 4095.0, 16_383.0, 65_535.0];

impl Range {
    /// The range of no numbers.
    pub const EMPTY: Self = Self {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
        is_whole: true,
    };

    /// Widens the range to hold a finite `v`.
    #[inline]
    pub fn take(&mut self, v: f64) {
        self.low = if v < self.low { v } else { self.low };
        self.high = if v > self.high { v } else { self.high };
        self.is_whole &= v == v.trunc();
    }

    /// The range, or 0 to 1 where there were no numbers.
    #[must_use]
    pub fn or_unit(self) -> Self {
        if self.low <= self.high {
            return self;
        }
        Self {
            low: 0.0,
            high: 1.0,
            ..self
        }
    }

    /// Whether all are whole numbers from 0 to 255.
    #[inline]
    pub fn is_bytes(self) -> bool {
        self.low >= 0.0 && self.high <= 255.0 && self.is_whole
    }

    /// The numbers that become 0 and 255.
    ///
    /// - All within 0..1, masks of 0 and 1 among them: 0 and 1.
    /// - All within −1..1, some below 0: −1 and 1.
    /// - Whole numbers from 0 to at most 31: 0 and the largest.
    /// - All within 0..255: 0 and 255, so that bytes stay what they are.
    /// - Larger whole numbers from 0 on: 0 and the largest number of 10, 12, 14 or 16 bits that holds them.
    /// - Anything else: the smallest and the largest.
    pub fn ends(self) -> (f64, f64) {
        let Self {
            low,
            high,
            is_whole,
        } = self;
        if low >= 0.0 && high <= 1.0 {
            (0.0, 1.0)
        } else if low >= -1.0 && high <= 1.0 {
            (-1.0, 1.0)
        } else if low >= 0.0 && high <= COARSE && is_whole {
            (0.0, high)
        } else if low >= 0.0 && high <= 255.0 {
            (0.0, 255.0)
        } else if low >= 0.0 && is_whole && high <= DEEP[3] {
            let deep = DEEP.into_iter().find(|&most| high <= most);
            (0.0, deep.unwrap_or(high))
        } else if low < high {
            (low, high)
        } else {
            // One number alone makes flat pictures, whatever it becomes.
            (low.min(0.0), high.max(0.0))
        }
    }

    /// What a person may choose in place of [`ends`](Self::ends): ranges that hold all numbers, the usual ones first, and
    /// that of bytes, since a number beyond it may be a slip of the pen.
    pub fn choices(self) -> Vec<(f64, f64)> {
        let usual = [(0.0, 1.0), (-1.0, 1.0), (0.0, 255.0)];
        let seen = [(0.0, self.high), (self.low, self.high)];
        // Numbers that are bytes are of no deeper scale.
        let deep = DEEP.into_iter().filter(|_| self.high > 255.0);
        let deep = deep.map(|most| (0.0, most));
        let mut choices: Vec<(f64, f64)> = Vec::new();
        for (from, to) in usual.into_iter().chain(deep).chain(seen) {
            let holds = from <= self.low && self.high <= to && from < to;
            let is_of_bytes = to == 255.0 && self.low < 255.0 && self.high > 1.0;
            if (holds || is_of_bytes) && !choices.contains(&(from, to)) {
                choices.push((from, to));
            }
        }
        choices
    }
}

/// `(v − from) · 255 / (to − from)`, to the nearest byte; numbers beyond the ends become 0 or 255.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    from: f64,
    by: f64,
}

impl Scale {
    /// The scale between two different numbers.
    pub fn between(from: f64, to: f64) -> Self {
        // In halves, since the difference of two large f64 can overflow.
        let by = 127.5 / (0.5 * to - 0.5 * from);
        Self { from, by }
    }

    /// Whether bytes stay what they are.
    pub fn keeps_bytes(self) -> bool {
        self.from == 0.0 && self.by == 1.0
    }

    /// To the nearest byte.
    #[inline]
    pub fn byte(self, v: f64) -> u8 {
        (2.0 * ((0.5 * v - 0.5 * self.from) * self.by) + 0.5) as u8
    }
}
