//! The programs of the terminal, run as people run them.

#[path = "../../examples/terminal/duration.rs"]
mod duration;
mod files;
mod folders;
#[cfg(unix)]
mod interrupts;
mod place;
mod words;
