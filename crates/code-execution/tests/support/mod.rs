//! A sandbox for tests: the runtime of this machine's cache, installed where it is missing.

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, LazyLock, atomic::AtomicBool},
};

use ringfence_code_execution::{
    CodeExecutor, CodeExecutorBuilder,
    runtime::{self, CacheFolder, Job, NoProgress, Pack, Source},
    sandbox::wasm::{FuelPackBuilder, WasmPackBuilder, WasmSandbox, WorkerProgram, worker_main},
};

static SANDBOX: LazyLock<Arc<WasmSandbox>> =
    LazyLock::new(|| Arc::new(WasmSandbox::open(&pack()).unwrap()));

/// The cache that the command line uses too, so that the runtime is compiled once.
pub(crate) fn cache() -> CacheFolder {
    let variable = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let folder = variable("RINGFENCE_CACHE_DIR")
        .map(|folder| folder.join("runtime"))
        .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("ringfence/runtime")))
        .or_else(|| variable("HOME").map(|folder| folder.join(".cache/ringfence/runtime")));
    CacheFolder::new(folder.unwrap())
}

/// The installed pack.
pub(crate) fn pack() -> Pack {
    let job = Job {
        progress: &NoProgress,
        cancelled: &AtomicBool::new(false),
    };
    runtime::install(&cache(), &Source::PackageIndex, &WasmPackBuilder, &job).unwrap()
}

/// The argument by which an executable of tests knows that it is a worker.
const WORKER: &str = "__worker";

static WORKERS: LazyLock<Arc<WasmSandbox>> = LazyLock::new(|| {
    let program = WorkerProgram::this_executable(WORKER).unwrap();
    Arc::new(
        WasmSandbox::builder(&pack())
            .workers(program)
            .open()
            .unwrap(),
    )
});

/// The sandbox whose guests run in workers of this executable, whose `main` begins with [`worker`].
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "not every test binary needs it"
)]
pub(crate) fn workers() -> Arc<WasmSandbox> {
    Arc::clone(&WORKERS)
}

/// The exit status of a worker, where this process is one.
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "not every test binary needs it"
)]
pub(crate) fn worker() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    (arguments.next()? == WORKER).then(|| worker_main(arguments))
}

/// The installed pack whose guests count fuel; compiled at first use, as the other.
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "not every test binary needs it"
)]
pub(crate) fn fuel_pack() -> Pack {
    let job = Job {
        progress: &NoProgress,
        cancelled: &AtomicBool::new(false),
    };
    runtime::install(&cache(), &Source::PackageIndex, &FuelPackBuilder, &job).unwrap()
}

/// The sandbox that all tests of a process share.
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "not every test binary needs it"
)]
pub(crate) fn sandbox() -> Arc<WasmSandbox> {
    Arc::clone(&SANDBOX)
}

/// Settings for an executor over it.
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "not every test binary needs it"
)]
pub(crate) fn executor() -> CodeExecutorBuilder {
    CodeExecutor::builder(sandbox())
}

/// Runs a future to its end, for tests without a runtime of their own.
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "not every test binary needs it"
)]
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}
