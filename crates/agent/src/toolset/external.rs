use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::schema::{Schema, SchemaError};
use crate::tool::{ToolError, ToolOptions, ToolReply};

use super::{AvailableTool, Toolset};

/// Tools whose results come from outside of the run, for example from a browser or a job queue.
///
/// A run in which the model calls one ends with [`crate::Deferrable::Deferred`] and goes on with the results.
#[derive(Debug)]
pub struct ExternalToolset {
    tools: Vec<AvailableTool>,
}

impl ExternalToolset {
    /// Tools with these definitions.
    ///
    /// # Errors
    /// When the parameters of one are not a JSON Schema.
    pub fn new(definitions: impl IntoIterator<Item = ToolDefinition>) -> Result<Self, SchemaError> {
        let options = ToolOptions {
            external: true,
            ..ToolOptions::default()
        };
        let tools = definitions
            .into_iter()
            .map(|definition| {
                let schema = Some(Schema::new(definition.parameters.as_ref().clone())?);
                Ok(AvailableTool {
                    definition,
                    schema,
                    options: options.clone(),
                })
            })
            .collect::<Result<_, SchemaError>>()?;
        Ok(Self { tools })
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for ExternalToolset {
    fn tools<'a>(
        &'a self,
        _context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(std::future::ready(Ok(self.tools.clone())))
    }

    fn call<'a>(
        &'a self,
        _name: &'a str,
        _args: JsonObject,
        _context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        Box::pin(std::future::ready(Err(ToolError::Deferred(None))))
    }
}
