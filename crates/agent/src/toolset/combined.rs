use std::sync::Arc;

use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::tool::{ToolError, ToolReply};

use super::{AvailableTool, Toolset, opaque_debug};

/// Several toolsets as one. When two offer the same name, the call goes to the first and the second is hidden.
pub struct Combined<D> {
    sets: Vec<Arc<dyn Toolset<D>>>,
}

opaque_debug!(Combined);

impl<D> Combined<D> {
    /// The given toolsets as one.
    pub fn new(sets: impl IntoIterator<Item = Arc<dyn Toolset<D>>>) -> Self {
        Self {
            sets: sets.into_iter().collect(),
        }
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for Combined<D> {
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(async move {
            let mut all: Vec<AvailableTool> = Vec::new();
            for set in &self.sets {
                for tool in set.tools(context).await? {
                    if !all
                        .iter()
                        .any(|other| other.definition.name == tool.definition.name)
                    {
                        all.push(tool);
                    }
                }
            }
            Ok(all)
        })
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        Box::pin(async move {
            for set in &self.sets {
                if set
                    .tools(&context)
                    .await?
                    .iter()
                    .any(|tool| tool.definition.name == name)
                {
                    return set.call(name, args, context).await;
                }
            }
            Err(ToolError::Failed(format!("there is no tool `{name}`")))
        })
    }
}
