//! Spans and metrics with the names of the OpenTelemetry conventions for generative AI.
//!
//! Spans are `tracing` spans: `invoke_agent`, `chat` and `execute_tool`, told apart by `gen_ai.operation.name`. They
//! hold names, counts and durations. Prompts, answers, arguments and results are in them only when the agent was
//! built with [`crate::AgentBuilder::trace_content`].

mod metrics;

pub use self::metrics::{Metrics, Operation, OperationEnd};

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tracing::{Span, field};

use crate::error::AgentErrorKind;
use crate::message::{ResponseMessage, ToolCallPart};
use crate::model::{Model, ModelRequest, ModelSettings};
use crate::usage::RunUsage;

/// What an agent reports, and to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Telemetry {
    pub(crate) content: bool,
    pub(crate) metrics: Option<Arc<dyn Metrics>>,
}

/// A request to a model that has ended.
pub(crate) struct Exchange<'a> {
    pub(crate) model: &'a dyn Model,
    pub(crate) elapsed: Duration,
    pub(crate) error: Option<&'static str>,
}

pub(crate) fn agent_span(name: &str, model: &dyn Model, run_id: &str) -> Span {
    tracing::info_span!(
        "invoke_agent",
        gen_ai.operation.name = "invoke_agent",
        gen_ai.provider.name = model.system(),
        gen_ai.request.model = model.name(),
        gen_ai.agent.name = name,
        gen_ai.conversation.id = run_id,
        gen_ai.usage.input_tokens = field::Empty,
        gen_ai.usage.output_tokens = field::Empty,
        error.r#type = field::Empty,
    )
}

pub(crate) fn record_agent_end(span: &Span, usage: &RunUsage, error: Option<AgentErrorKind>) {
    span.record("gen_ai.usage.input_tokens", usage.tokens.input_tokens);
    span.record("gen_ai.usage.output_tokens", usage.tokens.output_tokens);
    if let Some(error) = error {
        span.record("error.type", error.as_str());
    }
}

pub(crate) fn chat_span(model: &dyn Model, settings: &ModelSettings) -> Span {
    let span = tracing::info_span!(
        "chat",
        otel.kind = "client",
        gen_ai.operation.name = "chat",
        gen_ai.provider.name = model.system(),
        gen_ai.request.model = model.name(),
        gen_ai.request.max_tokens = field::Empty,
        gen_ai.request.temperature = field::Empty,
        gen_ai.request.top_p = field::Empty,
        gen_ai.response.model = field::Empty,
        gen_ai.response.id = field::Empty,
        gen_ai.response.finish_reasons = field::Empty,
        gen_ai.usage.input_tokens = field::Empty,
        gen_ai.usage.output_tokens = field::Empty,
        gen_ai.usage.cache_read.input_tokens = field::Empty,
        gen_ai.system_instructions = field::Empty,
        gen_ai.input.messages = field::Empty,
        gen_ai.output.messages = field::Empty,
        error.r#type = field::Empty,
    );
    if let Some(tokens) = settings.max_tokens {
        span.record("gen_ai.request.max_tokens", tokens);
    }
    if let Some(temperature) = settings.temperature {
        span.record("gen_ai.request.temperature", temperature);
    }
    if let Some(top_p) = settings.top_p {
        span.record("gen_ai.request.top_p", top_p);
    }
    span
}

/// Writes what is sent into the span, when that is asked for.
pub(crate) fn record_input(span: &Span, telemetry: &Telemetry, request: &ModelRequest<'_>) {
    if !telemetry.content || span.is_disabled() {
        return;
    }
    if let Some(instructions) = request.instructions {
        span.record("gen_ai.system_instructions", instructions);
    }
    if let Ok(json) = serde_json::to_string(request.messages) {
        span.record("gen_ai.input.messages", json);
    }
}

pub(crate) fn record_response(
    span: &Span,
    telemetry: &Telemetry,
    exchange: &Exchange<'_>,
    response: &ResponseMessage,
) {
    if let Some(error) = exchange.error {
        span.record("error.type", error);
    }
    let usage = &response.usage;
    if !span.is_disabled() {
        if let Some(model) = &response.model_name {
            span.record("gen_ai.response.model", model);
        }
        if let Some(id) = &response.provider_response_id {
            span.record("gen_ai.response.id", id);
        }
        if let Some(reason) = response.finish_reason {
            span.record("gen_ai.response.finish_reasons", reason.as_str());
        }
        span.record("gen_ai.usage.input_tokens", usage.input_tokens);
        span.record("gen_ai.usage.output_tokens", usage.output_tokens);
        span.record(
            "gen_ai.usage.cache_read.input_tokens",
            usage.cache_read_tokens,
        );
        if telemetry.content
            && let Ok(json) = serde_json::to_string(&response.parts)
        {
            span.record("gen_ai.output.messages", json);
        }
    }
    let Some(metrics) = &telemetry.metrics else {
        return;
    };
    let (provider, model) = (exchange.model.system(), exchange.model.name());
    metrics.token_usage(provider, model, usage);
    let end = OperationEnd {
        operation: Operation::Chat,
        provider,
        name: model,
        elapsed: exchange.elapsed,
        error: exchange.error,
    };
    metrics.operation_end(&end);
}

pub(crate) fn tool_span(call: &ToolCallPart, telemetry: &Telemetry) -> Span {
    let span = tracing::info_span!(
        "execute_tool",
        gen_ai.operation.name = "execute_tool",
        gen_ai.tool.name = call.tool_name.as_str(),
        gen_ai.tool.call.id = call.tool_call_id.as_str(),
        gen_ai.tool.call.arguments = field::Empty,
        gen_ai.tool.call.result = field::Empty,
        error.r#type = field::Empty,
    );
    if telemetry.content && !span.is_disabled() {
        span.record("gen_ai.tool.call.arguments", call.args_text());
    }
    span
}

pub(crate) fn record_tool_end(
    span: &Span,
    telemetry: &Telemetry,
    call: &ToolCallPart,
    error: Option<&'static str>,
    content: Option<&Value>,
    elapsed: Duration,
) {
    if let Some(error) = error {
        span.record("error.type", error);
    }
    if telemetry.content
        && !span.is_disabled()
        && let Some(content) = content
    {
        span.record("gen_ai.tool.call.result", content.to_string());
    }
    if let Some(metrics) = &telemetry.metrics {
        let end = OperationEnd {
            operation: Operation::ExecuteTool,
            provider: "",
            name: &call.tool_name,
            elapsed,
            error,
        };
        metrics.operation_end(&end);
    }
}
