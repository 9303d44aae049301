//! What can be wrong with a recording.

use std::{io, path::PathBuf};

/// A recording cannot be read, written or replayed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// The file cannot be read or written.
    #[error("cannot {attempted} the recording `{}`", path.display())]
    Io {
        /// `read` or `write`.
        attempted: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// Bytes that are no recording of this version, or that were changed.
    #[error("the recording cannot be used: {reason}")]
    Damaged {
        /// What is wrong.
        reason: &'static str,
    },
    /// It is longer than recordings may be.
    #[error("the recording has {bytes} bytes, and {max_bytes} are allowed")]
    TooLarge {
        /// Its length.
        bytes: u64,
        /// The longest.
        max_bytes: u64,
    },
    /// The run cannot be repeated byte for byte.
    #[error("the recording cannot be replayed: {reason}")]
    NotReplayable {
        /// Why.
        reason: &'static str,
    },
}
