//! The engine's settings: part of what a compiled module is named by.

use std::sync::Arc;

use wasmtime::{Config, Engine, OptLevel};

use super::memory::ImageMemoryCreator;

/// Bytes of stack for compiled Python code; deeper recursion is a trap, which ends the guest alone.
const WASM_STACK_BYTES: usize = 8 << 20;
/// Bytes of stack for a thread that runs guests: theirs, and the host calls' on top.
pub(crate) const GUEST_THREAD_STACK_BYTES: usize = WASM_STACK_BYTES + (4 << 20);
/// Address space reserved for a linear memory: all that 32-bit addresses reach.
const MEMORY_RESERVATION_BYTES: u64 = 4 << 30;
/// Inaccessible address space behind it: more than any constant offset in compiled code that leaves out a check.
const MEMORY_GUARD_BYTES: u64 = 32 << 20;

/// Names the settings below in the cache: change it with them.
pub(crate) const SETTINGS_VERSION: &str = "wasmtime-48.0.8/settings-1";

/// The settings for compiling and for running: a compiled module fits no others.
pub(crate) fn config() -> Config {
    let mut config = Config::new();
    config
        .wasm_exceptions(true)
        .epoch_interruption(true)
        .max_wasm_stack(WASM_STACK_BYTES)
        // No guest runs on an async stack; Wasmtime only wants the number to be larger.
        .async_stack_size(GUEST_THREAD_STACK_BYTES)
        .memory_reservation(MEMORY_RESERVATION_BYTES)
        .memory_guard_size(MEMORY_GUARD_BYTES)
        .memory_may_move(false)
        .native_unwind_info(false)
        .wasm_backtrace_max_frames(None)
        .cranelift_opt_level(OptLevel::Speed)
        .with_host_memory(Arc::new(ImageMemoryCreator));
    config
}

/// An engine for running compiled modules.
///
/// # Errors
/// When the machine cannot run them.
pub(crate) fn engine() -> wasmtime::Result<Engine> {
    Engine::new(&config())
}
