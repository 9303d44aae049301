use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::Value;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::schema::{Schema, SchemaError, is_object_schema};

use super::{ToolError, ToolOptions, ToolReply};

type Call<D> = dyn Fn(RunContext<D>, JsonObject) -> BoxFuture<'static, Result<ToolReply, ToolError>>
    + Send
    + Sync;
type Prepare<D> = dyn Fn(
        RunContext<D>,
        ToolDefinition,
    ) -> BoxFuture<'static, Result<Option<ToolDefinition>, ToolError>>
    + Send
    + Sync;

/// A function that a model may call, with its schema and options.
///
/// Made from an async function by [`crate::tool()`] or [`crate::tool_plain`]. The schema comes from the type of the arguments, the
/// description from that type's doc comment, the name from the function.
pub struct Tool<D> {
    pub(crate) definition: ToolDefinition,
    pub(crate) schema: Option<Schema>,
    pub(crate) options: ToolOptions,
    pub(crate) call: Arc<Call<D>>,
    pub(crate) prepare: Option<Arc<Prepare<D>>>,
    pub(crate) fault: Option<SchemaError>,
}

impl<D> fmt::Debug for Tool<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tool")
            .field("definition", &self.definition)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<D> Tool<D> {
    /// A tool whose schema is only known at run time, for example one that another program offers.
    ///
    /// # Errors
    /// When `parameters` is not a JSON Schema of an object.
    pub fn from_schema<F, Fut>(
        name: impl Into<String>,
        description: impl Into<String>,
        parameters: Value,
        function: F,
    ) -> Result<Self, SchemaError>
    where
        F: Fn(RunContext<D>, JsonObject) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<ToolReply, ToolError>> + Send + 'static,
    {
        let schema = Schema::new(parameters)?;
        if !is_object_schema(schema.value()) {
            return Err(SchemaError {
                message: "the root type must be `object`".to_owned(),
            });
        }
        let definition = ToolDefinition {
            name: name.into(),
            description: description.into(),
            parameters: Arc::clone(schema.value()),
            strict: None,
        };
        Ok(Self {
            definition,
            schema: Some(schema),
            options: ToolOptions::default(),
            call: Arc::new(move |context, args| Box::pin(function(context, args))),
            prepare: None,
            fault: None,
        })
    }

    /// The name that the model sees.
    pub fn name(&self) -> &str {
        &self.definition.name
    }

    /// What the model is told that the tool does.
    pub fn description(&self) -> &str {
        &self.definition.description
    }

    /// Sets the name; closures need it.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.definition.name = name.into();
        self
    }

    /// Sets what the model is told that the tool does.
    #[must_use]
    pub fn described(mut self, description: impl Into<String>) -> Self {
        self.definition.description = description.into();
        self
    }

    /// How often the model may repair a call of this tool before the run ends.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = Some(retries);
        self
    }

    /// How long one call may take; then the model is asked to try again.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// No other tool runs while this one does.
    #[must_use]
    pub fn sequential(mut self) -> Self {
        self.options.sequential = true;
        self
    }

    /// A person must approve every call; see [`crate::Deferrable`].
    #[must_use]
    pub fn requires_approval(mut self) -> Self {
        self.options.requires_approval = true;
        self
    }

    /// Asks the provider to hold the model to the schema exactly, where it can.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.definition.strict = Some(strict);
        self
    }

    /// Decides before each step whether the tool is offered, and how. `None` hides it for the step.
    #[must_use]
    pub fn prepare<F, Fut>(mut self, prepare: F) -> Self
    where
        F: Fn(RunContext<D>, ToolDefinition) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<ToolDefinition>, ToolError>> + Send + 'static,
    {
        self.prepare = Some(Arc::new(move |context, definition| {
            Box::pin(prepare(context, definition))
        }));
        self
    }
}
