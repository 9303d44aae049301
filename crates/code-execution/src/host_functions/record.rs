//! What is kept of a call.

use serde::Serialize;
use serde_json::Value;

/// What is kept of one call, in the order of the calls.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct HostCallRecord {
    /// The name that the code called; `None` where the call could not be read that far. At most 100 bytes.
    pub function: Option<String>,
    /// The arguments by name; `None` where the whole call is longer than
    /// [`max_recorded_bytes`](super::HostFunctionLimits::max_recorded_bytes) or could not be read.
    pub arguments: Option<Value>,
    /// How it ended.
    pub outcome: HostCallOutcome,
    /// What the code was told, where the call failed.
    pub error: Option<String>,
    /// Bytes of the call as it arrived.
    pub request_bytes: usize,
    /// Bytes of the answer; 0 where there was none.
    pub answer_bytes: usize,
    /// Whether a gate was asked.
    pub was_gated: bool,
    /// Seconds that the gate took.
    pub gate_seconds: f64,
    /// Seconds from the call to the answer, without the gate's.
    pub seconds: f64,
    /// What only the host may know of the failure: the error's sources. Not in the JSON form.
    #[serde(skip)]
    pub cause: Option<String>,
}

/// How a call ended. On the wire the names are those of the exceptions' `kind` in Python, with `answered` and
/// `interrupted` beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HostCallOutcome {
    /// The function answered.
    Answered,
    /// What arrived was no call.
    Protocol,
    /// No function has the name.
    UnknownTool,
    /// The arguments do not fit the schema.
    InvalidArguments,
    /// The gate or the function refused, or the gate took too long.
    Denied,
    /// The function failed.
    ToolError,
    /// The function took too long.
    Timeout,
    /// The call or the answer is over its limit.
    TooLarge,
    /// A limit on all calls together is used up. One such record stands for every call from then on.
    BudgetExceeded,
    /// The execution ended, by its time limit or its caller, before the call did.
    Interrupted,
}

impl HostCallOutcome {
    /// The name on the wire.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Protocol => "protocol",
            Self::UnknownTool => "unknown_tool",
            Self::InvalidArguments => "invalid_arguments",
            Self::Denied => "denied",
            Self::ToolError => "tool_error",
            Self::Timeout => "timeout",
            Self::TooLarge => "too_large",
            Self::BudgetExceeded => "budget_exceeded",
            Self::Interrupted => "interrupted",
        }
    }
}

impl HostCallRecord {
    /// A record of a call that has just begun.
    pub(super) fn begun(request_bytes: usize) -> Self {
        Self {
            function: None,
            arguments: None,
            outcome: HostCallOutcome::Interrupted,
            error: None,
            request_bytes,
            answer_bytes: 0,
            was_gated: false,
            gate_seconds: 0.0,
            seconds: 0.0,
            cause: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_on_the_wire_are_the_serialized_ones() {
        use HostCallOutcome as O;
        for outcome in [
            O::Answered,
            O::Protocol,
            O::UnknownTool,
            O::InvalidArguments,
            O::Denied,
            O::ToolError,
            O::Timeout,
            O::TooLarge,
            O::BudgetExceeded,
            O::Interrupted,
        ] {
            assert_eq!(serde_json::json!(outcome), outcome.as_str());
        }
    }
}
