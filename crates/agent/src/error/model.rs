use std::time::Duration;

/// Bytes of an error body that are kept; the rest is dropped.
pub const MAX_ERROR_BODY_BYTES: usize = 16 * 1024;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// A request to a model failed. Never holds a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The provider answered with an error status.
    #[error("model `{model}` answered with status {status}: {body}")]
    Status {
        /// The model asked.
        model: String,
        /// HTTP status.
        status: u16,
        /// The body, at most [`MAX_ERROR_BODY_BYTES`].
        body: String,
        /// How long the provider asks to wait.
        retry_after: Option<Duration>,
        /// The provider's id of the request, to ask its support with.
        request_id: Option<String>,
    },
    /// The provider could not be reached, or the connection broke.
    #[error("cannot reach model `{model}`")]
    Connection {
        /// The model asked.
        model: String,
        /// What broke.
        source: Source,
    },
    /// No answer in time.
    #[error("model `{model}` did not answer within {limit:?}")]
    Timeout {
        /// The model asked.
        model: String,
        /// The limit.
        limit: Duration,
    },
    /// The provider reported a failure inside a response that had begun well.
    #[error("model `{model}` failed while answering: {message}")]
    Stream {
        /// The model asked.
        model: String,
        /// The provider's name of the error, for example `overloaded_error`.
        code: Option<String>,
        /// What the provider said, at most [`MAX_ERROR_BODY_BYTES`].
        message: String,
    },
    /// The response is not what the wire prescribes.
    #[error("cannot read the answer of model `{model}`: {message}")]
    Protocol {
        /// The model asked.
        model: String,
        /// What is wrong, and where.
        message: String,
    },
    /// The request cannot be expressed for this model.
    #[error("model `{model}` does not support {feature}")]
    Unsupported {
        /// The model asked.
        model: String,
        /// What was asked for.
        feature: String,
    },
    /// The settings are wrong; no request was made.
    #[error("cannot use model `{model}`: {message}")]
    Configuration {
        /// The model meant.
        model: String,
        /// What is missing or wrong, for example which variable holds the key.
        message: String,
    },
    /// [`crate::model::forbid_real_requests`] is in force.
    #[error("real model requests are forbidden in this process; model `{model}` was not asked")]
    Forbidden {
        /// The model that would have been asked.
        model: String,
    },
    /// Every model of a fallback failed.
    #[error("all {} models failed", errors.len())]
    Fallback {
        /// One error for each model, in order.
        errors: Vec<ModelError>,
    },
    /// A test model has no answer for this request.
    #[error("test model `{model}`: {message}")]
    Test {
        /// The test model.
        model: String,
        /// What is missing.
        message: String,
    },
}

/// The kind of a [`ModelError`], for metrics and branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ModelErrorKind {
    /// Error status.
    Status,
    /// Not reached, or broken connection.
    Connection,
    /// No answer in time.
    Timeout,
    /// Failure inside a response.
    Stream,
    /// Unreadable response.
    Protocol,
    /// Not supported by the model.
    Unsupported,
    /// Wrong settings.
    Configuration,
    /// Forbidden by the switch.
    Forbidden,
    /// All of a fallback failed.
    Fallback,
    /// Test model without an answer.
    Test,
}

impl ModelErrorKind {
    /// Lower-case name, stable.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Stream => "stream",
            Self::Protocol => "protocol",
            Self::Unsupported => "unsupported",
            Self::Configuration => "configuration",
            Self::Forbidden => "forbidden",
            Self::Fallback => "fallback",
            Self::Test => "test",
        }
    }
}

impl ModelError {
    /// Which kind.
    pub fn kind(&self) -> ModelErrorKind {
        match self {
            Self::Status { .. } => ModelErrorKind::Status,
            Self::Connection { .. } => ModelErrorKind::Connection,
            Self::Timeout { .. } => ModelErrorKind::Timeout,
            Self::Stream { .. } => ModelErrorKind::Stream,
            Self::Protocol { .. } => ModelErrorKind::Protocol,
            Self::Unsupported { .. } => ModelErrorKind::Unsupported,
            Self::Configuration { .. } => ModelErrorKind::Configuration,
            Self::Forbidden { .. } => ModelErrorKind::Forbidden,
            Self::Fallback { .. } => ModelErrorKind::Fallback,
            Self::Test { .. } => ModelErrorKind::Test,
        }
    }

    /// HTTP status, when there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// How long the provider asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// True when the same request may succeed later: status 408, 409, 429 or 500 and above, a broken connection, a
    /// time-out, a failure inside a response.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Status { status, .. } => matches!(status, 408 | 409 | 429) || *status >= 500,
            Self::Connection { .. } | Self::Timeout { .. } | Self::Stream { .. } => true,
            Self::Fallback { errors } => errors.iter().any(Self::is_retryable),
            _ => false,
        }
    }
}
