//! What `--help` and `--version` say.

use hourglass::model::presets;
use std::io::Write;

/// A program of the terminal, as it speaks of itself.
pub struct Program {
    /// Its name, as `--example` has it.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub does: &'static str,
    /// How it is called, in a line.
    pub call: &'static str,
    /// Its own arguments, beside the common ones, each with what it means.
    pub own: &'static [(&'static str, &'static str)],
}

/// The arguments of every program that trains.
const COMMON: [(&str, &str); 12] = [
    ("--images FILE", "images to train on: IDX, gzipped or not"),
    ("--labels FILE", "their labels"),
    ("--test-images FILE", "held-out images, to judge by"),
    ("--test-labels FILE", "their labels"),
    ("--preset NAME", "the kind of model; see below"),
    (
        "--config FILE|JSON",
        "keys of the configuration that differ from the preset's",
    ),
    ("--steps N", "train for N steps"),
    ("--epochs N", "train for N passes over the images"),
    (
        "--load FILE",
        "go on from a saved run, or from one that the page kept (NAME.hourglass)",
    ),
    (
        "--threads N",
        "train on N threads, up to 64, with the same numbers; default: one a core, up to 8",
    ),
    ("--help", "this text"),
    ("--version", "name and version"),
];

impl Program {
    /// The text of `--help`: an argument a line.
    pub fn usage(&self) -> String {
        let rows = || COMMON.iter().chain(self.own);
        let width = rows().map(|(name, _)| name.len()).max().unwrap_or(0);
        let lines: Vec<String> = rows()
            .map(|(name, meaning)| format!("  {name:width$}  {meaning}"))
            .collect();
        format!(
            "{}\n\nUsage: cargo run --release --example {} -- {}\n\n{}\n\nPresets: {}.\n",
            self.does,
            self.name,
            self.call,
            lines.join("\n"),
            presets::NAMES.join(", ")
        )
    }

    /// The text of `--version`.
    pub fn version(&self) -> String {
        format!("{} (hourglass) {}\n", self.name, env!("CARGO_PKG_VERSION"))
    }
}

/// Shows a text. Whoever reads it through `head` may have gone by now, and that is no failure.
pub fn show(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
