//! What later stages of the gate need, made while the first ones compile. Installing waits for the network mostly, and
//! linking the engine keeps one core of two busy.

use std::thread;

use crate::shell::root;
use crate::{engines, packages, python, wasm};

/// Begins in the background. What fails is tried again by the stage that needs it, which then says why.
pub fn begin() {
    thread::spawn(wasm::build);
    thread::spawn(|| {
        let _ = packages::install(&root());
        let _ = python::ready();
        let _ = engines::test_chromium();
        let _ = engines::firefox();
        let _ = engines::webkit();
    });
}
