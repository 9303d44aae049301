//! Why a guest is made to stop.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
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
    /// A replay asked for an input that was not recorded.
    #[error("the replay left its recording")]
    Diverged,
}

/// A deadline and a cancel button: asked by the guest's checks, waited on by its sleeps.
#[derive(Debug)]
pub(crate) struct StopSignal {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    deadline: Instant,
    cancelled: bool,
}

impl StopSignal {
    /// A signal that says [`Stop::Timeout`] after `timeout`.
    pub(crate) fn after(timeout: Duration) -> Self {
        Self {
            state: Mutex::new(State {
                deadline: deadline(timeout),
                cancelled: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Counts `timeout` from now on: the time that a guest waited for its turn is not its own.
    pub(crate) fn restart(&self, timeout: Duration) {
        self.lock().deadline = deadline(timeout);
    }

    /// Makes the signal say [`Stop::Cancelled`] and ends every wait.
    pub(crate) fn cancel(&self) {
        self.lock().cancelled = true;
        self.changed.notify_all();
    }

    /// An error where the guest must stop.
    pub(crate) fn check(&self) -> Result<(), Stop> {
        self.lock().check()
    }

    /// Sleeps, but never past the deadline or a cancellation.
    pub(super) fn sleep(&self, duration: Duration) -> Result<(), Stop> {
        let mut state = self.lock();
        let end = Instant::now()
            .checked_add(duration)
            .map_or(state.deadline, |end| end.min(state.deadline));
        while !state.cancelled {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        state.check()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn check(&self) -> Result<(), Stop> {
        if self.cancelled {
            return Err(Stop::Cancelled);
        }
        if Instant::now() >= self.deadline {
            Err(Stop::Timeout)
        } else {
            Ok(())
        }
    }
}

/// The time limits of a sandbox end at a day; a longer one, which has no instant, is cut there.
fn deadline(timeout: Duration) -> Instant {
    const DAY: Duration = Duration::from_hours(24);
    Instant::now() + timeout.min(DAY)
}
