//! Why a guest is made to stop.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// What unwinds a guest from inside a host call or an epoch check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stop {
    /// The guest called `exit`; its status.
    #[error("the guest exited with status {0}")]
    Exit(u32),
    /// The time limit passed.
    #[error("the time limit passed")]
    Timeout,
    /// The caller cancelled.
    #[error("the execution was cancelled")]
    Cancelled,
}

/// A deadline and a cancel button: asked by the guest's checks, waited on by its sleeps.
#[derive(Debug)]
pub(crate) struct StopSignal {
    deadline: Instant,
    cancelled: Mutex<bool>,
    changed: Condvar,
}

impl StopSignal {
    /// A signal that says [`Stop::Timeout`] after `timeout`.
    pub(crate) fn after(timeout: Duration) -> Self {
        let now = Instant::now();
        let deadline = now.checked_add(timeout).unwrap_or(now + Duration::from_secs(366 * 86_400));
        Self { deadline, cancelled: Mutex::new(false), changed: Condvar::new() }
    }

    /// Makes the signal say [`Stop::Cancelled`] and ends every wait.
    pub(crate) fn cancel(&self) {
        *self.cancelled.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// An error where the guest must stop.
    pub(crate) fn check(&self) -> Result<(), Stop> {
        if *self.cancelled.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(Stop::Cancelled);
        }
        if Instant::now() >= self.deadline { Err(Stop::Timeout) } else { Ok(()) }
    }

    /// Sleeps, but never past the deadline or a cancellation.
    pub(super) fn sleep(&self, duration: Duration) -> Result<(), Stop> {
        let end = Instant::now().checked_add(duration).map_or(self.deadline, |end| end.min(self.deadline));
        let mut cancelled = self.cancelled.lock().unwrap_or_else(PoisonError::into_inner);
        while !*cancelled {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            cancelled = self.changed.wait_timeout(cancelled, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(cancelled);
        self.check()
    }
}
