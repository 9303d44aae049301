//! WASI preview 1, served from our own memory.
//!
//! The guest gets no descriptor, environment variable, argument but its own name, process or socket of the host. Files
//! are nodes of [`FileSystem`](super::filesystem::FileSystem), output goes into [`Capture`]s, clocks and random bytes
//! come from the host, waits end with the execution. Every call does a bounded amount of work.
//!
//! Source: <https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md>.

mod capture;
mod descriptor;
mod directory;
mod environment;
mod file;
mod inputs;
mod memory;
mod path;
mod poll;
mod stop;

use std::sync::Arc;

use wasmtime::{Caller, Linker, Memory};

use super::{door::Door, filesystem::FileSystem, host_calls::HostCalls, limiter::MemoryLimiter};
use crate::sandbox::wasm::filesystem::Errno;
use memory::GuestMemory;

pub(crate) use capture::Capture;
pub(crate) use descriptor::{Descriptors, MATPLOTLIB_DATA_NODE};
pub(crate) use inputs::{GuestInputs, InputsLeft};
pub(crate) use stop::{Stop, StopSignal, StopSource};

/// Everything one guest has: what its host calls work on.
#[derive(Debug)]
pub(crate) struct Guest {
    /// The guest's linear memory; set right after instantiation.
    pub(crate) memory: Option<Memory>,
    pub(crate) files: FileSystem,
    pub(crate) descriptors: Descriptors,
    pub(crate) stdout: Capture,
    pub(crate) stderr: Capture,
    pub(crate) inputs: GuestInputs,
    pub(crate) stop: Arc<StopSignal>,
    pub(crate) door: Door,
    pub(crate) limiter: MemoryLimiter,
    /// What each turn may use of fuel, where fuel is counted.
    pub(crate) max_fuel: u64,
    /// Where calls of host functions go; `None` where there are none.
    pub(crate) host_calls: Option<Box<dyn HostCalls>>,
}

/// What a host call answers: an error number for the guest, or the end of the guest.
type Answer = Result<Result<(), Errno>, Stop>;

const MODULE: &str = "wasi_snapshot_preview1";

/// Defines every WASI function the Python module imports.
///
/// # Errors
/// When a name is defined twice.
pub(crate) fn add_to_linker(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    environment::add_to_linker(linker)?;
    file::add_to_linker(linker)?;
    directory::add_to_linker(linker)?;
    path::add_to_linker(linker)?;
    poll::add_to_linker(linker)
}

/// Runs `work` on the guest's memory and state, and turns what it says into the guest's `errno`.
fn answer(
    mut caller: Caller<'_, Guest>,
    work: impl FnOnce(&mut GuestMemory<'_>, &mut Guest) -> Answer,
) -> wasmtime::Result<i32> {
    let Some(memory) = caller.data().memory else {
        return Err(wasmtime::Error::msg(
            "a host call before the memory is known",
        ));
    };
    if caller.data().inputs.follows_fuel() {
        let fuel_used = caller.data().max_fuel.saturating_sub(caller.get_fuel()?);
        caller.data_mut().inputs.set_fuel_used(fuel_used);
    }
    let (bytes, guest) = memory.data_and_store_mut(&mut caller);
    let answer = work(&mut GuestMemory(bytes), guest);
    match guest.inputs.check().and(answer) {
        Ok(Ok(())) => Ok(0),
        Ok(Err(errno)) => Ok(i32::from(errno as u16)),
        Err(stop) => Err(wasmtime::Error::new(stop)),
    }
}

/// As [`answer`], for calls that never end the guest.
fn reply(
    caller: Caller<'_, Guest>,
    work: impl FnOnce(&mut GuestMemory<'_>, &mut Guest) -> Result<(), Errno>,
) -> wasmtime::Result<i32> {
    answer(caller, |memory, guest| Ok(work(memory, guest)))
}

/// A parameter that WASI declares unsigned and WebAssembly passes as `i32`.
fn unsigned(value: i32) -> u32 {
    value.cast_unsigned()
}

#[cfg(test)]
mod tests;
