use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::tool::{ToolError, ToolReply};

use super::{AvailableTool, Toolset, opaque_debug};

/// A toolset of which some tools have other names.
pub struct Renamed<D> {
    inner: Arc<dyn Toolset<D>>,
    names: BTreeMap<String, String>,
}

opaque_debug!(Renamed);

impl<D> Renamed<D> {
    /// `names` maps the name in `inner` to the name that the model sees. Others stay as they are.
    pub fn new(inner: impl Toolset<D> + 'static, names: BTreeMap<String, String>) -> Self {
        Self {
            inner: Arc::new(inner),
            names,
        }
    }

    fn inner_name<'a>(&'a self, shown: &'a str) -> &'a str {
        self.names
            .iter()
            .find(|(_, new)| *new == shown)
            .map_or(shown, |(old, _)| old)
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for Renamed<D> {
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(async move {
            let mut tools = self.inner.tools(context).await?;
            for tool in &mut tools {
                if let Some(new) = self.names.get(&tool.definition.name) {
                    tool.definition.name.clone_from(new);
                }
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
        self.inner.call(self.inner_name(name), args, context)
    }
}
