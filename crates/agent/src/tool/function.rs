use std::future::Future;
use std::sync::Arc;

use futures::future::BoxFuture;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::schema::{Schema, SchemaError, is_object_schema};

use super::{IntoToolReply, Tool, ToolError, ToolOptions, ToolReply};

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

    async fn nothing((): ()) -> Result<(), ToolError> {
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
