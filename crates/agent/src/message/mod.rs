//! Messages between an agent and a model, in the JSON form of pydantic-ai.
//!
//! A conversation is a list of [`Message`]s: a request carries what is sent to the model (prompts, tool results), a
//! response what the model said (text, tool calls, thinking). The JSON names (`kind`, `part_kind`) are those that
//! pydantic-ai 1.x and 2.x read, so a history can move between the two. What newer versions write instead of
//! `retry-prompt` (a `tool-return` with outcome `retried`, a `retry-feedback`) is read as a `retry-prompt`.
//!
//! Unknown parts (`part_kind` not listed here) are kept as they are. Unknown fields of a known part are dropped.

mod arguments;
mod content;
mod history;
mod request;
mod response;

pub use self::arguments::{ArgumentsError, ToolArguments};
pub use self::content::{
    BinaryContent, FileUrl, MediaContent, TextContent, UploadedFile, UserContent, UserContentItem,
};
pub use self::history::{HISTORY_VERSION, History};
pub use self::request::{
    RequestPart, RetryContent, RetryPromptPart, SystemPromptPart, ToolOutcome, ToolReturnPart,
    UserPromptPart, ValidationDetail,
};
pub use self::response::{
    BuiltinToolCallPart, BuiltinToolReturnPart, FilePart, ResponsePart, TextPart, ThinkingPart,
    ToolCallPart,
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::usage::RequestUsage;

/// A JSON object.
pub type JsonObject = Map<String, Value>;

/// One message of a conversation; JSON field `kind` tells which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Message {
    /// What was sent to the model.
    Request(RequestMessage),
    /// What the model answered.
    Response(ResponseMessage),
}

impl Message {
    /// A request with one user prompt.
    pub fn user(prompt: impl Into<UserContent>) -> Self {
        Self::Request(RequestMessage {
            parts: vec![RequestPart::UserPrompt(UserPromptPart::new(prompt))],
            ..RequestMessage::default()
        })
    }

    /// The response, or `None` for a request.
    pub fn as_response(&self) -> Option<&ResponseMessage> {
        match self {
            Self::Request(_) => None,
            Self::Response(response) => Some(response),
        }
    }

    /// The request, or `None` for a response.
    pub fn as_request(&self) -> Option<&RequestMessage> {
        match self {
            Self::Request(request) => Some(request),
            Self::Response(_) => None,
        }
    }
}

impl From<RequestMessage> for Message {
    fn from(message: RequestMessage) -> Self {
        Self::Request(message)
    }
}

impl From<ResponseMessage> for Message {
    fn from(message: ResponseMessage) -> Self {
        Self::Response(message)
    }
}

/// What was sent to the model in one step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RequestMessage {
    /// Prompts and tool results, in order.
    pub parts: Vec<RequestPart>,
    /// Instructions of the agent when this request was made. Encoders send the current ones, never these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// When the request was made, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// The run that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The caller's own data; never sent to a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<JsonObject>,
}

/// What the model answered in one step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResponseMessage {
    /// Text, tool calls, thinking, files, in order.
    pub parts: Vec<ResponsePart>,
    /// Tokens used for this response.
    #[serde(default)]
    pub usage: RequestUsage,
    /// The model that answered, as the provider names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_name: Option<String>,
    /// When the response was received, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// `openai`, `anthropic`, ...: opaque parts are replayed to the same provider only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// Base address of the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_url: Option<String>,
    /// What the provider said beyond the common fields.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        alias = "vendor_details"
    )]
    pub provider_details: Option<JsonObject>,
    /// The provider's id of this response.
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "vendor_id")]
    pub provider_response_id: Option<String>,
    /// Why the model stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish_reason: Option<FinishReason>,
    /// The run that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The caller's own data; never sent to a model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<JsonObject>,
    /// Whether the response is whole.
    #[serde(default)]
    pub state: ResponseState,
}

impl ResponseMessage {
    /// The text parts, joined without a separator. Empty when there are none.
    pub fn text(&self) -> String {
        self.parts
            .iter()
            .filter_map(|part| {
                if let ResponsePart::Text(text) = part {
                    Some(text.content.as_str())
                } else {
                    None
                }
            })
            .collect()
    }

    /// The tool calls, in order.
    pub fn tool_calls(&self) -> impl Iterator<Item = &ToolCallPart> {
        self.parts.iter().filter_map(|part| {
            if let ResponsePart::ToolCall(call) = part {
                Some(call)
            } else {
                None
            }
        })
    }
}

/// Why the model stopped, in the words of the OpenTelemetry conventions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinishReason {
    /// The model was done.
    Stop,
    /// The token limit was reached; the last part may be cut.
    Length,
    /// The provider held the answer back, or the model refused.
    ContentFilter,
    /// The model wants tools to be called.
    ToolCall,
    /// The provider failed while answering.
    Error,
}

impl FinishReason {
    /// The JSON name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Length => "length",
            Self::ContentFilter => "content_filter",
            Self::ToolCall => "tool_call",
            Self::Error => "error",
        }
    }
}

/// Whether a response is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseState {
    /// Received to its end.
    #[default]
    Complete,
    /// Still being received.
    Incomplete,
    /// The provider paused and expects to be asked again (`pause_turn`).
    Suspended,
    /// Cut short by a cancellation or a failure; keeps what had arrived.
    Interrupted,
}

/// Implements `Deserialize` of a part enum by its `part_kind`, after `translate`, keeping unknown kinds as they are.
macro_rules! deserialize_parts {
    ($name:ident, $translate:expr, { $($kind:literal => $variant:ident),+ $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut object = crate::message::JsonObject::deserialize(deserializer)?;
                let translate: fn(&mut crate::message::JsonObject) = $translate;
                translate(&mut object);
                let kind = match object.get("part_kind") {
                    Some(serde_json::Value::String(kind)) => kind.clone(),
                    _ => return Err(serde::de::Error::missing_field("part_kind")),
                };
                match kind.as_str() {
                    $($kind => {
                        object.remove("part_kind");
                        serde_json::from_value(serde_json::Value::Object(object)).map(Self::$variant).map_err(serde::de::Error::custom)
                    })+
                    _ => Ok(Self::Unknown(object)),
                }
            }
        }
    };
}
use deserialize_parts;
