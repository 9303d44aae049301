use serde_json::Value;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What a tool, an output function or a validator may answer instead of a value.
///
/// Every error type of the standard kind converts into [`ToolError::Fatal`] through `?`. For that reason this type is
/// not itself an [`std::error::Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ToolError {
    /// The model should try again; the text tells it what to change. Counts against the retry budget.
    Retry(String),
    /// The call failed and trying again would not help; the model is told and the run goes on.
    Failed(String),
    /// The run must end.
    Fatal(Source),
    /// A person must approve this call first.
    ApprovalRequired(Option<Value>),
    /// The result will be given later, from outside of this run.
    Deferred(Option<Value>),
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for ToolError {
    fn from(error: E) -> Self {
        Self::Fatal(Box::new(error))
    }
}

/// Asks the model to try again; `message` tells it what to change.
pub fn retry(message: impl Into<String>) -> ToolError {
    ToolError::Retry(message.into())
}

/// Tells the model that the call failed for good.
pub fn failed(message: impl Into<String>) -> ToolError {
    ToolError::Failed(message.into())
}
