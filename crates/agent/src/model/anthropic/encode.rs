use serde_json::{Map, Value, json};

use crate::error::ModelError;
use crate::message::{
    ArgumentsError, Message, RequestMessage, RequestPart, ResponseMessage, ResponsePart,
    ThinkingPart, ToolCallPart, ToolOutcome,
};
use crate::model::openai_chat::strict_schema;
use crate::model::wire::{set_extra_body, tool_output};
use crate::model::{
    CacheSettings, ModelProfile, ModelRequest, ModelSettings, OutputFormat, ThinkingSettings,
    ToolChoice, ToolDefinition,
};

use super::blocks::{REDACTED_THINKING, block_of_call, block_of_return, block_of_unknown};
use super::encode_content::{ContentEncoder, mark_for_cache};

/// The body of a request.
///
/// `provider_name` says who is asked: thinking with its signature and blocks of server-side tools go back to the
/// provider that made them, and to no other. Neighbouring messages of one role become one message, as the API wants
/// roles to alternate.
///
/// # Errors
/// [`ModelError::Unsupported`] for media that the wire does not take.
pub fn encode(
    model: &str,
    provider_name: &str,
    profile: &ModelProfile,
    request: &ModelRequest<'_>,
    stream: bool,
) -> Result<Value, ModelError> {
    let settings = request.settings;
    let cache = settings.cache.clone().unwrap_or_default();
    let encoder = Encoder {
        content: ContentEncoder {
            model,
            provider_name,
        },
        provider_name,
    };
    let (system, mut messages) = encoder.conversation(request)?;
    if cache.messages {
        mark_last_message(&mut messages, &cache);
    }
    let mut body = Map::new();
    body.insert("model".to_owned(), Value::from(model));
    body.insert(
        "max_tokens".to_owned(),
        Value::from(max_tokens(settings, profile)),
    );
    if !system.is_empty() {
        body.insert("system".to_owned(), system_blocks(&system, &cache));
    }
    body.insert("messages".to_owned(), Value::Array(messages));
    body.insert("stream".to_owned(), Value::Bool(stream));
    let tools = encode_tools(request, profile, &cache);
    if !tools.is_empty() {
        body.insert("tools".to_owned(), Value::Array(tools));
        body.insert("tool_choice".to_owned(), tool_choice(request, profile));
    }
    add_settings(settings, profile, &mut body);
    if let OutputFormat::JsonSchema(output) = request.output
        && profile.supports_json_schema
    {
        let (schema, _) = strict_schema(&output.schema, output.strict, profile);
        let config = body.entry("output_config").or_insert_with(|| json!({}));
        if let Some(config) = config.as_object_mut() {
            config.insert(
                "format".to_owned(),
                json!({"type": "json_schema", "schema": schema}),
            );
        }
    }
    set_extra_body(&mut body, &settings.extra_body);
    Ok(Value::Object(body))
}

/// The limit must leave room beyond the budget for thinking.
fn max_tokens(settings: &ModelSettings, profile: &ModelProfile) -> u32 {
    match (settings.max_tokens, &settings.thinking) {
        (Some(limit), _) => limit,
        (None, Some(ThinkingSettings::BudgetTokens(budget))) => {
            budget.saturating_add(profile.default_max_tokens)
        }
        (None, _) => profile.default_max_tokens,
    }
}

fn ttl(cache: &CacheSettings) -> &'static str {
    if cache.one_hour { "1h" } else { "5m" }
}

fn system_blocks(texts: &[String], cache: &CacheSettings) -> Value {
    let mut blocks: Vec<Value> = texts
        .iter()
        .map(|text| json!({"type": "text", "text": text}))
        .collect();
    if let Some(last) = blocks.last_mut().filter(|_| cache.instructions) {
        mark_for_cache(last, ttl(cache));
    }
    Value::Array(blocks)
}

fn mark_last_message(messages: &mut [Value], cache: &CacheSettings) {
    let last = messages
        .last_mut()
        .and_then(|message| message.get_mut("content"));
    if let Some(block) = last
        .and_then(Value::as_array_mut)
        .and_then(|blocks| blocks.last_mut())
    {
        mark_for_cache(block, ttl(cache));
    }
}

fn encode_tools(
    request: &ModelRequest<'_>,
    profile: &ModelProfile,
    cache: &CacheSettings,
) -> Vec<Value> {
    let mut tools: Vec<Value> = request
        .all_tools()
        .map(|tool| encode_tool(tool, profile))
        .collect();
    if let Some(last) = tools.last_mut().filter(|_| cache.tools) {
        mark_for_cache(last, ttl(cache));
    }
    tools
}

/// `strict` costs the provider a compilation for each new schema, so it is sent on request only.
fn encode_tool(tool: &ToolDefinition, profile: &ModelProfile) -> Value {
    let mut encoded = json!({"name": tool.name, "description": tool.description});
    let strict = tool.strict == Some(true) && profile.supports_strict_tools;
    let schema = if strict {
        strict_schema(&tool.parameters, tool.strict, profile).0
    } else {
        tool.parameters.as_ref().clone()
    };
    if let Some(object) = encoded.as_object_mut() {
        object.insert("input_schema".to_owned(), schema);
        if strict {
            object.insert("strict".to_owned(), Value::Bool(true));
        }
    }
    encoded
}

fn thinks(settings: &ModelSettings) -> bool {
    !matches!(settings.thinking, None | Some(ThinkingSettings::Off))
}

/// A tool cannot be forced while the model thinks.
fn tool_choice(request: &ModelRequest<'_>, profile: &ModelProfile) -> Value {
    let can_force = profile.supports_required_tool_choice && !thinks(request.settings);
    let mut choice = match &request.settings.tool_choice {
        Some(ToolChoice::None) => json!({"type": "none"}),
        Some(ToolChoice::Tool(name)) if can_force => json!({"type": "tool", "name": name}),
        Some(ToolChoice::Required) if can_force => json!({"type": "any"}),
        None if can_force && !request.allow_text => json!({"type": "any"}),
        _ => json!({"type": "auto"}),
    };
    let parallel = request.settings.parallel_tool_calls;
    let calls = choice.get("type").and_then(Value::as_str) != Some("none");
    if let (Some(parallel), true, Some(object)) = (parallel, calls, choice.as_object_mut()) {
        object.insert(
            "disable_parallel_tool_use".to_owned(),
            Value::Bool(!parallel),
        );
    }
    choice
}

fn add_settings(settings: &ModelSettings, profile: &ModelProfile, body: &mut Map<String, Value>) {
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            body.insert(name.to_owned(), value);
        }
    };
    if profile.supports_sampling && !thinks(settings) {
        set("temperature", settings.temperature.map(Value::from));
        set("top_p", settings.top_p.map(Value::from));
    }
    if !settings.stop_sequences.is_empty() {
        set("stop_sequences", Some(json!(settings.stop_sequences)));
    }
    set(
        "metadata",
        settings.user.as_ref().map(|user| json!({"user_id": user})),
    );
    if !profile.supports_thinking {
        return;
    }
    match &settings.thinking {
        None => {}
        Some(ThinkingSettings::Off) => set("thinking", Some(json!({"type": "disabled"}))),
        Some(ThinkingSettings::Adaptive) => set("thinking", Some(json!({"type": "adaptive"}))),
        Some(ThinkingSettings::BudgetTokens(tokens)) => {
            set(
                "thinking",
                Some(json!({"type": "enabled", "budget_tokens": tokens})),
            );
        }
        Some(ThinkingSettings::Effort(word)) => {
            set("thinking", Some(json!({"type": "adaptive"})));
            set("output_config", Some(json!({"effort": word})));
        }
    }
}

struct Encoder<'a> {
    content: ContentEncoder<'a>,
    provider_name: &'a str,
}

impl Encoder<'_> {
    fn conversation(
        &self,
        request: &ModelRequest<'_>,
    ) -> Result<(Vec<String>, Vec<Value>), ModelError> {
        let mut system = Vec::new();
        let mut messages = Vec::new();
        for message in request.messages {
            match message {
                Message::Request(request) => {
                    let blocks = self.request(request, &mut system)?;
                    append(&mut messages, "user", blocks);
                }
                Message::Response(response) => {
                    append(&mut messages, "assistant", self.response(response));
                }
            }
        }
        let instructions = request.instructions.filter(|text| !text.is_empty());
        system.extend(instructions.map(str::to_owned));
        Ok((system, messages))
    }

    /// Results of tools come first, as the API wants them before any other content.
    fn request(
        &self,
        request: &RequestMessage,
        system: &mut Vec<String>,
    ) -> Result<Vec<Value>, ModelError> {
        let mut results = Vec::new();
        let mut blocks = Vec::new();
        for part in &request.parts {
            match part {
                RequestPart::SystemPrompt(prompt) => system.push(prompt.content.clone()),
                RequestPart::UserPrompt(prompt) => {
                    self.content.user(&prompt.content, &mut blocks)?;
                }
                RequestPart::ToolReturn(result) => {
                    let failed =
                        matches!(result.outcome, ToolOutcome::Failed | ToolOutcome::Denied);
                    let content = self.content.tool_result(&tool_output(result))?;
                    results.push(tool_result(&result.tool_call_id, &content, failed));
                }
                RequestPart::RetryPrompt(retry) if retry.tool_name.is_some() => {
                    let content = json!([{"type": "text", "text": retry.model_text()}]);
                    results.push(tool_result(&retry.tool_call_id, &content, true));
                }
                RequestPart::RetryPrompt(retry) => {
                    blocks.push(json!({"type": "text", "text": retry.model_text()}));
                }
                RequestPart::Unknown(_) => {}
            }
        }
        results.append(&mut blocks);
        Ok(results)
    }

    fn response(&self, response: &ResponseMessage) -> Vec<Value> {
        let encode = |part: &ResponsePart| match part {
            ResponsePart::Text(text) if !text.content.is_empty() => {
                Some(json!({"type": "text", "text": text.content}))
            }
            ResponsePart::Thinking(thinking) if self.is_own(thinking.provider_name.as_deref()) => {
                thinking_block(thinking)
            }
            ResponsePart::ToolCall(call) => Some(self.call(call)),
            ResponsePart::BuiltinToolCall(call) if self.is_own(call.provider_name.as_deref()) => {
                block_of_call(call)
            }
            ResponsePart::BuiltinToolReturn(result)
                if self.is_own(result.provider_name.as_deref()) =>
            {
                block_of_return(result)
            }
            ResponsePart::Unknown(part) => block_of_unknown(part, self.provider_name),
            _ => None,
        };
        response.parts.iter().filter_map(encode).collect()
    }

    fn is_own(&self, provider_name: Option<&str>) -> bool {
        provider_name == Some(self.provider_name)
    }

    /// The API takes objects only: arguments that are none are shown to the model as they were.
    fn call(&self, call: &ToolCallPart) -> Value {
        let input = call.args_object().unwrap_or_else(|error: ArgumentsError| {
            let text = call.args_text();
            Map::from_iter([
                ("invalid_arguments".to_owned(), Value::from(text)),
                ("error".to_owned(), Value::from(error.to_string())),
            ])
        });
        let mut block = json!({
            "type": "tool_use",
            "id": call.tool_call_id,
            "name": call.tool_name,
            "input": input,
        });
        let details = call.provider_details.as_ref();
        let details = details.filter(|_| self.is_own(call.provider_name.as_deref()));
        let caller = details.and_then(|details| details.get("caller"));
        if let (Some(caller), Some(object)) = (caller, block.as_object_mut()) {
            object.insert("caller".to_owned(), caller.clone());
        }
        block
    }
}

/// Thinking without a signature is refused by the API, so it is left out.
fn thinking_block(thinking: &ThinkingPart) -> Option<Value> {
    let signature = thinking.signature.as_deref()?;
    if thinking.id.as_deref() == Some(REDACTED_THINKING) {
        return Some(json!({"type": "redacted_thinking", "data": signature}));
    }
    Some(json!({"type": "thinking", "thinking": thinking.content, "signature": signature}))
}

fn tool_result(call_id: &str, content: &Value, failed: bool) -> Value {
    json!({"type": "tool_result", "tool_use_id": call_id, "content": content, "is_error": failed})
}

fn append(messages: &mut Vec<Value>, role: &str, mut blocks: Vec<Value>) {
    if blocks.is_empty() {
        return;
    }
    if let Some(last) = messages.last_mut()
        && last.get("role").and_then(Value::as_str) == Some(role)
        && let Some(known) = last.get_mut("content").and_then(Value::as_array_mut)
    {
        known.append(&mut blocks);
        return;
    }
    messages.push(json!({"role": role, "content": blocks}));
}
