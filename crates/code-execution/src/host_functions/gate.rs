//! Who decides whether a call may happen.

use std::{fmt, future::Future, pin::Pin};

use super::PendingCall;

/// What [`Gate::ask`] gives back.
pub type GateAnswer<'a> = Pin<Box<dyn Future<Output = Decision> + Send + 'a>>;

/// Decides whether a call may happen. It may take as long as
/// [`max_gate_seconds`](super::HostFunctionLimits::max_gate_seconds) allows: a gate that waits for a person sends them a
/// message and awaits the reply.
///
/// Dropped with the execution, when that is cancelled.
pub trait Gate: Send + Sync + fmt::Debug {
    /// Whether calls of `function` are asked about at all. Default: all are.
    fn covers(&self, function: &str) -> bool {
        let _ = function;
        true
    }

    /// Decides one call, whose arguments have been checked.
    fn ask<'a>(&'a self, call: &'a PendingCall) -> GateAnswer<'a>;
}

/// What a gate decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The call may happen.
    Allow,
    /// The call does not happen: a `ToolDenied` in Python.
    Refuse {
        /// Why, for the code to read. At most 4096 bytes of it are sent.
        reason: String,
    },
}

impl Decision {
    /// A refusal with a reason for the code.
    #[must_use]
    pub fn refuse(reason: impl Into<String>) -> Self {
        Self::Refuse {
            reason: reason.into(),
        }
    }
}
