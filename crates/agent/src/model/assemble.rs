use crate::message::{JsonObject, ResponseMessage, ResponsePart, ResponseState, ToolArguments};

use super::{ModelEvent, PartDelta, ResponseMetadata};

/// Folds [`ModelEvent`]s into a [`ResponseMessage`].
///
/// Events that do not fit (a delta for a part that has not begun) change nothing.
#[derive(Clone, Debug, Default)]
pub struct ResponseAssembler {
    message: ResponseMessage,
    parts: Vec<Option<ResponsePart>>,
}

/// Parts that one response may have; events for later ones are dropped.
const MAX_PARTS: usize = 4096;

impl ResponseAssembler {
    /// Nothing received yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one event.
    pub fn push(&mut self, event: ModelEvent) {
        match event {
            ModelEvent::PartStart { index, part } => self.start(index, part),
            ModelEvent::PartDelta { index, delta } => {
                if let Some(Some(part)) = self.parts.get_mut(index) {
                    apply(part, delta);
                }
            }
            ModelEvent::PartEnd { .. } => {}
            ModelEvent::Metadata(metadata) => self.describe(metadata),
            ModelEvent::Usage(usage) => self.message.usage = usage,
            ModelEvent::Finish { reason } => self.message.finish_reason = Some(reason),
        }
    }

    /// The part with this number as it is now.
    pub fn part(&self, index: usize) -> Option<&ResponsePart> {
        self.parts.get(index).and_then(Option::as_ref)
    }

    /// The message so far, marked incomplete.
    pub fn snapshot(&self) -> ResponseMessage {
        let mut message = self.message.clone();
        message.parts = self.parts.iter().flatten().cloned().collect();
        message.state = ResponseState::Incomplete;
        message
    }

    /// The message; `state` is `Complete` unless the provider paused.
    pub fn finish(self) -> ResponseMessage {
        let mut message = self.message;
        message.parts = self.parts.into_iter().flatten().collect();
        message
    }

    fn start(&mut self, index: usize, part: ResponsePart) {
        if index >= MAX_PARTS {
            return;
        }
        if self.parts.len() <= index {
            self.parts.resize(index + 1, None);
        }
        if let Some(slot) = self.parts.get_mut(index) {
            *slot = Some(part);
        }
    }

    fn describe(&mut self, metadata: ResponseMetadata) {
        let message = &mut self.message;
        replace(&mut message.model_name, metadata.model_name);
        replace(&mut message.provider_name, metadata.provider_name);
        replace(&mut message.provider_url, metadata.provider_url);
        replace(
            &mut message.provider_response_id,
            metadata.provider_response_id,
        );
        merge(&mut message.provider_details, metadata.provider_details);
        if metadata.suspended {
            message.state = ResponseState::Suspended;
        }
    }
}

fn replace<T>(slot: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *slot = value;
    }
}

fn merge(slot: &mut Option<JsonObject>, more: Option<JsonObject>) {
    let Some(more) = more else { return };
    match slot {
        Some(object) => object.extend(more),
        None => *slot = Some(more),
    }
}

fn apply(part: &mut ResponsePart, delta: PartDelta) {
    match (part, delta) {
        (
            ResponsePart::Text(text),
            PartDelta::Text {
                content_delta,
                provider_details,
            },
        ) => {
            text.content.push_str(&content_delta);
            merge(&mut text.provider_details, provider_details);
        }
        (
            ResponsePart::Thinking(thinking),
            PartDelta::Thinking {
                content_delta,
                signature_delta,
                provider_details,
            },
        ) => {
            thinking
                .content
                .push_str(content_delta.as_deref().unwrap_or_default());
            replace(&mut thinking.signature, signature_delta);
            merge(&mut thinking.provider_details, provider_details);
        }
        (
            ResponsePart::ToolCall(call),
            PartDelta::ToolCall {
                tool_name_delta,
                args_delta,
                tool_call_id,
            },
        ) => {
            extend_call(
                &mut call.tool_name,
                &mut call.args,
                tool_name_delta.as_deref(),
                args_delta,
            );
            if let Some(id) = tool_call_id {
                call.tool_call_id = id;
            }
        }
        (
            ResponsePart::BuiltinToolCall(call),
            PartDelta::ToolCall {
                tool_name_delta,
                args_delta,
                tool_call_id,
            },
        ) => {
            extend_call(
                &mut call.tool_name,
                &mut call.args,
                tool_name_delta.as_deref(),
                args_delta,
            );
            if let Some(id) = tool_call_id {
                call.tool_call_id = id;
            }
        }
        (part, PartDelta::Replace { part: new }) => *part = *new,
        _ => {}
    }
}

fn extend_call(
    name: &mut String,
    args: &mut Option<ToolArguments>,
    name_delta: Option<&str>,
    args_delta: Option<String>,
) {
    name.push_str(name_delta.unwrap_or_default());
    let Some(delta) = args_delta else { return };
    match args {
        Some(ToolArguments::Text(text)) => text.push_str(&delta),
        _ => *args = Some(ToolArguments::Text(delta)),
    }
}
