use serde::Serialize;
use serde_json::Value;

use crate::message::UserContentItem;

/// What a tool answered, ready for the history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolReply {
    /// The answer for the model.
    pub value: Value,
    /// Text and media for the model that are sent as a user prompt after the results.
    pub content: Vec<UserContentItem>,
    /// Data for the application; kept in the history, never sent to a model.
    pub metadata: Option<Value>,
}

/// A tool's answer with more than a value: media for the model, or data for the application alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolReturn {
    reply: ToolReply,
}

impl ToolReturn {
    /// An answer for the model.
    pub fn new(value: impl Into<Value>) -> Self {
        Self {
            reply: ToolReply {
                value: value.into(),
                ..ToolReply::default()
            },
        }
    }

    /// Adds text or media that the model is shown after the results, for example an image.
    #[must_use]
    pub fn content(mut self, item: impl Into<UserContentItem>) -> Self {
        self.reply.content.push(item.into());
        self
    }

    /// Sets data for the application; kept in the history, never sent to a model.
    #[must_use]
    pub fn metadata(mut self, metadata: impl Into<Value>) -> Self {
        self.reply.metadata = Some(metadata.into());
        self
    }
}

/// What a tool function may return: anything that serde can write, or a [`ToolReturn`].
pub trait IntoToolReply {
    /// Converts it.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    fn into_tool_reply(self) -> Result<ToolReply, serde_json::Error>;
}

impl<T: Serialize> IntoToolReply for T {
    fn into_tool_reply(self) -> Result<ToolReply, serde_json::Error> {
        Ok(ToolReply {
            value: serde_json::to_value(self)?,
            ..ToolReply::default()
        })
    }
}

impl IntoToolReply for ToolReturn {
    fn into_tool_reply(self) -> Result<ToolReply, serde_json::Error> {
        Ok(self.reply)
    }
}
