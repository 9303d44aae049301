//! Opening the sandbox that a command asked for, and being its worker.

use std::{num::NonZeroUsize, process::ExitCode};

use ringfence_code_execution::{
    runtime::{Pack, RuntimeError, profile::Profile},
    sandbox::wasm::{WasmSandbox, WorkerProgram, worker_main},
};

use super::{Failure, arguments::SandboxArguments};

/// The first argument of a worker: `ringfence __worker PACK_FOLDER`. Not for people.
const WORKER_ARGUMENT: &str = "__worker";

/// The exit status of a worker, where this process was started as one.
pub(crate) fn worker() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != WORKER_ARGUMENT {
        return None;
    }
    Some(worker_main(arguments))
}

/// The sandbox of a command; `slots` guests run at once, or as many as there are cores.
pub(super) fn open(
    pack: &Pack,
    profiles: &[Profile],
    arguments: &SandboxArguments,
    slots: Option<NonZeroUsize>,
) -> Result<WasmSandbox, Failure> {
    if arguments.in_process && arguments.require_walls {
        return Err(
            Failure::new("`--in-process` and `--require-walls` contradict each other")
                .hint("leave out `--in-process`"),
        );
    }
    let mut builder = WasmSandbox::builder(pack)
        .profiles(profiles)
        .require_walls(arguments.require_walls);
    if let Some(slots) = slots {
        builder = builder.slots(slots);
    }
    if !arguments.in_process {
        builder = builder.workers(program()?);
    }
    Ok(builder.open()?)
}

/// This executable, as a worker.
pub(super) fn program() -> Result<WorkerProgram, RuntimeError> {
    WorkerProgram::this_executable(WORKER_ARGUMENT).map_err(|error| RuntimeError::Worker {
        reason: error.to_string(),
    })
}
