//! The page's module: what `hourglass::web` exports, and nothing else.
//!
//! A module is optimized as a whole when it is linked, at the level of its last crate. Linked at the library's level,
//! which is for size, the kernel's loops would no longer be unrolled; this crate is compiled for speed, and so the
//! kernel stays fast while the library stays small.

#![cfg(target_arch = "wasm32")]

pub use hourglass::web;
