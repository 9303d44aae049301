//! Guests in worker processes: the walls are told, crashes and hostile workers hurt nobody else, sessions outlive them.
//!
//! The test's own executable is the worker, and a worker that breaks the rules.
#![cfg(test)]

#[path = "../support/promises.rs"]
mod promises;
#[path = "../support/mod.rs"]
mod support;

mod crashes;
mod host_functions;
mod hostile;
mod pool;
mod programs;
mod replay;
mod sessions;
mod thousand_sessions;

use std::{num::NonZeroUsize, process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Completion, Trial};
use ringfence_code_execution::{
    CodeExecutor, CodeExecutorBuilder,
    analysis::{Policy, Preset},
    sandbox::wasm::{WasmSandbox, WasmSandboxBuilder, WorkerProgram, worker_main},
};

const WORKER: &str = "__worker";
/// A worker whose command line has a name, by which a test knows it among those of other tests.
const NAMED_WORKER: &str = "__named_worker";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, WORKER, ..] => return worker_main(std::env::args_os().skip(2)),
        [_, NAMED_WORKER, _name, ..] => return worker_main(std::env::args_os().skip(3)),
        [_, hostile::HOSTILE, conduct, _pack] => return hostile::worker(conduct),
        _ => (),
    }
    let mut trials = Vec::new();
    for (module, tests) in [
        ("programs", programs::TESTS),
        ("pool", pool::TESTS),
        ("crashes", crashes::TESTS),
        ("host_functions", host_functions::TESTS),
        ("hostile", hostile::TESTS),
        ("replay", replay::TESTS),
        ("sessions", sessions::TESTS),
        ("thousand_sessions", thousand_sessions::TESTS),
    ] {
        for (name, test) in tests {
            trials.push(Trial::ignorable_test(
                format!("{module}::{name}"),
                move || {
                    if !cfg!(target_os = "linux") {
                        return Ok(Completion::ignored_with("worker processes need Linux"));
                    }
                    support::block_on(test());
                    Ok(Completion::Completed)
                },
            ));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A test by its name.
type Test = (&'static str, fn() -> Future);
type Future = std::pin::Pin<Box<dyn std::future::Future<Output = ()>>>;

/// Settings for a sandbox with workers of this executable.
fn builder(slots: usize) -> WasmSandboxBuilder {
    WasmSandbox::builder(&support::pack())
        .slots(NonZeroUsize::new(slots).unwrap())
        .workers(WorkerProgram::this_executable(WORKER).unwrap())
}

/// A sandbox with one worker of this name.
fn named_sandbox(name: &str) -> Arc<WasmSandbox> {
    let mut program = WorkerProgram::this_executable(NAMED_WORKER).unwrap();
    program.arguments.push(name.into());
    Arc::new(builder(1).workers(program).open().unwrap())
}

fn sandbox(slots: usize) -> Arc<WasmSandbox> {
    Arc::new(builder(slots).open().unwrap())
}

/// An executor that lets everything through to the sandbox.
fn executor(sandbox: Arc<WasmSandbox>) -> Arc<CodeExecutor> {
    Arc::new(settings(sandbox).build().unwrap())
}

fn settings(sandbox: Arc<WasmSandbox>) -> CodeExecutorBuilder {
    CodeExecutor::builder(sandbox).policy(Policy::preset(Preset::None))
}
