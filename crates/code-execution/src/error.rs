//! The error family: what a caller who thinks in exceptions gets instead of a result.

use serde_json::{Map, Value, json};

/// Why code did not run to a clean end, or why we failed.
///
/// `execute` gives code that fails as a result; [`ExecutionResult::into_result`](crate::ExecutionResult::into_result)
/// turns that into one of these.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct CodeExecutionError {
    kind: ErrorKind,
    message: String,
    details: Map<String, Value>,
    can_retry: bool,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// Which error of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The code is no valid Python, or the request is malformed.
    Validation,
    /// The sandbox failed, or the code raised an exception in it.
    Sandbox,
    /// The time limit passed.
    Timeout,
    /// Another limit was reached.
    ResourceLimit,
    /// The policy refused the code.
    SecurityViolation,
    /// The output was refused.
    OutputValidation,
}

impl ErrorKind {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Validation => "ValidationError",
            Self::Sandbox => "SandboxError",
            Self::Timeout => "TimeoutError",
            Self::ResourceLimit => "ResourceLimitError",
            Self::SecurityViolation => "SecurityViolationError",
            Self::OutputValidation => "OutputValidationError",
        }
    }
}

impl CodeExecutionError {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            details: Map::new(),
            can_retry: false,
            source: None,
        }
    }

    pub(crate) fn with_detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn retryable(mut self, can_retry: bool) -> Self {
        self.can_retry = can_retry;
        self
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// Which error of the family.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What happened, for a person.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What happened, for a program.
    #[must_use]
    pub fn details(&self) -> &Map<String, Value> {
        &self.details
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub fn can_retry(&self) -> bool {
        self.can_retry
    }

    /// `{"error_type", "message", "details", "can_retry"}`.
    #[must_use]
    pub fn to_dict(&self) -> Value {
        json!({
            "error_type": self.kind.as_str(),
            "message": self.message,
            "details": self.details,
            "can_retry": self.can_retry,
        })
    }
}
