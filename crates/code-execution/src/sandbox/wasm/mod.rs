//! The default sandbox: CPython compiled to WebAssembly.

mod backend;
mod channel;
mod door;
mod engine;
mod filesystem;
mod guests;
mod host_calls;
mod interpreter;
mod limiter;
mod media_type;
mod memory;
mod module_file;
mod pack;
mod profile;
mod report;
mod state;
mod ticker;
mod wasi;
mod worker;

pub use backend::{WasmSandbox, WasmSandboxBuilder};
pub use pack::{FuelPackBuilder, WasmPackBuilder};
pub use worker::{WorkerProgram, worker_main};

#[cfg(fuzzing)]
pub use {channel::ask_frames, filesystem::ask_filesystem, state::ask_checkpoint};

use super::SandboxError;

/// The backend's name on the wire.
const SANDBOX_TYPE: &str = "wasm";

/// We failed, and say why.
fn failed(reason: &str) -> SandboxError {
    SandboxError::Backend {
        backend: SANDBOX_TYPE,
        reason: reason.to_owned(),
    }
}
