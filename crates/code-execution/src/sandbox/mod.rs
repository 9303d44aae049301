//! Sandboxes: where code that passed analysis runs.
//!
//! [`Sandbox`] is the contract that every backend keeps. A backend runs one [`SandboxJob`] in a fresh guest, enforces
//! its [`Limits`] from outside, and gives back an [`Outcome`]; it neither judges the code nor cleans what it prints.

mod inputs;
mod job;
mod limits;
mod outcome;
mod session;
#[cfg(feature = "wasm")]
pub mod wasm;

use std::{fmt, future::Future, pin::Pin};

pub use inputs::{InputLog, Inputs};
pub(crate) use job::LastExpression;
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

    /// The modules that the profile `profile` adds to the runtime's, without what lies below them.
    ///
    /// # Errors
    /// [`SandboxError::UnknownProfile`], which lists the known ones; always, where a backend has no profiles.
    fn profile_modules(&self, profile: &str) -> Result<&[String], SandboxError> {
        Err(SandboxError::UnknownProfile {
            name: profile.to_owned(),
            known: Vec::new(),
        })
    }

    /// Runs a job in a fresh guest, which ends with it.
    ///
    /// Dropping the future stops the guest.
    fn execute(&self, job: SandboxJob) -> Execution<'_>;

    /// Starts a session, with the packages of a profile where one is named: a guest whose state stays from program to
    /// program. Nothing runs yet.
    ///
    /// # Errors
    /// [`SandboxError::NoSessions`] where the backend has none, as by default, and [`SandboxError::UnknownProfile`].
    fn create_session(
        &self,
        profile: Option<&str>,
    ) -> Result<Box<dyn SandboxSession>, SandboxError> {
        let _ = profile;
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
    /// Whether it counts fuel, and can limit it.
    pub fuel: bool,
    /// What its guests run in, by a name that changes with every part of it: what was recorded in one is replayed in no
    /// other. `None` where it can neither record nor replay.
    pub runtime: Option<String>,
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
    /// The sandbox has no profile of this name.
    #[error("there is no profile `{name}`; {}", known_profiles(known))]
    UnknownProfile {
        /// The name as given.
        name: String,
        /// The profiles that are there.
        known: Vec<String>,
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

fn known_profiles(known: &[String]) -> String {
    if known.is_empty() {
        return "the sandbox was opened without profiles".to_owned();
    }
    let names: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    format!("there are {}", names.join(", "))
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
