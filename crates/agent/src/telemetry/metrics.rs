use std::fmt::Debug;
use std::time::Duration;

use crate::usage::RequestUsage;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A request to a model.
    Chat,
    /// A call of a tool.
    ExecuteTool,
}

impl Operation {
    /// Value of `gen_ai.operation.name`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::ExecuteTool => "execute_tool",
        }
    }
}

/// An operation that has ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OperationEnd<'a> {
    /// What was done.
    pub operation: Operation,
    /// Value of `gen_ai.provider.name`; empty for tools.
    pub provider: &'a str,
    /// The model or the tool. A tool that the model invented never gets here.
    pub name: &'a str,
    /// How long it took.
    pub elapsed: Duration,
    /// Value of `error.type`, from a closed set; `None` when it went well.
    pub error: Option<&'static str>,
}

/// Who is told tokens and durations; implement it over the metrics library of the application.
///
/// The OpenTelemetry names are `gen_ai.client.token.usage` for [`Metrics::token_usage`] and
/// `gen_ai.client.operation.duration` (in seconds) for [`Metrics::operation_end`]. Calls must not block.
pub trait Metrics: Send + Sync + Debug {
    /// Tokens of one response, also of one that was cut.
    fn token_usage(&self, provider: &str, model: &str, usage: &RequestUsage);

    /// A request or a tool call has ended.
    fn operation_end(&self, end: &OperationEnd<'_>);
}
