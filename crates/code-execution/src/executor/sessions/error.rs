//! Why something cannot be done with a session.

use std::{io, path::PathBuf, time::Duration};

use super::SessionId;
use crate::{error::CodeExecutionError, utc::utc};

/// Why something cannot be done with a session. What the *code* did wrong is in the result of its turn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionsError {
    /// There is no such session, or it was closed.
    #[error("there is no session `{id}`")]
    Unknown {
        /// Its name.
        id: SessionId,
    },
    /// The session was closed because a limit had passed.
    #[error("the session `{id}` expired at {}: {reason}", utc(*at_unix_ms))]
    Expired {
        /// Its name.
        id: SessionId,
        /// When, in milliseconds since 1970 UTC.
        at_unix_ms: u64,
        /// Which limit.
        reason: ExpiryReason,
    },
    /// As many callers as may wait for the session's turn do so already.
    #[error("the session `{id}` is busy: {waiting} turns wait already")]
    Busy {
        /// Its name.
        id: SessionId,
        /// Turns that wait, the running one included.
        waiting: usize,
    },
    /// There are as many sessions as there may be.
    #[error("there are {limit} sessions, and no more are allowed")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// One user has as many sessions as one may have.
    #[error("the user `{user_id}` has {limit} sessions, and no more are allowed")]
    TooManyOfUser {
        /// The user.
        user_id: String,
        /// The limit.
        limit: usize,
    },
    /// Sessions hold as much memory as they may, and none could be moved out of it.
    #[error("sessions hold {held_bytes} bytes of memory, and {limit_bytes} are allowed")]
    MemoryFull {
        /// What they hold.
        held_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// The files of sessions would pass their limit.
    #[error("the session needs {needed_bytes} bytes on disk, and {free_bytes} are left")]
    DiskFull {
        /// What the session needs.
        needed_bytes: u64,
        /// What the limit leaves.
        free_bytes: u64,
    },
    /// A user's name that is longer than 256 bytes.
    #[error("the user's name has {bytes} bytes, and 256 are allowed")]
    BadUser {
        /// Its length.
        bytes: usize,
    },
    /// A setting makes no sense.
    #[error("the setting `{name}` is 0, and must be more")]
    Setting {
        /// The setting.
        name: &'static str,
    },
    /// The folder of another process that lives.
    #[error("another process keeps its sessions in the folder `{}`", path.display())]
    FolderInUse {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that others could read or write.
    #[error("the folder `{}` is not private: {reason}", path.display())]
    FolderNotPrivate {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A file could not be read or written.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// No new turns are taken.
    #[error("the sessions are shutting down")]
    ShuttingDown,
    /// The executor failed, or the session's state cannot be used.
    #[error(transparent)]
    Execution(#[from] CodeExecutionError),
}

/// The limit that closed a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiryReason {
    /// It was not used for this long.
    Idle(Duration),
    /// It existed for this long.
    Life(Duration),
}

impl std::fmt::Display for ExpiryReason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Idle(limit) => write!(formatter, "it was not used for {} s", limit.as_secs_f64()),
            Self::Life(limit) => write!(
                formatter,
                "{} s had passed since its creation",
                limit.as_secs_f64()
            ),
        }
    }
}

impl SessionsError {
    /// What the caller can do.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unknown { .. } => {
                Some("it was closed, or never created here; create a new session")
            }
            Self::Expired { .. } => {
                Some("create a new session, or restore one from a checkpoint that was kept")
            }
            Self::Busy { .. } => Some(
                "wait for the answers to earlier turns, or fork the session for turns side by side",
            ),
            Self::TooMany { .. } | Self::TooManyOfUser { .. } => {
                Some("close sessions that are not needed, or lower the idle limit")
            }
            Self::MemoryFull { .. } => Some(
                "give the sessions a folder to rest in, or close some, or raise `max_memory_bytes`",
            ),
            Self::DiskFull { .. } => Some("close sessions, or raise `max_disk_bytes`"),
            Self::FolderInUse { .. } => Some("give each process a folder of its own"),
            Self::FolderNotPrivate { .. } => Some("`chmod 700` it, if all in it is yours"),
            Self::Execution(error) if !error.can_retry() => {
                Some("if its checkpoint cannot be used, close the session and create a new one")
            }
            _ => None,
        }
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        match self {
            Self::Busy { .. }
            | Self::TooMany { .. }
            | Self::TooManyOfUser { .. }
            | Self::MemoryFull { .. }
            | Self::DiskFull { .. } => true,
            Self::Execution(error) => error.can_retry(),
            _ => false,
        }
    }

    pub(super) fn io(action: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.into(),
            source,
        }
    }
}
