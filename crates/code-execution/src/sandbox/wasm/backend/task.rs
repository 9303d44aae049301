//! What waits for a slot: an order, and where its answers go.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedMutexGuard, oneshot};

use super::{
    super::{
        guests::{Line, Order},
        host_calls::HostCalls,
        state::{BadState, StateLimits, StateSource, StateUpdate},
        wasi::StopSignal,
    },
    held::{Held, SharedState},
    queue::Queued,
};
use crate::sandbox::{Outcome, OutputSink, SandboxError, SandboxJob};

/// A program on its way to a guest.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) job: SandboxJob,
    pub(super) turn: Option<Turn>,
    pub(super) timeout: Duration,
    pub(super) stop: Arc<StopSignal>,
    pub(super) host_calls: Option<Box<dyn HostCalls>>,
    pub(super) answer: oneshot::Sender<Result<Outcome, SandboxError>>,
}

/// The next turn of a session.
#[derive(Debug)]
pub(super) struct Turn {
    pub(super) state: Arc<SharedState>,
    /// How large the state may become.
    pub(super) limits: StateLimits,
}

/// Where a guest lives: a slot, and the process that it has at the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) slot: usize,
    pub(super) process: u64,
}

impl Home {
    /// All slots of this process share their guests.
    pub(super) const THIS_PROCESS: Self = Self {
        slot: usize::MAX,
        process: 0,
    };
}

impl Queued for Task {
    fn user(&self) -> Option<&str> {
        self.job.user_id.as_deref()
    }

    fn preferred_slot(&self) -> Option<usize> {
        self.turn.as_ref()?.state.slot()
    }

    fn waits_for_its_slot(&self) -> bool {
        self.turn
            .as_ref()
            .is_some_and(|turn| turn.state.is_locked())
    }

    fn is_abandoned(&self) -> bool {
        self.answer.is_closed()
    }
}

/// Cuts a task into the order for a guest at `home`, the line, and where the answers go.
///
/// `None` where the session has lost the state of its last turn: its owner is told, and nothing is to be run.
pub(super) fn parts(task: Task, home: Home, slot: usize) -> Option<(Order, Line, Answers)> {
    let Task {
        mut job,
        turn,
        timeout,
        stop,
        host_calls,
        answer,
    } = task;
    let turn = turn.map(|turn| (turn.state.lock(slot), turn));
    let (session, turn) = match turn {
        None => (None, None),
        Some((mut held, Turn { state, limits })) => {
            if let Err(error) = held.check() {
                let _ = answer.send(Err(error));
                return None;
            }
            let session = held.turn(home);
            let running = RunningTurn {
                held,
                state,
                limits,
            };
            (Some(session), Some(running))
        }
    };
    stop.restart(timeout);
    let output: Option<OutputSink> = job.output.take();
    let order = Order { job, session };
    let line = Line {
        stop,
        output,
        host_calls,
    };
    Some((order, line, Answers { answer, turn }))
}

/// Where the answers of a task go.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) answer: oneshot::Sender<Result<Outcome, SandboxError>>,
    pub(super) turn: Option<RunningTurn>,
}

/// A session's turn that runs: nobody else has the state meanwhile.
#[derive(Debug)]
pub(super) struct RunningTurn {
    held: OwnedMutexGuard<Held>,
    state: Arc<SharedState>,
    pub(super) limits: StateLimits,
}

impl Answers {
    /// All of the session's state, where this is a turn: its guest does not live where it was thought to.
    pub(super) fn whole_state(&self) -> Option<StateSource> {
        let turn = self.turn.as_ref()?;
        Some(StateSource::of(&turn.held.state))
    }

    /// Gives the answer; the turn, where it was a good one, whose change is to be heard and settled.
    pub(super) fn give(self, outcome: Result<Outcome, SandboxError>) -> Option<GoodTurn> {
        let is_at_rest = matches!(&outcome, Ok(outcome) if outcome.is_at_rest);
        // Nobody waits for the answer any more where the caller has cancelled.
        let was_told = self.answer.send(outcome).is_ok();
        let mut turn = self.turn?;
        if is_at_rest {
            return Some(GoodTurn { turn, was_told });
        }
        turn.held.guest_ended();
        None
    }
}

/// A turn after which the guest is at rest.
#[derive(Debug)]
pub(super) struct GoodTurn {
    turn: RunningTurn,
    /// Whether the session's owner has the answer.
    was_told: bool,
}

impl GoodTurn {
    /// How large the state may become.
    pub(super) fn limits(&self) -> StateLimits {
        self.turn.limits
    }

    /// The image that the guest started from.
    pub(super) fn image(&self) -> String {
        self.turn.held.state.image.clone()
    }

    /// Takes what the turn changed; its guest lives at `home` now.
    pub(super) fn settle(self, change: Result<StateUpdate, BadState>, home: Home) {
        let RunningTurn {
            mut held, state, ..
        } = self.turn;
        state.settle(&mut held, change, home);
        if !self.was_told {
            // Its owner knows nothing of the turn.
            let _ = held.check();
        }
    }

    /// The worker is gone before it told what the turn changed.
    pub(super) fn lose(self, reason: &str) {
        let mut held = self.turn.held;
        held.guest_ended();
        if self.was_told {
            held.lose(reason.to_owned());
        }
    }
}
