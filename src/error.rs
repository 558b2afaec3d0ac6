//! One error for the whole crate; every message says what came and what was wanted.

use std::fmt;

/// Result with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whatever can go wrong, in words a visitor understands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A key of the configuration is unknown, of the wrong type or out of bounds.
    Config {
        /// Path of the key, as written in JSON (`bottleneck.latentDim`).
        key: String,
        /// What came.
        got: String,
        /// What is allowed.
        wanted: String,
    },
    /// A buffer has another length or shape than its use needs.
    Shape {
        /// What was measured.
        what: String,
        /// What came.
        got: String,
        /// What was wanted.
        wanted: String,
    },
    /// A file or buffer does not have the format that it should have.
    Format {
        /// The kind of file ("IDX images", "safetensors").
        what: String,
        /// What is wrong with it.
        why: String,
    },
    /// The request would need more memory than is allowed.
    TooLarge {
        /// What is too large.
        what: String,
        /// What came, with its unit.
        got: String,
        /// The bound, with its unit.
        limit: String,
    },
    /// Weights do not fit the model; names the first layer that differs.
    Weights {
        /// Name of the tensor, as PyTorch names it.
        tensor: String,
        /// What came.
        got: String,
        /// What was wanted.
        wanted: String,
    },
    /// The loss stopped being a finite number.
    Diverged {
        /// The step whose loss was not finite.
        step: u64,
        /// The learning rate in use.
        learning_rate: String,
    },
    /// The model has lost what it had learned.
    BlownUp {
        /// The step at which that was found.
        step: u64,
    },
    /// The call needs something that is not there yet.
    NotReady {
        /// What is missing.
        what: String,
    },
}

impl Error {
    /// The name under which JavaScript sees this error.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Config { .. } => "ConfigError",
            Self::Shape { .. } => "ShapeError",
            Self::Format { .. } => "FormatError",
            Self::TooLarge { .. } => "TooLargeError",
            Self::Weights { .. } => "WeightsError",
            Self::Diverged { .. } => "DivergedError",
            Self::BlownUp { .. } => "BlownUpError",
            Self::NotReady { .. } => "NotReadyError",
        }
    }

    /// An [`Error::Config`] for `key`.
    pub fn config(
        key: impl Into<String>,
        got: impl fmt::Display,
        wanted: impl Into<String>,
    ) -> Self {
        Self::Config {
            key: key.into(),
            got: got.to_string(),
            wanted: wanted.into(),
        }
    }

    /// An [`Error::Shape`] for `what`.
    pub fn shape(
        what: impl Into<String>,
        got: impl fmt::Display,
        wanted: impl fmt::Display,
    ) -> Self {
        Self::Shape {
            what: what.into(),
            got: got.to_string(),
            wanted: wanted.to_string(),
        }
    }

    /// An [`Error::Format`] for a file of kind `what`.
    pub fn format(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Format {
            what: what.into(),
            why: why.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config { key, got, wanted } => write!(f, "{key}: got {got}, wanted {wanted}"),
            Self::Shape { what, got, wanted } => write!(f, "{what}: got {got}, wanted {wanted}"),
            Self::Format { what, why } => write!(f, "This is not a usable {what} file: {why}"),
            Self::TooLarge { what, got, limit } => {
                write!(f, "{what} is too large: {got}; the limit is {limit}")
            }
            Self::Weights {
                tensor,
                got,
                wanted,
            } => {
                write!(
                    f,
                    "The weights do not fit this model: {tensor} has {got}, the model wants {wanted}"
                )
            }
            Self::Diverged {
                step,
                learning_rate,
            } => write!(
                f,
                "Training diverged at step {step}: the loss is no longer a finite number. A learning rate of {learning_rate} is too large here; try a smaller one"
            ),
            Self::BlownUp { step } => write!(
                f,
                "Training blew up by step {step}: the learning rate is too large here"
            ),
            Self::NotReady { what } => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for Error {}
