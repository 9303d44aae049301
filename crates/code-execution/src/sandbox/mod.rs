//! Sandboxes: where code that passed analysis runs.
//!
//! [`Sandbox`] is the contract that every backend keeps. A backend runs one [`SandboxJob`] in a fresh guest, enforces
//! its [`Limits`] from outside, and gives back an [`Outcome`]; it neither judges the code nor cleans what it prints.

mod job;
mod limits;
mod outcome;
mod session;
#[cfg(feature = "wasm")]
pub mod wasm;

use std::{fmt, future::Future, pin::Pin};

pub use job::{InputFile, OutputSink, OutputStream, SandboxJob};
pub use limits::{LimitOverrides, Limits, LimitsError};
pub use outcome::{Artifact, CapturedText, Ending, Outcome, PythonError, Resource, ReturnValue};
pub use session::{SandboxSession, SessionFuture};

/// What `execute` of a [`Sandbox`] gives back.
pub type Execution<'a> = Pin<Box<dyn Future<Output = Result<Outcome, SandboxError>> + Send + 'a>>;

/// A backend that runs Python behind walls.
pub trait Sandbox: fmt::Debug + Send + Sync {
    /// The backend's name on the wire: `wasm`, for one.
    fn sandbox_type(&self) -> &'static str;

    /// What the backend can do; what it cannot is refused when an executor is built.
    fn capabilities(&self) -> Capabilities;

    /// Runs a job in a fresh guest, which ends with it.
    ///
    /// Dropping the future stops the guest.
    fn execute(&self, job: SandboxJob) -> Execution<'_>;

    /// Starts a session: a guest whose state stays from program to program. Nothing runs yet.
    ///
    /// # Errors
    /// [`SandboxError::NoSessions`] where the backend has none, as by default.
    fn create_session(&self) -> Result<Box<dyn SandboxSession>, SandboxError> {
        Err(SandboxError::NoSessions {
            backend: self.sandbox_type(),
        })
    }

    /// Goes on with a session from its checkpoint, in this process or another one.
    ///
    /// # Errors
    /// [`SandboxError::NoSessions`], and [`SandboxError::BadCheckpoint`] where the bytes are no checkpoint of this
    /// installation, or were changed.
    fn restore_session(&self, checkpoint: &[u8]) -> Result<Box<dyn SandboxSession>, SandboxError> {
        let _ = checkpoint;
        Err(SandboxError::NoSessions {
            backend: self.sandbox_type(),
        })
    }

    /// Gives memory that ended and resting sessions no longer need back to the system; may take some milliseconds.
    ///
    /// By default there is nothing to give.
    fn give_back_memory(&self) {}

    /// Takes no new programs, and waits until those that were taken have ended.
    ///
    /// By default there is nothing to wait for.
    fn drain(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::ready(()))
    }
}

/// What a backend can do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// Whether it can give guests a network.
    pub network: bool,
    /// The walls between a guest and the host, outermost last.
    pub walls: Vec<String>,
    /// Whether it has sessions.
    pub sessions: bool,
}

/// The sandbox failed: the code may not have run, or not to its end, and that is not the code's fault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// All workers are busy and the queue is full.
    #[error("the sandbox is busy: {queued} executions wait already")]
    Busy {
        /// Executions that wait.
        queued: usize,
    },
    /// A given file's name is not a relative path below the working folder, or its content is over the quota.
    #[error("the file `{name}` cannot be given to the code: {reason}")]
    InputFile {
        /// The file's name.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The memory limit is below what a guest needs before its first line: the interpreter and the given files.
    #[error("a memory limit of {limit_mb} MB is too low: this guest starts with {needed_mb} MB")]
    MemoryLimitTooLow {
        /// The limit.
        limit_mb: u64,
        /// What a guest needs.
        needed_mb: u64,
    },
    /// It takes no new programs, because it is being shut down.
    #[error("the sandbox is shutting down")]
    ShuttingDown,
    /// The backend has no sessions.
    #[error("the sandbox `{backend}` has no sessions")]
    NoSessions {
        /// The backend.
        backend: &'static str,
    },
    /// Bytes that are no checkpoint of this installation, or that somebody changed.
    #[error("the checkpoint cannot be used: {reason}")]
    BadCheckpoint {
        /// What is wrong.
        reason: String,
    },
    /// The session's last turn ended well, and what it left was lost after that; the session is as before that turn.
    #[error("the session lost its last turn, and is as it was before: {reason}")]
    TurnLost {
        /// What happened.
        reason: String,
    },
    /// The guest could not be started, or broke.
    #[error("the sandbox `{backend}` failed: {reason}")]
    Backend {
        /// The backend.
        backend: &'static str,
        /// What happened.
        reason: String,
    },
}

impl SandboxError {
    /// Whether the same job may succeed later.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        matches!(
            self,
            Self::Busy { .. } | Self::Backend { .. } | Self::TurnLost { .. }
        )
    }
}
