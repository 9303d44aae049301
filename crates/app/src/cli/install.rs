//! Getting the runtime, with progress, so that Ctrl-C leaves nothing behind.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use ringfence_code_execution::{
    runtime::{self, CacheFolder, Job, NoProgress, Pack, Progress, RuntimeError, Source, Step},
    sandbox::wasm::{FuelPackBuilder, WasmPackBuilder},
};

use super::{Failure, printer::Printer};

/// How long an installation has to stop after Ctrl-C before its folder is removed under it.
const STOP_TIMEOUT: Duration = Duration::from_millis(500);

/// The installed pack; installs it where there is none. `None` where Ctrl-C stopped that.
pub(super) async fn ensure(
    cache: &CacheFolder,
    source: Source,
    printer: Printer,
) -> Result<Option<Pack>, Failure> {
    if let Some(pack) = cache.find(&WasmPackBuilder)? {
        return Ok(Some(pack));
    }
    printer.note("installing the Python runtime (once, about a minute and 0.4 GB)");
    let owned = cache.clone();
    in_background(cache, printer, move |job| {
        runtime::install(&owned, &source, &WasmPackBuilder, job)
    })
    .await
}

/// As [`ensure`], for the pack whose guests count fuel.
pub(super) async fn ensure_with_fuel(
    cache: &CacheFolder,
    printer: Printer,
) -> Result<Option<Pack>, Failure> {
    if let Some(pack) = cache.find(&FuelPackBuilder)? {
        return Ok(Some(pack));
    }
    printer.note("installing the Python runtime that counts instructions (once, about two minutes and 0.5 GB)");
    let owned = cache.clone();
    in_background(cache, printer, move |job| {
        runtime::install(&owned, &Source::PackageIndex, &FuelPackBuilder, job)
    })
    .await
}

/// Does work of the runtime with progress on another thread. `None` where Ctrl-C stopped it; then nothing half-made stays.
pub(super) async fn in_background<T: Send + 'static>(
    cache: &CacheFolder,
    printer: Printer,
    work: impl FnOnce(&Job<'_>) -> Result<T, RuntimeError> + Send + 'static,
) -> Result<Option<T>, Failure> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let mut working = {
        let cancelled = Arc::clone(&cancelled);
        tokio::task::spawn_blocking(move || {
            let progress: Box<dyn Progress> = if printer.shows_progress() {
                Box::new(Bars::default())
            } else {
                Box::new(Lines(printer))
            };
            work(&Job {
                progress: &*progress,
                cancelled: &cancelled,
            })
        })
    };
    tokio::select! {
        done = &mut working => return Ok(Some(done??)),
        _ = tokio::signal::ctrl_c() => cancelled.store(true, Ordering::Relaxed),
    }
    printer.note("stopping");
    if tokio::time::timeout(STOP_TIMEOUT, working).await.is_err() {
        // The compiler cannot be stopped; the process ends with it, and its folder goes first.
        cache.abandon_staging()?;
    }
    Ok(None)
}

/// Refuses a wheel or a folder that is not there, before anything is downloaded.
pub(super) fn check_source(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Ok(());
    }
    let path = path.display();
    Err(
        Failure::new(format!("there is neither a file nor a folder `{path}`"))
            .hint("`--from` takes a wheel, or a folder with wheels, of this machine"),
    )
}

/// Removes all packs and profiles.
pub(super) fn remove(cache: &CacheFolder) -> Result<u64, RuntimeError> {
    runtime::remove(
        cache,
        &Job {
            progress: &NoProgress,
            cancelled: &AtomicBool::new(false),
        },
    )
}

fn title(step: Step) -> &'static str {
    match step {
        Step::Wait => "waiting for another installation",
        Step::Download => "downloading CPython for WebAssembly",
        Step::Check => "checking digests",
        Step::Compile => "compiling for this machine",
        Step::Packages => "downloading packages",
        Step::Wheels => "checking wheels",
        Step::Bytecode => "compiling packages",
        Step::Images => "taking memory images",
        _ => "working",
    }
}

/// A bar for each step, for a terminal.
#[derive(Debug, Default)]
struct Bars(Mutex<Option<ProgressBar>>);

impl Progress for Bars {
    fn begin(&self, step: Step, total: u64) {
        let bar = if total == 0 {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::new(total)
        };
        let template = match step {
            Step::Wait | Step::Packages | Step::Bytecode => "{spinner} {msg}",
            Step::Download | Step::Check => {
                "{msg:36} {bar:30} {bytes:>10} / {total_bytes:10} {eta:>4} left"
            }
            _ => "{msg:36} {bar:30} {pos:>10} / {len:10} {eta:>4} left",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(title(step));
        bar.enable_steady_tick(Duration::from_millis(200));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }

    fn advance(&self, done: u64) {
        if let Some(bar) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.set_position(done);
        }
    }

    fn end(&self) {
        if let Some(bar) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish();
        }
    }
}

/// A line for each step, for a log.
#[derive(Debug)]
struct Lines(Printer);

impl Progress for Lines {
    fn begin(&self, step: Step, _total: u64) {
        self.0.note(title(step));
    }

    fn advance(&self, _done: u64) {}

    fn end(&self) {}
}
