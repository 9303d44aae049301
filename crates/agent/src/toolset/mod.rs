//! Toolsets: groups of tools, and ways to change a group without touching it.

mod approval;
mod combined;
mod external;
mod filtered;
mod function;
pub mod mcp;
mod prefixed;
mod renamed;

pub use self::approval::ApprovalRequired;
pub use self::combined::Combined;
pub use self::external::ExternalToolset;
pub use self::filtered::Filtered;
pub use self::function::FunctionToolset;
pub use self::prefixed::Prefixed;
pub use self::renamed::Renamed;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::schema::Schema;
use crate::tool::{ToolError, ToolOptions, ToolReply};

/// A tool as a toolset offers it for one step.
#[derive(Clone, Debug)]
pub struct AvailableTool {
    /// What the model sees.
    pub definition: ToolDefinition,
    /// Checks the arguments before the call; `None` leaves that to the call.
    pub schema: Option<Schema>,
    /// How calls are handled.
    pub options: ToolOptions,
}

/// A group of tools.
///
/// Implement it to offer tools that another program has (an MCP server, a plug-in): list them in `tools`, pass calls
/// on in `call`. The agent checks arguments, counts retries, keeps time and catches panics.
///
/// ```
/// use futures::future::BoxFuture;
/// use ringfence_agent::message::JsonObject;
/// use ringfence_agent::schema::{Schema, SchemaError};
/// use ringfence_agent::tool::{ToolOptions, ToolReply};
/// use ringfence_agent::toolset::AvailableTool;
/// use ringfence_agent::{Agent, RunContext, TestModel, ToolDefinition, ToolError, Toolset};
/// use serde_json::json;
///
/// /// Tools of another program. Schemas are compiled once, not before every step.
/// struct Remote {
///     tools: Vec<AvailableTool>,
/// }
///
/// impl Remote {
///     fn connect() -> Result<Self, SchemaError> {
///         let schema = Schema::new(json!({"type": "object", "properties": {"text": {"type": "string"}}}))?;
///         let definition = ToolDefinition {
///             name: "echo".to_owned(),
///             description: "Says it again.".to_owned(),
///             parameters: schema.value().clone(),
///             strict: None,
///         };
///         Ok(Self { tools: vec![AvailableTool { definition, schema: Some(schema), options: ToolOptions::default() }] })
///     }
/// }
///
/// impl<D: Send + Sync + 'static> Toolset<D> for Remote {
///     fn tools<'a>(&'a self, _: &'a RunContext<D>) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
///         Box::pin(async { Ok(self.tools.clone()) })
///     }
///
///     fn call<'a>(
///         &'a self,
///         name: &'a str,
///         args: JsonObject,
///         _: RunContext<D>,
///     ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
///         Box::pin(async move {
///             let value = json!({"called": name, "with": args});
///             Ok(ToolReply { value, ..ToolReply::default() })
///         })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let agent = Agent::builder(TestModel::new()).toolset(Remote::connect()?).build();
/// let output = agent.run("go", ()).await?.output;
/// assert_eq!(output, r#"{"echo":{"called":"echo","with":{"text":"a"}}}"#);
/// # Ok(())
/// # }
/// ```
pub trait Toolset<D>: Send + Sync {
    /// The tools for the next step. Called before every step.
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>>;

    /// Calls the tool that `tools` listed as `name`. The arguments fit its schema.
    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>>;
}

impl<D, T: Toolset<D> + ?Sized> Toolset<D> for Arc<T> {
    fn tools<'a>(
        &'a self,
        context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        (**self).tools(context)
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        (**self).call(name, args, context)
    }
}

/// Ways to change a toolset without touching it.
pub trait ToolsetExt<D>: Toolset<D> + Sized + 'static {
    /// Every name gets `prefix` and `_` in front.
    fn prefixed(self, prefix: impl Into<String>) -> Prefixed<D> {
        Prefixed::new(self, prefix)
    }

    /// Only the tools for which `keep` answers true are offered. Asked before every step.
    fn filtered(
        self,
        keep: impl Fn(&RunContext<D>, &ToolDefinition) -> bool + Send + Sync + 'static,
    ) -> Filtered<D> {
        Filtered::new(self, keep)
    }

    /// Tools get other names: a map from the name in this toolset to the name that the model sees.
    fn renamed(self, names: BTreeMap<String, String>) -> Renamed<D> {
        Renamed::new(self, names)
    }

    /// Calls for which `needed` answers true must be approved by a person first.
    fn approval_required(
        self,
        needed: impl Fn(&RunContext<D>, &str, &JsonObject) -> bool + Send + Sync + 'static,
    ) -> ApprovalRequired<D> {
        ApprovalRequired::new(self, needed)
    }
}

impl<D, T: Toolset<D> + 'static> ToolsetExt<D> for T {}

/// Debug for wrappers, whose inner toolset need not have it.
macro_rules! opaque_debug {
    ($name:ident) => {
        impl<D> std::fmt::Debug for $name<D> {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter
                    .debug_struct(stringify!($name))
                    .finish_non_exhaustive()
            }
        }
    };
}
use opaque_debug;
