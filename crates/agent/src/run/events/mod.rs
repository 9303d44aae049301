//! The events of a run, in the order in which they happen.

mod queue;

pub(crate) use self::queue::EventQueue;

use std::convert::Infallible;

use serde::Serialize;
use serde_json::Value;

use crate::message::{ResponsePart, RetryPromptPart, ToolCallPart, ToolReturnPart};
use crate::model::PartDelta;

use super::RunResult;

/// How a tool call ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "part_kind")]
pub enum ToolResult {
    /// The tool answered, failed for good, or was refused; see its `outcome`.
    #[serde(rename = "tool-return")]
    Return(ToolReturnPart),
    /// The model is asked to try again.
    #[serde(rename = "retry-prompt")]
    Retry(RetryPromptPart),
}

impl ToolResult {
    /// Id of the call.
    pub fn tool_call_id(&self) -> &str {
        match self {
            Self::Return(part) => &part.tool_call_id,
            Self::Retry(part) => &part.tool_call_id,
        }
    }
}

/// What happens in a run.
///
/// Parts of a response are numbered from 0 anew in every step. The last event of a run that succeeds is `Done`.
///
/// Serialises with the names of pydantic-ai where it has the event: `{"event_kind": "part_delta", "index": 0, ...}`.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event_kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum AgentEvent<O> {
    /// A request to the model begins.
    StepStart {
        /// Number of the step, from 1.
        step: u32,
    },
    /// A part of the response begins.
    PartStart {
        /// Number of the part.
        index: usize,
        /// The part so far.
        part: ResponsePart,
    },
    /// More of a part.
    PartDelta {
        /// Number of the part.
        index: usize,
        /// What is added.
        delta: PartDelta,
    },
    /// A part is complete.
    PartEnd {
        /// Number of the part.
        index: usize,
        /// The whole part.
        part: ResponsePart,
    },
    /// A tool is about to be called. Tools of one response may run at the same time.
    FunctionToolCall {
        /// The call.
        call: ToolCallPart,
    },
    /// A running tool reports how far it is; see [`crate::RunContext::progress`].
    ToolProgress {
        /// Id of the call.
        tool_call_id: String,
        /// The tool.
        tool_name: String,
        /// The report.
        value: Value,
    },
    /// A tool call has ended.
    FunctionToolResult {
        /// How.
        result: ToolResult,
    },
    /// The answer was refused; the model is asked to try again.
    OutputRetry {
        /// What the model is told.
        prompt: RetryPromptPart,
    },
    /// The answer was accepted; tools of the same response may still be running.
    FinalResult {
        /// The output tool; `None` when the answer is text.
        tool_name: Option<String>,
    },
    /// The run is done.
    Done(RunResult<O>),
}

impl AgentEvent<Infallible> {
    /// The same event of a run with any output.
    pub(crate) fn widen<O>(self) -> AgentEvent<O> {
        match self {
            Self::StepStart { step } => AgentEvent::StepStart { step },
            Self::PartStart { index, part } => AgentEvent::PartStart { index, part },
            Self::PartDelta { index, delta } => AgentEvent::PartDelta { index, delta },
            Self::PartEnd { index, part } => AgentEvent::PartEnd { index, part },
            Self::FunctionToolCall { call } => AgentEvent::FunctionToolCall { call },
            Self::ToolProgress {
                tool_call_id,
                tool_name,
                value,
            } => AgentEvent::ToolProgress {
                tool_call_id,
                tool_name,
                value,
            },
            Self::FunctionToolResult { result } => AgentEvent::FunctionToolResult { result },
            Self::OutputRetry { prompt } => AgentEvent::OutputRetry { prompt },
            Self::FinalResult { tool_name } => AgentEvent::FinalResult { tool_name },
            Self::Done(result) => match result.output {},
        }
    }
}
