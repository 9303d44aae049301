use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{BinaryContent, JsonObject, ToolArguments, deserialize_parts};

/// One part of a response; JSON field `part_kind` tells which.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "part_kind", rename_all = "kebab-case")]
pub enum ResponsePart {
    /// Text for the reader.
    Text(TextPart),
    /// What the model thought before it answered.
    Thinking(ThinkingPart),
    /// A tool that the model wants called here.
    ToolCall(ToolCallPart),
    /// A tool that the provider called on its side.
    BuiltinToolCall(BuiltinToolCallPart),
    /// What the provider's own tool answered.
    BuiltinToolReturn(BuiltinToolReturnPart),
    /// A file that the model made.
    File(FilePart),
    /// A part that this version does not know; kept as it is.
    #[serde(untagged)]
    Unknown(JsonObject),
}

deserialize_parts!(ResponsePart, |_| (), {
    "text" => Text,
    "thinking" => Thinking,
    "tool-call" => ToolCall,
    "builtin-tool-call" => BuiltinToolCall,
    "builtin-tool-return" => BuiltinToolReturn,
    "file" => File,
});

impl ResponsePart {
    /// A text part.
    pub fn text(content: impl Into<String>) -> Self {
        Self::Text(TextPart {
            content: content.into(),
            ..TextPart::default()
        })
    }

    /// A tool call with the given id.
    pub fn tool_call(
        id: impl Into<String>,
        name: impl Into<String>,
        args: impl Into<ToolArguments>,
    ) -> Self {
        Self::ToolCall(ToolCallPart {
            tool_name: name.into(),
            args: Some(args.into()),
            tool_call_id: id.into(),
            ..ToolCallPart::default()
        })
    }

    /// The JSON name of the kind.
    pub fn kind(&self) -> &str {
        match self {
            Self::Text(_) => "text",
            Self::Thinking(_) => "thinking",
            Self::ToolCall(_) => "tool-call",
            Self::BuiltinToolCall(_) => "builtin-tool-call",
            Self::BuiltinToolReturn(_) => "builtin-tool-return",
            Self::File(_) => "file",
            Self::Unknown(object) => object
                .get("part_kind")
                .and_then(Value::as_str)
                .unwrap_or("unknown"),
        }
    }
}

/// Text for the reader.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextPart {
    /// The text.
    pub content: String,
    /// The provider's id of this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The provider that `id` and `provider_details` belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// What the provider said beyond the text, for example citations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_details: Option<JsonObject>,
}

/// What the model thought before it answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ThinkingPart {
    /// The text; may be empty when the provider sends a signature alone.
    pub content: String,
    /// The provider's id of this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The provider's seal or encrypted form, needed to replay the part to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The provider that `id` and `signature` belong to; the part is replayed to no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// What the provider said beyond these fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_details: Option<JsonObject>,
}

/// A tool that the model wants called here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolCallPart {
    /// The tool.
    pub tool_name: String,
    /// The arguments as given; `None` means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub args: Option<ToolArguments>,
    /// Id of the call, which the result repeats.
    pub tool_call_id: String,
    /// The provider's id of this item, when it differs from the id of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The provider that `id` and `provider_details` belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// What the provider said beyond these fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_details: Option<JsonObject>,
}

impl ToolCallPart {
    /// The arguments as an object; see [`ToolArguments::to_object`].
    ///
    /// # Errors
    /// [`super::ArgumentsError`] when they are not an object.
    pub fn args_object(&self) -> Result<JsonObject, super::ArgumentsError> {
        self.args
            .as_ref()
            .map_or_else(|| Ok(JsonObject::new()), ToolArguments::to_object)
    }

    /// The arguments as JSON text; `{}` when there are none.
    pub fn args_text(&self) -> String {
        self.args
            .as_ref()
            .map_or_else(|| "{}".to_owned(), ToolArguments::to_text)
    }
}

/// A tool that the provider called on its side. Kept opaque; replayed to the same provider only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BuiltinToolCallPart {
    /// The tool, for example `web_search`.
    pub tool_name: String,
    /// The arguments as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub args: Option<ToolArguments>,
    /// Id of the call.
    #[serde(default)]
    pub tool_call_id: String,
    /// pydantic-ai's own word for tools of a special kind, for example `tool-search`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_kind: Option<String>,
    /// The provider's id of this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The provider that ran it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// What the provider said beyond these fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_details: Option<JsonObject>,
}

/// What the provider's own tool answered. Kept opaque; replayed to the same provider only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BuiltinToolReturnPart {
    /// The tool, for example `web_search`.
    pub tool_name: String,
    /// What it answered.
    #[serde(default)]
    pub content: Value,
    /// Id of the call that it answers.
    #[serde(default)]
    pub tool_call_id: String,
    /// pydantic-ai's own word for tools of a special kind, for example `tool-search`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_kind: Option<String>,
    /// The caller's own data; never sent to a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// When it was received, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// How the call ended.
    #[serde(default)]
    pub outcome: super::ToolOutcome,
    /// The provider that ran it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// What the provider said beyond these fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_details: Option<JsonObject>,
}

/// A file that the model made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilePart {
    /// The bytes.
    pub content: BinaryContent,
    /// The provider's id of this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The provider that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// What the provider said beyond these fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_details: Option<JsonObject>,
}
