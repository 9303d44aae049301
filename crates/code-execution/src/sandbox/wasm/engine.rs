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
const SETTINGS_VERSION: &str = "wasmtime-48.0.8/settings-1";

/// Whether compiled code counts the WebAssembly instructions that it runs. Code that does is another compiled module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fuel {
    /// It counts nothing, and is faster.
    Uncounted,
    /// It counts: a run costs the same on every machine, and can be limited to a cost.
    Counted,
}

impl Fuel {
    /// Names the settings in the cache.
    pub(crate) fn settings_version(self) -> String {
        match self {
            Self::Uncounted => SETTINGS_VERSION.to_owned(),
            Self::Counted => format!("{SETTINGS_VERSION}/fuel"),
        }
    }
}

/// The settings for compiling and for running: a compiled module fits no others.
pub(crate) fn config(fuel: Fuel) -> Config {
    let mut config = Config::new();
    config
        .wasm_exceptions(true)
        .epoch_interruption(true)
        .consume_fuel(fuel == Fuel::Counted)
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
pub(crate) fn engine(fuel: Fuel) -> wasmtime::Result<Engine> {
    Engine::new(&config(fuel))
}
