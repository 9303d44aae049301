//! Tool calls that are answered outside of a run: by a person who approves, or by another program.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::message::{JsonObject, ToolCallPart};

/// Tool calls that a run could not finish itself. Serialises, so that it can wait in a database.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeferredToolRequests {
    /// Calls whose results come from outside.
    pub calls: Vec<ToolCallPart>,
    /// Calls that a person must approve.
    pub approvals: Vec<ToolCallPart>,
    /// What a tool said with its [`crate::ToolError::ApprovalRequired`] or `Deferred`, by call id.
    pub metadata: BTreeMap<String, Value>,
}

impl DeferredToolRequests {
    /// True when there is nothing to answer.
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.approvals.is_empty()
    }

    /// Approves every call that waits for it.
    pub fn approve_all(&self) -> DeferredToolResults {
        let approvals = self
            .approvals
            .iter()
            .map(|call| (call.tool_call_id.clone(), Approval::Approved))
            .collect();
        DeferredToolResults {
            approvals,
            ..DeferredToolResults::default()
        }
    }
}

/// A person's answer to a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Approval {
    /// Go on.
    Approved,
    /// Go on with these arguments instead of the model's.
    ApprovedWith {
        /// The arguments; checked against the schema like the model's.
        args: JsonObject,
    },
    /// Do not; the model is told.
    Denied {
        /// What the model is told.
        message: String,
    },
}

impl Approval {
    /// Do not; the model is told `message`.
    pub fn denied(message: impl Into<String>) -> Self {
        Self::Denied {
            message: message.into(),
        }
    }
}

/// The result of a call that was made outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExternalResult {
    /// The answer.
    Returned {
        /// The answer for the model.
        value: Value,
    },
    /// The model should try again.
    Retry {
        /// What to change.
        message: String,
    },
    /// The call failed for good.
    Failed {
        /// Why.
        message: String,
    },
}

/// The answers to a [`DeferredToolRequests`], by call id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeferredToolResults {
    /// Results from outside.
    pub calls: BTreeMap<String, ExternalResult>,
    /// Answers of a person.
    pub approvals: BTreeMap<String, Approval>,
}

impl DeferredToolResults {
    /// Nothing answered yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the result of a call.
    #[must_use]
    pub fn returned(mut self, tool_call_id: impl Into<String>, value: impl Into<Value>) -> Self {
        self.calls.insert(
            tool_call_id.into(),
            ExternalResult::Returned {
                value: value.into(),
            },
        );
        self
    }

    /// Adds a person's answer.
    #[must_use]
    pub fn approval(mut self, tool_call_id: impl Into<String>, approval: Approval) -> Self {
        self.approvals.insert(tool_call_id.into(), approval);
        self
    }
}

/// Output of an agent that can stop for answers from outside; see [`crate::AgentBuilder::deferrable`].
#[derive(Clone, Debug, PartialEq)]
pub enum Deferrable<O> {
    /// The run is done.
    Done(O),
    /// The run waits for these answers. Go on with [`crate::Agent::resume`].
    Deferred(DeferredToolRequests),
}

impl<O> Deferrable<O> {
    /// The output, or `None` while the run waits.
    pub fn done(self) -> Option<O> {
        match self {
            Self::Done(output) => Some(output),
            Self::Deferred(_) => None,
        }
    }

    /// What the run waits for, or `None` when it is done.
    pub fn deferred(self) -> Option<DeferredToolRequests> {
        match self {
            Self::Done(_) => None,
            Self::Deferred(requests) => Some(requests),
        }
    }
}
