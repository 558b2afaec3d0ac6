//! A process that keeps one core busy, as whatever else runs on a person's machine does.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::{env, thread};

use crate::shell::{Outcome, cannot_start};

/// The hidden task that computes without end.
pub const SPIN: &str = "spin";

/// Another process at work, for as long as this value lives.
pub struct Busy(Child);

impl Busy {
    /// Starts the process.
    pub fn start() -> Outcome<Self> {
        let program =
            env::current_exe().map_err(|error| format!("where is this program? {error}"))?;
        let mut spin = Command::new(program);
        spin.arg(SPIN).stdin(Stdio::piped()).stdout(Stdio::null());
        let child = spin.spawn().map_err(|error| cannot_start(&spin, &error))?;
        println!("Process {} keeps one core busy.", child.id());
        Ok(Self(child))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let ended = self.0.kill().and_then(|()| self.0.wait());
        if let Err(error) = ended {
            eprintln!("The busy process {} did not end: {error}", self.0.id());
        }
    }
}

/// Computes until standard input ends, which it does when the process that started this one is gone, however it went.
pub fn spin() {
    let listener = thread::spawn(|| std::io::stdin().read_to_end(&mut Vec::new()));
    let mut x = 1_u64;
    while !listener.is_finished() {
        for _ in 0..1_000_000 {
            x = std::hint::black_box(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        }
    }
}
