//! Compiling the module for this machine.

use std::{
    borrow::Cow,
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use wasmtime::{CacheStore, Engine};

use super::{Fuel, build_error, engine};
use crate::runtime::{Job, RuntimeError, Step};

/// The functions of the module; progress counts to it.
const MODULE_FUNCTIONS: u64 = 46_000;

/// Compiles on all cores, counting functions as they are taken up.
pub(super) fn compile(
    stripped: &[u8],
    fuel: Fuel,
    to: &Path,
    job: &Job<'_>,
) -> Result<(), RuntimeError> {
    let counted = Arc::new(Counter::default());
    let mut config = engine::config(fuel);
    config
        .enable_incremental_compilation(counted.clone())
        .map_err(build_error)?;
    let engine = Engine::new(&config).map_err(build_error)?;
    job.progress.begin(Step::Compile, MODULE_FUNCTIONS);
    let compiled = thread::scope(|scope| {
        let compiling = scope.spawn(|| engine.precompile_module(stripped));
        while !compiling.is_finished() {
            thread::sleep(Duration::from_millis(50));
            job.progress
                .advance(counted.0.load(Ordering::Relaxed).min(MODULE_FUNCTIONS));
        }
        compiling.join()
    });
    let compiled = compiled.map_err(|_| RuntimeError::Build {
        reason: "the compiler panicked".to_owned(),
    })?;
    let compiled = compiled.map_err(build_error)?;
    job.check()?;
    fs::write(to, compiled).map_err(|error| RuntimeError::io("write", to, error))?;
    job.progress.end();
    Ok(())
}

/// A cache that keeps nothing and counts how often it is asked: once for each function.
#[derive(Debug, Default)]
struct Counter(AtomicU64);

impl CacheStore for Counter {
    fn get(&self, _key: &[u8]) -> Option<Cow<'_, [u8]>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        None
    }

    fn insert(&self, _key: &[u8], _value: Vec<u8>) -> bool {
        true
    }
}
