//! What is asked of a guest.

use std::sync::Arc;

use super::super::{host_calls::HostCalls, state::StateSource, wasi::StopSignal};
use crate::sandbox::{OutputSink, SandboxJob};

/// A program to run, in a guest of its own or as the next turn of a session.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) job: SandboxJob,
    pub(crate) session: Option<SessionTurn>,
}

/// The next turn of a session.
#[derive(Debug)]
pub(crate) struct SessionTurn {
    /// The session; never used again for another one.
    pub(crate) key: u64,
    /// How often its state changed before this turn.
    pub(crate) generation: u64,
    /// The image that its guest started from.
    pub(crate) image: String,
    /// Its state; `None` where its guest should be living still, and where it has run nothing yet.
    pub(crate) state: Option<StateSource>,
}

/// What a running guest speaks through.
#[derive(Debug)]
pub(crate) struct Line {
    /// Asked by the guest's checks.
    pub(crate) stop: Arc<StopSignal>,
    /// Given what the guest prints, as it prints it.
    pub(crate) output: Option<OutputSink>,
    /// Asked when the guest calls a function of the host.
    pub(crate) host_calls: Option<Box<dyn HostCalls>>,
}
