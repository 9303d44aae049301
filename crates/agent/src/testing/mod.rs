//! Models without a network, for tests and demonstrations.

mod capture;
mod function;
mod generate;
mod reply;
mod scripted;
mod test_model;

pub use self::capture::{CapturedRequest, CapturingModel};
pub use self::function::FunctionModel;
pub use self::generate::{GenerateError, generate};
pub use self::reply::Reply;
pub use self::scripted::{Script, ScriptOrder, ScriptStep, ScriptWhen, ScriptedModel};
pub use self::test_model::TestModel;

use std::fmt;

use futures::stream::{self, BoxStream, StreamExt};

use crate::error::ModelError;
use crate::message::{FinishReason, Message, RequestPart, ResponseMessage, ResponsePart};
use crate::model::{ModelEvent, ModelRequest, PartDelta, ResponseMetadata};
use crate::usage::RequestUsage;

/// A response as the stream of events that a real model would give: text word by word, arguments in one piece.
fn stream_of(mut response: ResponseMessage) -> BoxStream<'static, Result<ModelEvent, ModelError>> {
    let mut events = Vec::with_capacity(response.parts.len() * 3 + 3);
    for (index, part) in std::mem::take(&mut response.parts).into_iter().enumerate() {
        push_part(&mut events, index, part);
    }
    events.push(ModelEvent::Metadata(ResponseMetadata {
        model_name: response.model_name.take(),
        provider_name: response.provider_name.take(),
        provider_url: response.provider_url.take(),
        provider_response_id: response.provider_response_id.take(),
        provider_details: response.provider_details.take(),
        suspended: response.state == crate::message::ResponseState::Suspended,
    }));
    events.push(ModelEvent::Usage(response.usage));
    events.push(ModelEvent::Finish {
        reason: response.finish_reason.unwrap_or(FinishReason::Stop),
    });
    stream::iter(events.into_iter().map(Ok)).boxed()
}

fn push_part(events: &mut Vec<ModelEvent>, index: usize, part: ResponsePart) {
    match part {
        ResponsePart::Text(mut text) => {
            let content = std::mem::take(&mut text.content);
            events.push(ModelEvent::PartStart {
                index,
                part: ResponsePart::Text(text),
            });
            for word in content.split_inclusive(' ') {
                events.push(ModelEvent::PartDelta {
                    index,
                    delta: PartDelta::text(word),
                });
            }
        }
        other => events.push(ModelEvent::PartStart { index, part: other }),
    }
    events.push(ModelEvent::PartEnd { index });
}

/// Fills in what a test's response leaves open: finish reason, usage, model.
fn complete(response: &mut ResponseMessage, request: &ModelRequest<'_>, name: &str) {
    let calls = response.tool_calls().next().is_some();
    response.finish_reason.get_or_insert(if calls {
        FinishReason::ToolCall
    } else {
        FinishReason::Stop
    });
    response.model_name.get_or_insert_with(|| name.to_owned());
    if response.usage == RequestUsage::default() {
        response.usage = pretended_usage(request, response);
    }
}

/// Usage as if each word were a token, so that limits can be tested.
fn pretended_usage(request: &ModelRequest<'_>, response: &ResponseMessage) -> RequestUsage {
    let mut sent = words(request.instructions.unwrap_or_default());
    for message in request.messages {
        sent += match message {
            Message::Request(request) => request.parts.iter().map(request_words).sum(),
            Message::Response(response) => response.parts.iter().map(response_words).sum::<u64>(),
        };
    }
    let written = response.parts.iter().map(response_words).sum();
    RequestUsage {
        input_tokens: sent,
        output_tokens: written,
        ..RequestUsage::default()
    }
}

fn request_words(part: &RequestPart) -> u64 {
    match part {
        RequestPart::SystemPrompt(part) => words(&part.content),
        RequestPart::UserPrompt(part) => match &part.content {
            crate::message::UserContent::Text(text) => words(text),
            other @ crate::message::UserContent::Items(_) => words(&other.text()),
        },
        RequestPart::ToolReturn(part) => words(&part.model_text()),
        RequestPart::RetryPrompt(part) => words(&part.model_text()),
        RequestPart::Unknown(_) => 0,
    }
}

fn response_words(part: &ResponsePart) -> u64 {
    match part {
        ResponsePart::Text(part) => words(&part.content),
        ResponsePart::Thinking(part) => words(&part.content),
        ResponsePart::ToolCall(part) => words(&part.args_text()) + 1,
        _ => 0,
    }
}

fn words(text: &str) -> u64 {
    u64::try_from(text.split_whitespace().count()).unwrap_or(u64::MAX)
}

/// Debug of a function, which has none.
struct Opaque;

impl fmt::Debug for Opaque {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("..")
    }
}
