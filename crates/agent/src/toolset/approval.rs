use std::sync::Arc;

use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::tool::{ToolError, ToolReply};

use super::{AvailableTool, Toolset, opaque_debug};

type Needed<D> = dyn Fn(&RunContext<D>, &str, &JsonObject) -> bool + Send + Sync;

/// A toolset of which some calls must be approved by a person first.
pub struct ApprovalRequired<D> {
    inner: Arc<dyn Toolset<D>>,
    needed: Arc<Needed<D>>,
}

opaque_debug!(ApprovalRequired);

impl<D> ApprovalRequired<D> {
    /// Asks for approval of the calls for which `needed` answers true, given the tool's name and arguments.
    pub fn new(
        inner: impl Toolset<D> + 'static,
        needed: impl Fn(&RunContext<D>, &str, &JsonObject) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            inner: Arc::new(inner),
            needed: Arc::new(needed),
        }
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for ApprovalRequired<D> {
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        self.inner.tools(context)
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        if !context.tool_call_approved && (self.needed)(&context, name, &args) {
            return Box::pin(std::future::ready(Err(ToolError::ApprovalRequired(None))));
        }
        self.inner.call(name, args, context)
    }
}
