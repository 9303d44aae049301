use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::schema::SchemaError;
use crate::tool::{IntoTool, Tool, ToolError, ToolReply};

use super::{AvailableTool, Toolset};

/// Tools made of functions.
#[derive(Debug)]
pub struct FunctionToolset<D> {
    tools: Vec<Tool<D>>,
}

impl<D> Default for FunctionToolset<D> {
    fn default() -> Self {
        Self { tools: Vec::new() }
    }
}

impl<D> FunctionToolset<D> {
    /// No tools yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tool. One with the same name is replaced.
    #[must_use]
    pub fn tool<M>(mut self, tool: impl IntoTool<D, M>) -> Self {
        self.add(tool.into_tool());
        self
    }

    pub(crate) fn add(&mut self, tool: Tool<D>) {
        self.tools.retain(|other| other.name() != tool.name());
        self.tools.push(tool);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tools.is_empty()
    }

    /// The tools whose schema cannot be used.
    pub(crate) fn faults(&self) -> impl Iterator<Item = (&str, &SchemaError)> {
        self.tools
            .iter()
            .filter_map(|tool| tool.fault.as_ref().map(|fault| (tool.name(), fault)))
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for FunctionToolset<D> {
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(async move {
            let mut available = Vec::with_capacity(self.tools.len());
            for tool in &self.tools {
                let definition = match &tool.prepare {
                    None => Some(tool.definition.clone()),
                    Some(prepare) => prepare(context.clone(), tool.definition.clone()).await?,
                };
                if let Some(mut definition) = definition {
                    // The name is the key by which the call comes back.
                    definition.name.clone_from(&tool.definition.name);
                    available.push(AvailableTool {
                        definition,
                        schema: tool.schema.clone(),
                        options: tool.options.clone(),
                    });
                }
            }
            Ok(available)
        })
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        match self.tools.iter().find(|tool| tool.name() == name) {
            Some(tool) => (tool.call)(context, args),
            None => Box::pin(std::future::ready(Err(ToolError::Failed(format!(
                "there is no tool `{name}`"
            ))))),
        }
    }
}
