//! What several tests need.

use ringfence_agent::clock::FixedClock;
use ringfence_agent::message::{RequestPart, ResponsePart};
use ringfence_agent::{Agent, AgentBuilder, FunctionModel, Message, ModelRequest, Reply};

/// 2024-01-01T00:00:00Z.
pub(crate) const NEW_YEAR: FixedClock = FixedClock(1_704_067_200_000);

/// An agent over a function, with a fixed clock.
pub(crate) fn agent<R: Into<Reply>>(
    function: impl Fn(&[Message], &ModelRequest<'_>) -> R + Send + Sync + 'static,
) -> AgentBuilder<(), String> {
    Agent::builder(FunctionModel::new(function)).clock(NEW_YEAR)
}

/// How many responses a conversation has: the number of the step that is asked for, from 0.
pub(crate) fn step(messages: &[Message]) -> usize {
    messages
        .iter()
        .filter(|message| matches!(message, Message::Response(_)))
        .count()
}

/// A conversation in short: one line for each part.
pub(crate) fn outline(messages: &[Message]) -> Vec<String> {
    messages.iter().flat_map(lines).collect()
}

fn lines(message: &Message) -> Vec<String> {
    match message {
        Message::Request(request) => request.parts.iter().map(request_line).collect(),
        Message::Response(response) => response.parts.iter().map(response_line).collect(),
    }
}

fn request_line(part: &RequestPart) -> String {
    match part {
        RequestPart::SystemPrompt(part) => format!("system: {}", part.content),
        RequestPart::UserPrompt(part) => format!("user: {}", part.content.text()),
        RequestPart::ToolReturn(part) => format!(
            "return {} {:?}: {}",
            part.tool_name,
            part.outcome,
            part.model_text()
        ),
        RequestPart::RetryPrompt(part) => {
            format!(
                "retry {}: {}",
                part.tool_name.as_deref().unwrap_or("-"),
                part.model_text()
            )
        }
        RequestPart::Unknown(_) => "unknown".to_owned(),
    }
}

fn response_line(part: &ResponsePart) -> String {
    match part {
        ResponsePart::Text(part) => format!("text: {}", part.content),
        ResponsePart::ToolCall(part) => format!("call {}({})", part.tool_name, part.args_text()),
        other => other.kind().to_owned(),
    }
}
