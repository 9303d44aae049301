use std::sync::Arc;

use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::tool::{ToolError, ToolReply};

use super::{AvailableTool, Toolset, opaque_debug};

type Keep<D> = dyn Fn(&RunContext<D>, &ToolDefinition) -> bool + Send + Sync;

/// A toolset of which only some tools are offered.
pub struct Filtered<D> {
    inner: Arc<dyn Toolset<D>>,
    keep: Arc<Keep<D>>,
}

opaque_debug!(Filtered);

impl<D> Filtered<D> {
    /// Offers the tools of `inner` for which `keep` answers true.
    pub fn new(
        inner: impl Toolset<D> + 'static,
        keep: impl Fn(&RunContext<D>, &ToolDefinition) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            inner: Arc::new(inner),
            keep: Arc::new(keep),
        }
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for Filtered<D> {
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(async move {
            let mut tools = self.inner.tools(context).await?;
            tools.retain(|tool| (self.keep)(context, &tool.definition));
            Ok(tools)
        })
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        self.inner.call(name, args, context)
    }
}
