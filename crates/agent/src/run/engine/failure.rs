use crate::error::{AgentError, AgentErrorKind, FailedRun, ModelError};
use crate::message::Message;
use crate::usage::{RunUsage, UsageLimitExceeded};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a run ends without output, before the messages are attached.
#[derive(Debug)]
pub(super) enum Failure {
    Model(ModelError),
    Limit(UsageLimitExceeded),
    ToolRetries {
        tool_name: String,
        limit: u32,
        last: String,
    },
    OutputRetries {
        limit: u32,
        last: String,
    },
    Callback {
        what: String,
        source: Source,
    },
    Cancelled,
    ContentFilter {
        message: Option<String>,
    },
    IncompleteToolCall {
        tool_name: String,
    },
    Unexpected(String),
    Configuration(String),
}

impl From<UsageLimitExceeded> for Failure {
    fn from(limit: UsageLimitExceeded) -> Self {
        Self::Limit(limit)
    }
}

impl Failure {
    pub(super) fn callback(what: impl Into<String>, source: Source) -> Self {
        Self::Callback {
            what: what.into(),
            source,
        }
    }

    pub(super) fn kind(&self) -> AgentErrorKind {
        match self {
            Self::Model(_) => AgentErrorKind::Model,
            Self::Limit(_) => AgentErrorKind::UsageLimit,
            Self::ToolRetries { .. } => AgentErrorKind::ToolRetries,
            Self::OutputRetries { .. } => AgentErrorKind::OutputRetries,
            Self::Callback { .. } => AgentErrorKind::Callback,
            Self::Cancelled => AgentErrorKind::Cancelled,
            Self::ContentFilter { .. } => AgentErrorKind::ContentFilter,
            Self::IncompleteToolCall { .. } => AgentErrorKind::IncompleteToolCall,
            Self::Unexpected(_) => AgentErrorKind::UnexpectedBehavior,
            Self::Configuration(_) => AgentErrorKind::Configuration,
        }
    }

    pub(super) fn into_error(
        self,
        run_id: String,
        messages: Vec<Message>,
        new_messages_from: usize,
        usage: RunUsage,
    ) -> AgentError {
        let new_messages_from = new_messages_from.min(messages.len());
        let run = Box::new(FailedRun {
            run_id,
            messages,
            new_messages_from,
            usage,
        });
        match self {
            Self::Model(source) => AgentError::Model { source, run },
            Self::Limit(source) => AgentError::UsageLimit { source, run },
            Self::ToolRetries {
                tool_name,
                limit,
                last,
            } => AgentError::ToolRetries {
                tool_name,
                limit,
                last,
                run,
            },
            Self::OutputRetries { limit, last } => AgentError::OutputRetries { limit, last, run },
            Self::Callback { what, source } => AgentError::Callback { what, source, run },
            Self::Cancelled => AgentError::Cancelled { run },
            Self::ContentFilter { message } => AgentError::ContentFilter { message, run },
            Self::IncompleteToolCall { tool_name } => {
                AgentError::IncompleteToolCall { tool_name, run }
            }
            Self::Unexpected(message) => AgentError::UnexpectedBehavior { message, run },
            Self::Configuration(message) => AgentError::Configuration { message, run },
        }
    }
}
