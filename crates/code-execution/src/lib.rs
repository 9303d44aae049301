//! Run Python that nobody has reviewed.

pub mod analysis;
pub mod output;
#[cfg(feature = "wasm")]
mod process;
#[cfg(feature = "wasm")]
pub mod runtime;
pub mod sandbox;
