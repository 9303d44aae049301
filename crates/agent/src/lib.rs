#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod agent;
pub mod clock;
pub mod context;
pub mod deferred;
pub mod error;
pub mod eval;
pub mod history;
pub mod message;
pub mod model;
pub mod output;
pub mod run;
pub mod schema;
pub mod telemetry;
pub mod testing;
pub mod tool;
pub mod toolset;
pub mod usage;

/// Compiles and runs the programs of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/agents.md")]
mod guide {}

pub use tokio_util::sync::CancellationToken;

pub use self::agent::{Agent, AgentBuilder, Retries};
pub use self::context::{RunContext, SharedUsage};
pub use self::deferred::{
    Approval, Deferrable, DeferredToolRequests, DeferredToolResults, ExternalResult,
};
pub use self::error::{AgentError, AgentErrorKind, FailedRun, ModelError, ModelErrorKind};
pub use self::history::{HistoryProcessor, keep_last, summarise, token_budget};
pub use self::message::{
    History, Message, RequestPart, ResponsePart, ToolArguments, ToolCallPart, UserContent,
    UserContentItem,
};
pub use self::model::provider::{anthropic, gpt_4_1, gpt_4o, gpt_4o_mini, model, ollama, openai};
pub use self::model::{
    FallbackModel, Model, ModelEvent, ModelProfile, ModelRequest, ModelSettings, PartDelta,
    StructuredOutput, ThinkingSettings, ToolChoice, ToolDefinition, forbid_real_requests,
};
pub use self::output::{EndStrategy, TextOr};
pub use self::run::events::{AgentEvent, ToolResult};
pub use self::run::{Run, RunResult, RunStream, Step};
pub use self::testing::{CapturingModel, FunctionModel, Reply, ScriptedModel, TestModel};
pub use self::tool::{Tool, ToolError, ToolReturn, failed, retry, tool, tool_plain};
pub use self::toolset::{ExternalToolset, FunctionToolset, Toolset, ToolsetExt};
pub use self::usage::{RequestUsage, RunUsage, UsageLimits};
