//! What of the page stood around a run, as JSON.

use super::bad;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// The version that is written, and the newest that is read.
pub const VERSION: u64 = 1;

/// Most bytes of the JSON: eight curves of thousands of points each fit several times over.
const MAX_JSON: usize = 16 << 20;
/// Most bytes of a text in it, but for the address.
const MAX_TEXT: usize = 1000;
/// Most bytes of the address.
const MAX_ADDRESS: usize = 10_000;
/// Most marks, earlier runs and names of classes.
const MAX_MARKS: usize = 40;
const MAX_EARLIER: usize = 8;
const MAX_CLASSES: usize = 256;
/// Most numbers of a curve.
const MAX_CURVE: usize = 100_000;

/// What stood around a run. Words that are not known are passed over, since a later page of the same version may
/// write more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The version of this JSON.
    pub hourglass: u64,
    /// The program's version.
    #[serde(default)]
    pub app: String,
    /// The pack of images by its name; "own" for the visitor's own set.
    pub data: String,
    /// Settings and what was shown, as the page's address says them.
    pub address: String,
    /// The step that was made last.
    pub step: u64,
    /// Whether the run was training when it was kept.
    pub training: bool,
    /// For how long it had trained, in milliseconds.
    pub trained_ms: f64,
    /// Whether it had done so without a stop.
    pub whole: bool,
    /// What it was trained on, in numbers.
    pub images: Images,
    /// What was changed while it trained.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Runs before it on the same images, the oldest first.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
}

/// The images of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Images {
    /// Trained on.
    pub training: u64,
    /// Held out.
    pub held_out: u64,
    /// The names of their classes.
    pub classes: Vec<String>,
}

/// A change while a model trained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The step after which it held.
    pub step: u64,
    /// What was moved.
    pub control: String,
    /// In words.
    pub text: String,
}

/// The curves of a run before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Earlier {
    /// Its settings.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What its loss is measured in.
    pub unit: String,
    /// Whether its curve was shown.
    pub shown: bool,
    /// Pairs of step and loss.
    pub held_out: Vec<f64>,
    /// Pairs of step and error.
    pub held_out_error: Vec<f64>,
}

/// As much as every version has.
#[derive(Deserialize)]
struct Versioned {
    hourglass: u64,
}

impl About {
    /// Reads the JSON.
    ///
    /// # Errors
    /// [`Error::Format`] for what is not readable, of a newer version or out of bounds.
    pub fn parse(json: &[u8]) -> Result<Self> {
        if json.len() > MAX_JSON {
            return Err(bad(format!(
                "hourglass.json in it has {} MB, and {} are allowed",
                json.len() >> 20,
                MAX_JSON >> 20
            )));
        }
        let unreadable = |error: serde_json::Error| {
            bad(format!("hourglass.json in it is not readable: {error}"))
        };
        // Of a newer version nothing else is known.
        let version = serde_json::from_slice::<Versioned>(json).map_err(unreadable)?;
        match version.hourglass {
            VERSION => {}
            0 => return Err(bad("hourglass.json in it is of version 0, which never was")),
            newer => {
                return Err(bad(format!(
                    "it is of version {newer}, and this page knows versions up to {VERSION}; reload the page to have its newest version"
                )));
            }
        }
        let about: Self = serde_json::from_slice(json).map_err(unreadable)?;
        about.check()?;
        Ok(about)
    }

    /// The JSON.
    ///
    /// # Errors
    /// [`Error::Format`] for numbers that JSON does not have.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| bad(error.to_string()))
    }

    fn check(&self) -> Result<()> {
        let beyond = |what: &str, got: usize, limit: usize| {
            if got <= limit {
                return Ok(());
            }
            Err(Error::TooLarge {
                what: format!("hourglass.json in the file: its {what}"),
                got: got.to_string(),
                limit: limit.to_string(),
            })
        };
        beyond("address", self.address.len(), MAX_ADDRESS)?;
        beyond("marks", self.marks.len(), MAX_MARKS)?;
        beyond("earlier runs", self.earlier.len(), MAX_EARLIER)?;
        beyond("classes", self.images.classes.len(), MAX_CLASSES)?;
        let marks = self
            .marks
            .iter()
            .flat_map(|mark| [&mark.control, &mark.text]);
        let runs = self.earlier.iter();
        let runs = runs.flat_map(|run| [&run.key, &run.name, &run.unit]);
        let texts = [&self.app, &self.data].into_iter().chain(marks).chain(runs);
        for text in texts.chain(&self.images.classes) {
            beyond("text", text.len(), MAX_TEXT)?;
        }
        for run in &self.earlier {
            for curve in [&run.held_out, &run.held_out_error] {
                beyond("curves' numbers", curve.len(), MAX_CURVE)?;
                if curve.len() % 2 == 1 || curve.chunks(2).any(|pair| pair[0] < 0.0) {
                    return Err(bad(
                        "a curve in hourglass.json is no pairs of step and loss",
                    ));
                }
            }
        }
        if !self.trained_ms.is_finite() || self.trained_ms < 0.0 {
            return Err(bad("hourglass.json has a time that is none"));
        }
        Ok(())
    }
}
