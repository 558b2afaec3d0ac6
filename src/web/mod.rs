//! The only module that knows a browser: what JavaScript calls, and nothing that computes.

mod charts;
mod convert;
mod session;
