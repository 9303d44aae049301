//! Why a guest is made to stop.

use std::{
    fmt,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
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

/// Where word of a stop comes from, beside those who hold the signal.
pub(crate) trait StopSource: fmt::Debug + Send + Sync {
    /// What has come, waiting for up to `patience` for something to come.
    fn listen(&self, patience: Duration) -> Option<Stop>;
}

/// A deadline and a cancel button: asked by the guest's checks, waited on by its sleeps.
#[derive(Debug)]
pub(crate) struct StopSignal {
    state: Mutex<State>,
    changed: Condvar,
    source: Option<Arc<dyn StopSource>>,
}

#[derive(Debug)]
struct State {
    deadline: Instant,
    cancelled: bool,
    /// Since when the deadline has stood still, and for how long at most.
    paused: Option<(Instant, Duration)>,
}

impl StopSignal {
    /// A signal that says [`Stop::Timeout`] after `timeout`.
    pub(crate) fn after(timeout: Duration) -> Self {
        Self {
            state: Mutex::new(State {
                deadline: deadline(timeout),
                cancelled: false,
                paused: None,
            }),
            changed: Condvar::new(),
            source: None,
        }
    }

    /// The same, which also hears from `source`, on the thread that asks or sleeps.
    pub(crate) fn listening(self, source: Arc<dyn StopSource>) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }

    /// Counts `timeout` from now on: the time that a guest waited for its turn is not its own.
    pub(crate) fn restart(&self, timeout: Duration) {
        self.lock().deadline = deadline(timeout);
    }

    /// Makes the deadline stand still, for at most as long as this; it can still be cancelled.
    pub(crate) fn pause_deadline(&self, at_most: Duration) {
        let mut state = self.lock();
        state.end_pause();
        state.paused = Some((Instant::now(), at_most));
    }

    /// Lets the deadline go on, later by the time it stood still.
    pub(crate) fn resume_deadline(&self) {
        self.lock().end_pause();
    }

    /// Makes the signal say [`Stop::Timeout`] and ends every wait, whether the deadline stands still or not.
    pub(crate) fn expire(&self) {
        let mut state = self.lock();
        state.deadline = Instant::now();
        state.paused = None;
        drop(state);
        self.changed.notify_all();
    }

    /// Makes the signal say [`Stop::Cancelled`] and ends every wait.
    pub(crate) fn cancel(&self) {
        self.lock().cancelled = true;
        self.changed.notify_all();
    }

    /// An error where the guest must stop.
    pub(crate) fn check(&self) -> Result<(), Stop> {
        self.hear(Duration::ZERO);
        self.lock().check()
    }

    /// Takes note of what the source says.
    fn hear(&self, patience: Duration) {
        let told = self
            .source
            .as_ref()
            .and_then(|source| source.listen(patience));
        match told {
            Some(Stop::Timeout) => self.expire(),
            Some(_) => self.cancel(),
            None => (),
        }
    }

    /// Sleeps, but never past the deadline or a cancellation.
    pub(super) fn sleep(&self, duration: Duration) -> Result<(), Stop> {
        let mut state = self.lock();
        let end = Instant::now()
            .checked_add(duration)
            .map_or(state.deadline, |end| end.min(state.deadline));
        while !state.cancelled {
            let left = end
                .min(state.deadline)
                .saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            if self.source.is_some() {
                drop(state);
                self.hear(left);
                state = self.lock();
                continue;
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
    /// The deadline, later by the pause so far.
    fn due(&self) -> Instant {
        let pause = self.paused.map_or(Duration::ZERO, |(since, at_most)| {
            since.elapsed().min(at_most)
        });
        self.deadline.checked_add(pause).unwrap_or(self.deadline)
    }

    fn end_pause(&mut self) {
        self.deadline = self.due();
        self.paused = None;
    }

    fn check(&self) -> Result<(), Stop> {
        if self.cancelled {
            return Err(Stop::Cancelled);
        }
        if Instant::now() >= self.due() {
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

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_millis(200);

    #[test]
    fn a_pause_puts_the_deadline_off_by_its_length_and_no_more_than_allowed() {
        let signal = StopSignal::after(MOMENT);
        signal.pause_deadline(Duration::from_hours(1));
        std::thread::sleep(2 * MOMENT);
        assert_eq!(signal.check(), Ok(()));
        signal.resume_deadline();
        std::thread::sleep(2 * MOMENT);
        assert_eq!(signal.check(), Err(Stop::Timeout));

        let forgotten = StopSignal::after(MOMENT);
        forgotten.pause_deadline(MOMENT);
        std::thread::sleep(3 * MOMENT);
        assert_eq!(forgotten.check(), Err(Stop::Timeout), "nobody resumed it");
    }

    #[test]
    fn a_paused_signal_can_be_cancelled() {
        let signal = StopSignal::after(MOMENT);
        signal.pause_deadline(Duration::from_hours(1));
        signal.cancel();
        assert_eq!(signal.check(), Err(Stop::Cancelled));
    }
}
