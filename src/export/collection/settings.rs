//! What was chosen for a set, and its bounds.

use super::{NO_CLASS, SET, WHAT};
use crate::data::augmentation::Augmentation;
use crate::data::patches::Cutting;
use crate::data::preparation::Preparation;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// Most letters of a class's name.
const MAX_NAME: usize = 200;
/// Largest seed: JavaScript counts exactly up to there.
const MAX_SEED: u64 = (1 << 53) - 1;

/// What is trained on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Pictures and drawings.
    #[default]
    Pictures,
    /// Patches of the photo.
    Patches,
}

/// A built-in pack that the set is mixed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mix {
    /// Handwritten digits.
    Digits,
    /// Clothes.
    Fashion,
    /// Emoji.
    Emoji,
}

/// What was chosen for a set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Names of the classes; a label is an index in here.
    pub classes: Vec<String>,
    /// How pictures become numbers.
    pub preparation: Preparation,
    /// How pictures are varied.
    pub augmentation: Augmentation,
    /// How the photo is cut.
    pub cutting: Cutting,
    /// What is trained on.
    pub source: Source,
    /// What the set is mixed with, if anything.
    pub mix: Option<Mix>,
    /// The held-out share, 0 to 0.5.
    pub share: f32,
    /// The seed of the held-out share and of the variants.
    pub seed: u64,
}

impl Settings {
    /// Reads JSON; keys that are left out have the default.
    ///
    /// # Errors
    /// [`Error::Config`] for what is not JSON, an unknown key or a value out of bounds.
    pub fn parse(json: &str) -> Result<Self> {
        let read: Self = serde_json::from_str(json)
            .map_err(|error| Error::config(SET, error, "the settings of a set"))?;
        // Preparation, augmentation and cutting each check their own bounds.
        Preparation::parse(&to_json(&read.preparation)?)?;
        Augmentation::parse(&to_json(&read.augmentation)?)?;
        Cutting::parse(&to_json(&read.cutting)?)?;
        if read.classes.len() > usize::from(NO_CLASS) {
            let most = format!("at most {NO_CLASS}");
            return Err(Error::config("classes", read.classes.len(), most));
        }
        for name in &read.classes {
            let n = name.chars().count();
            if n > MAX_NAME {
                let got = format!("a name of {n} letters");
                return Err(Error::config("classes", got, format!("at most {MAX_NAME}")));
            }
        }
        if !(0.0..=0.5).contains(&read.share) {
            return Err(Error::config("share", read.share, "0 to 0.5"));
        }
        if read.seed > MAX_SEED {
            return Err(Error::config(
                "seed",
                read.seed,
                format!("at most {MAX_SEED}"),
            ));
        }
        Ok(read)
    }

    /// All keys, as JSON.
    ///
    /// # Errors
    /// Never in practice: numbers that are not finite become null.
    pub fn to_json(&self) -> Result<String> {
        to_json(self)
    }
}

fn to_json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::format(WHAT, error.to_string()))
}
