//! The engine's tests as WebAssembly, run in a real browser by `cargo xtask test`: there the kernel's
//! loops are other code (SIMD instructions) and must give the same bits.

#![cfg(target_arch = "wasm32")]
// A table of cases is as long as there are cases.
#![allow(clippy::too_many_lines)]

#[path = "it"]
mod it {
    mod kernel;
}
