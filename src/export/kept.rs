//! A run as one file to keep, `NAME.hourglass`: a ZIP archive whose entries are stored as they are.
//!
//! | entry | what |
//! |---|---|
//! | `hourglass.json` | the version, and what of the page stood around the run: an [`About`]; the first entry |
//! | `model.safetensors` | the model as [`weights::save`] gives it: PyTorch reads it once it is unpacked |
//! | `compared.safetensors` | a second model beside it, where two were compared |
//! | `images.safetensors` | the visitor's own set as [`collection::write`] gives it, where it was asked for |
//!
//! Other entries are passed over. A bare safetensors file of weights, from here, from a terminal or from PyTorch, is
//! read as a file of version 0: a model and nothing around it.
//!
//! All of a file is checked before any of it is given away: models against their own configurations (a bare file
//! without one, against that of the model at hand), the set against its bounds.

use super::{collection, weights};
use crate::data::limits::MAX_FILE_BYTES;
use crate::error::{Error, Result};
use crate::formats::archive::{self, Entry, Listing};
use crate::formats::text::Tables;
use crate::model::ModelConfig;
use serde_json::{Map, Value};

mod about;

pub use about::{About, Earlier, Images, Mark, VERSION};

const WHAT: &str = "kept run";
const ABOUT: &str = "hourglass.json";
const MODEL: &str = "model.safetensors";
const COMPARED: &str = "compared.safetensors";
const IMAGES: &str = "images.safetensors";

/// A model's file with the configuration that it is of.
#[derive(Debug, Clone)]
pub struct Model {
    /// The configuration: the file's own, or, of a file that has none, the one that it was held against.
    pub config: ModelConfig,
    /// The safetensors file.
    pub file: Vec<u8>,
}

impl Model {
    /// The configuration as JSON, whole, and only as much of it as is not a default.
    ///
    /// # Errors
    /// [`Error::Format`] for a configuration that is no JSON object.
    pub fn configs(&self) -> Result<(String, String)> {
        let whole = self.config.to_json();
        let Ok(Value::Object(mut short)) = serde_json::from_str(&whole) else {
            return Err(bad("its configuration is not readable"));
        };
        let is_same = |keys: &Map<String, Value>| {
            let json = Value::Object(keys.clone()).to_string();
            ModelConfig::from_json(&json).is_ok_and(|config| config == self.config)
        };
        for key in short.keys().cloned().collect::<Vec<_>>() {
            let mut without = short.clone();
            without.remove(&key);
            if is_same(&without) {
                short = without;
                continue;
            }
            let Some(parts) = short[&key].as_object().cloned() else {
                continue;
            };
            for part in parts.keys() {
                let mut without = short.clone();
                if let Some(parts) = without.get_mut(&key).and_then(Value::as_object_mut) {
                    parts.remove(part);
                }
                if is_same(&without) {
                    short = without;
                }
            }
        }
        Ok((whole, Value::Object(short).to_string()))
    }
}

/// What a file held, found sound.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What stood around the run; none in a bare file.
    pub about: Option<About>,
    /// The model.
    pub model: Model,
    /// The model beside it.
    pub compared: Option<Model>,
    /// The visitor's own set.
    pub images: Option<Vec<u8>>,
}

/// The file of a run. The same run gives the same bytes.
///
/// # Errors
/// As [`read`]: what could not be read again is not written.
pub fn write(
    about: &About,
    model: &[u8],
    compared: Option<&[u8]>,
    images: Option<&[u8]>,
) -> Result<Vec<u8>> {
    let json = about.to_json()?;
    About::parse(json.as_bytes())?;
    let mut files = vec![(ABOUT, json.as_bytes()), (MODEL, model)];
    files.extend(compared.map(|file| (COMPARED, file)));
    files.extend(images.map(|file| (IMAGES, file)));
    for (name, file) in &files {
        if file.len() > MAX_FILE_BYTES {
            return Err(Error::TooLarge {
                what: format!("{name} in the file"),
                got: format!("{} MB", file.len() >> 20),
                limit: format!("{} MB", MAX_FILE_BYTES >> 20),
            });
        }
    }
    archive::pack(&files)
}

/// Reads a file. `present` is the configuration that a bare file without one is held against.
///
/// # Errors
/// [`Error::Format`] for what is no kept run, is cut short or of a newer version; [`Error::Config`] and
/// [`Error::Weights`] for a model that is not sound; [`Error::TooLarge`] for what is beyond the bounds.
pub fn read(file: Vec<u8>, present: &ModelConfig, tables: Tables) -> Result<Kept> {
    if file.starts_with(b"PK") {
        return unpack(&file, present, tables);
    }
    Ok(Kept {
        about: None,
        model: checked(file, present, None)?,
        compared: None,
        images: None,
    })
}

fn unpack(file: &[u8], present: &ModelConfig, tables: Tables) -> Result<Kept> {
    let listing = archive::list(file, tables)?;
    let json = entry(&listing, ABOUT)?
        .map(|entry| archive::read(file, entry))
        .transpose()?;
    let about = About::parse(&json.ok_or_else(|| {
        bad(format!(
            "it is an archive without {ABOUT}, so no run was kept in it"
        ))
    })?)?;
    let part = |name: &str| {
        let found = entry(&listing, name)?;
        found.map(|entry| archive::read(file, entry)).transpose()
    };
    let model = part(MODEL)?.ok_or_else(|| bad(format!("{MODEL} is missing in it")))?;
    let model = checked(model, present, Some(MODEL))?;
    let compared = part(COMPARED)?
        .map(|file| checked(file, &model.config, Some(COMPARED)))
        .transpose()?;
    if let Some(other) = &compared
        && other.config.input != model.config.input
    {
        return Err(bad(format!(
            "{COMPARED} is a model of images of another size"
        )));
    }
    let images = part(IMAGES)?;
    if let Some(set) = &images {
        collection::read(set)?;
    }
    Ok(Kept {
        about: Some(about),
        model,
        compared,
        images,
    })
}

/// The entry of that name; one that cannot be read, or is there twice, is an error.
fn entry<'a>(listing: &'a Listing, name: &str) -> Result<Option<&'a Entry>> {
    if let Some((_, why)) = listing.left_out.iter().find(|(path, _)| path == name) {
        return Err(bad(format!("{name} in it cannot be read: {why}")));
    }
    let mut found = listing.entries.iter().filter(|entry| entry.path == name);
    let first = found.next();
    if found.next().is_some() {
        return Err(bad(format!("it has {name} twice")));
    }
    Ok(first)
}

/// A model's file, read as if it were to be loaded. In an archive each has a configuration.
fn checked(file: Vec<u8>, present: &ModelConfig, name: Option<&str>) -> Result<Model> {
    let config = match (weights::saved_config(&file)?, name) {
        (Some(config), _) => config,
        (None, None) => present.clone(),
        (None, Some(name)) => return Err(bad(format!("{name} in it has no configuration"))),
    };
    weights::read(&file, &config)?;
    Ok(Model { config, file })
}

fn bad(why: impl Into<String>) -> Error {
    Error::format(WHAT, why)
}
