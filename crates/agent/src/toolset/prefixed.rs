use std::sync::Arc;

use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::tool::{ToolError, ToolReply};

use super::{AvailableTool, Toolset, opaque_debug};

/// A toolset whose names have a prefix, so that two sets with the same names can stand side by side.
pub struct Prefixed<D> {
    inner: Arc<dyn Toolset<D>>,
    prefix: String,
}

opaque_debug!(Prefixed);

impl<D> Prefixed<D> {
    /// Every name of `inner` gets `prefix` and `_` in front.
    pub fn new(inner: impl Toolset<D> + 'static, prefix: impl Into<String>) -> Self {
        Self {
            inner: Arc::new(inner),
            prefix: format!("{}_", prefix.into()),
        }
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for Prefixed<D> {
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(async move {
            let mut tools = self.inner.tools(context).await?;
            for tool in &mut tools {
                tool.definition.name.insert_str(0, &self.prefix);
            }
            Ok(tools)
        })
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        self.inner.call(
            name.strip_prefix(&self.prefix).unwrap_or(name),
            args,
            context,
        )
    }
}
