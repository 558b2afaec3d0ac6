//! A model as PyTorch source: the network written out, a program that goes on training it, and the weights.
//!
//! The files are templates in Python, beside this one, into which the parts go that a configuration decides. A line
//! `# @name` of a template stands for such a part. What goes in is made of numbers and of names that the engine
//! knows, so that no text of a file reaches the source.

mod network;
mod training;

use super::weights;
use crate::error::{Error, Result};
use crate::model::{Architecture, ModelConfig};
use crate::noise::Noise;

/// The folder's files by name, made of a run that [`weights::save`] wrote.
///
/// # Errors
/// As [`weights::read`]; [`Error::Format`] for a file without a configuration.
pub fn files(saved: &[u8]) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let Some(config) = weights::saved_config(saved)? else {
        let why = "it has no configuration, so that nobody knows its network: save the model first";
        return Err(Error::format("safetensors", why));
    };
    weights::read(saved, &config)?;
    Ok(vec![
        ("model.py", model(&config).into_bytes()),
        ("train.py", train(&config).into_bytes()),
        ("README.md", readme(&config).into_bytes()),
        ("model.safetensors", saved.to_vec()),
    ])
}

/// The network of `config`, and what reads its weights and its images.
pub fn model(config: &ModelConfig) -> String {
    let input = config.input;
    let size = format!(
        "CHANNELS, HEIGHT, WIDTH = {}, {}, {}",
        input.channels, input.height, input.width
    );
    let text = include_str!("pytorch/model.py").replace("@description", &title(config));
    let parts = [
        ("size", size),
        ("config", pretty(config)),
        ("network", network::class(config)),
        (
            "images",
            below_head(include_str!("pytorch/images.py")).to_owned(),
        ),
    ];
    fill(&text, &parts)
}

/// A template without the words at its head, which are for whoever reads it here.
fn below_head(template: &str) -> &str {
    let parts = template.split_once("\n\n\n");
    parts.map_or("", |(_, below)| below)
}

/// The program that goes on training the network of `config`.
pub fn train(config: &ModelConfig) -> String {
    let strokes = |line: &str| match noise(config) {
        Noise::Scribble => line.to_owned(),
        _ => String::new(),
    };
    let parts = [
        ("imports", strokes("import numpy as np")),
        ("sheet", strokes("from model import HEIGHT, WIDTH")),
        ("constants", training::constants(config)),
        ("corruption", training::corruption(config)),
        ("loss", training::loss(config)),
        ("optimizer", training::optimizer(config)),
    ];
    fill(include_str!("pytorch/train.py"), &parts)
}

/// How to use the files.
pub fn readme(config: &ModelConfig) -> String {
    let input = config.input;
    let (channels, height, width) = (input.channels, input.height, input.width);
    let note = match config.sparsity_target {
        0.0 => String::new(),
        _ => "\n- **The rate of a unit** is that within a process's share of the batch.".to_owned(),
    };
    let many = if channels == 1 { "channel" } else { "channels" };
    let pixels = format!("{width} × {height} pixels with {channels} {many}");
    include_str!("pytorch/README.md")
        .replace("@title", title(config).trim_end_matches('.'))
        .replace("@shape", &format!("{channels}, {height}, {width}"))
        .replace("@pixels", &pixels)
        .replace("@seed", &config.seed.to_string())
        .replace("@note", &note)
}

/// What the network is, in a line.
fn title(config: &ModelConfig) -> String {
    let layers = match config.architecture {
        Architecture::Dense { .. } => "dense",
        Architecture::Conv { .. } => "convolutional",
    };
    let kind = if config.is_variational() {
        "variational "
    } else {
        ""
    };
    let (width, height, code) = (config.input.width, config.input.height, config.latent_dim());
    format!("A {layers} {kind}auto-encoder of {width} × {height} pixels with a code of {code}.")
}

/// The noise that is really put on images.
fn noise(config: &ModelConfig) -> Noise {
    if config.corruption.amount > 0.0 {
        config.corruption.kind
    } else {
        Noise::None
    }
}

/// All keys, a line for each at the top.
fn pretty(config: &ModelConfig) -> String {
    let json = serde_json::from_str::<serde_json::Map<_, _>>(&config.to_json());
    let keys = json.unwrap_or_default();
    let lines: Vec<String> = keys
        .iter()
        .map(|(key, value)| format!("  {key:?}: {value}"))
        .collect();
    format!("{{\n{}\n}}", lines.join(",\n"))
}

/// Puts the parts in the place of the lines `# @name`, each line as far in as that one. A part without text takes the
/// line with it.
fn fill(template: &str, parts: &[(&str, String)]) -> String {
    let mut text = String::new();
    for line in template.lines() {
        let place = line.trim_start();
        let mark = place.strip_prefix("# ").unwrap_or(place).strip_prefix('@');
        let part = parts.iter().find(|(name, _)| mark == Some(*name));
        let indent = &line[..line.len() - place.len()];
        match part {
            None => text.extend([line, "\n"]),
            Some((_, part)) => {
                for line in part.lines() {
                    let indent = if line.is_empty() { "" } else { indent };
                    text.extend([indent, line, "\n"]);
                }
            }
        }
    }
    text
}
