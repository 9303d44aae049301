//! Sessions: guests whose state stays from program to program.

use std::{fmt, pin::Pin};

use super::{Execution, SandboxError, SandboxJob};

/// What the methods of a [`SandboxSession`] give back.
pub type SessionFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, SandboxError>> + Send + 'a>>;

/// A guest whose state stays from program to program.
///
/// Between programs it holds no worker: its state is that of its last good turn. A turn that was cancelled, ran out of a
/// limit or broke leaves it as it was. Dropping it ends it.
pub trait SandboxSession: fmt::Debug + Send {
    /// Runs a program with the names, imports and files that earlier ones left.
    ///
    /// Dropping the future stops the program and leaves the session as it was before.
    fn run(&mut self, job: SandboxJob) -> Execution<'_>;

    /// A second session with the same state; neither sees what the other does from now on.
    fn fork(&mut self) -> SessionFuture<'_, Box<dyn SandboxSession>>;

    /// The state as bytes, for [`restore_session`](super::Sandbox::restore_session): compressed, and authenticated with
    /// a key of the installation. They are not encrypted.
    fn checkpoint(&mut self) -> SessionFuture<'_, Vec<u8>>;

    /// Forgets everything: the next program finds a new interpreter.
    fn reset(&mut self);

    /// The profile whose packages its programs may import, where it started with one.
    fn profile(&self) -> Option<&str>;

    /// Bytes of this process's memory that the session holds at rest.
    fn held_bytes(&self) -> u64;
}
