use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::schema::{Schema, SchemaError, is_object_schema};

use super::{IntoToolReply, ToolError, ToolOptions, ToolReply};

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
/// Made from an async function by [`tool`] or [`tool_plain`]. The schema comes from the type of the arguments, the
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

/// A tool from `async fn(RunContext<D>, Args) -> Result<R, ToolError>`.
///
/// ```
/// # use ringfence_agent::{RunContext, ToolError, tool};
/// # use std::time::Duration;
/// /// Adds two numbers.
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// struct AddArgs {
///     left: i64,
///     right: i64,
/// }
/// async fn add(_ctx: RunContext, args: AddArgs) -> Result<i64, ToolError> {
///     Ok(args.left + args.right)
/// }
/// let add = tool(add).retries(3).timeout(Duration::from_secs(5));
/// assert_eq!(add.name(), "add");
/// assert_eq!(add.description(), "Adds two numbers.");
/// ```
pub fn tool<D, M>(function: impl IntoTool<D, M>) -> Tool<D> {
    function.into_tool()
}

/// A tool from `async fn(Args) -> Result<R, ToolError>`, which needs nothing of the run.
pub fn tool_plain<D, M>(function: impl IntoTool<D, PlainMarker<M>>) -> Tool<D> {
    function.into_tool()
}

/// What can be made into a [`Tool`]: a tool, or an async function of the right form. `M` only tells the forms apart.
pub trait IntoTool<D, M> {
    /// Makes the tool.
    fn into_tool(self) -> Tool<D>;
}

/// Marks functions without a context.
#[derive(Debug)]
pub struct PlainMarker<M>(std::marker::PhantomData<M>);

impl<D> IntoTool<D, Tool<D>> for Tool<D> {
    fn into_tool(self) -> Tool<D> {
        self
    }
}

impl<F, Fut, D, A, R> IntoTool<D, (A, R, Fut)> for F
where
    F: Fn(RunContext<D>, A) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, ToolError>> + Send + 'static,
    D: Send + Sync + 'static,
    A: DeserializeOwned + JsonSchema + Send + 'static,
    R: IntoToolReply + Send + 'static,
{
    fn into_tool(self) -> Tool<D> {
        typed(function_name::<F>(), self)
    }
}

impl<F, Fut, D, A, R> IntoTool<D, PlainMarker<(A, R, Fut)>> for F
where
    F: Fn(A) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, ToolError>> + Send + 'static,
    D: Send + Sync + 'static,
    A: DeserializeOwned + JsonSchema + Send + 'static,
    R: IntoToolReply + Send + 'static,
{
    fn into_tool(self) -> Tool<D> {
        typed(function_name::<F>(), move |_: RunContext<D>, args| {
            self(args)
        })
    }
}

fn typed<F, Fut, D, A, R>(name: String, function: F) -> Tool<D>
where
    F: Fn(RunContext<D>, A) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R, ToolError>> + Send + 'static,
    D: Send + Sync + 'static,
    A: DeserializeOwned + JsonSchema + Send + 'static,
    R: IntoToolReply + Send + 'static,
{
    let call = move |context: RunContext<D>,
                     args: JsonObject|
          -> BoxFuture<'static, Result<ToolReply, ToolError>> {
        match serde_json::from_value::<A>(arguments_value::<A>(args)) {
            Ok(args) => {
                let future = function(context, args);
                Box::pin(async move { Ok(future.await?.into_tool_reply()?) })
            }
            Err(error) => Box::pin(std::future::ready(Err(ToolError::Retry(format!(
                "invalid arguments: {error}"
            ))))),
        }
    };
    let (schema, description, fault) = match Schema::of::<A>() {
        Ok((schema, description)) => (Some(schema), description.unwrap_or_default(), None),
        Err(error) => (None, String::new(), Some(error)),
    };
    let (schema, fault) = match schema {
        Some(schema) if schema.value().get("type").and_then(Value::as_str) == Some("null") => {
            empty_object(fault)
        }
        Some(schema) if !is_object_schema(schema.value()) => (
            None,
            Some(SchemaError {
                message: "the arguments of a tool must be a struct or a map".to_owned(),
            }),
        ),
        other => (other, fault),
    };
    let parameters = schema.as_ref().map_or_else(
        || Arc::new(json!({"type": "object"})),
        |schema| Arc::clone(schema.value()),
    );
    Tool {
        definition: ToolDefinition {
            name,
            description,
            parameters,
            strict: None,
        },
        schema,
        options: ToolOptions::default(),
        call: Arc::new(call),
        prepare: None,
        fault,
    }
}

/// The schema of a tool without arguments (`()`).
fn empty_object(fault: Option<SchemaError>) -> (Option<Schema>, Option<SchemaError>) {
    match Schema::new(json!({"type": "object", "properties": {}, "additionalProperties": false})) {
        Ok(schema) => (Some(schema), fault),
        Err(error) => (None, Some(error)),
    }
}

/// `()` is read from `null`, all other types from the object.
fn arguments_value<A: 'static>(args: JsonObject) -> Value {
    if std::any::TypeId::of::<A>() == std::any::TypeId::of::<()>() {
        Value::Null
    } else {
        Value::Object(args)
    }
}

/// The last path segment of a function's type name; `{{closure}}` for closures, which must be named.
fn function_name<F>() -> String {
    let path = std::any::type_name::<F>();
    let path = path.split('<').next().unwrap_or(path);
    path.rsplit("::").next().unwrap_or(path).to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Says hello.
    #[derive(serde::Deserialize, JsonSchema)]
    struct HelloArgs {
        #[expect(dead_code, reason = "only its schema is used")]
        name: String,
    }

    async fn hello(_: RunContext, _: HelloArgs) -> Result<String, ToolError> {
        Ok(String::new())
    }

    async fn nothing(_: ()) -> Result<(), ToolError> {
        Ok(())
    }

    async fn generic<T: Send + 'static>(_: RunContext, _: HelloArgs) -> Result<String, ToolError> {
        Ok(std::any::type_name::<T>().to_owned())
    }

    #[test]
    fn name_and_description_come_from_the_code() {
        let hello = tool(hello);
        assert_eq!(
            (hello.name(), hello.description()),
            ("hello", "Says hello.")
        );
        assert!(hello.fault.is_none());
        assert_eq!(tool(generic::<Vec<u8>>).name(), "generic");
    }

    #[test]
    fn no_arguments_are_an_empty_object() {
        let nothing: Tool<()> = tool_plain(nothing);
        assert_eq!(nothing.name(), "nothing");
        assert_eq!(nothing.definition.parameters["type"], "object");
        assert!(nothing.fault.is_none());
    }

    #[test]
    fn arguments_that_are_no_object_are_refused_at_build() {
        let number: Tool<()> = tool_plain(|number: u32| async move { Ok(number) }).named("number");
        assert_eq!(
            number.fault.unwrap().message,
            "the arguments of a tool must be a struct or a map"
        );
    }
}
