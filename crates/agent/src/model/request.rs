use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::message::Message;

use super::ModelSettings;

/// A tool as the model sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolDefinition {
    /// The name: letters, digits, `_` and `-`, at most 64.
    pub name: String,
    /// What it does. May be empty.
    #[serde(default)]
    pub description: String,
    /// JSON Schema of the arguments; its root type is `object`.
    pub parameters: Arc<Value>,
    /// Ask the provider to enforce the schema. `None` leaves it to the adapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
}

/// A JSON Schema that the answer must meet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutputSchema {
    /// Name of the schema: letters, digits, `_` and `-`, at most 64.
    pub name: String,
    /// What the answer is. May be empty.
    #[serde(default)]
    pub description: String,
    /// The JSON Schema.
    pub schema: Arc<Value>,
    /// Ask the provider to enforce the schema exactly. `None` leaves it to the adapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
}

/// The form in which the answer is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum OutputFormat<'a> {
    /// Text, or a call of an output tool.
    #[default]
    Text,
    /// JSON text that the provider holds to the schema.
    JsonSchema(&'a OutputSchema),
    /// JSON text; the instructions already describe the schema. The provider's JSON mode is used where it has one.
    JsonObject,
}

/// One request to a model. Borrows all, so that a long history is never copied.
#[derive(Clone, Copy, Debug)]
pub struct ModelRequest<'a> {
    /// The conversation, oldest first. Every tool call in it has a result.
    pub messages: &'a [Message],
    /// Instructions for this request; sent before the conversation.
    pub instructions: Option<&'a str>,
    /// Tools that the agent runs.
    pub tools: &'a [ToolDefinition],
    /// Tools whose arguments are the answer.
    pub output_tools: &'a [ToolDefinition],
    /// The form in which the answer is wanted.
    pub output: OutputFormat<'a>,
    /// Whether plain text is an answer. When false and there are tools, the model must call one.
    pub allow_text: bool,
    /// Temperature and so on.
    pub settings: &'a ModelSettings,
}

static DEFAULT_SETTINGS: LazyLock<ModelSettings> = LazyLock::new(ModelSettings::default);

impl<'a> ModelRequest<'a> {
    /// A request for text without tools.
    pub fn new(messages: &'a [Message]) -> Self {
        Self {
            messages,
            instructions: None,
            tools: &[],
            output_tools: &[],
            output: OutputFormat::Text,
            allow_text: true,
            settings: &DEFAULT_SETTINGS,
        }
    }

    /// All tools, those of the agent first.
    pub fn all_tools(&self) -> impl Iterator<Item = &'a ToolDefinition> {
        self.tools.iter().chain(self.output_tools)
    }
}
