//! What is told of sessions.

use std::path::PathBuf;

use serde::Serialize;

use super::SessionId;

/// What is known of one session without touching it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SessionInfo {
    /// Its name.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: Option<String>,
    /// The profile whose packages its programs may import, if any.
    pub profile: Option<String>,
    /// When it was created, in milliseconds since 1970 UTC.
    pub created_unix_ms: u64,
    /// When it was last used, in milliseconds since 1970 UTC; looking at it is no use.
    pub last_used_unix_ms: u64,
    /// When it expires unless it is used before, in milliseconds since 1970 UTC.
    pub expires_unix_ms: u64,
    /// Programs that were given to it.
    pub turns: u64,
    /// Where its state is.
    pub place: Place,
    /// Whether something runs in it or waits for its state.
    pub is_in_use: bool,
    /// Bytes of this process's memory that its state holds; what sessions of one fork share counts for each.
    pub held_bytes: u64,
    /// Bytes of its file; 0 where it has none.
    pub disk_bytes: u64,
}

/// Where the state of a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In this process's memory, and perhaps an older state in its file.
    Memory,
    /// In its file alone.
    Disk,
}

/// What one sweep did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SweepReport {
    /// Sessions that were moved out of memory.
    pub hibernated: usize,
    /// Sessions that were closed because a limit had passed.
    pub expired: usize,
    /// Sessions that should have been moved out of memory and are there still, and why.
    pub failures: Vec<(SessionId, String)>,
}

/// A file of the folder that was skipped at the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FolderProblem {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub reason: String,
}
