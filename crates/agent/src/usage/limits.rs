use serde::{Deserialize, Serialize};

use super::RunUsage;

/// Upper bounds of one run. `None` means no bound.
///
/// Requests and tool calls are checked before they are made. Token counts are known only after a response, so a run
/// can pass a token limit by the size of its last response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsageLimits {
    /// Requests to models. Default 50.
    pub requests: Option<u64>,
    /// Successful tool calls. Default none.
    pub tool_calls: Option<u64>,
    /// Prompt tokens of all requests together. Default none.
    pub input_tokens: Option<u64>,
    /// Answer tokens of all requests together. Default none.
    pub output_tokens: Option<u64>,
    /// Prompt and answer tokens together. Default none.
    pub total_tokens: Option<u64>,
}

impl Default for UsageLimits {
    fn default() -> Self {
        Self {
            requests: Some(50),
            tool_calls: None,
            input_tokens: None,
            output_tokens: None,
            total_tokens: None,
        }
    }
}

/// The limit that was reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the next step would exceed the limit of {limit} {what} (used {used})")]
pub struct UsageLimitExceeded {
    /// `requests`, `tool calls`, `input tokens`, `output tokens` or `total tokens`.
    pub what: &'static str,
    /// The limit.
    pub limit: u64,
    /// What was used, the refused step not counted.
    pub used: u64,
}

impl UsageLimits {
    /// No limit at all.
    pub fn none() -> Self {
        Self {
            requests: None,
            tool_calls: None,
            input_tokens: None,
            output_tokens: None,
            total_tokens: None,
        }
    }

    /// May one more request be made?
    ///
    /// # Errors
    /// The limit that forbids it.
    pub fn check_before_request(&self, usage: &RunUsage) -> Result<(), UsageLimitExceeded> {
        room("requests", self.requests, usage.requests, 1)?;
        self.check_tokens(usage)
    }

    /// Did the tokens stay within the limits?
    ///
    /// # Errors
    /// The limit that was passed.
    pub fn check_tokens(&self, usage: &RunUsage) -> Result<(), UsageLimitExceeded> {
        room(
            "input tokens",
            self.input_tokens,
            usage.tokens.input_tokens,
            0,
        )?;
        room(
            "output tokens",
            self.output_tokens,
            usage.tokens.output_tokens,
            0,
        )?;
        room("total tokens", self.total_tokens, usage.total_tokens(), 0)
    }

    /// May `count` more tools be called?
    ///
    /// # Errors
    /// The limit that forbids it.
    pub fn check_before_tools(
        &self,
        usage: &RunUsage,
        count: u64,
    ) -> Result<(), UsageLimitExceeded> {
        room("tool calls", self.tool_calls, usage.tool_calls, count)
    }
}

fn room(
    what: &'static str,
    limit: Option<u64>,
    used: u64,
    more: u64,
) -> Result<(), UsageLimitExceeded> {
    match limit {
        Some(limit) if used.saturating_add(more) > limit => {
            Err(UsageLimitExceeded { what, limit, used })
        }
        _ => Ok(()),
    }
}
