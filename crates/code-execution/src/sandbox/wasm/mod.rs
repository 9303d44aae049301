//! The default sandbox: CPython compiled to WebAssembly.

mod backend;
mod door;
mod engine;
mod filesystem;
mod interpreter;
mod limiter;
mod media_type;
mod memory;
mod module_file;
mod pack;
mod pool;
mod profile;
mod report;
mod ticker;
mod wasi;

pub use backend::WasmSandbox;
pub use pack::WasmPackBuilder;
