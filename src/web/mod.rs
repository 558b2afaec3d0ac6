//! The only module that knows a browser: what JavaScript calls, and nothing that computes.

#[cfg(feature = "page")]
mod charts;
pub mod code_pages;
#[cfg(feature = "page")]
mod convert;
mod error;
#[cfg(feature = "page")]
mod parts;
#[cfg(feature = "page")]
mod session;
