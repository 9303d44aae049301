//! What one execution may use of the host's functions.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What one execution may use of the host's functions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct HostFunctionLimits {
    /// Calls, failed and refused ones included. Default 100.
    pub max_calls: u32,
    /// Bytes of one call as it arrives. Default 1 MiB. Read into memory it takes at most 32 MiB.
    pub max_request_bytes: usize,
    /// Bytes of one answer, as JSON. Default 1 MiB.
    pub max_answer_bytes: usize,
    /// Bytes of all requests and answers together. Default 16 MiB.
    pub max_total_bytes: u64,
    /// Seconds that one call of a function may take, without the gate. They count against the execution's own time
    /// limit too. Default 10.
    pub timeout_seconds: f64,
    /// Seconds that the gate may take, for all calls of an execution together. They do not count against the
    /// execution's time limit. Default 300.
    pub max_gate_seconds: f64,
    /// A call of at most this many bytes has its arguments in its record. Default 4096.
    pub max_recorded_bytes: usize,
}

impl Default for HostFunctionLimits {
    fn default() -> Self {
        Self {
            max_calls: 100,
            max_request_bytes: 1 << 20,
            max_answer_bytes: 1 << 20,
            max_total_bytes: 16 << 20,
            timeout_seconds: 10.0,
            max_gate_seconds: 300.0,
            max_recorded_bytes: 4096,
        }
    }
}

/// The longest time limit, in seconds: a day.
const MAX_SECONDS: f64 = 86_400.0;

impl HostFunctionLimits {
    /// The name of the first time limit that is not over 0 and at most a day.
    pub(super) fn wrong_time_limit(&self) -> Option<&'static str> {
        let is_wrong = |seconds: f64| !(seconds > 0.0 && seconds <= MAX_SECONDS);
        [
            ("timeout_seconds", self.timeout_seconds),
            ("max_gate_seconds", self.max_gate_seconds),
        ]
        .into_iter()
        .find_map(|(name, seconds)| is_wrong(seconds).then_some(name))
    }

    pub(super) fn timeout(&self) -> Duration {
        Duration::try_from_secs_f64(self.timeout_seconds).unwrap_or(Duration::ZERO)
    }

    pub(super) fn gate_time(&self) -> Duration {
        Duration::try_from_secs_f64(self.max_gate_seconds).unwrap_or(Duration::ZERO)
    }
}
