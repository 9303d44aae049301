//! Sandboxes.
#[cfg(feature = "wasm")]
pub mod wasm;
