use crate::message::{JsonObject, ResponseMessage, ResponsePart, ResponseState, ToolArguments};

use super::{ModelEvent, PartDelta, ResponseMetadata};

/// Folds [`ModelEvent`]s into a [`ResponseMessage`].
///
/// Events that do not fit (a delta for a part that has not begun) change nothing.
#[derive(Clone, Debug, Default)]
pub struct ResponseAssembler {
    message: ResponseMessage,
    parts: Vec<Option<ResponsePart>>,
    bytes: usize,
}

/// Parts that one response may have; events for later ones are dropped.
const MAX_PARTS: usize = 4096;
/// Bytes of text that one response may have; what comes later is dropped.
const MAX_BYTES: usize = 64 << 20;

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
                self.bytes = self.bytes.saturating_add(size(&delta));
                if self.is_full() {
                    return;
                }
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

    /// True when the response is longer than 64 MiB; the rest of it is dropped.
    pub fn is_full(&self) -> bool {
        self.bytes > MAX_BYTES
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

/// Bytes of text that a delta adds. A part that is replaced counts as nothing: it came whole, within the limits of its
/// event.
fn size(delta: &PartDelta) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    match delta {
        PartDelta::Text { content_delta, .. } => content_delta.len(),
        PartDelta::Thinking {
            content_delta,
            signature_delta,
            ..
        } => length(content_delta) + length(signature_delta),
        PartDelta::ToolCall {
            tool_name_delta,
            args_delta,
            ..
        } => length(tool_name_delta) + length(args_delta),
        PartDelta::Replace { .. } => 0,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_of_an_endless_response_is_bounded() {
        let mut assembler = ResponseAssembler::new();
        assembler.push(ModelEvent::PartStart {
            index: 0,
            part: ResponsePart::text(""),
        });
        let delta = PartDelta::text("x".repeat(1 << 20));
        for _ in 0..100 {
            assembler.push(ModelEvent::PartDelta {
                index: 0,
                delta: delta.clone(),
            });
        }
        assert!(assembler.is_full());
        assembler.push(ModelEvent::PartStart {
            index: usize::MAX,
            part: ResponsePart::text(""),
        });
        assert_eq!(assembler.finish().text().len(), MAX_BYTES);
    }

    #[test]
    fn deltas_that_do_not_fit_change_nothing() {
        let mut assembler = ResponseAssembler::new();
        assembler.push(ModelEvent::PartStart {
            index: 1,
            part: ResponsePart::text("a"),
        });
        assembler.push(ModelEvent::PartDelta {
            index: 0,
            delta: PartDelta::text("b"),
        });
        assembler.push(ModelEvent::PartDelta {
            index: 1,
            delta: PartDelta::arguments("{}"),
        });
        assert_eq!(assembler.finish().parts, [ResponsePart::text("a")]);
    }
}
