//! Where a guest's clocks and random bytes come from.

use std::{fmt, sync::Arc};

/// Where a guest's clocks and random bytes come from. Everything else that a guest sees is in its job.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Inputs {
    /// The host's clock and its random bytes.
    #[default]
    Live,
    /// As [`Self::Live`]; what the guest was given is kept, in [`Outcome::recorded`](super::Outcome::recorded).
    Recorded,
    /// What an earlier guest was given. A guest that asks for something else ends with
    /// [`Ending::Diverged`](super::Ending::Diverged); one that sleeps does not wait.
    Replayed(Arc<InputLog>),
    /// A clock that starts at 2026-01-01T00:00:00Z and goes on only as the guest works and sleeps, and random bytes that
    /// follow from `seed`. A guest that sleeps does not wait; what it sleeps counts against its time limit.
    Deterministic {
        /// Of the random bytes.
        seed: u64,
    },
}

/// What a guest was given: readings of clocks, random bytes, answers.
///
/// Compact: a reading takes some four bytes, random bytes take what they are. It may hold secrets that the code made or
/// got.
#[derive(Clone, PartialEq, Eq)]
pub struct InputLog {
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_complete: bool,
    pub(crate) ends_in_wait: bool,
}

impl InputLog {
    /// Its length, in bytes.
    #[must_use]
    pub fn len_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it holds everything: it does not where the guest was given more than
    /// [`Limits::max_recording_bytes`](super::Limits::max_recording_bytes).
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether the time limit ended the guest while it slept, which is a place that a replay finds again.
    #[must_use]
    pub fn ends_in_wait(&self) -> bool {
        self.ends_in_wait
    }
}

impl fmt::Debug for InputLog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InputLog")
            .field("bytes", &self.bytes.len())
            .field("is_complete", &self.is_complete)
            .field("ends_in_wait", &self.ends_in_wait)
            .finish()
    }
}
