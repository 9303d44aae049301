//! The default sandbox: CPython compiled to WebAssembly.

mod door;
mod engine;
mod filesystem;
mod interpreter;
mod limiter;
mod memory;
mod module_file;
mod pack;
mod ticker;
mod wasi;

pub use pack::WasmPackBuilder;
