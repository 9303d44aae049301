//! What a function and a gate are told of a call.

use std::sync::Arc;

use serde_json::Value;

use super::HostFunctions;

/// One call, as its function sees it beside the arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HostCall {
    /// The function.
    pub function: String,
    /// Which call of its execution this is; the first is 1.
    pub number: u32,
    /// The execution; also in its result and its audit record.
    pub execution_id: Arc<str>,
    /// The user that the executor was told.
    pub user_id: Option<Arc<str>>,
}

/// One call that waits for a gate's decision. Its arguments fit the function's schema.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PendingCall {
    /// Which call.
    pub call: HostCall,
    /// The arguments, by name.
    pub arguments: Value,
}

/// What one execution is given: the functions, and on whose behalf it calls them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HostAccess {
    /// The functions.
    pub functions: Arc<HostFunctions>,
    /// The execution.
    pub execution_id: Arc<str>,
    /// The user.
    pub user_id: Option<Arc<str>>,
}

impl HostAccess {
    /// Access to `functions` for one execution.
    #[must_use]
    pub fn new(functions: Arc<HostFunctions>, execution_id: &str, user_id: Option<&str>) -> Self {
        Self {
            functions,
            execution_id: execution_id.into(),
            user_id: user_id.map(Into::into),
        }
    }
}
