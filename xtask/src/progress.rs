//! Says what a long task is at, and since when it runs.

use std::time::Instant;

/// A task that takes its time.
pub struct Progress(Instant);

impl Progress {
    /// Begins with a sentence about all of it.
    pub fn start(what: &str) -> Self {
        println!("{what}");
        Self(Instant::now())
    }

    /// What is done next.
    pub fn say(&self, what: &str) {
        println!("[{:>4.0} s] {what}", self.0.elapsed().as_secs_f32());
    }
}
