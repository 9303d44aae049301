use serde_json::Value;

use crate::clock::random_id;
use crate::error::ModelError;
use crate::message::{ResponseMessage, ResponsePart};

/// What a [`super::FunctionModel`] answers. Made from text, parts, a whole response, or an error.
#[derive(Debug)]
pub struct Reply(pub(super) Result<ResponseMessage, ModelError>);

impl Reply {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::parts(vec![ResponsePart::text(text)])
    }

    /// A call of one tool.
    pub fn tool_call(name: impl Into<String>, args: Value) -> Self {
        Self::parts(vec![ResponsePart::tool_call(short_id(), name, args)])
    }

    /// Calls of several tools at once.
    pub fn tool_calls<N: Into<String>>(calls: impl IntoIterator<Item = (N, Value)>) -> Self {
        Self::parts(
            calls
                .into_iter()
                .map(|(name, args)| ResponsePart::tool_call(short_id(), name, args))
                .collect(),
        )
    }

    /// These parts.
    pub fn parts(parts: Vec<ResponsePart>) -> Self {
        Self(Ok(ResponseMessage {
            parts,
            ..ResponseMessage::default()
        }))
    }
}

fn short_id() -> String {
    format!("call_{}", random_id().replace('-', ""))
}

impl From<&str> for Reply {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Reply {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Vec<ResponsePart>> for Reply {
    fn from(parts: Vec<ResponsePart>) -> Self {
        Self::parts(parts)
    }
}

impl From<ResponseMessage> for Reply {
    fn from(response: ResponseMessage) -> Self {
        Self(Ok(response))
    }
}

impl From<ModelError> for Reply {
    fn from(error: ModelError) -> Self {
        Self(Err(error))
    }
}
