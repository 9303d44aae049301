//! The time that sessions are measured by.

use std::{
    fmt,
    time::{SystemTime, UNIX_EPOCH},
};

/// Tells the time. [`Sessions`](super::Sessions) asks nothing else for it, so that a test can turn it.
pub trait Clock: fmt::Debug + Send + Sync {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    fn now_unix_ms(&self) -> u64;
}

/// The system's clock. Where it is set back, ages count as 0 until it has caught up.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that others take"
    )]
    fn now_unix_ms(&self) -> u64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }
}
