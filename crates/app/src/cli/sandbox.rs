//! Opening the sandbox that a command asked for, and being its worker.

use std::{
    io::{self, Read, Write},
    num::NonZeroUsize,
    process::ExitCode,
    time::Duration,
};

use ringfence_code_execution::{
    process::worker::{WallsReport, Worker, WorkerLimits, WorkerProcess},
    runtime::{Pack, RuntimeError, profile::Profile},
    sandbox::wasm::{WasmSandbox, WorkerProgram, worker_main},
};

use super::{Failure, arguments::SandboxArguments};

/// The first argument of a worker: `ringfence __worker PACK_FOLDER`. Not for people.
const WORKER_ARGUMENT: &str = "__worker";

/// The first argument of a worker that raises its walls, tells of them and ends. Not for people.
const WALLS_ARGUMENT: &str = "__walls";

/// The exit status of a worker, where this process was started as one.
pub(crate) fn worker() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next()?;
    if first == WALLS_ARGUMENT {
        return Some(tell_walls().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS));
    }
    (first == WORKER_ARGUMENT).then(|| worker_main(arguments))
}

/// Raises the walls around this process and writes the report to the channel.
fn tell_walls() -> io::Result<()> {
    let (mut channel, report) = Worker::enter()?.lock_down(&WorkerLimits::default())?;
    let report = serde_json::to_vec(&report)?;
    channel.write_all(&report)
}

/// The walls around a worker that runs nothing, for a machine without a runtime.
pub(super) fn try_walls() -> Result<WallsReport, Failure> {
    let program = program()?;
    let worker = WorkerProcess::spawn(&program.path, &[WALLS_ARGUMENT.into()])?;
    let channel = worker.channel();
    channel.set_read_timeout(Some(WALLS_TIMEOUT))?;
    let mut report = Vec::new();
    channel.take(MAX_REPORT_BYTES).read_to_end(&mut report)?;
    serde_json::from_slice(&report).map_err(|error| {
        Failure::new(format!(
            "a worker started and did not tell of its walls: {error}"
        ))
    })
}

/// How long a worker has to tell of its walls.
const WALLS_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_REPORT_BYTES: u64 = 1 << 20;

/// The sandbox of a command; `slots` guests run at once, or as many as there are cores.
pub(super) fn open(
    pack: &Pack,
    profiles: &[Profile],
    arguments: SandboxArguments,
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
