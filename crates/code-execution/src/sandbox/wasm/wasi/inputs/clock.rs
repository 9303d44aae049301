//! The host's clocks, as guests see them.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Clocks that start with an execution.
///
/// The monotonic clock counts from the wall time of the start, so it is later than any reading that a memory image
/// remembers, and tells nothing about the host's up time. The CPU clocks count the execution's wall time,
/// and in a session that of the turns before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    started: Instant,
    started_unix_ns: u64,
    /// What the CPU clocks had counted before.
    earlier_cpu_ns: u64,
}

impl Clock {
    /// Clocks that read the host's time from now on; the CPU clocks go on from `earlier_cpu_ns`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a guest's wall clock is read"
    )]
    pub(super) fn resumed(earlier_cpu_ns: u64) -> Self {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or(Duration::ZERO);
        Self {
            started: Instant::now(),
            started_unix_ns: nanoseconds(since_epoch),
            earlier_cpu_ns,
        }
    }

    /// Nanoseconds since the Unix epoch.
    pub(super) fn now_ns(&self) -> u64 {
        self.started_unix_ns
            .saturating_add(nanoseconds(self.started.elapsed()))
    }

    /// What the CPU clocks count: the wall time of the execution, and of the session's turns before.
    pub(super) fn cpu_ns(&self) -> u64 {
        self.earlier_cpu_ns
            .saturating_add(nanoseconds(self.started.elapsed()))
    }
}

/// The nanoseconds of a duration, or the most that fit.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
