//! The colors of a GIF: one palette for the whole film, so that a color is the same in each of its pictures.
//!
//! Gray steps and a coarse cube are there from the beginning, and so every color has one nearby. What a picture has
//! most of, and none of them is close to, gets an entry of its own as long as there are some left. An entry stays what
//! it is.

use std::collections::HashMap;

/// Entries of a palette, as many as a GIF can have.
const ENTRIES: usize = 256;
/// The entry that lets the picture before show through.
pub const TRANSPARENT: u8 = 0;
/// Gray steps, evenly from black to white.
const GRAYS: u32 = 33;
/// Steps of each of red, green and blue in the cube.
const SIDE: u32 = 5;
/// A color this close to an entry, as the square of their distance, needs none of its own.
const CLOSE: u32 = 27;
/// A color of fewer pixels gets no entry of its own.
const FEW: u32 = 3;

type Color = [u8; 3];

/// The square of the distance between two colors.
fn apart(a: Color, b: Color) -> u32 {
    a.iter()
        .zip(b)
        .map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2))
        .sum()
}

/// The palette, and where in it colors were found.
pub struct Palette {
    entries: Vec<Color>,
    found: HashMap<Color, u8>,
}

impl Palette {
    pub fn new() -> Self {
        let share = |at: u32, steps: u32| (255 * at / (steps - 1)) as u8;
        let mut entries = vec![[0; 3]];
        entries.extend((0..GRAYS).map(|at| [share(at, GRAYS); 3]));
        for at in 0..SIDE.pow(3) {
            let color = [at / SIDE.pow(2), at / SIDE % SIDE, at % SIDE].map(|at| share(at, SIDE));
            if !entries.contains(&color) {
                entries.push(color);
            }
        }
        Self {
            entries,
            found: HashMap::new(),
        }
    }

    /// Gives entries to what these pixels (RGBA) have most of: at most half of those that are left, since other colors
    /// may come in later pictures.
    pub fn learn(&mut self, rgba: &[u8]) {
        let most = (ENTRIES - self.entries.len()).div_ceil(2);
        if most == 0 {
            return;
        }
        let mut counts: HashMap<Color, u32> = HashMap::new();
        for pixel in rgba.chunks_exact(4) {
            *counts.entry([pixel[0], pixel[1], pixel[2]]).or_default() += 1;
        }
        let mut new: Vec<(u32, Color)> = counts
            .into_iter()
            .filter(|&(color, count)| count >= FEW && self.distance(color) > CLOSE)
            .map(|(color, count)| (count, color))
            .collect();
        new.sort_unstable_by(|a, b| b.cmp(a));
        let before = self.entries.len();
        for (_, color) in new {
            if self.entries.len() == before + most {
                break;
            }
            // One that was just added may be close enough.
            let added = &self.entries[before..];
            if added.iter().all(|&one| apart(one, color) > CLOSE) {
                self.entries.push(color);
            }
        }
        if self.entries.len() > before {
            self.found.clear();
        }
    }

    /// The entry that is nearest to a color.
    pub fn nearest(&mut self, color: Color) -> u8 {
        if let Some(&entry) = self.found.get(&color) {
            return entry;
        }
        let entry = self.search(color).1;
        self.found.insert(color, entry);
        entry
    }

    fn distance(&self, color: Color) -> u32 {
        self.search(color).0
    }

    fn search(&self, color: Color) -> (u32, u8) {
        let distances = self.entries.iter().zip(0..=u8::MAX).skip(1);
        distances
            .map(|(&one, entry)| (apart(one, color), entry))
            .min()
            .unwrap_or_default()
    }

    /// All entries as a GIF has them; those that are left are black.
    pub fn bytes(&self) -> [u8; 3 * ENTRIES] {
        let mut bytes = [0; 3 * ENTRIES];
        for (place, color) in bytes.chunks_exact_mut(3).zip(&self.entries) {
            place.copy_from_slice(color);
        }
        bytes
    }
}
