//! What can go wrong.

mod agent;
mod model;

pub use self::agent::{AgentError, AgentErrorKind, FailedRun};
pub use self::model::{MAX_ERROR_BODY_BYTES, ModelError, ModelErrorKind};
