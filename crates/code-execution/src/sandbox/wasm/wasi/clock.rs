//! The guest's clocks.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::super::filesystem::Errno;

/// Clocks that start with an execution.
///
/// The monotonic clock counts from the wall time of the start, so it is later than any reading that a memory image
/// remembers, and tells nothing about the host's up time. The CPU clocks count the execution's wall time,
/// and in a session that of the turns before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    started: Instant,
    started_unix_ns: u64,
    /// What the CPU clocks had counted before.
    earlier_cpu_ns: u64,
}

impl Clock {
    /// Clocks that read the host's time from now on.
    pub(crate) fn start() -> Self {
        Self::resumed(0)
    }

    /// As [`Self::start`]; the CPU clocks go on from `earlier_cpu_ns`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where a guest's wall clock is read"
    )]
    pub(crate) fn resumed(earlier_cpu_ns: u64) -> Self {
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
    pub(crate) fn now_ns(&self) -> u64 {
        self.started_unix_ns
            .saturating_add(nanoseconds(self.started.elapsed()))
    }

    /// What the CPU clocks count: the wall time of the execution, and of the session's turns before.
    pub(crate) fn cpu_ns(&self) -> u64 {
        self.earlier_cpu_ns
            .saturating_add(nanoseconds(self.started.elapsed()))
    }

    /// The time of a WASI clock: 0 wall time, 1 monotonic, 2 and 3 CPU time.
    pub(super) fn read(&self, clock_id: u32) -> Result<u64, Errno> {
        match clock_id {
            0 | 1 => Ok(self.now_ns()),
            2 | 3 => Ok(self.cpu_ns()),
            _ => Err(Errno::Invalid),
        }
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
