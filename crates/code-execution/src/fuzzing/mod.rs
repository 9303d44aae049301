//! What the fuzz targets in `fuzz/` call: one function for each, which panics where a promise does not hold.
//!
//! Compiled with `--cfg fuzzing` only, as `cargo fuzz` sets it; no part of the interface. The questions themselves lie
//! beside what they are asked of.

mod choices;

pub(crate) use choices::Choices;

pub use crate::recording::ask_recording as recording;
#[cfg(feature = "wasm")]
pub use crate::sandbox::wasm::{
    ask_checkpoint as checkpoint, ask_filesystem as filesystem, ask_frames as frames,
};
