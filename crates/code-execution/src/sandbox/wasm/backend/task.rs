//! What waits for a slot: an order, and where its answers go.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    super::{
        guests::{Line, Order, SessionTurn},
        host_calls::HostCalls,
        state::{BadState, GuestState, StateChange},
        wasi::StopSignal,
    },
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
    pub(super) key: u64,
    pub(super) generation: u64,
    pub(super) state: Arc<GuestState>,
    /// Where the session's guest lived last.
    pub(super) home: Option<Home>,
    /// Told the session's new state after a good turn, and dropped after any other.
    pub(super) settled: oneshot::Sender<Settled>,
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

/// The end of a good turn.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) home: Home,
    pub(super) change: Result<StateChange, BadState>,
}

impl Queued for Task {
    fn user(&self) -> Option<&str> {
        self.job.user_id.as_deref()
    }

    fn preferred_slot(&self) -> Option<usize> {
        Some(self.turn.as_ref()?.home?.slot)
    }
}

impl Turn {
    /// The turn for a guest, with the session's state where it does not live at `home`.
    pub(super) fn order(&self, home: Home) -> SessionTurn {
        let lives_there = self.home == Some(home);
        let state = (!lives_there && self.generation > 0).then(|| self.state.to_change());
        SessionTurn {
            key: self.key,
            generation: self.generation,
            image: self.state.image.clone(),
            state,
        }
    }
}

/// Cuts a task into the order, the line, and where the answers go.
pub(super) fn parts(task: Task, home: Home) -> (Order, Line, Answers) {
    let Task {
        mut job,
        turn,
        timeout,
        stop,
        host_calls,
        answer,
    } = task;
    stop.restart(timeout);
    let output: Option<OutputSink> = job.output.take();
    let session = turn.as_ref().map(|turn| turn.order(home));
    (
        Order { job, session },
        Line {
            stop,
            output,
            host_calls,
        },
        Answers { answer, turn },
    )
}

/// Where the answers of a task go.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) answer: oneshot::Sender<Result<Outcome, SandboxError>>,
    pub(super) turn: Option<Turn>,
}
