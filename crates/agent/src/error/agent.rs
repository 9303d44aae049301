use crate::message::Message;
use crate::usage::{RunUsage, UsageLimitExceeded};

use super::ModelError;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// A run that did not reach its output: what was said and used until then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FailedRun {
    /// Id of the run.
    pub run_id: String,
    /// The conversation, the history given to the run included. A cut-off answer is kept, marked interrupted.
    pub messages: Vec<Message>,
    /// Number of the first message that this run added.
    pub new_messages_from: usize,
    /// What was used.
    pub usage: RunUsage,
}

impl FailedRun {
    /// The messages that this run added.
    pub fn new_messages(&self) -> &[Message] {
        self.messages
            .get(self.new_messages_from..)
            .unwrap_or_default()
    }
}

/// A run failed. Every variant carries the [`FailedRun`]; keys never appear.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgentError {
    /// The model could not be asked, or its answer could not be read.
    #[error("the model request failed")]
    Model {
        /// What happened.
        source: ModelError,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// A limit of [`crate::UsageLimits`] was reached.
    #[error("the usage limit was reached")]
    UsageLimit {
        /// Which limit.
        source: UsageLimitExceeded,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// The model did not manage to call a tool correctly within the tool's budget.
    #[error("tool `{tool_name}` exceeded its limit of {limit} retries; the last fault was: {last}")]
    ToolRetries {
        /// The tool, as the model named it.
        tool_name: String,
        /// The budget.
        limit: u32,
        /// What the model was told last.
        last: String,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// The model did not manage to give a valid answer within the output budget.
    #[error("the output exceeded its limit of {limit} retries; the last fault was: {last}")]
    OutputRetries {
        /// The budget.
        limit: u32,
        /// What the model was told last.
        last: String,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// A tool, prompt, validator, history processor or step callback failed in a way that ends the run.
    #[error("{what} failed")]
    Callback {
        /// Which, for example ``tool `search` ``.
        what: String,
        /// What it said.
        source: Source,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// The cancel token fired.
    #[error("the run was cancelled")]
    Cancelled {
        /// The run until then, the partial answer included.
        run: Box<FailedRun>,
    },
    /// The provider held the answer back, or the model refused.
    #[error("the answer was held back by a content filter")]
    ContentFilter {
        /// What the provider said about it.
        message: Option<String>,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// The token limit cut a tool call; it was not executed.
    #[error("the token limit cut the call of tool `{tool_name}`; raise `max_tokens`")]
    IncompleteToolCall {
        /// The tool.
        tool_name: String,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// The model did something that no rule covers.
    #[error("unexpected behaviour of the model: {message}")]
    UnexpectedBehavior {
        /// What it did.
        message: String,
        /// The run until then.
        run: Box<FailedRun>,
    },
    /// The agent or the run is set up wrongly; no request was made for it.
    #[error("the agent cannot run: {message}")]
    Configuration {
        /// What is wrong and what to do instead.
        message: String,
        /// The run until then.
        run: Box<FailedRun>,
    },
}

/// The kind of an [`AgentError`], for metrics and branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AgentErrorKind {
    /// See [`AgentError::Model`].
    Model,
    /// See [`AgentError::UsageLimit`].
    UsageLimit,
    /// See [`AgentError::ToolRetries`].
    ToolRetries,
    /// See [`AgentError::OutputRetries`].
    OutputRetries,
    /// See [`AgentError::Callback`].
    Callback,
    /// See [`AgentError::Cancelled`].
    Cancelled,
    /// See [`AgentError::ContentFilter`].
    ContentFilter,
    /// See [`AgentError::IncompleteToolCall`].
    IncompleteToolCall,
    /// See [`AgentError::UnexpectedBehavior`].
    UnexpectedBehavior,
    /// See [`AgentError::Configuration`].
    Configuration,
}

impl AgentErrorKind {
    /// Lower-case name, stable.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::UsageLimit => "usage_limit",
            Self::ToolRetries => "tool_retries",
            Self::OutputRetries => "output_retries",
            Self::Callback => "callback",
            Self::Cancelled => "cancelled",
            Self::ContentFilter => "content_filter",
            Self::IncompleteToolCall => "incomplete_tool_call",
            Self::UnexpectedBehavior => "unexpected_behavior",
            Self::Configuration => "configuration",
        }
    }
}

impl AgentError {
    /// Which kind.
    pub fn kind(&self) -> AgentErrorKind {
        match self {
            Self::Model { .. } => AgentErrorKind::Model,
            Self::UsageLimit { .. } => AgentErrorKind::UsageLimit,
            Self::ToolRetries { .. } => AgentErrorKind::ToolRetries,
            Self::OutputRetries { .. } => AgentErrorKind::OutputRetries,
            Self::Callback { .. } => AgentErrorKind::Callback,
            Self::Cancelled { .. } => AgentErrorKind::Cancelled,
            Self::ContentFilter { .. } => AgentErrorKind::ContentFilter,
            Self::IncompleteToolCall { .. } => AgentErrorKind::IncompleteToolCall,
            Self::UnexpectedBehavior { .. } => AgentErrorKind::UnexpectedBehavior,
            Self::Configuration { .. } => AgentErrorKind::Configuration,
        }
    }

    /// The run until the failure.
    pub fn run(&self) -> &FailedRun {
        match self {
            Self::Model { run, .. }
            | Self::UsageLimit { run, .. }
            | Self::ToolRetries { run, .. }
            | Self::OutputRetries { run, .. }
            | Self::Callback { run, .. }
            | Self::Cancelled { run }
            | Self::ContentFilter { run, .. }
            | Self::IncompleteToolCall { run, .. }
            | Self::UnexpectedBehavior { run, .. }
            | Self::Configuration { run, .. } => run,
        }
    }

    /// The conversation until the failure, the history given to the run included.
    pub fn messages(&self) -> &[Message] {
        &self.run().messages
    }

    /// What was used until the failure.
    pub fn usage(&self) -> &RunUsage {
        &self.run().usage
    }

    /// The model's error, when that is what ended the run.
    pub fn model_error(&self) -> Option<&ModelError> {
        match self {
            Self::Model { source, .. } => Some(source),
            _ => None,
        }
    }

    /// True when the same run may succeed later without a change.
    pub fn is_retryable(&self) -> bool {
        self.model_error().is_some_and(ModelError::is_retryable)
    }
}
