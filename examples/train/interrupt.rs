//! Signals that end a run early: the first is a wish, the second is obeyed at once.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What came of SIGINT (Ctrl+C) and SIGTERM since [`Interrupt::listen`].
pub struct Interrupt {
    signal: Arc<AtomicUsize>,
    obey: Arc<AtomicBool>,
}

impl Interrupt {
    /// Keeps the signals from ending the program, once.
    pub fn listen() -> io::Result<Self> {
        let listened = Self {
            signal: Arc::default(),
            obey: Arc::default(),
        };
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds `obey` unset, and sets it for the second.
            flag::register_conditional_default(signal, Arc::clone(&listened.obey))?;
            flag::register_usize(signal, Arc::clone(&listened.signal), signal as usize)?;
            flag::register(signal, Arc::clone(&listened.obey))?;
        }
        Ok(listened)
    }

    /// Whether a signal came.
    pub fn came(&self) -> bool {
        self.signal.load(Ordering::Relaxed) != 0
    }

    /// The next signal ends the program: there is nothing left to lose.
    pub fn obey(&self) {
        self.obey.store(true, Ordering::Relaxed);
    }

    /// What a shell calls the end by this signal: 130 for SIGINT, 143 for SIGTERM.
    pub fn exit_code(&self) -> u8 {
        128 + self.signal.load(Ordering::Relaxed) as u8
    }
}
