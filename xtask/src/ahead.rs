//! What later stages of the gate install, installed while the first ones compile: it waits for the network mostly.

use std::thread;

use crate::shell::root;
use crate::{engines, packages, python};

/// Begins in the background. What fails is tried again by the stage that needs it, which then says why.
pub fn begin() {
    thread::spawn(|| {
        let _ = packages::install(&root());
        let _ = python::ready();
        let _ = engines::test_chromium();
        let _ = engines::firefox();
        let _ = engines::webkit();
    });
}
