use serde::Serialize;

use crate::message::{FinishReason, JsonObject, ResponsePart};
use crate::usage::RequestUsage;

/// One event of a response.
///
/// Parts are numbered from 0 in the order in which they start; two parts may be open at once. A part that arrives
/// whole is a `PartStart` and a `PartEnd`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event_kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ModelEvent {
    /// A part begins, with what is known of it.
    PartStart {
        /// Number of the part.
        index: usize,
        /// The part so far.
        part: ResponsePart,
    },
    /// More of a part. Ignored when the part has not begun or is of another kind.
    PartDelta {
        /// Number of the part.
        index: usize,
        /// What is added.
        delta: PartDelta,
    },
    /// A part is complete.
    PartEnd {
        /// Number of the part.
        index: usize,
    },
    /// What is known of the response as a whole; later values win, absent ones change nothing.
    Metadata(ResponseMetadata),
    /// The usage so far; replaces the one before.
    Usage(RequestUsage),
    /// The model stopped. Usage may still follow.
    Finish {
        /// Why.
        reason: FinishReason,
    },
}

/// What is added to a part.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "part_delta_kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum PartDelta {
    /// To a text part.
    Text {
        /// Text to append.
        content_delta: String,
        /// Keys to set in `provider_details`.
        #[serde(skip_serializing_if = "Option::is_none")]
        provider_details: Option<JsonObject>,
    },
    /// To a thinking part.
    Thinking {
        /// Text to append.
        #[serde(skip_serializing_if = "Option::is_none")]
        content_delta: Option<String>,
        /// Signature; replaces the one before.
        #[serde(skip_serializing_if = "Option::is_none")]
        signature_delta: Option<String>,
        /// Keys to set in `provider_details`.
        #[serde(skip_serializing_if = "Option::is_none")]
        provider_details: Option<JsonObject>,
    },
    /// To a tool call, of the agent or of the provider.
    ToolCall {
        /// Text to append to the name.
        #[serde(skip_serializing_if = "Option::is_none")]
        tool_name_delta: Option<String>,
        /// JSON text to append to the arguments.
        #[serde(skip_serializing_if = "Option::is_none")]
        args_delta: Option<String>,
        /// Id of the call; replaces the one before.
        #[serde(skip_serializing_if = "Option::is_none")]
        tool_call_id: Option<String>,
    },
    /// The part as it is now; for parts that grow in other ways.
    Replace {
        /// The new part.
        part: Box<ResponsePart>,
    },
}

impl PartDelta {
    /// Text to append to a text part.
    pub fn text(content: impl Into<String>) -> Self {
        Self::Text {
            content_delta: content.into(),
            provider_details: None,
        }
    }

    /// Text to append to a thinking part.
    pub fn thinking(content: impl Into<String>) -> Self {
        Self::Thinking {
            content_delta: Some(content.into()),
            signature_delta: None,
            provider_details: None,
        }
    }

    /// JSON text to append to the arguments of a tool call.
    pub fn arguments(text: impl Into<String>) -> Self {
        Self::ToolCall {
            tool_name_delta: None,
            args_delta: Some(text.into()),
            tool_call_id: None,
        }
    }
}

/// What is known of a response as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ResponseMetadata {
    /// The model that answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_name: Option<String>,
    /// `openai`, `anthropic`, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_name: Option<String>,
    /// Base address of the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_url: Option<String>,
    /// The provider's id of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_response_id: Option<String>,
    /// Keys to set in `provider_details`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_details: Option<JsonObject>,
    /// The provider paused and expects to be asked again with this response in the history.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub suspended: bool,
}
