//! Tools of a server that speaks the Model Context Protocol, over any pair of byte streams.
//!
//! Follows revision 2025-06-18 of the protocol, the parts `initialize`, `ping` and `tools`, as lines of JSON-RPC 2.0.
//! Prompts, resources, sampling and elicitation are not offered to the server.

mod client;
mod lines;
mod reply;

pub use self::client::McpError;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Mutex;

use crate::context::RunContext;
use crate::message::JsonObject;
use crate::model::ToolDefinition;
use crate::schema::Schema;
use crate::tool::{ToolError, ToolOptions, ToolReply};

use self::client::Client;
use self::reply::reply_of;

use super::{AvailableTool, Toolset};

/// Revision of the protocol that is asked for.
const PROTOCOL_VERSION: &str = "2025-06-18";
/// Time for the handshake and for each page of the list of tools.
const SETUP_TIMEOUT: Duration = Duration::from_secs(30);
/// Pages of the list that are read; more are left out.
const MAX_PAGES: usize = 64;
/// Tools that are taken; more are left out.
const MAX_TOOLS: usize = 1024;

/// A tool with its name at the server. Models get a name in which other characters than theirs are `_`.
#[derive(Clone)]
struct ServerTool {
    name: String,
    tool: AvailableTool,
}

/// The tools of a server that speaks the Model Context Protocol.
///
/// Starting the server is the caller's: hand over its output and input, for example those of a child process. The
/// list is read again when the server says that it has changed. A call that is dropped (time limit, cancelled run) is
/// cancelled at the server. Several sets with the same names can stand side by side with
/// [`super::ToolsetExt::prefixed`].
///
/// # Security
/// Descriptions and results come from the server and reach the model: use servers that you trust, and require
/// approval where a call does harm ([`super::ToolsetExt::approval_required`]).
pub struct McpToolset {
    client: Client,
    tools: Mutex<Arc<Vec<ServerTool>>>,
    options: ToolOptions,
    instructions: Option<String>,
}

impl fmt::Debug for McpToolset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("McpToolset").finish_non_exhaustive()
    }
}

impl McpToolset {
    /// Greets the server and reads its tools. Must be called on a tokio runtime.
    ///
    /// # Errors
    /// When the server does not answer within 30 seconds, refuses, or does not speak the protocol.
    pub async fn connect(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
    ) -> Result<Self, McpError> {
        let client = Client::new(reader, writer);
        let hello = json!({
            "protocolVersion": PROTOCOL_VERSION,
            "capabilities": {},
            "clientInfo": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        });
        let welcome = client
            .request_within(SETUP_TIMEOUT, "initialize", hello)
            .await?;
        client.notify("notifications/initialized", &json!({}));
        let instructions = welcome
            .get("instructions")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let options = ToolOptions::default();
        let tools = list(&client, &options).await?;
        Ok(Self {
            client,
            tools: Mutex::new(Arc::new(tools)),
            options,
            instructions,
        })
    }

    /// How long one call may take. Default no limit.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        for server_tool in Arc::make_mut(self.tools.get_mut()) {
            server_tool.tool.options.timeout = Some(limit);
        }
        self
    }

    /// What the server says about its use, for the instructions of an agent.
    pub fn instructions(&self) -> Option<&str> {
        self.instructions.as_deref()
    }

    /// The tools, read again when the server says that they have changed.
    async fn current(&self) -> Result<Arc<Vec<ServerTool>>, McpError> {
        let mut tools = self.tools.lock().await;
        if self.client.take_changed() {
            *tools = Arc::new(list(&self.client, &self.options).await?);
        }
        Ok(Arc::clone(&tools))
    }
}

impl<D: Send + Sync + 'static> Toolset<D> for McpToolset {
    fn tools<'a>(
        &'a self,
        _context: &'a RunContext<D>,
    ) -> BoxFuture<'a, Result<Vec<AvailableTool>, ToolError>> {
        Box::pin(async move {
            let current = self.current().await?;
            Ok(current
                .iter()
                .map(|server_tool| server_tool.tool.clone())
                .collect())
        })
    }

    fn call<'a>(
        &'a self,
        name: &'a str,
        args: JsonObject,
        _context: RunContext<D>,
    ) -> BoxFuture<'a, Result<ToolReply, ToolError>> {
        Box::pin(async move {
            let known = Arc::clone(&*self.tools.lock().await);
            let Some(server_tool) = known
                .iter()
                .find(|server_tool| server_tool.tool.definition.name == name)
            else {
                return Err(ToolError::Failed(format!("there is no tool `{name}`")));
            };
            let params = json!({"name": server_tool.name, "arguments": args});
            match self.client.request("tools/call", params).await {
                Ok(result) => reply_of(&result),
                // -32602 is "invalid params": the model can do better.
                Err(McpError::Refused {
                    code: -32602,
                    message,
                }) => Err(ToolError::Retry(message)),
                Err(McpError::Refused { message, .. }) => Err(ToolError::Failed(message)),
                Err(error) => Err(error.into()),
            }
        })
    }
}

/// Reads all pages of the list of tools.
async fn list(client: &Client, options: &ToolOptions) -> Result<Vec<ServerTool>, McpError> {
    let mut tools = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let params = cursor
            .take()
            .map_or_else(|| json!({}), |cursor| json!({"cursor": cursor}));
        let page = client
            .request_within(SETUP_TIMEOUT, "tools/list", params)
            .await?;
        let listed =
            page.get("tools")
                .and_then(Value::as_array)
                .ok_or_else(|| McpError::Protocol {
                    message: "the list of tools has no `tools`".to_owned(),
                })?;
        tools.extend(
            listed
                .iter()
                .filter_map(|listed| server_tool(listed, options)),
        );
        cursor = page
            .get("nextCursor")
            .and_then(Value::as_str)
            .map(str::to_owned);
        if cursor.is_none() || tools.len() >= MAX_TOOLS {
            break;
        }
    }
    tools.truncate(MAX_TOOLS);
    Ok(tools)
}

/// A tool of the list; `None` when it has no name. Arguments are checked here only when the schema can be used.
fn server_tool(listed: &Value, options: &ToolOptions) -> Option<ServerTool> {
    let name = listed.get("name")?.as_str()?;
    let shown: String = name
        .chars()
        .map(|letter| if is_name_letter(letter) { letter } else { '_' })
        .take(64)
        .collect();
    let mut parameters = listed
        .get("inputSchema")
        .cloned()
        .unwrap_or_else(|| json!({}));
    if let Some(object) = parameters.as_object_mut() {
        object.remove("$schema");
        object.entry("type").or_insert_with(|| "object".into());
    }
    let schema = Schema::new(parameters.clone()).ok();
    let description = listed
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let definition = ToolDefinition {
        name: shown,
        description,
        parameters: Arc::new(parameters),
        strict: None,
    };
    Some(ServerTool {
        name: name.to_owned(),
        tool: AvailableTool {
            definition,
            schema,
            options: options.clone(),
        },
    })
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}
